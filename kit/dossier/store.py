"""The files of one dossier as one: the journal, what others wrote beside it, and who may append where."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kit.dossier import journal, sidecar, snapshot
from kit.dossier.backup import list_backups
from kit.dossier.fold import Summary
from kit.dossier.identity import Identity, Marks, Stamp
from kit.dossier.journal import Reading, belongs, lacking
from kit.dossier.line import encode_header, line_of
from kit.dossier.lock import Holder, Lock, read_note
from kit.dossier.model import Event, utc_text
from kit.dossier.writer import Writer
from kit.errors import DossierMissing, DossierReplaced, SaveRefused
from kit.files import Patience, is_regular, open_regular, remove_regular

_log = logging.getLogger(__name__)

SUFFIX = ".kitess"
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
        around = sidecar.scan(self.path)
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
        away = sidecar.sibling_of(self.path, sidecar.new_writer())
        try:
            reading.path.rename(away)
            self.beside[away] = Stamp.of(away)
            moved = journal.read(away, limit=sidecar.SIZE_LIMIT)
        except OSError:  # its writer has it open just now: next time
            return None
        return moved if journal.keep_aside(self.path, [moved]) else None

    def read_events(self) -> list[Event]:
        """Return all events of the journal as it is now; of the last copy where it cannot be read or is another's."""
        try:
            self.compare(Marks.of(self.path))
            return journal.read(self.path).events
        except (OSError, DossierReplaced) as error:
            _log.warning("the history was not read: %s", type(error).__name__)
        try:
            copies = list_backups(self.path, uuid=self.uuid)
            return journal.read(copies[0].path).events if copies else []
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


