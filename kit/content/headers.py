"""The header of a text: TOML between two ``+++`` lines, typed and checked field by field."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import msgspec

from kit.bounded import TEXT_LIMIT, OutOfBounds, parse_toml
from kit.content.model import (
    KINDS,
    LEVELS,
    OLD_AFTER_YEARS,
    RHYTHMS,
    ROLE_UNKNOWN,
    ROLES,
    Article,
    Example,
    Series,
    Step,
    Value,
)
from kit.content.toml_words import toml_problem
from kit.errors import ContentError

FENCE = "+++"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXT = ("title", "summary", "short_title", "pictogram", "to_check", "done_when", "first_step")
_NUMBER = ("order", "check_by", "difficulty")
_LIST = ("page_text", "sources", "levers", "related", "documents")
_EXAMPLE: dict[str, type] = {
    **dict.fromkeys(("id", "place", "text", "departement", "insee", "siren"), str),
    **dict.fromkeys(("population", "population_year", "year"), int),
    "undated": bool,
}
_FIELDS = frozenset(
    (
        *(*_TEXT, *_NUMBER, *_LIST),
        *("id", "kind", "reviewed_on", "provisional", "level", "rhythm", "steps", "examples", "series"),
    )
)


class Split(msgspec.Struct, frozen=True):
    """A file cut in header and body; ``body_line`` is the line where the body starts, from 1."""

    header: str
    body: str
    body_line: int


def split(text: str, file: Path) -> Split:
    """Cut a text at its fences; raises ContentError where one is missing."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise ContentError(file, 1, "en-tete", "le fichier doit commencer par une ligne +++")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == FENCE:
            body = "\n".join(lines[number + 1 :])
            return Split("\n".join(lines[1:number]), body, number + 2)
    raise ContentError(file, 1, "en-tete", "la ligne +++ qui ferme l’en-tête manque")


def parse(header: str, file: Path) -> dict[str, Any]:
    """Return the TOML of a header; raises ContentError with its line."""
    import tomllib

    try:
        return parse_toml(header, TEXT_LIMIT)
    except OutOfBounds as error:
        raise ContentError(file, 1, "en-tete", "l’en-tête est trop long ou trop imbriqué") from error
    except tomllib.TOMLDecodeError as error:
        line, detail = toml_problem(error, header)
        raise ContentError(file, line + 1, "en-tete", detail) from error  # the fence is line 1


