"""The journal on disk: read it whole, append to it, write it anew. Nothing else writes a dossier's file."""

from __future__ import annotations

import contextlib
import errno
import gc
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kit.digest import Digest, sha256, sha256_for
from kit.dossier.beside import aside_of, format_uuid
from kit.dossier.line import LINE_LIMIT, VERSION, Fault, Header, Newer
from kit.dossier.model import Event, Gap, find_gaps
from kit.dossier.rows import Row, event_of, id_of, line_of, row_of_line, rows_of
from kit.errors import SaveRefused

_log = logging.getLogger(__name__)

RETRY_FOR = 2.0
_PAUSE = 0.05
_BLOCK = 1 << 18
_HELD = 1 << 23
_MOMENTARY = frozenset(
    (errno.EACCES, errno.EPERM, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY, errno.ENOENT, errno.ESTALE)
)
_NO_REPLACE = frozenset((errno.EACCES, errno.EPERM, errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP))
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class Reading:
    """All that a file holds: sound events as rows, and what could not be read.

    ``set_aside`` holds at most 8 MiB of lines, at least the first 64 KiB of each; ``unheld`` counts those beyond.
    """

    path: Path
    header: Header | None = None
    first_line: bytes = b""
    rows: list[Row] = field(default_factory=list)
    newer: list[bytes] = field(default_factory=list)
    version: int = VERSION
    set_aside: list[tuple[Fault, bytes]] = field(default_factory=list)
    unheld: int = 0
    size: int = 0
    ends_whole: bool = True
    _held: int = 0

    @property
    def is_plain(self) -> bool:
        """True when the file holds nothing but what this program understands, down to its last byte."""
        return not (self.set_aside or self.unheld or self.newer) and self.version == VERSION and self.ends_whole

    def hold_aside(self, fault: Fault, line: bytes) -> None:
        """Keep a line that could not be read, as far as there is room."""
        self._held += len(line)
        if self._held > _HELD:
            self.unheld += 1
        else:
            self.set_aside.append((fault, line))

    @property
    def events(self) -> list[Event]:
        """The sound events, in the order of the file."""
        return [*map(event_of, self.rows)]

    @property
    def lines(self) -> list[bytes]:
        """The lines of the sound events, as they are written."""
        return [*map(line_of, self.rows)]

    @property
    def ids(self) -> set[str]:
        """The ids of the sound events."""
        return {*map(id_of, self.rows)}

    @property
    def gaps(self) -> list[Gap]:
        """Events that are missing between those read."""
        return find_gaps((row[8], int(row[5])) for row in self.rows)

    @property
    def uuid(self) -> str:
        """The dossier's id; when line 1 is lost, one drawn from the first event; empty when there is none."""
        if self.header is not None and self.header.uuid:
            return self.header.uuid
        return format_uuid(sha256(line_of(self.rows[0])).digest()) if self.rows else ""


def read(path: Path, start: int = 0) -> Reading:
    """Read a dossier's file from a byte on; only the system's refusal to open it is raised (OSError)."""
    reading = Reading(path)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and each collection would walk all events read so far
    try:
        with path.open("rb") as file:
            file.seek(start)
            if not start:
                _read_first(file, reading)
            digest = sha256_for(os.fstat(file.fileno()).st_size - start)
            for block in _whole_lines(file):
                _read_block(block, reading, digest)
                reading.ends_whole = block.endswith(b"\n")
            reading.size = file.tell()
    finally:
        if collecting:
            gc.enable()
    return reading


