"""Names of the files that stand beside a dossier, and who among them belongs to it."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

_WRITER = "[0-9a-f]{16}"


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


def lock_of(path: Path) -> Path:
    """Return where the lock note of a dossier stands."""
    return path.with_name(path.name + ".lock")


def aside_of(path: Path) -> Path:
    """Return where the lines that could not be read are copied."""
    return path.with_name(path.name + ".mis-de-cote")


def sibling_of(path: Path, writer: str) -> Path:
    """Return where a writer without the lock appends."""
    return path.with_name(f"{path.stem}.{writer}{path.suffix}")


def siblings(path: Path) -> list[Path]:
    """Return the files of writers that had not the lock."""
    return _matching(path, rf"\.{_WRITER}")


def copies(path: Path) -> list[Path]:
    """Return the copies that sync clients made when two machines wrote at once."""
    return _matching(path, rf"(?:\.{_WRITER})?(?: \(.+\)|\.sync-conflict-.+)")


def _matching(path: Path, middle: str) -> list[Path]:
    stem, suffix = (unicodedata.normalize("NFC", part) for part in (path.stem, path.suffix))
    pattern = re.compile(re.escape(stem) + middle + re.escape(suffix), re.DOTALL)
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return []
    found = (name for name in names if pattern.fullmatch(unicodedata.normalize("NFC", name)))
    return [path.with_name(name) for name in sorted(found)]