class Opening(Struct, frozen=True):
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
        self.path = path = sidecar.real(path)
        self.left_alone: tuple[str, ...] = ()
        """Names beside the journal that are no regular file (or folder): neither read nor touched."""
        self.writer_id = sidecar.new_writer()
        self.refusal: OSError | None = None
        self.holder: Holder | None = None
        self._opening = opening
        self._lock: Lock | None = None
        self._writer: Writer | None = None
        self.look = LastLook(path)
        self._main: Reading | None = None
        self._is_alone = True
        self.summary: Summary | None = None
        """What the journal amounted to before ``readings``, where a snapshot told it."""
        self._written: dict[str, bytes] = {}
        self._was_never = absent is not None
        if absent is not None:
            self.refusal, self.readings, self.look.uuid = absent, [Reading(path)], sidecar.new_uuid()
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
            self._acquire()
        else:
            self.refusal = PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(self.path))
        try:
            self.readings = self._read_first()
        except OSError as error:
            raise DossierMissing(self.path) from error
        main = self.readings[0]
        is_dossier = not main.set_aside or main.events or main.header
        if not is_dossier and self.path.suffix != SUFFIX:
            self.forbid(PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(self.path)))
        self.look.uuid = next((r.uuid for r in self.readings if r.uuid), "") or sidecar.new_uuid()

    @property
    def uuid(self) -> str:
        """The dossier's id."""
        return self.look.uuid

    @property
    def writes_sibling(self) -> bool:
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
        try:
            sidecar.remove_leftovers(self.path)
        except OSError as error:
            _log.warning("a half-written file stays: %s", error)
        main = self.readings[0]
        self._writer = Writer(
            self.path,
            main.size,
            whole=main.ends_whole,
            first=b"" if main.size else self._header(),
            patience=self._opening.patience,
            seen=self.look.seen,
            guard=lambda fd: self.look.compare(Marks.of_open(fd), self._written),
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
        if self.refusal is not None:
            raise SaveRefused(self.path, self.refusal)
        if self._lock is not None and not self._lock.is_held():
            self._lose_lock()
        writer = self._writer
        assert writer is not None
        if not lines:
            return
        try:
            changed = writer.append(b"".join(line + b"\n" for line in lines.values()))
        except BaseException:
            self.look.is_unread = True
            raise
        self._written.update(lines)
        if changed:
            self._is_alone = False
            self.look.is_unread = True
            write_again(writer, self.path, self._written)

    def first_line(self) -> bytes:
        """Return line 1, as it is or made anew."""
        return self.readings[0].first_line or self._header().rstrip(b"\n")

    def add(self, events: Iterable[Event]) -> None:
        """Append the events of other files as they are, in one write; as ``append``."""
        self.append({f"{event.id} {event.c}": line_of(event) for event in events})

    def renew_writer(self) -> bool:
        """Take a new writer id when a failed append may have left its event on the disk."""
        if self._writer is None or not self._writer.is_unsure:
            return False
        self._writer.is_unsure = False
        self.look.is_unread = True
        self.writer_id = sidecar.new_writer()
        return True

    def doubt(self) -> None:
        """Take what is held in memory for less than what the disk holds: ``refresh`` reads it again.

        For when the work broke off after the disk was written or read, and before that was noted.
        """
        self.look.is_unread = True
        if self._writer is not None:
            self._writer.is_unsure = True

    def refresh(self) -> list[Reading]:
        """Read the files again if others have written, and take that in; nothing when all is as it was.

        DossierMissing when the journal is gone, DossierReplaced when another dossier's file stands there by now.
        """
        try:
            if self.is_quiet():
                return []
            readings = self._read_all()
            try:
                if self._lock is not None and self._lock.is_held():
                    self._take_in(readings)
                if self._writer is not None:
                    write_again(self._writer, self.path, self._written)
            except SaveRefused as error:  # they stay where they are, and are shown all the same
                _log.warning("files beside the dossier were not taken in: %s", error.cause.strerror)
            return readings
        except OSError as error:
            self.look.is_unread = True
            raise DossierMissing(self.path) from error
        except BaseException:
            self.look.is_unread = True
            raise

    def close(self) -> None:
        """Take one's own file in if the lock is free by now, and give the lock back."""
        try:
            if self.writes_sibling and self._writer is not None and self._writer.path.exists():
                self._acquire()
                if self._lock is not None:
                    self.readings = self._read_all()
                    self.begin()
        except (OSError, SaveRefused) as error:
            _log.warning("one's own file stays beside the dossier: %s", type(error).__name__)
        finally:
            self._release()
            self.forbid(OSError(errno.EBADF, os.strerror(errno.EBADF), str(self.path)))

    def _acquire(self) -> None:
        try:
            self._lock = Lock.take(self.path, self._opening.by, self._opening.now)
            os.close(open_regular(self.path, os.O_RDWR | os.O_APPEND))
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
        own = sidecar.sibling_of(self.path, self.writer_id)
        self._writer = Writer(own, 0, first=self._header(), patience=self._opening.patience)

    def _header(self) -> bytes:
        return encode_header(self.uuid, utc_text(self._opening.now()), self._opening.program) + b"\n"

    def is_quiet(self) -> bool:
        """Say whether nobody else has changed the files since they were read: what a stat says only; OSError."""
        return self._was_never or self.look.is_quiet(self._writer)

    @property
    def wants_snapshot(self) -> bool:
        """Say whether a snapshot is of use, and safe: the journal holds just what was read and written here."""
        main, writer = self._main, self._writer
        if self._opening.cache is None or main is None or writer is None or writer.path != self.path:
            return False
        try:
            return writer.size >= snapshot.LEAST and self._is_alone and not self.look.beside and self.is_quiet()
        except OSError:
            return False

    def keep_snapshot(self, summary: Summary) -> bool:
        """Keep the fold in the cache, as it was when ``wants_snapshot`` was asked."""
        cache, main, writer = self._opening.cache, self._main, self._writer
        if cache is None or main is None or writer is None:
            return False
        main = replace(main, size=writer.size, ends_whole=True)
        return snapshot.save(cache, main, summary, self._opening.program)

    def _read_first(self) -> list[Reading]:
        """Read what follows the snapshot, if it can be trusted; else everything."""
        self.look.marks = Marks.of(self.path)
        cache = self._opening.cache
        around = sidecar.scan(self.path)
        if cache is not None and not around.siblings and not around.copies:
            self.left_alone = around.left_alone
            seen = Identity.of(self.path)
            found = snapshot.load(cache, self.path, self._opening.program)
            if found is not None:
                self.summary, main = found
                self._note(main, seen)
                return [main]
        return self._read_all()

    def _read_all(self) -> list[Reading]:
        """Read the journal, then what stands beside it and belongs to the same dossier; DossierReplaced, OSError."""
        around = sidecar.scan(self.path)
        self.left_alone = around.left_alone
        mine = self._writer.path if self._writer else None
        stamps = stamps_of(path for path in (*around.siblings, *around.copies) if path != mine)
        seen = Identity.of(self.path)
        self.look.compare(Marks.of(self.path), self._written)
        main = journal.read(self.path)
        readings = [main]
        for path in (*around.siblings, *around.copies):
            try:
                reading = journal.read(path, limit=sidecar.SIZE_LIMIT)
            except OSError as error:
                _log.warning("a file beside the dossier was not read: %s", error.strerror)
                if self.look.is_worth_another(path):
                    stamps.pop(path, None)  # not quiet: it may be held for a moment only
                continue
            if belongs(main, reading) or (path in around.siblings and not reading.header):
                readings.append(reading)
        self.look.beside = stamps
        self._note(main, seen)
        return readings

    def _note(self, main: Reading, seen: Identity) -> None:
        self._main = replace(main, events=[])
        self.look.note(main, seen)
        if self._writer is not None and self._writer.path == self.path:
            self._writer.follow(seen, whole=main.ends_whole)

    def _take_in(self, readings: list[Reading]) -> None:
        """Append to the journal what others wrote beside it, then remove their files (never copies); SaveRefused."""
        owned = {path.name for path in sidecar.siblings(self.path)}
        moved = [self.look.move_away(r) for r in readings[1:] if r.path.name in owned and not r.newer]
        others = [*readings[1:], *(r for r in moved if r is not None)]
        if not others:
            return
        fresh = lacking(readings[:1], others)
        if fresh and self._writer is not None:
            self._writer.append(b"".join(line_of(event) + b"\n" for event in fresh))
        for reading in moved:
            if reading is not None:
                with contextlib.suppress(OSError):  # held, as by an antivirus: it stays until the next opening
                    remove_regular(reading.path)
        self.look.beside = {path: stamp for path, stamp in self.look.beside.items() if is_regular(path)}


def _ids_and_keys(path: Path) -> set[str]:
    """Return the ids of the events of a file, and each with its checksum; none where there is no file; OSError."""
    try:
        events = journal.read(path).events
    except FileNotFoundError:
        return set()
    return {mark for event in events for mark in (event.id, f"{event.id} {event.c}")}


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
