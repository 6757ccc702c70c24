"""A dossier together with its pieces: duplicated under a new id, or moved. ``archive`` puts both into one file.

Each is whole or not at all. What is made gets its names at the end, the journal last: a dossier that can be opened has
its pieces. A kill leaves at most a hidden folder ``.NAME.….tmp``, or pieces without a dossier.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import shutil
import weakref
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from kit import files, naming, paths
from kit.dossier import journal, pieces, sidecar, snapshot
from kit.dossier.clock import utc_now
from kit.dossier.dossier import Dossier
from kit.dossier.line import VERSION, encode_header, line_of
from kit.dossier.lock import exclusive
from kit.dossier.model import utc_text
from kit.dossier.plan_lists import Evidence
from kit.dossier.store import Opening, Store
from kit.errors import DossierExists, DossierMissing, DossierNewer, OutputExists, SaveRefused
from kit.files import Patience
from kit.steps import Step, unwatched

_log = logging.getLogger(__name__)


class Whole(Struct, frozen=True):
    """A dossier that was made with its pieces: its file, its id, how many pieces came.

    ``left`` are the things of a moved dossier that could not be taken away from where it was.
    """

    path: Path
    dossier: str
    pieces: int
    left: tuple[Path, ...] = ()


class Placing:
    """A dossier being made at ``out``: its files in a hidden folder first; what is not finished is taken away again.

    Raises DossierExists when a dossier, or pieces, stand there; SaveRefused when the folder cannot be made.
    """

    def __init__(self, out: Path) -> None:
        for path in (out, pieces.folder_of(out), sidecar.aside_of(out)):
            if os.path.lexists(path):
                raise DossierExists(path)
        self.out = out
        self._folders = [one for one in out.absolute().parents if not one.exists()]  # the nearest first
        self.folder = out.with_name(f".{out.name[:60]}.{os.urandom(6).hex()}.tmp")
        for old in _killed(out):
            shutil.rmtree(old, ignore_errors=True)
        self._made: list[Path] = []
        self._unless_finished = weakref.finalize(
            self, shutil.rmtree, self.folder, ignore_errors=True
        )  # of what nobody finishes
        self._taken: dict[str, tuple[int, int]] = {}
        try:
            paths.make_folder(self.folder)
        except BaseException as error:
            self.undo()
            if isinstance(error, OSError):
                raise SaveRefused(out, error) from error
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.undo()
        if isinstance(error, OSError):
            raise SaveRefused(self.out, error) from error

    def take(self, sources: Iterable[Path], step: Step = unwatched) -> None:
        """Copy files into the folder of the pieces, but those that have come and are still the same; OSError."""
        for source in sources:
            found = source.lstat()
            stamp = (found.st_size, found.st_mtime_ns)
            if self._taken.get(source.name) != stamp:
                step("pieces")
                files.copy_whole(source, self.folder / source.name, private=paths.is_private(self.out))
                self._taken[source.name] = stamp

    def finish(self, content: bytes, aside: bytes = b"") -> int:
        """Give the pieces and the journal their names, the journal last; return how many pieces there are.

        DossierExists when something came there meanwhile, OSError.
        """
        count = sum(1 for _ in self.folder.iterdir())
        if count:
            files.sync_folder(self.folder)
            self._name(pieces.folder_of(self.out), self._rename)
        else:
            self.folder.rmdir()
        self._unless_finished.detach()
        own = paths.is_private(self.out)
        if aside:
            self._name(
                sidecar.aside_of(self.out), lambda path: files.write_whole(path, aside, force=False, private=own)
            )
        self._name(self.out, lambda path: files.write_whole(path, content, force=False, private=own))
        if files.read_regular(self.out, len(content)) != content:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.out))
        return count

    def undo(self) -> None:
        """Take away all that was made, the journal first."""
        self._unless_finished.detach()
        for path in (*reversed(self._made), self.folder):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if files.is_folder(path) else files.remove_regular(path)
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _name(self, path: Path, make: Callable[[Path], None]) -> None:
        """Make the file of this name; a failure removes it from its first step on, unless it stood there before."""
        if os.path.lexists(path):
            raise DossierExists(path)
        self._made.append(path)
        try:
            make(path)
        except OutputExists:
            self._made.remove(path)
            raise DossierExists(path) from None

    def _rename(self, target: Path) -> None:
        self.folder.rename(target)


def duplicate(path: Path, out: Path, *, now: Callable[[], datetime] = utc_now, step: Step = unwatched) -> Whole:
    """Copy a dossier with its pieces, as another dossier.

    All that stands beside it is taken in. DossierMissing, DossierExists, SaveRefused; Stopped where ``step`` raises it.
    """
    store = store_of(path, now)
    uuid = sidecar.new_uuid()
    with Placing(out) as made:
        made.take(pieces.files_of(path), step)
        step("dossier")
        count = made.finish(content_of(store, encode_header(uuid, utc_text(now()), naming.writer())))
    return Whole(out, uuid, count)


class Move:
    """Moves a dossier with its pieces in three parts: ``copy`` may take long, ``finish`` is short, ``clear`` tidies up.

    Until ``finish`` has returned the dossier is where it was, and stays usable; then it is at ``out``, whole. All is
    copied and read again before anything is removed, so that another disk makes no difference.
    """

    def __init__(self, path: Path, out: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        """DossierMissing, DossierExists, SaveRefused."""
        if not path.is_file():
            raise DossierMissing(path)
        self._path, self._now = path, now
        self.out = out
        self._placing = Placing(out)
        self._moved: list[Path] = []

    def copy(self, step: Step = unwatched) -> None:
        """Copy the pieces; SaveRefused, or what ``step`` raises: nothing is left of it then."""
        with self._placing:
            self._placing.take(pieces.files_of(self._path), step)

    def finish(self) -> Whole:
        """Give the dossier its new place, and take its file away from the old one; it must be closed.

        SaveRefused, also when someone has it open; DossierNewer, DossierExists: all is as it was. Once the old file is
        gone nothing is undone any more, whatever happens.
        """
        path, placing, uuid, count = self._path, self._placing, "", 0
        try:
            uuid = self._closed_dossier()
            with exclusive(path, self._now):
                self._moved = pieces.files_of(path)
                placing.take(self._moved)
                aside = sidecar.aside_of(path)
                kept = b"".join(files.blocks_of(aside)) if files.is_regular(aside) else b""
                count = placing.finish(path.read_bytes(), kept)
                path.unlink()
        except BaseException as error:
            if os.path.lexists(path):
                placing.undo()
                if isinstance(error, OSError):
                    raise SaveRefused(path, error) from error
                raise
            if not isinstance(error, Exception):
                raise
            _log.warning("after the move: %s", type(error).__name__)
        snapshot.forget(paths.snapshots(), path)
        return Whole(placing.out, uuid, count)

    def _closed_dossier(self) -> str:
        """Take in what stands beside the dossier and return its id; OSError where another has it, or it is shut."""
        path = self._path
        with Dossier.open(path, now=self._now, cache=paths.snapshots()) as dossier:
            if dossier.version > VERSION:
                raise DossierNewer(path, dossier.version)
            if dossier.opened_by is not None:
                raise BlockingIOError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
            if dossier.read_only:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            uuid = dossier.uuid
        if _not_in(path, uuid, set()):  # its writer has it open, or the disk would not let it be taken in
            raise BlockingIOError(errno.EBUSY, os.strerror(errno.EBUSY), str(path))
        return uuid

    def clear(self) -> tuple[Path, ...]:
        """Remove the pieces from where they were, after ``finish``; return what stays: in use, or not the dossier's."""
        folder = pieces.folder_of(self._path)
        for file in (*self._moved, sidecar.aside_of(self._path)):
            with contextlib.suppress(OSError):
                files.remove_regular(file)
        if files.is_folder(folder):
            with contextlib.suppress(OSError):
                folder.rmdir()
        there = (folder, sidecar.aside_of(self._path), *sidecar.copies(self._path))
        return tuple(one for one in there if os.path.lexists(one))

    def undo(self) -> None:
        """Give up before ``finish``: what was copied is removed."""
        self._placing.undo()


