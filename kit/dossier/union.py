"""What files of one dossier have in common, and what one lacks of the others."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from kit.dossier import journal
from kit.dossier.journal import Reading
from kit.dossier.rows import Row, id_of
from kit.dossier.writer import Writer
from kit.errors import SaveRefused

_log = logging.getLogger(__name__)


def _ids_and_keys(path: Path) -> set[str]:
    """Return the ids of the events of a file, and each with its checksum; none where there is no file; OSError."""
    try:
        rows = journal.read(path).rows
    except FileNotFoundError:
        return set()
    return {mark for row in rows for mark in (id_of(row), f"{id_of(row)} {row[1]}")}


def belongs(main: Reading, other: Reading) -> bool:
    """Say whether a file beside is of the same dossier: same id, or an event in common when line 1 is lost."""
    if main.header and other.header:
        return main.header.uuid == other.header.uuid
    if not main.rows and not main.header:
        return True
    return main.uuid == other.uuid or not main.ids.isdisjoint(other.ids)


def lacking(here: list[Reading], others: list[Reading]) -> list[Row]:
    """Return the rows of other files whose events are not here."""
    known = journal.keys(here)
    return [row for key, row in journal.distinct(others).items() if key not in known]


def write_again(writer: Writer, path: Path, written: Mapping[str, bytes]) -> None:
    """Someone changed the journal: append again what was ``written``, if neither it nor the writer's file has it."""
    if not written:
        return
    try:
        there = {mark for file in {path, writer.path} for mark in _ids_and_keys(file)}
        lost = [line + b"\n" for mark, line in written.items() if mark not in there]
        if lost:
            writer.append(b"".join(lost))
    except (OSError, SaveRefused) as error:  # what was asked for is saved: no reason to say that it is not
        _log.warning("earlier changes were not written again: %s", type(error).__name__)
