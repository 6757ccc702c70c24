"""The lock note ``NAME.kitess.lock``: who writes the dossier itself; anyone else writes beside it.

The note names the holder; a lock of the system on the same file says whether the holder still lives, and ends with
it. Between machines that share a folder without sharing such locks, and in a folder that knows none, the note alone
decides: who made it has it, until its time is over.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from kit.bounded import decode_json
from kit.dossier.journal import open_own
from kit.dossier.model import utc_text
from kit.dossier.sidecar import lock_of
from kit.errors import SaveRefused
from kit.files import hold, open_regular

_log = logging.getLogger(__name__)

STALE_AFTER = timedelta(hours=12)
_RENEW_AFTER = 3600.0  # seconds of a holder's work after which its note gets a new time
_NOTE_LIMIT = 4096


class Holder(Struct, frozen=True):
    """What a lock note says: the name she gave, the machine, and since when."""

    name: str
    host: str
    time: str


def host() -> str:
    """Return this machine's name on its network."""
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def read_note(path: Path) -> Holder | None:
    """Return who holds the lock of the dossier at ``path``, as its note says."""
    try:
        with os.fdopen(open_regular(lock_of(path)), "rb") as file:
            return _parse(file.read(_NOTE_LIMIT))
    except OSError:
        return None


def _parse(raw: bytes) -> Holder | None:
    try:
        return decode_json(raw, Holder)
    except ValueError:
        return None


def _is_fresh(note: Holder, now: datetime) -> bool:
    try:
        since = datetime.fromisoformat(note.time)
        return abs(now - since) < STALE_AFTER
    except (ValueError, TypeError, OverflowError):
        return False


class Lock:
    """A lock note that this process holds."""

    def __init__(self, path: Path, fd: int, name: str, now: Callable[[], datetime]) -> None:
        self._path = lock_of(path)
        self._fd = fd
        self._name = name
        self._now = now
        self._write()

    @classmethod
    def take(cls, path: Path, name: str, now: Callable[[], datetime]) -> Lock | None:
        """Take the lock of the dossier at ``path``; None when another has it, OSError when no note can be made."""
        note, lock = lock_of(path), None
        for _ in range(10):
            fd, is_new = _open(note)
            held: bool | None = False
            is_ours = False
            try:
                held = hold(fd)
                is_there = _is_at(note, fd)
                is_ours = is_there and (is_new or (held is not False and _is_free(fd, now(), has_locks=held is True)))
                if held is not False and is_ours:
                    lock = cls(path, fd, name, now)
            except BaseException:
                if held is not False and is_ours:
                    _remove(note)
                raise
            finally:
                if lock is None:
                    os.close(fd)
            if lock is not None or held is False or is_there:
                return lock
        return None  # each time its holder removed it while we waited at the door

    def is_held(self) -> bool:
        """Say whether the note is still as written here: another machine may have thought it stale."""
        try:
            found = self._path.lstat()
        except OSError:
            return False
        if (found.st_ino, found.st_mtime_ns, found.st_size) != self._stamp:
            return False
        if time.monotonic() - self._written > _RENEW_AFTER:
            self._write()
        return True

    def release(self) -> None:
        """Give the lock back, whatever happens, and remove the note, if it is still ours."""
        is_held = False
        try:
            is_held = self.is_held()
            if is_held and sys.platform != "win32":
                _remove(self._path)
        finally:
            os.close(self._fd)
        if is_held and sys.platform == "win32":
            _remove(self._path)  # another may have taken it in between

    def _write(self) -> None:
        note = Holder(self._name, host(), utc_text(self._now()))
        text = json.dumps(asdict(note), ensure_ascii=False).encode("utf-8", "replace")
        try:
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, text + b"\n")
            os.ftruncate(self._fd, len(text) + 1)
        except OSError as error:  # a full disk: the lock of the system holds all the same
            _log.info("lock note not written: %s", error)
        found = os.fstat(self._fd)
        self._stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        self._written = time.monotonic()


@contextmanager
def exclusive(path: Path, now: Callable[[], datetime]) -> Iterator[None]:
    """Hold the lock of a dossier for a while; SaveRefused when someone has it open, or no note can be made."""
    try:
        lock = Lock.take(path, "", now)
        if lock is None:
            raise BlockingIOError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
    except OSError as error:
        raise SaveRefused(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _is_at(path: Path, fd: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(fd))
    except OSError:
        return False


def _remove(note: Path) -> None:
    """Remove a note; one that stays has no holder any more."""
    try:
        note.unlink(missing_ok=True)
    except OSError as error:
        _log.info("lock note not removed: %s", error)


def _open(note: Path) -> tuple[int, bool]:
    """Open a lock note, and say whether it was made just now, which one process alone can."""
    try:
        return open_own(note, os.O_RDWR | os.O_CREAT | os.O_EXCL), True
    except FileExistsError:
        return open_own(note, os.O_RDWR | os.O_CREAT, sole=True), False


def _is_free(fd: int, now: datetime, *, has_locks: bool) -> bool:
    """Say whether a note that was there has no holder any more; with ``has_locks`` nobody of this machine holds it."""
    os.lseek(fd, 0, os.SEEK_SET)
    note = _parse(os.read(fd, _NOTE_LIMIT))
    if has_locks:  # without a note, or with one of this machine: its holder died
        return note is None or note.host == host() or not _is_fresh(note, now)
    if note is None:  # its maker is about to write it
        since = datetime.fromtimestamp(os.fstat(fd).st_mtime, UTC)
        return abs(now - since) >= STALE_AFTER
    return not _is_fresh(note, now)