def move(path: Path, out: Path, *, now: Callable[[], datetime] = utc_now, step: Step = unwatched) -> Whole:
    """Move a dossier and all that belongs to it to another place and name, as ``Move``."""
    moving = Move(path, out, now=now)
    moving.copy(step)
    done = moving.finish()
    return Whole(done.path, done.dossier, done.pieces, moving.clear())


def lacking(path: Path) -> list[Evidence]:
    """Return the pieces that a dossier names and that are not beside it, or have another size. For the background.

    It is read from the disk, so that nobody need stop working in it; DossierMissing.
    """
    with Dossier.open(path, write=False, cache=paths.snapshots()) as dossier:
        return pieces.lacking(dossier)


def _killed(out: Path) -> list[Path]:
    """Return the hidden folders that killed attempts at this very place left."""
    form = re.compile(rf"\.{re.escape(out.name[:60])}\.[0-9a-f]{{12}}\.tmp", re.DOTALL)
    try:
        return [entry for entry in out.parent.iterdir() if form.fullmatch(entry.name) and files.is_folder(entry)]
    except OSError:
        return []


def store_of(path: Path, now: Callable[[], datetime] = utc_now) -> Store:
    """Read a dossier and what others wrote beside it; DossierMissing, SaveRefused when a part cannot be read."""
    store = Store(path, Opening("", now, naming.writer(), Patience()), write=False)
    try:
        if _not_in(path, store.uuid, {reading.path for reading in store.readings}):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
    except OSError as error:
        raise SaveRefused(path, error) from error
    return store


def _not_in(path: Path, uuid: str, read: set[Path]) -> bool:
    """Say whether a file that another writer of this dossier left beside it is not among those read; OSError."""
    return any(one not in read and journal.read(one).uuid in ("", uuid) for one in sidecar.siblings(path))


def content_of(store: Store, first: bytes) -> bytes:
    """Return all events of the files of a dossier as one file, under this first line."""
    newer = [line for reading in store.readings for line in reading.newer]
    lines = [first, *map(line_of, journal.distinct(store.readings).values()), *newer]
    return b"".join(line + b"\n" for line in lines)
