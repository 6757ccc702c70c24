"""The journal on disk: read it whole, append to it, write it anew. Nothing else writes a dossier's file."""

from __future__ import annotations

import errno
import gc
import logging
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kit.digest import sha256
from kit.dossier.beside import aside_of, format_uuid
from kit.dossier.line import VERSION, Fault, Header, Newer, parse_line
from kit.dossier.model import Event, Gap, find_gaps
from kit.errors import SaveRefused

_log = logging.getLogger(__name__)

RETRY_FOR = 2.0
_PAUSE = 0.05
_MOMENTARY = frozenset(
    (errno.EACCES, errno.EPERM, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY, errno.ENOENT, errno.ESTALE)
)
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class Reading:
    """All that a file holds: sound events with their lines, and what could not be read."""

    path: Path
    header: Header | None = None
    first_line: bytes = b""
    events: list[Event] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    newer: list[bytes] = field(default_factory=list)
    version: int = VERSION
    set_aside: list[tuple[Fault, bytes]] = field(default_factory=list)
    size: int = 0
    ends_whole: bool = True

    @property
    def gaps(self) -> list[Gap]:
        """Events that are missing between those read."""
        return find_gaps((event.w, event.n) for event in self.events)

    @property
    def uuid(self) -> str:
        """The dossier's id; when line 1 is lost, one drawn from the first event; empty when there is none."""
        if self.header is not None and self.header.uuid:
            return self.header.uuid
        return format_uuid(sha256(self.lines[0]).digest()) if self.lines else ""


def read(path: Path, *, keep_lines: bool = True) -> Reading:
    """Read a dossier's file; only the system's refusal to open it is raised (OSError).

    ``keep_lines`` gives the sound lines as they are written; without, only the first.
    """
    reading = Reading(path)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and each collection would walk all events read so far
    try:
        with path.open("rb") as file:
            _read_lines(file, reading, keep_lines)
            reading.size = file.tell()
    finally:
        if collecting:
            gc.enable()
    return reading


def _read_lines(file: BinaryIO, reading: Reading, keep_lines: bool) -> None:
    events, lines = reading.events, reading.lines
    known: dict[str, str] = {}  # equal texts of all events are one: a third of the memory
    line = b"\n"
    for line in file:
        found = parse_line(line[:-1] if line.endswith(b"\n") else line, known.setdefault)
        if type(found) is Event:
            events.append(found)
            if keep_lines or not lines:
                lines.append(line.rstrip(b"\n"))
        elif line != b"\n" and line != b"\r\n":
            _take_other(reading, line.rstrip(b"\n"), found)
    reading.ends_whole = line.endswith(b"\n")


def _take_other(reading: Reading, line: bytes, found: Event | Header | Newer | Fault) -> None:
    if isinstance(found, Header):
        reading.version = max(reading.version, found.version)
        if reading.header is None:
            reading.header, reading.first_line = found, line
    elif isinstance(found, Newer):
        reading.version = max(reading.version, found.version)
        reading.newer.append(line)
    elif isinstance(found, Fault):
        reading.set_aside.append((found, line))


def keys(readings: Iterable[Reading]) -> set[tuple[str, str]]:
    """Return id and checksum of the events of several files."""
    return {(event.id, event.c) for reading in readings for event in reading.events}


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
        self.size = size
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
                opened = os.fstat(fd)
                changed = self._append_to(fd, opened.st_size, lines)
                here = os.path.samestat(opened, self.path.stat())
            except FileNotFoundError:
                here = False
            finally:
                os.close(fd)
            if here:
                return changed
            # the file was moved or replaced under our hands: once more, to the one that bears the name now

    def _append_to(self, fd: int, size: int, lines: bytes) -> bool:
        changed = size != self.size
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
        self.size = size + len(block)
        self._whole = True
        return changed

    def _take_back(self, fd: int, size: int, done: int) -> None:
        """Cut off what a failed append left, unless someone else has written after it."""
        try:
            if os.fstat(fd).st_size == size + done:
                os.ftruncate(fd, size)
                self.size = size
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
