"""Appending whole lines to a dossier's file, never to another dossier's; the ids of this computer's writers."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from kit import paths
from kit.dossier.identity import Identity, Stamp
from kit.dossier.journal import open_own
from kit.errors import SaveRefused
from kit.files import Patience

_log = logging.getLogger(__name__)


class Writer:
    """Appends whole lines to one file; each call returns once the disk has them."""

    def __init__(
        self,
        path: Path,
        size: int,
        *,
        whole: bool = True,
        first: bytes = b"",
        patience: Patience | None = None,
        seen: Identity | None = None,
        guard: Callable[[int], None] | None = None,
    ) -> None:
        """Begin at ``size``; ``first`` starts the file when it is not there yet, and allows making it.

        ``seen`` is the file as it was read. ``guard`` gets the open file when it is no longer that, before anything is
        written, and raises SaveRefused where nothing may be.
        """
        self.path = path
        self._is_private = paths.is_private(path)
        self.is_unsure = False  # a failed append may have left something
        self._has_left = False  # something was written that is not told as saved yet
        self.size = size
        self._seen = seen
        self._guard = guard
        self._whole = whole  # the file ends with a newline
        self._first = first
        self._patience = patience or Patience()

    @property
    def stamp(self) -> Stamp | None:
        """The file as this writer last read or left it; None where it never looked."""
        return self._seen.stamp if self._seen else None

    def follow(self, seen: Identity, *, whole: bool) -> None:
        """Go on from the file as it was just read."""
        self._seen, self.size, self._whole = seen, seen.stamp.size, whole

    def append(self, lines: bytes) -> bool:
        """Append lines, each with its newline; True when someone else changed the file; SaveRefused."""
        self._has_left = False
        try:
            return self._patience.run(lambda: self._append(lines))
        except OSError as error:
            self.is_unsure = self.is_unsure or self._has_left
            raise SaveRefused(self.path, error) from error
        except BaseException:
            self.is_unsure = self.is_unsure or self._has_left
            raise

    def _append(self, lines: bytes) -> bool:
        flags = os.O_RDWR | os.O_APPEND | (os.O_CREAT if self._first else 0)
        while True:
            fd = open_own(self.path, flags, private=self._is_private)
            try:
                opened = os.fstat(fd)
                changed = self._append_to(fd, lines)
                here = self._is_at_its_path(opened)
            finally:
                os.close(fd)
            if here:
                self._settle()
                return changed
            # the file was moved or replaced meanwhile: once more, to the one that bears the name now

    def _is_at_its_path(self, opened: os.stat_result) -> bool:
        try:
            return os.path.samestat(opened, self.path.lstat())
        except FileNotFoundError:
            return False

    def _append_to(self, fd: int, lines: bytes) -> bool:
        found = Identity.of_open(fd)
        size = found.stamp.size
        changed = size != self.size or (self._seen is not None and found != self._seen)
        if changed and size and self._guard is not None:
            self._guard(fd)
        block = lines
        if not size:
            block = self._first + lines
        elif changed or not self._whole:
            os.lseek(fd, size - 1, os.SEEK_SET)
            block = lines if os.read(fd, 1) == b"\n" else b"\n" + lines
        done, had_left = 0, self._has_left
        self._has_left = True
        try:
            while done < len(block):
                done += os.write(fd, block[done:])
            os.fsync(fd)
            seen = Identity.of_open(fd)
        except BaseException:
            if self._take_back(fd, size, done):
                self._has_left = had_left
            raise
        self._seen, self.size, self._whole = seen, seen.stamp.size, True
        return changed or self.size != size + len(block)

    def _settle(self) -> None:
        """Take the time of the file as it is once closed: Windows gives it no sooner."""
        try:
            now = Stamp.of(self.path)
        except OSError:
            return
        if self._seen is not None and replace(now, time=self._seen.stamp.time) == self._seen.stamp:
            self._seen = replace(self._seen, stamp=now)

    def _take_back(self, fd: int, size: int, done: int) -> bool:
        """Cut off what a failed append left; False when that is refused, or someone else has written after it."""
        self._whole = False
        try:
            if os.fstat(fd).st_size != size + done:
                return False
            os.ftruncate(fd, size)
            self._seen, self.size = Identity.of_open(fd), size
        except OSError as error:
            _log.warning("a torn line stays: %s", error.strerror)
            return False
        return True


class OwnWriters:
    """The ids of the writers of this computer, noted in a file: made anew at each opening, they name no machine.

    One id a line, in the user's data and never in a dossier: it says nothing to others, and stays when a dossier moves.
    Without a file, nobody can tell, and every writer passes for one of this computer.
    """

    def __init__(self, path: Path | None) -> None:
        """Read nothing yet: most openings never ask."""
        self._path = path
        self._known: set[str] | None = None
        self._noted = ""

    def __contains__(self, writer: str) -> bool:
        return self._path is None or writer in self._read()

    def note(self, writer: str) -> None:
        """Keep a writer's id, once for each; a disk that refuses is logged: no change waits for that."""
        if self._path is None or writer == self._noted:
            return
        self._noted = writer
        self._read().add(writer)
        try:
            paths.make_folder(self._path.parent)
            with os.fdopen(open_own(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), "a", encoding="ascii") as file:
                file.write(f"{writer}\n")
        except OSError as error:
            _log.warning("a writer of this computer was not noted: %s", error.strerror)

    def _read(self) -> set[str]:
        if self._known is None:
            try:
                words = self._path.read_text(encoding="ascii", errors="replace") if self._path else ""
            except OSError:
                words = ""
            self._known = set(words.split())
        return self._known
