"""Files → lists: glossary, sources, facts, networks, agenda, questions, each entry typed and checked.

A broken entry is named in ``problems`` with its line and left out; the rest is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kit.bounded import TEXT_LIMIT, OutOfBounds, parse_toml
from kit.content.shelf import Fact, NationalDate, Network, Question, Shelf, Source, Term
from kit.content.toml_words import toml_problem
from kit.errors import ContentError

GLOSSARY, NETWORKS, AGENDA, QUESTIONS = "glossaire.toml", "reseaux.toml", "agenda.toml", "diagnostic.toml"
SOURCES, FACTS, RETIRED = "sources.toml", "faits.toml", "retires.toml"


def load_shelf(folder: Path, problems: list[ContentError]) -> Shelf:
    """Read all lists of a content folder; what is broken is named in ``problems``."""
    sources = {
        key: Source(key, str(item.get("title", "")), str(item.get("address", "")))
        for key, item in read_toml(folder / SOURCES, problems).items()
    }
    facts = {
        key: Fact(
            id=key,
            sources=tuple(item.get("sources", ())),
            confidence=str(item.get("confidence", "")),
            check_by=item.get("check_by"),
            law=tuple(item.get("law", ())),
        )
        for key, item in read_toml(folder / FACTS, problems).items()
    }
    return Shelf(
        terms=tuple(_entries(folder / GLOSSARY, "term", Term, problems)),
        sources=sources,
        facts=facts,
        networks=tuple(_entries(folder / NETWORKS, "network", Network, problems)),
        dates=tuple(_entries(folder / AGENDA, "event", NationalDate, problems)),
        questions=tuple(_entries(folder / QUESTIONS, "question", Question, problems)),
        retired=tuple(read_toml(folder / RETIRED, problems, optional=True).get("ids", ())),
    )


def read_toml(path: Path, problems: list[ContentError], *, optional: bool = False) -> dict[str, Any]:
    """Return the table of a TOML file, empty and named in ``problems`` when it cannot be read."""
    import tomllib

    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return parse_toml(text, TEXT_LIMIT)
    except FileNotFoundError:
        if not optional:
            problems.append(ContentError(path, 1, "fichier", "le fichier manque"))
    except OutOfBounds:
        problems.append(ContentError(path, 1, "toml", "le fichier est trop long ou trop imbriqué"))
    except tomllib.TOMLDecodeError as error:
        line, detail = toml_problem(error, text)
        problems.append(ContentError(path, line, "toml", detail))
    except UnicodeDecodeError:
        problems.append(ContentError(path, 1, "utf-8", "le fichier n’est pas en UTF-8"))
    return {}


def line_of_entry(raw: str, entry_id: str) -> int:
    """Return the line of a list where the entry of this id starts, or 1."""
    for number, line in enumerate(raw.splitlines(), 1):
        if line.replace(" ", "").startswith(f'id="{entry_id}"'):
            return number
    return 1


def _entries[T: msgspec.Struct](path: Path, name: str, kind: type[T], problems: list[ContentError]) -> Iterator[T]:
    table = read_toml(path, problems)
    for item in table.get(name, ()):
        try:
            yield _entry(item, kind)
        except (TypeError, ValueError) as error:
            raw = path.read_text(encoding="utf-8")
            line = line_of_entry(raw, str(item.get("id", "")))
            problems.append(ContentError(path, line, "liste", str(error)))


def _entry[T: msgspec.Struct](item: dict[str, Any], kind: type[T]) -> T:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
    suggests = values.pop("suggests", {})
    values |= {f"suggests_{answer}": tuple(ids) for answer, ids in suggests.items()}
    wanted = {f.name: f.type for f in msgspec.structs.fields(kind)}
    for key, value in values.items():
        if key not in wanted:
            raise ValueError(f"champ inconnu : {key}")
        try:
            msgspec.convert(value, wanted[key])
        except msgspec.ValidationError:
            raise ValueError(f"{key} : {value!r} n’est pas du type attendu") from None
    for name in ("id", *(f for f in ("term", "name", "title", "question") if f in wanted)):
        if not values.get(name):
            raise ValueError(f"{name} manque")
    return kind(**values)
