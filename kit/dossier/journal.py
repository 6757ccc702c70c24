"""The journal on disk: read it whole, append to it. Nothing else appends to a dossier's file.

Whatever is opened here is a regular file, and no link to one (``kit.files``).
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from kit import paths
from kit.digest import Digest, sha256, sha256_for
from kit.dossier.line import LINE_LIMIT, VERSION, Fault, Header, Newer, events_of, line_of, parse_line
from kit.dossier.model import Event, Gap, find_gaps
from kit.dossier.sidecar import aside_of, format_uuid
from kit.errors import SaveRefused
from kit.files import close_to_others, open_regular, read_regular, write_whole

_log = logging.getLogger(__name__)

_BLOCK = 1 << 18
_HELD = 1 << 23
_ASIDE = 1 << 26  # bytes of lines set aside that are read to know them again


class Reading(Struct):
    """All that a file holds: its sound events, and what could not be read.

    ``set_aside`` holds at most 8 MiB of lines, at least the first 64 KiB of each; ``unheld`` counts those beyond.
    """

    path: Path
    header: Header | None = None
    first_line: bytes = b""
    events: list[Event] = field(default_factory=list)
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

    def set_line_aside(self, fault: Fault, line: bytes) -> None:
        """Keep a line that could not be read, as far as there is room."""
        self._held += len(line)
        if self._held > _HELD:
            self.unheld += 1
        else:
            self.set_aside.append((fault, line))

    @property
    def lines(self) -> list[bytes]:
        """The lines of the sound events, as they are written."""
        return [*map(line_of, self.events)]

    @property
    def ids(self) -> set[str]:
        """The ids of the sound events."""
        return {event.id for event in self.events}

    @property
    def gaps(self) -> list[Gap]:
        """Events that are missing between those read."""
        return find_gaps((event.w, event.n) for event in self.events)

    @property
    def uuid(self) -> str:
        """The dossier's id; when line 1 is lost, one drawn from the first event; empty when there is none."""
        if self.header is not None and self.header.uuid:
            return self.header.uuid
        return format_uuid(sha256(line_of(self.events[0])).digest()) if self.events else ""


def read(path: Path, start: int = 0, limit: int = sys.maxsize) -> Reading:
    """Read a dossier's file from a byte on; only the system's refusal to open it is raised (OSError).

    A file of more than ``limit`` bytes is refused.
    """
    reading = Reading(path)
    collecting = gc.isenabled()
    gc.disable()  # nothing here makes cycles, and each collection would walk all events read so far
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
            file.seek(start)
            if not start:
                _read_first(file, reading)
            digest = sha256_for(size - start)
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
    events = events_of(block, digest)
    if events is not None:
        reading.events += events
        return
    for line in block.removesuffix(b"\n").split(b"\n"):
        found = parse_line(line)
        if isinstance(found, Event):
            reading.events.append(found)
        elif line and line != b"\r":
            _take_other(reading, line, found)


def _take_other(reading: Reading, line: bytes, found: Header | Newer | Fault) -> None:
    if isinstance(found, Header):
        reading.version = max(reading.version, found.version)
        if reading.header is None:
            reading.header, reading.first_line = found, line
    elif isinstance(found, Newer):
        reading.version = max(reading.version, found.version)
        reading.newer.append(line)
    else:
        reading.set_line_aside(found, line)


def keys(readings: Iterable[Reading]) -> set[tuple[str, str]]:
    """Return id and checksum of the events of several files."""
    return {(event.id, event.c) for reading in readings for event in reading.events}


def distinct(readings: Iterable[Reading]) -> dict[tuple[str, str], Event]:
    """Return the events of several files by id and checksum: each once."""
    found: dict[tuple[str, str], Event] = {}
    for reading in readings:
        for event in reading.events:
            found.setdefault((event.id, event.c), event)
    return found


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
        known = set(read_regular(aside, _ASIDE).split(b"\n")) if os.path.lexists(aside) else set()
        fresh = [line for line in dict.fromkeys(found) if line not in known]
        if fresh:
            with os.fdopen(open_own(aside, os.O_WRONLY | os.O_APPEND | os.O_CREAT, sole=True), "ab") as file:
                file.write(b"".join(line + b"\n" for line in fresh))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        _log.warning("lines set aside were not copied: %s", error)
        return False
    return True


def open_own(path: Path, flags: int, *, sole: bool = False, private: bool | None = None) -> int:
    """Open a file of a dossier for writing, as ``files.open_regular``; its owner's alone in the program's data.

    Whoever opens one many times says whether it is ``private``: to ask takes longer than to write a line.
    """
    private = paths.is_private(path) if private is None else private
    fd = open_regular(path, flags, 0o600 if private else 0o666, sole=sole)
    if private:
        close_to_others(fd)
        close_to_others(path.parent)
    return fd


def rewrite(path: Path, lines: Iterable[bytes]) -> None:
    """Put lines in the place of a file; SaveRefused leaves it as it was."""
    try:
        write_whole(path, b"".join(line + b"\n" for line in lines), private=paths.is_private(path))
    except OSError as error:
        raise SaveRefused(path, error) from error


def belongs(main: Reading, other: Reading) -> bool:
    """Say whether a file beside is of the same dossier: same id, or an event in common when line 1 is lost."""
    if main.header and other.header:
        return main.header.uuid == other.header.uuid
    if not main.events and not main.header:
        return True
    return main.uuid == other.uuid or not main.ids.isdisjoint(other.ids)


def lacking(here: list[Reading], others: list[Reading]) -> list[Event]:
    """Return the events of other files that are not here."""
    known = keys(here)
    return [event for key, event in distinct(others).items() if key not in known]