class HeaderReader:
    """Reads one header into an Article; ``where`` finds the line of a key for messages."""

    def __init__(self, text: str, file: Path) -> None:
        self.parts = split(text, file)
        self._file = file
        self._table = parse(self.parts.header, file)

    def article(self, parent: str, name: str) -> Article:
        """Return the article; ``parent`` comes from the folder, ``name`` is the path shown in messages."""
        table = self._table
        for key in table:
            if key not in _FIELDS:
                self.fail(key, f"champ inconnu : {key}")
        kind = self._choice("kind", KINDS)
        values: dict[str, Any] = {key: self._typed(key, str, "") for key in _TEXT}
        values |= {key: self._typed(key, int, None) for key in _NUMBER}
        values |= {key: self._strings(table.get(key, []), key) for key in _LIST}
        values["order"] = values["order"] or 0
        identity = self._identity(table.get("id"), "id")
        if not values["title"]:
            self.fail("title", "le titre manque")
        return Article(
            id=identity,
            kind=kind,
            parent=parent,
            file=name,
            reviewed_on=self._date("reviewed_on"),
            provisional=bool(self._typed("provisional", bool, False)),
            level=self._choice("level", ("", *LEVELS)),
            rhythm=self._choice("rhythm", ("", *RHYTHMS)),
            steps=tuple(self._step(item) for item in table.get("steps", [])),
            examples=tuple(self._example(item, identity) for item in table.get("examples", [])),
            series=tuple(self._series(item) for item in table.get("series", [])),
            **values,
        )

    def line_of(self, key: str) -> int:
        """Return the line of the file where ``key`` is set, or 2."""
        for number, line in enumerate(self.parts.header.splitlines(), 2):
            if re.match(rf"\s*{re.escape(key)}\s*=", line) or (key.startswith('"') and key in line):
                return number
        return 2

    def fail(self, key: str, detail: str) -> None:
        """Raise a ContentError at the line of ``key``."""
        raise ContentError(self._file, self.line_of(key), "en-tete", detail)

    def _typed(self, key: str, wanted: type, default: Any) -> Any:
        value = self._table.get(key, default)
        if key in self._table and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
            self.fail(key, f"{key} : {_french(wanted)} attendu")
        return value

    def _strings(self, value: Any, key: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(key, f"{key} : une liste de textes est attendue")
        return tuple(value)

    def _choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._table.get(key, allowed[0] if "" in allowed else None)
        if value not in allowed:
            self.fail(key, f"{key} : {value!r} ; possibles : {', '.join(a for a in allowed if a)}")
        return str(value)

    def _identity(self, value: Any, key: str) -> str:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.fail(key, f"{key} : {value!r} n’est pas un identifiant (minuscules, chiffres, tirets)")
        return str(value)

    def _date(self, key: str) -> str:
        value = self._table.get(key)
        if value is None:
            return ""
        if not isinstance(value, datetime.date):
            self.fail(key, f"{key} : une date AAAA-MM-JJ sans guillemets est attendue")
        return str(value)

    def _step(self, item: Any) -> Step:
        if not isinstance(item, dict) or not item.get("text") or set(item) - {"text", "who", "time"}:
            self.fail("steps", "une étape est { text = …, who = …, time = … }")
        return Step(**item)

    def _example(self, item: Any, parent: str) -> Example:
        known = {*_EXAMPLE, "facts", "role"}
        if not isinstance(item, dict) or set(item) - known or not {"id", "place", "text"} <= set(item):
            self.fail("examples", f"un exemple a id, place, text, et au plus {', '.join(sorted(known))}")
        identity = self._identity(item["id"], "id")
        rest = {key: item[key] for key in _EXAMPLE if key in item}
        if isinstance(rest.get("population"), str):  # as the texts wrote it until 2026: « 400 habitants »
            rest["population"] = int("0" + re.sub(r"\D", "", rest["population"])) or None
        for key, value in rest.items():
            wanted = _EXAMPLE[key]
            if value is not None and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
                self.fail(f'"{identity}"', f"{identity}, {key} : {_french(wanted)} attendu")
        return Example(
            **rest,
            parent=parent,
            facts=self._strings(item.get("facts", []), "facts"),
            role=self._role(item.get("role", []), identity),
            old=self._is_old(rest.get("year")),
        )

    def _role(self, value: Any, identity: str) -> tuple[str, ...]:
        role = self._strings(value, "role")
        if set(role) - {*ROLES, ROLE_UNKNOWN} or (ROLE_UNKNOWN in role and len(role) > 1):
            allowed = f"{', '.join(ROLES)} ; ou {ROLE_UNKNOWN} seul"
            self.fail(f'"{identity}"', f"{identity}, role : {', '.join(role)} ; possibles : {allowed}")
        return role

    def _is_old(self, year: int | None) -> bool:
        checked = self._table.get("reviewed_on")
        return year is not None and isinstance(checked, datetime.date) and year <= checked.year - OLD_AFTER_YEARS

    def _series(self, item: Any) -> Series:
        known = {"id", "title", "unit", "year", "definition", "source", "facts", "values", "missing"}
        if not isinstance(item, dict) or set(item) - known or not {"id", "title", "values"} <= set(item):
            self.fail("series", f"une série a id, title, values, et au plus {', '.join(sorted(known))}")
        if not isinstance(item["values"], list) or not all(map(_is_value, item["values"])):
            self.fail("values", "values : une liste de { label = …, value = … }, value étant un nombre")
        if not isinstance(item.get("year", 0), int):
            self.fail("year", "year : un nombre attendu")
        return Series(
            id=self._identity(item["id"], "id"),
            year=item.get("year"),
            facts=self._strings(item.get("facts", []), "facts"),
            values=tuple(Value(one["label"], float(one["value"])) for one in item["values"]),
            missing=self._strings(item.get("missing", []), "missing"),
            **{key: str(item.get(key, "")) for key in ("title", "unit", "definition", "source")},
        )


def _is_value(item: Any) -> bool:
    if not isinstance(item, dict) or set(item) != {"label", "value"} or not isinstance(item["label"], str):
        return False
    return isinstance(item["value"], (int, float)) and not isinstance(item["value"], bool)


def _french(wanted: type) -> str:
    return {str: "un texte", int: "un nombre", bool: "true ou false"}[wanted]
