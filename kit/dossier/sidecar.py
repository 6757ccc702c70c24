"""Names of the files beside a dossier, and which of the files found there belong to it."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from kit import files, leftovers

SIZE_LIMIT = 1 << 28
"""Bytes of a file that is read beside a dossier: 200,000 events have about a third."""
_WRITER = "[0-9a-f]{16}"
_SIBLING = rf"\.{_WRITER}"
_COPY = rf"(?:\.{_WRITER})?(?: \(.+\)|\.sync-conflict-.+)"


def new_writer() -> str:
    """Return a random writer id: 16 hex digits, so that no date or word in a file's name is taken for one."""
    return os.urandom(8).hex()


def new_uuid() -> str:
    """Return a random UUID (version 4), without the cost of importing ``uuid``."""
    return format_uuid(os.urandom(16))


def format_uuid(raw: bytes) -> str:
    """Write 16 bytes as a UUID of version 4."""
    digits = bytearray(raw[:16])
    digits[6] = digits[6] & 0x0F | 0x40
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def real(path: Path) -> Path:
    """Return where a dossier is that may be reached through a link of the user's: all else is told from there."""
    return path.resolve() if path.is_symlink() else path


def lock_of(path: Path) -> Path:
    """Return where the lock note of a dossier stands."""
    return path.with_name(path.name + ".lock")


def aside_of(path: Path) -> Path:
    """Return where the lines that could not be read are copied."""
    return path.with_name(path.name + ".mis-de-cote")


def pieces_of(path: Path) -> Path:
    """Return the folder of the files of evidence."""
    return path.with_name(path.name + ".pieces")


def sibling_of(path: Path, writer: str) -> Path:
    """Return where a writer without the lock appends."""
    return path.with_name(f"{path.stem}.{writer}{path.suffix}")


class Around(Struct, frozen=True):
    """What stands beside a dossier, sorted: all to be read is a regular file, of ``SIZE_LIMIT`` bytes at most.

    ``left_alone`` names what bears one of these names and is something else: a link, a device, a file with a second
    name, one too large. Nobody follows, opens, renames or removes it.
    """

    siblings: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()
    left_alone: tuple[str, ...] = ()


def scan(path: Path) -> Around:
    """Look at all that stands beside a dossier, by its name and kind; a folder that cannot be read holds nothing."""
    told = {lock_of(path).name: _is_sole, aside_of(path).name: _is_sole, pieces_of(path).name: files.is_folder}
    sibling, copy = _form(path, _SIBLING), _form(path, _COPY)
    siblings: list[Path] = []
    copies: list[Path] = []
    left_alone: list[str] = []
    try:
        entries = sorted(path.parent.iterdir())
    except OSError:
        return Around()
    for entry in entries:
        name = unicodedata.normalize("NFC", entry.name)
        is_right: Callable[[Path], bool] | None = told.get(entry.name)
        if is_right is None:
            list_of = siblings if sibling.fullmatch(name) else copies if copy.fullmatch(name) else None
            if list_of is not None and _is_readable(entry):
                list_of.append(entry)
            elif list_of is not None:
                left_alone.append(entry.name)
        elif not is_right(entry) and os.path.lexists(entry):
            left_alone.append(entry.name)
    return Around(tuple(siblings), tuple(copies), tuple(left_alone))


def siblings(path: Path) -> list[Path]:
    """Return the files of writers that had not the lock."""
    return [*scan(path).siblings]


def copies(path: Path) -> list[Path]:
    """Return the copies that sync clients made when two machines wrote at once."""
    return [*scan(path).copies]


def remove_leftovers(path: Path) -> None:
    """Remove what killed writers of the dossier, or of what stands beside it, left half written; OSError."""

    def is_leftover(name: str) -> bool:
        forms = [_form(path, middle) for middle in ("", _SIBLING, _COPY)]  # here: most folders hold nothing to ask for
        return any(form.fullmatch(unicodedata.normalize("NFC", name)) for form in forms)

    leftovers.remove(path.parent, is_leftover)


def _form(path: Path, middle: str) -> re.Pattern[str]:
    stem, suffix = (re.escape(unicodedata.normalize("NFC", part)) for part in (path.stem, path.suffix))
    return re.compile(stem + middle + suffix, re.DOTALL)


def _is_sole(path: Path) -> bool:
    try:
        return files.is_regular(path) and path.lstat().st_nlink == 1
    except OSError:
        return False


def _is_readable(path: Path) -> bool:
    try:
        return files.is_regular(path) and path.lstat().st_size <= SIZE_LIMIT
    except OSError:
        return False
