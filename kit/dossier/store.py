"""The files of one dossier as one: the journal, what others wrote beside it, and who may append where."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kit import files
from kit.dossier import beside, journal, snapshot
from kit.dossier.backup import list_backups
from kit.dossier.fold import Summary
from kit.dossier.identity import Identity, Marks, Stamp
from kit.dossier.journal import Patience, Reading, Writer
from kit.dossier.line import encode_header
from kit.dossier.lock import Holder, Lock, read_note
from kit.dossier.model import utc_text
from kit.dossier.rows import Row, id_of, line_of
from kit.errors import DossierMissing, DossierReplaced, SaveRefused

_log = logging.getLogger(__name__)

SUFFIX = ".kitess"
_MOST_TRIES = 20  # looks at a file beside that cannot be read: a minute of the window's


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
        self.path = path = path.resolve() if path.is_symlink() else path
        self.writer_id = beside.new_writer()
        self.refusal: OSError | None = None
        self.holder: Holder | None = None
        self._opening = opening
        self._lock: Lock | None = None
        self._writer: Writer | None = None
        self._beside: dict[Path, Stamp] = {}  # as they were when last read
        self._seen: Identity | None = None  # the journal as it was when last read
        self._tries: dict[Path, int] = {}  # how often a file beside could not be read
        self._is_unread = False  # someone else has changed the journal since
        self._marks = Marks()
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
        try:
            self._open(write=write)
        except BaseException:
            self._release()
            raise

    def _open(self, *, write: bool) -> None:
        if write:
            self._knock()
        else:
            self.refusal = PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(self.path))
        try:
            self.readings = self._read_first()
        except OSError as error:
            raise DossierMissing(self.path) from error
        main = self.readings[0]
        if self.path.suffix != SUFFIX and main.set_aside and not main.rows and not main.header:  # not a dossier at all
            self.forbid(PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(self.path)))
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
        self._writer = Writer(
            self.path,
            main.size,
            whole=main.ends_whole,
            first=b"" if main.size else self._header(),
            patience=self._opening.patience,
            seen=self._seen,
            guard=self._check_same,
        )
        try:
            self._take_in(self.readings)
        except SaveRefused as error:
            _log.warning("files beside the dossier were not taken in: %s", error.cause.strerror)

    def forbid(self, cause: OSError) -> None:
        """Write nothing from now on."""
        self.refusal = cause
        self._release()

    def append(self, lines: Mapping[str, bytes]) -> None:
        """Append lines by the ids of their events, in one write, and return once the disk has them.

        SaveRefused; DossierReplaced when another dossier's file stands there by now.
        """
        self._put({event_id: line + b"\n" for event_id, line in lines.items()})

    def first_line(self) -> bytes:
        """Return line 1, as it is or made anew."""
        return self.readings[0].first_line or self._header().rstrip(b"\n")

    def add(self, rows: Iterable[Row]) -> None:
        """Append the events of other files as they are, in one write; as ``append``."""
        known = [*rows]
        self._put({f"{id_of(row)} {row[1]}": line_of(row) + b"\n" for row in known})

    def _put(self, lines: dict[str, bytes]) -> None:
        if self.refusal is not None:
            raise SaveRefused(self.path, self.refusal)
        if self._lock is not None and not self._lock.is_ours():
            self._lose_lock()
        writer = self._writer
        assert writer is not None
        if not lines:
            return
        try:
            changed = writer.append(b"".join(lines.values()))
        except BaseException:
            self._is_unread = True
            raise
        self._written.update(lines)
        if changed:
            self._is_alone = False
            self._is_unread = True
            self._write_again(writer)

    def renew_writer(self) -> bool:
        """Take a new writer id when a failed append may have left its event on the disk."""
        if self._writer is None or not self._writer.is_unsure:
            return False
        self._writer.is_unsure = False
        self._is_unread = True
        self.writer_id = beside.new_writer()
        return True

    def doubt(self) -> None:
        """Take what is held in memory for less than what the disk holds: ``refresh`` reads it again.

        For when the work broke off after the disk was written or read, and before that was noted.
        """
        self._is_unread = True
        if self._writer is not None:
            self._writer.is_unsure = True

    def refresh(self) -> list[Reading]:
        """Read the files again if others have written, and take that in; nothing when all is as it was.

        DossierMissing when the journal is gone, DossierReplaced when another dossier's file stands there by now.
        """
        try:
            if self.is_quiet():
                return []
            return self._look_again()
        except OSError as error:
            self._is_unread = True
            raise DossierMissing(self.path) from error
        except BaseException:
            self._is_unread = True
            raise

    def _look_again(self) -> list[Reading]:
        readings = self._read_all()
        try:
            if self._lock is not None and self._lock.is_ours():
                self._take_in(readings)
            if self._writer is not None:
                self._write_again(self._writer)
        except SaveRefused as error:  # they stay where they are, and are shown all the same
            _log.warning("files beside the dossier were not taken in: %s", error.cause.strerror)
        return readings

    def close(self) -> None:
        """Take one's own file in if the lock is free by now, and give the lock back."""
        try:
            if self.is_beside and self._writer is not None and self._writer.path.exists():
                self._knock()
                if self._lock is not None:
                    self.readings = self._read_all()
                    self.begin()
        except (OSError, SaveRefused) as error:
            _log.warning("one's own file stays beside the dossier: %s", type(error).__name__)
        finally:
            self.forbid(OSError(errno.EBADF, os.strerror(errno.EBADF), str(self.path)))

    def _knock(self) -> None:
        try:
            self._lock = Lock.take(self.path, self._opening.by, self._opening.now)
            os.close(files.open_regular(self.path, os.O_RDWR | os.O_APPEND))
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
        """Say whether nobody else has changed the files since they were read: what a stat says only; OSError."""
        if self._was_never:
            return True
        if self._is_unread:
            return False
        mine = self._writer.path if self._writer else None
        seen = self._writer.stamp if self._writer and mine == self.path else self._seen and self._seen.stamp
        if Stamp.of(self.path) != seen:
            return False
        return self._stamps((*beside.siblings(self.path), *beside.copies(self.path)), mine) == self._beside

    def _stamps(self, paths: Iterable[Path], mine: Path | None) -> dict[Path, Stamp]:
        """Return the stamp of each file beside, one's own apart."""
        found = {}
        for path in paths:
            if path == mine:
                continue
            try:
                found[path] = Stamp.of(path)
            except FileNotFoundError:  # just taken in by the holder of the lock
                continue
        return found

    def _check_same(self, fd: int) -> None:
        """Raise DossierReplaced when the open file, which someone changed, is another dossier's."""
        self._compare(Marks.of_open(fd))

    def _compare(self, found: Marks) -> None:
        """Weigh the id of line 1; where a file has none, its first event. One that has neither is damaged, no other."""
        if found.uuid and self._marks.uuid:
            is_same = found.uuid == self._marks.uuid
        else:
            known = not (found.first and self._marks.first)
            is_same = known or found.first in (self._marks.first, *self._written) or found.uuid == self.uuid
        if not is_same:
            raise DossierReplaced(self.path, found.uuid)

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
        """Return all events of the journal as it is now; of the last copy where it cannot be read or is another's."""
        try:
            self._compare(Marks.of(self.path))
            return journal.read(self.path).rows
        except (OSError, DossierReplaced) as error:
            _log.warning("the history was not read: %s", type(error).__name__)
        try:
            copies = list_backups(self.path, uuid=self.uuid)
            return journal.read(copies[0].path).rows if copies else []
        except OSError as error:
            _log.warning("nor was that of a copy: %s", error.strerror)
            return []

    def _read_first(self) -> list[Reading]:
        """Read what follows the snapshot, if it can be trusted; else everything."""
        self._marks = Marks.of(self.path)
        cache = self._opening.cache
        if cache is not None and not beside.siblings(self.path) and not beside.copies(self.path):
            seen = Identity.of(self.path)
            found = snapshot.load(cache, self.path, self._opening.program)
            if found is not None:
                self.summary, main = found
                self._look_back(main, seen)
                return [main]
        return self._read_all()

    def _read_all(self) -> list[Reading]:
        """Read the journal, then what stands beside it and belongs to the same dossier; DossierReplaced, OSError."""
        mine = self._writer.path if self._writer else None
        siblings, copies = beside.siblings(self.path), beside.copies(self.path)
        stamps = self._stamps((*siblings, *copies), mine)
        seen = Identity.of(self.path)
        self._compare(Marks.of(self.path))
        main = journal.read(self.path)
        readings = [main]
        for path in (*siblings, *copies):
            try:
                reading = journal.read(path)
            except OSError as error:
                _log.warning("a file beside the dossier was not read: %s", error.strerror)
                self._tries[path] = self._tries.get(path, 0) + 1
                if self._tries[path] < _MOST_TRIES:
                    stamps.pop(path, None)  # not quiet: it may be held for a moment only
                continue
            if _belongs(main, reading) or (path in siblings and not reading.header):
                readings.append(reading)
        self._beside = stamps
        self._look_back(main, seen)
        return readings

    def _look_back(self, main: Reading, seen: Identity) -> None:
        """Note the journal as it was read, ``seen`` just before."""
        self._seen, self._main = seen, replace(main, rows=[])
        self._is_unread = main.size != seen.stamp.size
        if self._writer is not None and self._writer.path == self.path:
            self._writer.follow(seen, whole=main.ends_whole)

    def _take_in(self, readings: list[Reading]) -> None:
        """Append to the journal what others wrote beside it, then remove their files (never copies); SaveRefused."""
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
                self._remove(reading.path)
        self._beside = {path: stamp for path, stamp in self._beside.items() if files.is_regular(path)}

    def _move_away(self, reading: Reading) -> Reading | None:
        """Give a sibling a new name and read it again: its writer sees that, and begins another file."""
        away = beside.sibling_of(self.path, beside.new_writer())
        try:
            reading.path.rename(away)
            self._beside[away] = Stamp.of(away)
            moved = journal.read(away)
        except OSError:  # its writer has it open just now: next time
            return None
        return moved if journal.keep_aside(self.path, [moved]) else None

    def _remove(self, path: Path) -> None:
        """Remove a file that was taken in; one that is held (an antivirus reads it) stays until the next opening."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("a file beside the dossier stays: %s", error.strerror)

    def _write_again(self, writer: Writer) -> None:
        """Someone changed the file: append again what this session saved, if neither it nor the journal has it."""
        if not self._written:
            return
        try:
            there = {mark for path in {self.path, writer.path} for mark in _ids_and_keys(path)}
            lost = [line for mark, line in self._written.items() if mark not in there]
            if lost:
                writer.append(b"".join(lost))
        except (OSError, SaveRefused) as error:  # what was asked for is saved: no reason to say that it is not
            _log.warning("earlier changes were not written again: %s", type(error).__name__)


def _ids_and_keys(path: Path) -> set[str]:
    """Return the ids of the events of a file, and each with its checksum; none where there is no file; OSError."""
    try:
        rows = journal.read(path).rows
    except FileNotFoundError:
        return set()
    return {mark for row in rows for mark in (id_of(row), f"{id_of(row)} {row[1]}")}


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
