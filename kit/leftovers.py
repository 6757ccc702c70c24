"""Temporary files that killed programs left: known by their names, and by no process holding a lock on them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from kit.files import hold, open_regular, remove_regular

_HALF = (
    r"(?s)\.(?P<name>.+)\.[0-9a-f]{16}\.tmp"
    r"|(?P<old>.+)\.\d+\.nouveau|\.(?P<stem>.{1,20})-[0-9a-f]{8}\.tmp"  # of earlier versions
)
_ENDINGS = (".tmp", ".nouveau")


def find(folder: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    """Return the files that killed writers left half written in a folder, of the targets whose name is wanted.

    What a living process is writing is not among them, where the system knows locks. The end of a name of more than
    233 bytes is lost; of some that earlier versions left, the beginning of the stem is all there is. A folder that
    cannot be read holds none.
    """
    try:
        entries = [*folder.iterdir()]
    except OSError:
        return []
    return [path for path in entries if (name := _target_of(path.name)) and is_wanted(name) and _is_left(path)]


def remove(folder: Path, is_wanted: Callable[[str], bool]) -> None:
    """Remove what ``find`` finds; the OSError of the first that stays, once all were tried."""
    refused: list[OSError] = []
    for path in find(folder, is_wanted):
        try:
            remove_regular(path)
        except OSError as error:
            refused.append(error)
    if refused:
        raise refused[0]


def _target_of(name: str) -> str:
    """Return the name of what a half-written file was to become, empty for any other file."""
    found = re.fullmatch(_HALF, name) if name.endswith(_ENDINGS) else None
    return (found["name"] or found["old"] or found["stem"]) if found else ""


def _is_left(path: Path) -> bool:
    """Say whether no living process writes this file: one that does holds it."""
    try:
        fd = open_regular(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return hold(fd) is not False
    finally:
        os.close(fd)
