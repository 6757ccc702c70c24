"""A file written whole or not at all: beside, to the disk, then into place."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from kit.errors import OutputExists


def put(content: bytes, out: Path, *, force: bool, private: bool = False) -> None:
    """Write a file; without ``force`` an existing one is refused, by the very step that gives the name.

    A ``private`` one is for its owner alone from its first byte, where the system knows such rights.

    Raises OutputExists, or the OSError of a disk that refuses; what stood at ``out`` is then unharmed.
    """
    if os.path.lexists(out) and not force:
        raise OutputExists(out)
    beside = out.with_name(f".{out.stem[:20]}-{os.urandom(4).hex()}.tmp")
    try:
        mode = 0o600 if private else 0o666
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force:
            beside.replace(out)
        else:
            _move_new(beside, out)
    except OSError as error:
        error.filename, error.filename2 = str(out), None  # who reads it knows no other name
        raise
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _move_new(beside: Path, out: Path) -> None:
    try:
        out.hardlink_to(beside)  # fails when a file came meanwhile, where a rename would take its place
    except FileExistsError:
        raise OutputExists(out) from None
    except OSError:  # a file system without hard links: FAT, some network drives
        if os.path.lexists(out):
            raise OutputExists(out) from None
        beside.replace(out)
