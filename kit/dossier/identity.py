"""What tells a file that was read from one that took its place, and a dossier from another at the same path."""

from __future__ import annotations

import os
from collections.abc import Container
from io import BufferedReader
from itertools import islice
from pathlib import Path

from msgspec import Struct

from kit import files
from kit.dossier.line import LINE_LIMIT, Header, parse_line
from kit.dossier.model import Event

TAIL = 4096
"""Bytes before the end of a file that are compared."""
_FIRST_LINES = 20


class Stamp(Struct, frozen=True):
    """What the system says of a file without opening it: device, inode, bytes, time of the last change (ns)."""

    device: int
    inode: int
    size: int
    time: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """Return the stamp of what stands at a path, links not followed; OSError."""
        return cls.from_stat(path.lstat())

    @classmethod
    def from_stat(cls, found: os.stat_result) -> Stamp:
        """Return what a stat says."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


class Identity(Struct, frozen=True):
    """A file as it was at one moment: its stamp, and its last ``TAIL`` bytes."""

    stamp: Stamp
    tail: bytes

    @classmethod
    def of_open(cls, fd: int) -> Identity:
        """Return the identity of an open file; OSError. The place in the file is moved."""
        stamp = Stamp.from_stat(os.fstat(fd))
        os.lseek(fd, max(0, stamp.size - TAIL), os.SEEK_SET)
        return cls(stamp, os.read(fd, TAIL))

    @classmethod
    def of(cls, path: Path) -> Identity:
        """Return the identity of the regular file at a path; OSError."""
        fd = files.open_regular(path)
        try:
            return cls.of_open(fd)
        finally:
            os.close(fd)


class Marks(Struct, frozen=True):
    """By what a dossier's file is known: the uuid of line 1, and the id of its first event; empty where it has none."""

    uuid: str = ""
    first: str = ""

    @classmethod
    def of_open(cls, fd: int) -> Marks:
        """Return the marks of an open file, from its first lines; OSError. The place in the file is moved."""
        os.lseek(fd, 0, os.SEEK_SET)
        with os.fdopen(fd, "rb", closefd=False) as file:
            return cls._of_lines(file)

    @classmethod
    def of(cls, path: Path) -> Marks:
        """Return the marks of the regular file at a path; OSError."""
        fd = files.open_regular(path)
        try:
            return cls.of_open(fd)
        finally:
            os.close(fd)

    def is_other(self, found: Marks, uuid: str, written: Container[str]) -> bool:
        """Say whether marks found are another dossier's than the one that goes by ``uuid`` and has ``written`` events.

        Line 1 decides; where a file has none, its first event. One that has neither is damaged, no other.
        """
        if found.uuid and self.uuid:
            return found.uuid != self.uuid
        if not found.first or not self.first or found.uuid == uuid:
            return False
        return found.first != self.first and found.first not in written

    @classmethod
    def _of_lines(cls, file: BufferedReader) -> Marks:
        uuid = ""
        for line in islice(iter(lambda: file.readline(LINE_LIMIT), b""), _FIRST_LINES):
            found = parse_line(line.rstrip(b"\n"))
            if isinstance(found, Event):
                return cls(uuid, found.id)
            if isinstance(found, Header):
                uuid = uuid or found.uuid
        return cls(uuid)
