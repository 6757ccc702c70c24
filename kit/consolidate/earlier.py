"""The table of an earlier year, read from what the kit wrote of it, and how far each lever has come since.

Only what both tables show is compared: nothing is told that the two files do not hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from kit.consolidate.table import Consolidation
from kit.documents.wording import wording
from kit.errors import NotComparable
from kit.files import chosen, read_regular
from kit.foreign_tables import NoTables, read_tables

ENDINGS = (".csv", ".ods", ".xlsx")
_LIMIT = 10_000_000
_MOST = 10_000_000  # collectivités, or years: beyond, a number is no count
_CELL = 1_000


class Standing(msgspec.Struct, frozen=True):
    """How many collectivités a table counts, and how many have done something of each lever; None where it is hidden.

    ``source`` says whose answers they are, in the words of the table.
    """

    year: int
    source: str
    count: int
    levers: Mapping[str, int | None]


class Change(msgspec.Struct, frozen=True):
    """The share of the collectivités that have done something of a lever, in whole percent, of both tables."""

    lever: str
    before: int | None
    now: int | None

    @property
    def points(self) -> int | None:
        """By how many points it has risen, None where one of both is not told."""
        return None if self.before is None or self.now is None else self.now - self.before


class Compared(msgspec.Struct, frozen=True):
    """What has changed from an earlier table to this one, a line a lever."""

    before: Standing
    now: Standing
    changes: tuple[Change, ...]


def standing(found: Consolidation, year: int, source: str) -> Standing:
    """Return what a table shows of its levers."""
    return Standing(year, source, found.count or 0, {line.lever: line.done for line in found.levers})


def compare(before: Standing, now: Standing) -> Compared:
    """Return what has changed with each lever of the present texts; one that is in one table only has no share."""
    changes = [Change(lever, _share(before, lever), _share(now, lever)) for lever in now.levers]
    return Compared(before, now, tuple(changes))


def read_standing(path: Path, levers: Collection[str]) -> Standing:
    """Return what a ``.csv``, ``.ods`` or ``.xlsx`` of the kit tells of these levers (ids).

    Raises NotComparable for any other file, or one that cannot be read.
    """
    say = wording()
    try:
        data = read_regular(chosen(path), _LIMIT)
    except OSError as error:
        raise NotComparable(path) from error
    keys = ("id", "band", "count", "done", "year", "source")
    names = [say.say("consolidate", key) for key in keys]
    whole, hidden = say.say("consolidate", "whole"), say.say("consolidate", "hidden")
    told: dict[str, int | None] = {}
    head: tuple[int, int, str] | None = None
    for cells in _rows_under(_tables(data, path), names):
        row = dict(zip(keys, cells, strict=True))
        if row["id"] not in levers or row["band"] != whole:
            continue
        count, year, done = _number(row["count"]), _number(row["year"]), _number(row["done"])
        if row["count"] == hidden:
            count = 0
        if count is None or year is None or (done is None and row["done"] != hidden) or (done or 0) > count:
            raise NotComparable(path)
        head = head or (year, count, row["source"])
        told[row["id"]] = done
    if head is None:
        raise NotComparable(path)
    return Standing(head[0], head[2], head[1], told)


def _tables(data: bytes, path: Path) -> Iterable[list[list[str]]]:
    try:
        if path.suffix.lower() in ENDINGS[1:]:
            return read_tables(data).tables
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        return [[[cell[:_CELL] for cell in row] for row in rows]]
    except (NoTables, UnicodeDecodeError, csv.Error) as error:
        raise NotComparable(path) from error


def _rows_under(tables: Iterable[list[list[str]]], names: list[str]) -> Iterator[list[str]]:
    """Yield these columns of each row of the first table that has a header with all of them."""
    for table in tables:
        places: list[int] = []
        for row in table:
            if places:
                yield [row[place] if place < len(row) else "" for place in places]
            elif set(names) <= set(row):
                places = [row.index(name) for name in names]
        if places:
            return


def _number(text: str) -> int | None:
    words = text.strip().removesuffix(".0")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 and int(words) < _MOST else None


def _share(of: Standing, lever: str) -> int | None:
    done = of.levers.get(lever)
    return None if done is None or not of.count else (200 * done + of.count) // (2 * of.count)