def _read_first(file: BinaryIO, reading: Reading) -> None:
    """Read line 1 apart, so that the block after it holds nothing but events."""
    line = file.readline(LINE_LIMIT)
    if line.endswith(b"\n"):
        _read_block(line, reading)
    else:
        file.seek(0)


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in blocks of whole lines; of a line that does not end, no more is held than says so."""
    rest = b""
    while block := file.read(_BLOCK):
        whole, newline, tail = block.rpartition(b"\n")
        if newline:
            yield rest + whole + newline
            rest = tail
        else:
            rest = rest + tail if len(rest) <= LINE_LIMIT else rest
    if rest:
        yield rest


def _read_block(block: bytes, reading: Reading, digest: Callable[[bytes], Digest] = sha256) -> None:
    rows = rows_of(block, digest)
    if rows is not None:
        reading.rows += rows
        return
    for line in block.removesuffix(b"\n").split(b"\n"):
        found = row_of_line(line)
        if type(found) is tuple:
            reading.rows.append(found)
        elif line and line != b"\r":
            _take_other(reading, line, found)


def _take_other(reading: Reading, line: bytes, found: Row | Header | Newer | Fault) -> None:
    if isinstance(found, Header):
        reading.version = max(reading.version, found.version)
        if reading.header is None:
            reading.header, reading.first_line = found, line
    elif isinstance(found, Newer):
        reading.version = max(reading.version, found.version)
        reading.newer.append(line)
    elif isinstance(found, Fault):
        reading.hold_aside(found, line)


def keys(readings: Iterable[Reading]) -> set[tuple[str, str]]:
    """Return id and checksum of the events of several files."""
    return {(id_of(row), row[1]) for reading in readings for row in reading.rows}


def distinct(readings: Iterable[Reading]) -> dict[tuple[str, str], Row]:
    """Return the rows of several files by id and checksum: each event once."""
    rows: dict[tuple[str, str], Row] = {}
    for reading in readings:
        for row in reading.rows:
            rows.setdefault((id_of(row), row[1]), row)
    return rows


def count_aside(readings: Iterable[Reading]) -> int:
    """Return how many lines could not be read, each once."""
    told = list(readings)
    return len({line for one in told for _, line in one.set_aside}) + sum(one.unheld for one in told)


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

    def holds(self, event_ids: Iterable[str]) -> bool:
        """Say whether the disk has these events although appending them was interrupted; a doubt says no."""
        try:
            return not self.is_unsure and read(self.path).ids.issuperset(event_ids)
        except Exception:  # noqa: BLE001  what interrupted it may come again: its numbers are not given again
            self.is_unsure = True
            return False

    def _append(self, lines: bytes) -> bool:
        flags = os.O_RDWR | os.O_APPEND | _BINARY | (os.O_CREAT if self._first else 0)
        while True:
            fd = os.open(self.path, flags, 0o666)
            try:
                opened = os.fstat(fd)
                changed = self._append_to(fd, opened.st_size, lines)
                with contextlib.suppress(FileNotFoundError):
                    if os.path.samestat(opened, self.path.stat()):
                        return changed
            finally:
                os.close(fd)
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
        except BaseException:  # whatever it is: a line that is not said to be saved must not stand
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
        try:
            (patience or Patience()).run(path, lambda: fresh.replace(path))
        except SaveRefused as error:
            if error.cause.errno not in _NO_REPLACE or not path.is_file():
                raise
            _write_over(path, data)  # some shares let one write a file, but not put another in its place
    except OSError as error:
        raise SaveRefused(path, error) from error
    finally:
        _remove(fresh)
    sync_folder(path.parent)


def _write_over(path: Path, data: bytes) -> None:
    """Write a file where it stands and read it again; what was there is put back when that fails."""
    before = path.read_bytes()
    try:
        _overwrite(path, data)
    except OSError:
        _overwrite(path, before)
        raise


def _overwrite(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    if path.read_bytes() != data:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def copy(source: Path, target: Path, digest: str = "") -> None:
    """Copy a file of any size: beside the target, to the disk, read again, then into place; OSError leaves all as is.

    With ``digest`` (SHA-256), a source that holds something else by now is refused.
    """
    fresh = target.with_name(f"{target.name}.{os.getpid()}.nouveau")
    try:
        told = sha256()
        with source.open("rb") as file, fresh.open("wb") as out:
            while block := file.read(_BLOCK):
                told.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        found = sha256()
        with fresh.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
        if found.digest() != told.digest() or (digest and found.hexdigest() != digest):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(source))
        fresh.replace(target)
    finally:
        _remove(fresh)
    sync_folder(target.parent)


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
