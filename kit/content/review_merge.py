"""Sheets of several readers become one: what one of them changed is taken, what two changed apart is told.

Nothing is guessed: where two readers put different words in one place, neither is written. Of two days on which a text
was read, the later counts.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kit.content.headers import HeaderReader
from kit.content.review import QUESTION, SHEET, Row, fingerprint, state_print, text_rows
from kit.content.review_back import Changes, SheetRead, changes, paths_of
from kit.days import read_day


class Said(msgspec.Struct, frozen=True):
    """What a cell holds in the sheets of these readers; of a text itself, its state and day."""

    who: tuple[str, ...]
    words: str


class Correction(msgspec.Struct, frozen=True):
    """One place that changes: ``before`` as the texts have it, empty where they no longer do; ``after``."""

    id: str
    part: str
    before: str
    after: Said


class Conflict(msgspec.Struct, frozen=True):
    """One place that readers changed apart; nothing is written there."""

    id: str
    part: str
    before: str
    said: tuple[Said, ...]


class Together(msgspec.Struct, frozen=True):
    """What sheets change together: to be looked at, then written by ``changes.write``; ``titles`` are by id."""

    changes: Changes
    corrections: tuple[Correction, ...]
    conflicts: tuple[Conflict, ...]
    titles: Mapping[str, str]


def together(sheets: Iterable[SheetRead], folder: Path) -> Together:
    """Return what these sheets change in the texts of ``folder``; nothing is written."""
    sheets = tuple(sheets)
    places: dict[tuple[str, str, str], list[tuple[str, Row]]] = defaultdict(list)
    for one in sheets:
        for row in one.rows:
            places[row.id, row.part, row.print].append((row.reviewed_by or one.who, row))
    present, titles = dict(_present(folder)), _titles(folder)
    rows: list[Row] = []
    corrections: list[Correction] = []
    conflicts: list[Conflict] = []
    for (article_id, part, told), found in places.items():
        rows += _answers(found, several=len(sheets) > 1)
        if part == QUESTION:
            continue
        changed = [(who, row) for who, row in found if _is_changed(row)]
        said = _values_in(changed)
        before = present.get((article_id, SHEET if part == SHEET else told), "")
        if len(said) > 1:
            conflicts.append(Conflict(article_id, part, before, tuple(one for one, _ in said)))
            continue
        rows.append(replace(said[0][1] if said else found[0][1], answer=""))
        if said:
            corrections.append(Correction(article_id, part, before, said[0][0]))
    made = changes(rows, folder)
    refused = {(one.id, one.part) for one in made.refused}
    kept = tuple(one for one in corrections if _changes_something(one) and (one.id, one.part) not in refused)
    return Together(made, kept, tuple(conflicts), titles)


def _values_in(changed: list[tuple[str, Row]]) -> list[tuple[Said, Row]]:
    """Return what was put in one place, once each, with a row that says it."""
    who: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, Row] = {}
    for reader, row in changed:
        # of a text itself one says the state: of the same state, the later day is kept
        key = row.state.strip().lower() if row.part == SHEET else fingerprint(row.text)
        who[key].append(reader)
        if key not in rows or (row.part == SHEET and _day(row) > _day(rows[key])):
            rows[key] = row
    return [(Said(tuple(dict.fromkeys(who[key])), _words(row)), row) for key, row in rows.items()]


def _answers(found: list[tuple[str, Row]], *, several: bool) -> Iterator[Row]:
    for who, row in found:
        if row.answer:
            yield Row(row.id, QUESTION, row.text, answer=f"{who} : {row.answer}" if several else row.answer)


def _is_changed(row: Row) -> bool:
    if row.part != SHEET:
        return fingerprint(row.text) != row.print
    return state_print(row.state.strip().lower(), _day(row)) != row.print


def _day(row: Row) -> str:
    day = read_day(row.reviewed_on)
    return day.isoformat() if day else ""


def _changes_something(one: Correction) -> bool:
    """Say whether a correction was not brought in before."""
    return bool(one.before) and one.before != one.after.words


def _words(row: Row) -> str:
    day = _day(row) or row.reviewed_on.strip()
    return f"{row.state.strip().lower()} {day}".strip() if row.part == SHEET else row.text


def _titles(folder: Path) -> dict[str, str]:
    found = {}
    for article_id, path in paths_of(folder):
        found[article_id] = HeaderReader(path.read_text(encoding="utf-8"), path).article("", path.name).label
    return found


def _present(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what the texts hold now, by id and fingerprint; the state of a text by its id and SHEET."""
    for article_id, path in paths_of(folder):
        raw = path.read_text(encoding="utf-8")
        article = HeaderReader(raw, path).article("", path.name)
        for row in text_rows(article, raw, datetime.date.min):
            yield (article_id, SHEET if row.part == SHEET else row.print), _words(row)
