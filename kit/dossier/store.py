"""The files of one dossier as one: the journal, what others wrote beside it, and who may append where."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kit.dossier import beside, journal, snapshot
from kit.dossier.fold import Summary
from kit.dossier.journal import Patience, Reading, Writer
from kit.dossier.line import encode_header
from kit.dossier.lock import Holder, Lock, read_note
from kit.dossier.model import utc_text
from kit.dossier.rows import Row, line_of
from kit.errors import DossierMissing, SaveRefused

_log = logging.getLogger(__name__)

SUFFIX = ".kitess"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a store is opened: the name that others see, where time comes from, and where one's writers are noted."""

    by: str
    now: Callable[[], datetime]
    program: str
    patience: Patience
    cache: Path | None = None
    own: Path | None = None


class Store:
    """Reads every file of a dossier; appends to the journal with the lock, beside it without."""

    def __init__(self, path: Path, opening: Opening, *, write: bool, absent: OSError | None = None) -> None:
        """Open the files; DossierMissing when there is no journal. ``refusal`` says why nothing may be written.

        ``absent`` stands for a journal that the disk refused to make: nothing is read, nothing can be saved.
        """
        self.path = path
        self.writer_id = beside.new_writer()
        self.refusal: OSError | None = None
        self.holder: Holder | None = None
        self._opening = opening
        self._lock: Lock | None = None
        self._writer: Writer | None = None
        self._beside: dict[Path, tuple[int, int]] = {}  # as they were when last read
        self._main_size = 0
        self._main: Reading | None = None
        self._is_alone = True
        self.summary: Summary | None = None
        """What the journal amounted to before ``readings``, where a snapshot told it."""
        self._written: dict[str, bytes] = {}
        self._was_never = absent is not None
        if absent is not None:
            self.refusal, self.readings, self.uuid = absent, [Reading(path)], beside.new_uuid()
            return
        if not path.is_file():
            raise DossierMissing(path)
        if write:
            self._knock()
        else:
            self.refusal = PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
        try:
            self.readings = self._read_first()
        except OSError as error:
            self.close()
            raise DossierMissing(path) from error
        main = self.readings[0]
        if path.suffix != SUFFIX and main.set_aside and not main.rows and not main.header:
            self.forbid(PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path)))  # not a dossier at all
        self.uuid = next((r.uuid for r in self.readings if r.uuid), "") or beside.new_uuid()

    @property
    def is_beside(self) -> bool:
        """True when another has the lock and this store writes a file of its own."""
        return self.refusal is None and self._lock is None

    def begin(self) -> None:
        """Make ready to write: keep damaged lines aside, take in what stands beside, or find a place beside."""
        if self.refusal is not None:
            return
        journal.keep_aside(self.path, self.readings)
        if self._lock is None:
            self._go_beside()
            return
        main = self.readings[0]
        first = b"" if main.size else self._header()
        self._writer = Writer(self.path, main.size, whole=main.ends_whole, first=first, patience=self._opening.patience)
        try:
            self._take_in(self.readings)
        except SaveRefused as error:
            _log.warning("files beside the dossier were not taken in: %s", error)

    def forbid(self, cause: OSError) -> None:
        """Write nothing from now on."""
        self.refusal = cause
        self._release()

    def append(self, lines: Mapping[str, bytes]) -> None:
        """Append lines by the ids of their events, in one write, and return once the disk has them; SaveRefused."""
        if self.refusal is not None:
            raise SaveRefused(self.path, self.refusal)
        if self._lock is not None and not self._lock.is_ours():
            self._lose_lock()
        writer = self._writer
        assert writer is not None
        whole = {event_id: line + b"\n" for event_id, line in lines.items()}
        try:
            changed = writer.append(b"".join(whole.values()))
        except BaseException as error:
            if not writer.holds(lines):
                raise
            _log.error("saved, although %s came after it", type(error).__name__)
            changed = False
        self._written.update(whole)
        if changed:
            self._is_alone = False
            self._write_again(writer)

    def first_line(self) -> bytes:
        """Return line 1, as it is or made anew."""
        return self.readings[0].first_line or self._header().rstrip(b"\n")

    def add(self, rows: Iterable[Row]) -> None:
        """Append the events of other files as they are, in one write; SaveRefused."""
        if self.refusal is not None:
            raise SaveRefused(self.path, self.refusal)
        if self._lock is not None and not self._lock.is_ours():
            self._lose_lock()
        assert self._writer is not None
        lines = b"".join(line_of(row) + b"\n" for row in rows)
        if lines and self._writer.append(lines):
            self._is_alone = False

    def renew_writer(self) -> bool:
        """Take a new writer id when a failed append may have left its event on the disk."""
        if self._writer is None or not self._writer.is_unsure:
            return False
        self._writer.is_unsure = False
        self.writer_id = beside.new_writer()
        return True

    def refresh(self) -> list[Reading]:
        """Read the files again if others have written, and take that in; nothing when all is as it was.

        DossierMissing when the journal is gone, SaveRefused when it cannot take the rest in.
        """
        try:
            if self.is_quiet():
                return []
            readings = self._read_all()
        except OSError as error:
            raise DossierMissing(self.path) from error
        if self._lock is not None and self._lock.is_ours():
            self._take_in(readings)
        return readings

    def close(self) -> None:
        """Take one's own file in if the lock is free by now, and give the lock back."""
        if self.is_beside and self._writer is not None and self._writer.path.exists():
            self._knock()
            try:
                if self._lock is not None:
                    self.readings = self._read_all()
                    self.begin()
            except OSError as error:
                _log.warning("one's own file stays beside the dossier: %s", error)
        self.forbid(OSError(errno.EBADF, os.strerror(errno.EBADF), str(self.path)))

    def _knock(self) -> None:
        try:
            self._lock = Lock.take(self.path, self._opening.by, self._opening.now)
            os.close(os.open(self.path, os.O_RDWR | os.O_APPEND))
        except OSError as error:
            self.forbid(error)
        if self._lock is None:
            self.holder = read_note(self.path)

    def _release(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def _lose_lock(self) -> None:
        """The note was removed or taken by another machine: ask for it again, else write beside."""
        self._release()
        try:
            self._lock = Lock.take(self.path, self._opening.by, self._opening.now)
        except OSError as error:
            raise SaveRefused(self.path, error) from error
        if self._lock is None:
            self.holder = read_note(self.path)
            self._go_beside()

    def _go_beside(self) -> None:
        own = beside.sibling_of(self.path, self.writer_id)
        self._writer = Writer(own, 0, first=self._header(), patience=self._opening.patience)

    def _header(self) -> bytes:
        return encode_header(self.uuid, utc_text(self._opening.now()), self._opening.program) + b"\n"

    def is_quiet(self) -> bool:
        """Say whether nobody else has changed the files since they were read: sizes and times only; OSError."""
        if self._was_never:
            return True
        mine = self._writer.path if self._writer else None
        size = self._writer.size if self._writer and mine == self.path else self._main_size
        return self.path.stat().st_size == size and self._stamps(mine) == self._beside

    def _stamps(self, mine: Path | None) -> dict[Path, tuple[int, int]]:
        """Return size and time of each file beside, one's own apart."""
        paths = (path for path in (*beside.siblings(self.path), *beside.copies(self.path)) if path != mine)
        found = {}
        for path in paths:
            try:
                stat = path.stat()
            except FileNotFoundError:  # just taken in by the holder of the lock
                continue
            found[path] = (stat.st_size, stat.st_mtime_ns)
        return found

    @property
    def wants_snapshot(self) -> bool:
        """Say whether a snapshot is of use, and safe: the journal holds just what was read and written here."""
        main, writer = self._main, self._writer
        if self._opening.cache is None or main is None or writer is None or writer.path != self.path:
            return False
        try:
            return writer.size >= snapshot.LEAST and self._is_alone and not self._beside and self.is_quiet()
        except OSError:
            return False

    def keep_snapshot(self, summary: Summary) -> bool:
        """Keep the fold in the cache, as it was when ``wants_snapshot`` was asked."""
        cache, main, writer = self._opening.cache, self._main, self._writer
        if cache is None or main is None or writer is None:
            return False
        main = replace(main, size=writer.size, ends_whole=True)
        return snapshot.save(cache, main, summary, self._opening.program)

    def read_rows(self) -> list[Row]:
        """Return all events of the journal as it is now; none when it cannot be read."""
        try:
            return journal.read(self.path).rows
        except OSError as error:
            _log.warning("the history was not read: %s", error)
            return []

    def _read_first(self) -> list[Reading]:
        """Read what follows the snapshot, if it can be trusted; else everything."""
        cache = self._opening.cache
        if cache is not None and not beside.siblings(self.path) and not beside.copies(self.path):
            found = snapshot.load(cache, self.path, self._opening.program)
            if found is not None:
                self.summary, main = found
                self._main, self._main_size = replace(main, rows=[]), main.size
                return [main]
        return self._read_all()

    def _read_all(self) -> list[Reading]:
        """Read the journal, then what stands beside it and belongs to the same dossier."""
        self._beside = self._stamps(self._writer.path if self._writer else None)
        main = journal.read(self.path)
        self._main_size = main.size
        self._main = replace(main, rows=[])
        readings = [main]
        siblings = beside.siblings(self.path)
        for path in (*siblings, *beside.copies(self.path)):
            try:
                reading = journal.read(path)
            except OSError as error:
                _log.warning("a file beside the dossier was not read: %s", error)
                continue
            if _belongs(main, reading) or (path in siblings and not reading.header):
                readings.append(reading)
        return readings

    def _take_in(self, readings: list[Reading]) -> None:
        """Append to the journal what others wrote beside it, then remove their files (never copies)."""
        owned = {path.name for path in beside.siblings(self.path)}
        moved = [self._move_away(r) for r in readings[1:] if r.path.name in owned and not r.newer]
        others = [*readings[1:], *(r for r in moved if r is not None)]
        if not others:
            return
        fresh = lacking(readings[:1], others)
        if fresh and self._writer is not None:
            self._writer.append(b"".join(line_of(row) + b"\n" for row in fresh))
        for reading in moved:
            if reading is not None:
                reading.path.unlink(missing_ok=True)
        self._beside = {path: stamp for path, stamp in self._beside.items() if path.exists()}

    def _move_away(self, reading: Reading) -> Reading | None:
        """Give a sibling a new name and read it again: its writer sees that, and begins another file."""
        away = beside.sibling_of(self.path, beside.new_writer())
        try:
            reading.path.rename(away)
            moved = journal.read(away)
        except OSError:  # its writer has it open just now: next time
            return None
        return moved if journal.keep_aside(self.path, [moved]) else None

    def _write_again(self, writer: Writer) -> None:
        """Someone changed the file: append again what this session saved, if neither it nor the journal has it."""
        try:
            readings = [journal.read(path) for path in {self.path, writer.path}]
            there = {event_id for reading in readings for event_id in reading.ids}
            lost = [line for event_id, line in self._written.items() if event_id not in there]
            if lost:
                writer.append(b"".join(lost))
        except Exception as error:  # noqa: BLE001  what was asked for is saved: no reason to say that it is not
            _log.warning("earlier changes were not written again: %s", type(error).__name__)


def _belongs(main: Reading, other: Reading) -> bool:
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
