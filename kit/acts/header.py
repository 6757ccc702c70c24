"""The header of a model: TOML between two ``+++`` lines, typed and checked entry by entry, errors with their line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from kit.acts.model import FORMS, KINDS, NO, TYPES, YES, ActModel, Field, FieldGroup, Reference, Threshold, Why
from kit.content.headers import parse, split
from kit.errors import ContentError

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TABLE = re.compile(r"\s*\[{1,2}([^\[\]]+)\]")
_CODE = re.compile(r"M\d\d")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_KEYS = (
    "id code rank title name kind summary levers actions pages fits unfit signed_by when before after money reviewed_on"
)
_TABLES: Mapping[str, frozenset[str]] = {
    "why": frozenset({"text", "facts"}),
    "references": frozenset({"text", "fact", "to_check"}),
    "fields": frozenset({"name", "type", "label", "example", "help", "options", "default", "feminine"}),
    "groups": frozenset({"title", "fields", "last"}),
}
_KNOWN = frozenset((*_KEYS.split(), *_TABLES))
_THRESHOLD = frozenset({"operator", "number", "article", "fact", "epci", "to_check"})
_WANTED: Mapping[type, str] = {
    str: "un texte",
    int: "un nombre entier",
    bool: "true ou false",
    list: "une liste",
    datetime.date: "une date AAAA-MM-JJ sans guillemets",
}


class Lines:
    """Where things stand in a file of TOML, so that a message names the line; ``first`` is the line of its first."""

    def __init__(self, text: str, file: Path, first: int = 1) -> None:
        self._lines = text.splitlines()
        self.file = file
        self._first = first

    def of_key(self, key: str) -> int:
        """Return the line that sets a key, or the first."""
        return self._find(rf"\s*{re.escape(key)}\s*=")

    def of_table(self, table: str, number: int) -> int:
        """Return the line of the ``number``-th ``[[table]]``, from 0; of ``[table]`` where there is one only."""
        found = self._tables.get(table, ())
        return self._first + found[number] if number < len(found) else self._first

    def fail(self, line: int, detail: str) -> NoReturn:
        """Raise a ContentError at a line."""
        raise ContentError(self.file, line, "modele", detail)

    @cached_property
    def _tables(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines):
            if told := _TABLE.match(line):
                found.setdefault(told[1], []).append(number)
        return found

    def _find(self, pattern: str) -> int:
        for number, line in enumerate(self._lines):
            if re.match(pattern, line):
                return self._first + number
        return self._first


class Table:
    """One table of TOML and where it stands: gives typed values or a ContentError."""

    def __init__(self, values: Mapping[str, Any], lines: Lines, known: frozenset[str], line: int | None = None) -> None:
        self._values = values
        self._lines = lines
        self._line = line
        for key in values:
            if key not in known:
                self.fail(key, f"champ inconnu : {key}")

    def fail(self, key: str, detail: str) -> NoReturn:
        """Raise a ContentError at the line of a key, or of the table it stands in."""
        self._lines.fail(self._line or self._lines.of_key(key), detail)

    def get[T](self, key: str, wanted: type[T], default: T | None = None) -> T:
        """Return a value of a type; without a default it must be there."""
        value = self._values.get(key, default)
        if value is None:
            self.fail(key, f"{key} manque")
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            self.fail(key, f"{key} : {_WANTED[wanted]} attendu")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when not there."""
        value = self.get(key, list, [])
        if not all(isinstance(item, str) for item in value):
            self.fail(key, f"{key} : une liste de textes est attendue")
        return tuple(value)

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the allowed values."""
        value = self.get(key, str, default)
        if value not in allowed:
            self.fail(key, f"{key} : « {value} » ; possibles : {', '.join(allowed)}")
        return value


def read_model(content: str, path: Path, name: str) -> ActModel:
    """Return the model of a file as read; ``name`` is how messages and lists call it. Raises ContentError."""
    parts = split(content, path)
    values = parse(parts.header, path)
    lines = Lines(parts.header, path, 2)
    table = Table(values, lines, _KNOWN)
    _pattern(table, "id", _ID, "n’est pas un identifiant (minuscules, chiffres, tirets)")
    _pattern(table, "name", _ID, "n’est pas un nom de fichier (minuscules, chiffres, tirets)")
    _pattern(table, "code", _CODE, "n’est pas un code M01 à M25")
    fits = table.texts("fits") or FORMS
    if set(fits) - set(FORMS):
        table.fail("fits", f"fits : possibles : {', '.join(FORMS)}")
    if set(fits) != set(FORMS) and not table.get("unfit", str, ""):
        table.fail("fits", "unfit manque : dire en une phrase pourquoi ce modèle ne va pas à l’autre collectivité")
    reviewed = table.get("reviewed_on", datetime.date)
    if not parts.body.lstrip().startswith("# "):
        lines.fail(parts.body_line, "le corps commence par une ligne « # Titre de l’acte »")
    return ActModel(
        id=table.get("id", str),
        code=table.get("code", str),
        rank=table.get("rank", int),
        kind=table.choice("kind", KINDS),
        fits=fits,
        money=table.get("money", bool, False),
        reviewed_on=reviewed.isoformat(),
        why=tuple(_each(values, lines, "why", _why)),
        references=tuple(_each(values, lines, "references", _reference)),
        own_fields=read_fields(values, lines),
        groups=read_groups(values, lines),
        body=parts.body,
        body_line=parts.body_line,
        file=name,
        title=table.get("title", str),
        name=table.get("name", str),
        summary=table.get("summary", str),
        unfit=table.get("unfit", str, ""),
        signed_by=table.get("signed_by", str, ""),
        when=table.get("when", str, ""),
        levers=table.texts("levers"),
        actions=table.texts("actions"),
        pages=table.texts("pages"),
        before=table.texts("before"),
        after=table.texts("after"),
    )


def read_fields(values: Mapping[str, Any], lines: Lines, *, common: bool = False) -> tuple[Field, ...]:
    """Return the declared fields of a table of TOML, each name once. Raises ContentError."""
    found: dict[str, Field] = {}
    for number, field in enumerate(_each(values, lines, "fields", _field)):
        if field.name in found:
            lines.fail(lines.of_table("fields", number), f"le champ {field.name} est déclaré deux fois")
        found[field.name] = Field(**{key: getattr(field, key) for key in _FIELD_KEYS}, common=common)
    return tuple(found.values())


def read_groups(values: Mapping[str, Any], lines: Lines) -> tuple[FieldGroup, ...]:
    """Return the declared groups of fields, in the order of the form. Raises ContentError for a name given twice."""
    groups = tuple(_each(values, lines, "groups", _group))
    named: dict[str, str] = {}
    for number, group in enumerate(groups):
        for name in group.fields:
            if name in named:
                lines.fail(lines.of_table("groups", number), f"{name} est déjà dans le groupe « {named[name]} »")
            named[name] = group.title
    return groups


def read_threshold(key: str, values: Any, lines: Lines) -> Threshold:
    """Return one threshold of ``seuils.toml``. Raises ContentError."""
    line = lines.of_table(key, 0)
    if not isinstance(values, dict):
        lines.fail(line, f"{key} : un tableau [{key}] est attendu")
    table = Table(values, lines, _THRESHOLD, line)
    return Threshold(
        id=key,
        operator=table.choice("operator", (">", ">=")),
        number=table.get("number", int),
        article=table.get("article", str),
        fact=table.get("fact", str),
        epci=table.choice("epci", ("population", "always", "never"), "population"),
        to_check=table.get("to_check", bool, False),
    )


_FIELD_KEYS = ("name", "type", "label", "example", "help", "options", "default", "feminine")


def _pattern(table: Table, key: str, pattern: re.Pattern[str], detail: str) -> None:
    value = table.get(key, str)
    if not pattern.fullmatch(value):
        table.fail(key, f"{key} : « {value} » {detail}")


def _each[T](values: Mapping[str, Any], lines: Lines, name: str, make: Callable[[Table], T]) -> list[T]:
    items = values.get(name, [])
    if not isinstance(items, list):
        lines.fail(lines.of_table(name, 0), f"{name} s’écrit [[{name}]], une fois par entrée")
    made = []
    for number, item in enumerate(items):
        line = lines.of_table(name, number)
        if not isinstance(item, dict):
            lines.fail(line, f"{name} s’écrit [[{name}]], une fois par entrée")
        made.append(make(Table(item, lines, _TABLES[name], line)))
    return made


def _why(table: Table) -> Why:
    return Why(table.get("text", str), table.texts("facts"))


def _reference(table: Table) -> Reference:
    return Reference(table.get("text", str), table.get("fact", str), table.get("to_check", bool, False))


def _group(table: Table) -> FieldGroup:
    return FieldGroup(table.get("title", str), table.texts("fields"), table.get("last", bool, False))


def _field(table: Table) -> Field:
    name = table.get("name", str)
    if not _NAME.fullmatch(name):
        table.fail("name", f"« {name} » n’est pas un nom de champ : groupe.nom, en minuscules, sans accent ni tiret")
    kind = table.choice("type", TYPES)
    options = _options(table, kind)
    default = table.get("default", str, "")
    allowed = (YES, NO) if kind == "oui-non" else tuple(value for value, _ in options)
    if default and default not in allowed:
        table.fail("default", f"{name} : rien n’est proposé d’avance, sauf une option d’un choix ou oui, non")
    return Field(
        name=name,
        type=kind,
        label=table.get("label", str),
        example=table.get("example", str, ""),
        help=table.get("help", str, ""),
        options=options,
        default=default,
        feminine=table.texts("feminine") or tuple(value for value, _ in options[:1] if len(options) == 2),
    )


def _options(table: Table, kind: str) -> tuple[tuple[str, str], ...]:
    raw = table.get("options", list, [])
    if (kind == "choix") != bool(raw):
        table.fail("options", "options : un choix en a, les autres champs n’en ont pas")
    for item in raw:
        if not isinstance(item, list) or len(item) != 2 or not all(isinstance(part, str) and part for part in item):
            table.fail("options", 'options : [["valeur", "mots de l’acte"], …]')
    return tuple((value, words) for value, words in raw)
