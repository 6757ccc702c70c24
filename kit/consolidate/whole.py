"""A whole consolidation, from files to a table compared with an earlier one, for the window and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from kit import paths
from kit.consolidate.answers import Latest
from kit.consolidate.document import told_of
from kit.consolidate.earlier import ENDINGS, Compared, Standing, compare, read_standing, standing
from kit.consolidate.sources import CountedStep, PassedOver, Reader
from kit.consolidate.table import DEFAULT_LEAST, Consolidation, consolidate
from kit.content.library import Library
from kit.errors import NotComparable
from kit.steps import unwatched
from kit.territoires import Territories


class Received(msgspec.Struct, frozen=True):
    """What was read: the answers of each collectivité, and the files that gave none."""

    latest: Latest
    passed_over: Sequence[PassedOver]


def receive(library: Library, files: Iterable[Path], step: CountedStep = unwatched) -> Received:
    """Read files and folders; nothing of what cannot be read is raised. Raises what ``step`` does, as Stopped."""
    actions = [action.id for action in library.outline.actions]
    reader = Reader(actions, Territories.shared(paths.territories()), step=step)
    return Received(Latest(reader.read(files)), reader.passed_over)


def table_of(library: Library, latest: Latest, least: int = DEFAULT_LEAST) -> Consolidation:
    """Return the table of the answers that count, with a line for each lever."""
    outline = library.outline
    levers = {one.article.id: [action.id for action in one.actions] for one in outline.levers}
    return consolidate(latest, [action.id for action in outline.actions], least=least, levers=levers)


def earlier(library: Library, path: Path, least: int = DEFAULT_LEAST, step: CountedStep = unwatched) -> Standing:
    """Return what an earlier table told: one that the kit wrote, or that of a folder of what was received then.

    A folder is counted and hidden from by the same rules; its year is that of its newest answer. Raises NotComparable
    for a folder without answers too.
    """
    if path.suffix.lower() in ENDINGS and not path.is_dir():
        return read_standing(path, [one.article.id for one in library.outline.levers])
    latest = receive(library, [path], step).latest
    if not latest or not latest.newest:
        raise NotComparable(path)
    day = datetime.fromtimestamp(latest.newest, UTC).date()
    return standing(table_of(library, latest, least), day.year, told_of(library, day).source)


def compared(library: Library, found: Consolidation, before: Standing, today: date | None = None) -> Compared:
    """Return how a table of today compares with an earlier one."""
    told = told_of(library, today or date.today())
    return compare(before, standing(found, told.year, told.source))
