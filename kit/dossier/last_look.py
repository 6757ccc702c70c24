"""The files of a dossier as they were when last read: what tells that someone else has changed them since."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable
from pathlib import Path

from kit.dossier import beside, journal
from kit.dossier.backup import list_backups
from kit.dossier.identity import Identity, Marks, Stamp
from kit.dossier.journal import Reading
from kit.dossier.rows import Row
from kit.dossier.writer import Writer
from kit.errors import DossierReplaced

_log = logging.getLogger(__name__)

_MOST_TRIES = 20  # looks at a file beside that cannot be read: a minute of the window's


class LastLook:
    """The journal and what stands beside it, at the last reading."""

    def __init__(self, path: Path) -> None:
        """Nothing was read yet."""
        self.path = path
        self.uuid = ""
        self.seen: Identity | None = None
        """The journal just before it was read."""
        self.beside: dict[Path, Stamp] = {}
        self.is_unread = False
        """True when the journal is known to hold more than what was read."""
        self.marks = Marks()
        self._tries: dict[Path, int] = {}

    def is_quiet(self, writer: Writer | None) -> bool:
        """Say whether all is as it was then, what ``writer`` added apart; OSError."""
        if self.is_unread:
            return False
        mine = writer.path if writer else None
        seen = writer.stamp if writer and mine == self.path else self.seen and self.seen.stamp
        if Stamp.of(self.path) != seen:
            return False
        around = beside.scan(self.path)
        found = (*around.siblings, *around.copies)
        return stamps_of(path for path in found if path != mine) == self.beside

    def note(self, main: Reading, seen: Identity) -> None:
        """Note the journal as it was read, ``seen`` just before."""
        self.seen = seen
        self.is_unread = main.size != seen.stamp.size

    def is_worth_another(self, path: Path) -> bool:
        """Say whether a file beside that could not be read is to be tried again soon."""
        self._tries[path] = self._tries.get(path, 0) + 1
        return self._tries[path] < _MOST_TRIES

    def compare(self, found: Marks, written: Container[str] = ()) -> None:
        """Raise DossierReplaced when marks are another dossier's; ``written`` are events of this session."""
        if self.marks.is_other(found, self.uuid, written):
            raise DossierReplaced(self.path, found.uuid)

    def move_away(self, reading: Reading) -> Reading | None:
        """Give a sibling a new name and read it again: its writer sees that, and begins another file."""
        away = beside.sibling_of(self.path, beside.new_writer())
        try:
            reading.path.rename(away)
            self.beside[away] = Stamp.of(away)
            moved = journal.read(away, limit=beside.SIZE_LIMIT)
        except OSError:  # its writer has it open just now: next time
            return None
        return moved if journal.keep_aside(self.path, [moved]) else None

    def read_rows(self) -> list[Row]:
        """Return all events of the journal as it is now; of the last copy where it cannot be read or is another's."""
        try:
            self.compare(Marks.of(self.path))
            return journal.read(self.path).rows
        except (OSError, DossierReplaced) as error:
            _log.warning("the history was not read: %s", type(error).__name__)
        try:
            copies = list_backups(self.path, uuid=self.uuid)
            return journal.read(copies[0].path).rows if copies else []
        except OSError as error:
            _log.warning("nor was that of a copy: %s", error.strerror)
            return []


def stamps_of(paths: Iterable[Path]) -> dict[Path, Stamp]:
    """Return the stamp of each file that is there; OSError."""
    found = {}
    for path in paths:
        try:
            found[path] = Stamp.of(path)
        except FileNotFoundError:  # just taken in by the holder of the lock
            continue
    return found
