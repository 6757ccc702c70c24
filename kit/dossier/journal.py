"""The journal on disk: read it whole, append to it, write it anew. Nothing else writes a dossier's file."""

from __future__ import annotations

import errno
import gc
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kit.dossier.beside import aside_of, format_uuid
from kit.dossier.line import Fault, Header, Newer, parse_line
from kit.dossier.model import Event, Gap, find_gaps
from kit.errors import SaveRefused

_log = logging.getLogger(__name__)

RETRY_FOR = 2.0
_PAUSE = 0.05
_MOMENTARY = frozenset(
    (errno.EACCES, errno.EPERM, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY, errno.ENOENT, errno.ESTALE)
)
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a file holds: sound events with their lines, and what could not be read."""

    path: Path
    header: Header | None
    first_line: bytes
    events: list[Event]
    lines: list[bytes]
    newer: list[bytes]
    version: int
    set_aside: list[tuple[Fault, bytes]]
    size: int
    ends_whole: bool

    @property
    def gaps(self) -> list[Gap]:
        """Events that are missing between those read."""
        return find_gaps((event.w, event.n) for event in self.events)

    @property
    def uuid(self) -> str:
        """The dossier's id; when line 1 is lost, one drawn from the first event; empty when there is none."""
        if self.header is not None and self.header.uuid:
            return self.header.uuid
        return format_uuid(hashlib.sha256(self.lines[0]).digest()) if self.lines else ""


def read(path: Path) -> Reading:
    """Read a dossier's file; only the system's refusal to open it is raised (OSError)."""
    data = path.read_bytes()
    header: Header | None = None
    first_line = b""
    events: list[Event] = []
    lines: list[bytes] = []
    newer: list[bytes] = []
    set_aside: list[tuple[Fault, bytes]] = []
    version = 1
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and each collection would walk all events read so far
    try:
        for line in data.split(b"\n"):
            if not line or line == b"\r":
                continue
            found = parse_line(line)
            if isinstance(found, Event):
                events.append(found)
                lines.append(line)
            elif isinstance(found, Header):
                header, first_line = (header, first_line) if header else (found, line)
                version = max(version, found.version)
            elif isinstance(found, Newer):
                version = max(version, found.version)
                newer.append(line)
            else:
                set_aside.append((found, line))
    finally:
        if collecting:
            gc.enable()
    whole = not data or data.endswith(b"\n")
    return Reading(path, header, first_line, events, lines, newer, version, set_aside, len(data), whole)


def distinct(readings: Iterable[Reading]) -> dict[tuple[str, str], bytes]:
    """Return the lines of several files by id and checksum: each event once, as it is written."""
    lines: dict[tuple[str, str], bytes] = {}
    for reading in readings:
        for event, line in zip(reading.events, reading.lines, strict=True):
            lines.setdefault((event.id, event.c), line.strip(b"\r \t"))
    return lines


def keep_aside(path: Path, readings: Iterable[Reading]) -> bool:
    """Copy each line that could not be read, once, to the file of lines set aside; False when that is refused."""
    found = [line for reading in readings for _, line in reading.set_aside]
    if not found:
        return True
    aside = aside_of(path)
    try:
        known = set(aside.read_bytes().split(b"\n")) if aside.exists() else set()
        fresh = [line for line in dict.fromkeys(found) if line not in known]
        if fresh:
            with aside.open("ab") as file:
                file.write(b"".join(line + b"\n" for line in fresh))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        _log.warning("lines set aside were not copied: %s", error)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a momentary refusal (antivirus, sync client) is tried again."""

    seconds: float = RETRY_FOR
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def run[T](self, path: Path, act: Callable[[], T]) -> T:
        """Return ``act()``, tried again while the refusal may be momentary; SaveRefused in the end."""
        until = self.clock() + self.seconds
        while True:
            try:
                return act()
            except OSError as error:
                if error.errno not in _MOMENTARY or self.clock() >= until:
                    raise SaveRefused(path, error) from error
            self.pause(_PAUSE)


class Writer:
    """Appends whole lines to one file; each call returns once the disk has them."""

    def __init__(
        self, path: Path, size: int, *, whole: bool = True, first: bytes = b"", patience: Patience | None = None
    ) -> None:
        """Begin at ``size``; ``first`` starts the file when it is not there yet, and allows making it."""
        self.path = path
        self.is_unsure = False  # a failed append may have left something
        self._size = size
        self._whole = whole  # the file ends with a newline
        self._first = first
        self._patience = patience or Patience()

    def append(self, lines: bytes) -> bool:
        """Append lines, each with its newline; True when someone else changed the file; SaveRefused."""
        return self._patience.run(self.path, lambda: self._append(lines))

    def _append(self, lines: bytes) -> bool:
        flags = os.O_RDWR | os.O_APPEND | _BINARY | (os.O_CREAT if self._first else 0)
        while True:
            fd = os.open(self.path, flags, 0o666)
            try:
                changed = self._append_to(fd, lines)
                here = os.path.samestat(os.fstat(fd), self.path.stat())
            except FileNotFoundError:
                here = False
            finally:
                os.close(fd)
            if here:
                return changed
            # the file was moved or replaced under our hands: once more, to the one that bears the name now

    def _append_to(self, fd: int, lines: bytes) -> bool:
        size = os.fstat(fd).st_size
        changed = size != self._size
        block = lines
        if not size:
            block = self._first + lines
        elif changed or not self._whole:
            os.lseek(fd, size - 1, os.SEEK_SET)
            block = lines if os.read(fd, 1) == b"\n" else b"\n" + lines
        done = 0
        try:
            while done < len(block):
                done += os.write(fd, block[done:])
            os.fsync(fd)
        except OSError:
            self._take_back(fd, size, done)
            raise
        self._size = size + len(block)
        self._whole = True
        return changed

    def _take_back(self, fd: int, size: int, done: int) -> None:
        """Cut off what a failed append left, unless someone else has written after it."""
        try:
            if os.fstat(fd).st_size == size + done:
                os.ftruncate(fd, size)
                self._size = size
                return
        except OSError as error:
            _log.warning("a torn line stays: %s", error)
        self._whole = False
        self.is_unsure = True


def make(path: Path, header: bytes) -> None:
    """Make a file that holds line 1 only, and make sure that its folder knows it; FileExistsError."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        os.write(fd, header + b"\n")
        os.fsync(fd)
    finally:
        os.close(fd)
    sync_folder(path.parent)


def rewrite(path: Path, lines: Iterable[bytes]) -> None:
    """Put lines in the place of a file; SaveRefused leaves it as it was."""
    put(path, b"".join(line + b"\n" for line in lines))


def put(path: Path, data: bytes, patience: Patience | None = None) -> None:
    """Put bytes in the place of a file: beside it, to the disk, then over it; SaveRefused leaves it as it was."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.nouveau")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        (patience or Patience()).run(path, lambda: fresh.replace(path))
    except OSError as error:
        raise SaveRefused(path, error) from error
    finally:
        _remove(fresh)
    sync_folder(path.parent)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("a file beside the dossier stays: %s", error)


def sync_folder(folder: Path) -> None:
    """Make sure that the disk knows the folder's names; systems that cannot are left alone."""
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(fd)
    except OSError:
        return
    finally:
        os.close(fd)
