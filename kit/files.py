"""Files on the disk: written whole or not at all; read, appended to and removed only when they are regular files.

The one way to write a whole file: beside it, to the disk (fsync), then into place. A kill leaves the old file or the
new one, and at most a half-written file that ``leftovers`` removes. What stands in a folder that others write to
may be a link, a FIFO or a device that a stranger put there: ``open_regular`` and what leans on it follow none of them.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from kit.digest import sha256
from kit.errors import OutputExists

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_log = logging.getLogger(__name__)

RETRY_FOR = 2.0
"""Seconds for which a momentary refusal (antivirus, sync client) is tried again."""
_PAUSE = 0.05
_MOMENTARY = frozenset(
    (errno.EACCES, errno.EPERM, errno.EAGAIN, errno.EBUSY, errno.ETXTBSY, errno.ENOENT, errno.ESTALE)
)
_NO_REPLACE = frozenset((errno.EACCES, errno.EPERM, errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP))
_BLOCK = 1 << 20
_NAME = 233  # bytes of the target's name that its half-written file bears: names end at 255 bytes
_WINDOWS_PLACE = 1 << 20  # a lock there leaves the beginning readable: Windows bars reading what is locked
_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a FIFO would wait for its other end


class NotRegular(OSError):
    """Something else than a regular file, or folder, stands at a path: a link, a FIFO, a device."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.ELOOP, "not a regular file", str(path))


class Patience(Struct, frozen=True):
    """How long a momentary refusal is tried again."""

    seconds: float = RETRY_FOR
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def run[T](self, act: Callable[[], T]) -> T:
        """Return ``act()``, tried again while the refusal may be momentary; in the end its OSError."""
        until = self.clock() + self.seconds
        while True:
            try:
                return act()
            except NotRegular:
                raise
            except OSError as error:
                if error.errno not in _MOMENTARY or self.clock() >= until:
                    raise
            self.pause(_PAUSE)


_PATIENT = Patience()


def write_whole(
    path: Path, content: bytes, *, force: bool = True, private: bool = False, patience: Patience = _PATIENT
) -> None:
    """Write a file; without ``force`` an existing one is refused, by the very step that gives the name.

    A ``private`` one is for its owner alone from its first byte, where the system knows such rights; any other keeps
    the rights of the file whose place it takes.

    Raises OutputExists, or the OSError of a disk that refuses; what stood at ``path`` is then unharmed.
    """
    if not force and os.path.lexists(path):
        raise OutputExists(path)
    try:
        with _beside(path, private=private) as (fresh, file):
            file.write(content)
            _to_disk(file)
            _into_place(fresh, path, content, force=force, patience=patience)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # who reads it knows no other name
        raise
    sync_folder(path.parent)


def copy_whole(source: Path, target: Path, *, digest: str = "", private: bool = False) -> None:
    """Copy a regular file of any size over ``target``, and read the copy again before it gets its name; OSError.

    With ``digest`` (SHA-256 in hexadecimal), a source that holds something else by now is refused.
    """
    told, found = sha256(), sha256()
    with _beside(target, private=private) as (fresh, file):
        for block in blocks_of(source):
            told.update(block)
            file.write(block)
        _to_disk(file)
        for block in blocks_of(fresh):
            found.update(block)
        if found.digest() != told.digest() or (digest and found.hexdigest() != digest):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(source))
        _PATIENT.run(lambda: fresh.replace(target))
    sync_folder(target.parent)


@contextlib.contextmanager
def replacing(path: Path, *, force: bool = True) -> Iterator[Path]:
    """Give a name beside ``path`` for a file that another (SQLite, zip) writes; at the end it becomes ``path``.

    When the work fails, nothing of it stays. OSError, OutputExists as ``write_whole``.
    """
    if not force and os.path.lexists(path):
        raise OutputExists(path)
    fresh = _fresh(path)
    try:
        yield fresh
        fd = os.open(fresh, os.O_RDWR | _BINARY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
        _PATIENT.run(lambda: fresh.replace(path)) if force else _give_new_name(fresh, path)
    finally:
        _discard(fresh)
    sync_folder(path.parent)


def hold(fd: int) -> bool | None:
    """Lock an open file until it is closed; False when another process has it, None when the folder knows no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(fd, _WINDOWS_PLACE, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            os.lseek(fd, 0, os.SEEK_SET)
        else:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held = error.errno in (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)
        return False if held else None
    return True


@contextlib.contextmanager
def locked(path: Path, patience: Patience = _PATIENT) -> Iterator[bool]:
    """Hold a lock file, made where there is none and left there, against other processes; OSError where none can be.

    False where the folder knows no locks, or another process kept it all the time.
    """
    fd = open_regular(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take() -> bool:
        held = hold(fd)
        if held is False:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path))
        return bool(held)

    try:
        try:
            held = patience.run(take)
        except BlockingIOError:
            held = False
        yield held
    finally:
        os.close(fd)


def open_regular(path: Path, flags: int = os.O_RDONLY, mode: int = 0o666, *, sole: bool = False) -> int:
    """Open a regular file, as ``os.open``; NotRegular for anything else, which is neither followed nor waited for.

    With ``sole``, a file that has a second name elsewhere is refused too: what is written here would be written there.
    """
    if _NO_FOLLOW:
        try:
            fd = os.open(path, flags | _NO_FOLLOW | _NO_WAIT | _BINARY, mode)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.ENXIO, errno.EMLINK):
                raise NotRegular(path) from error
            raise
    else:  # Windows: reparse points are told by lstat
        if os.path.lexists(path) and not is_regular(path):
            raise NotRegular(path)
        fd = os.open(path, flags | _BINARY, mode)
    is_wanted = False
    try:
        found = os.fstat(fd)
        is_wanted = stat.S_ISREG(found.st_mode) and not (sole and found.st_nlink > 1)
        is_wanted = is_wanted and (bool(_NO_FOLLOW) or _is_at(path, found))
    finally:
        if not is_wanted:
            os.close(fd)
    if not is_wanted:
        raise NotRegular(path)
    return fd


def _is_at(path: Path, opened: os.stat_result) -> bool:
    """Say whether a file that was opened is the one that bears the name, which is no link."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return _is_plain(found, stat.S_IFREG) and os.path.samestat(found, opened)


def read_regular(path: Path, limit: int) -> bytes:
    """Return the content of a regular file of at most ``limit`` bytes; OSError (EFBIG for a larger one)."""
    with os.fdopen(open_regular(path), "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return content


def is_too_large(error: OSError) -> bool:
    """Say whether ``read_regular`` refused a file for its size."""
    return error.errno == errno.EFBIG


def chosen(path: Path) -> Path:
    """Return where a path leads that someone chose: her own link is followed, a link to itself opens nothing.

    Where the system cannot tell (Wine, for a path of more than 260 characters), it leads to itself.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path.absolute()


def blocks_of(path: Path) -> Iterator[bytes]:
    """Yield the content of a regular file in blocks; OSError."""
    with os.fdopen(open_regular(path), "rb") as file:
        while block := file.read(_BLOCK):
            yield block


def is_regular(path: Path) -> bool:
    """Say whether a regular file stands at a path, and no link to one."""
    try:
        return _is_plain(path.lstat(), stat.S_IFREG)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Say whether a folder stands at a path, and no link to one."""
    try:
        return _is_plain(path.lstat(), stat.S_IFDIR)
    except (OSError, ValueError):
        return False


def remove_regular(path: Path) -> None:
    """Remove a regular file; nothing where there is none. NotRegular for anything else, OSError."""
    try:
        if not _is_plain(path.lstat(), stat.S_IFREG):
            raise NotRegular(path)
        path.unlink()
    except FileNotFoundError:
        return


def make_private_folder(path: Path) -> None:
    """Make a folder, and those above it, for their owner alone where the system knows such rights; OSError.

    A folder that is there keeps its rights, but for the last, which is closed to others.
    """
    if not path.is_dir():
        if not path.parent.is_dir():
            make_private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    close_to_others(path)


def close_to_others(path: Path | int) -> None:
    """Take from all but the owner the rights on a folder or an open file, where the system knows such rights."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # another's, or a file system without rights
        rights = stat.S_IMODE((os.fstat(path) if isinstance(path, int) else path.stat()).st_mode)
        if not rights & 0o077:
            return
        if isinstance(path, int):
            os.fchmod(path, rights & 0o700)
        else:
            path.chmod(rights & 0o700)


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


def _is_plain(found: os.stat_result, kind: int) -> bool:
    """Say whether an ``lstat`` tells this kind; a junction of Windows is a link, a file kept in a cloud is none."""
    if sys.platform == "win32" and found.st_reparse_tag in (
        stat.IO_REPARSE_TAG_SYMLINK,
        stat.IO_REPARSE_TAG_MOUNT_POINT,
    ):
        return False
    return stat.S_IFMT(found.st_mode) == kind


def _fresh(path: Path) -> Path:
    """Return the name of a half-written file that is to become ``path``; ``leftovers`` knows it by its form."""
    name = path.name.encode("utf-8", "surrogateescape")[:_NAME].decode("utf-8", "ignore")
    return path.with_name(f".{name}.{os.urandom(8).hex()}.tmp")


def _discard(fresh: Path) -> None:
    try:
        fresh.unlink(missing_ok=True)
    except OSError as error:
        if os.path.lexists(fresh):
            _log.warning("a half-written file stays: %s", error.strerror)


@contextlib.contextmanager
def _beside(path: Path, *, private: bool) -> Iterator[tuple[Path, BinaryIO]]:
    """Make a new file beside ``path``, open and held; what is left of it at the end is removed."""
    fresh = _fresh(path)
    rights = 0o600 if private else 0o666
    file: BinaryIO | None = None
    try:  # from before it is made: the file may be there although its opening raised
        file = open(fresh, "xb", opener=lambda name, flags: os.open(name, flags, rights))  # noqa: SIM115
        hold(file.fileno())
        if not private:
            _take_rights(file.fileno(), path)
        yield fresh, file
    finally:
        if file is not None:
            with contextlib.suppress(OSError):  # what was not flushed is not wanted any more
                file.close()
        _discard(fresh)


def _take_rights(fd: int, path: Path) -> None:
    """Give a new file the rights of the regular file whose place it takes."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        before = path.lstat()
        if stat.S_ISREG(before.st_mode):
            os.fchmod(fd, stat.S_IMODE(before.st_mode))


def _to_disk(file: BinaryIO) -> None:
    """Flush and fsync; the file stays open, and so held, until it has its name, which Windows does not allow."""
    file.flush()
    os.fsync(file.fileno())
    if sys.platform == "win32":
        file.close()


def _into_place(fresh: Path, path: Path, content: bytes, *, force: bool, patience: Patience) -> None:
    if not force:
        _give_new_name(fresh, path)
        return
    try:
        patience.run(lambda: fresh.replace(path))
    except OSError as error:
        if error.errno not in _NO_REPLACE or not is_regular(path):
            raise
        _write_over(path, content)  # some shares let one write a file, but not put another in its place


def _give_new_name(fresh: Path, path: Path) -> None:
    try:
        path.hardlink_to(fresh)  # fails when a file came meanwhile, where a rename would take its place
    except FileExistsError:
        raise OutputExists(path) from None
    except OSError:  # a file system without hard links: FAT, some network drives
        if os.path.lexists(path):
            raise OutputExists(path) from None
        fresh.replace(path)


def _write_over(path: Path, content: bytes) -> None:
    """Write a file where it stands and read it again; what was there is put back when that fails."""
    before = b"".join(blocks_of(path))
    try:
        _overwrite(path, content)
    except OSError:
        _overwrite(path, before)
        raise


def _overwrite(path: Path, content: bytes) -> None:
    with os.fdopen(open_regular(path, os.O_RDWR), "r+b") as file:
        file.write(content)
        file.truncate()
        _to_disk(file)
    if b"".join(blocks_of(path)) != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
