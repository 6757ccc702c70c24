"""A folder of texts to work on: a copy of those in use, to correct and to make a pack of."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from kit import paths
from kit.errors import ContentError, OutputExists
from kit.files import copy_whole, write_whole
from kit.packs.archive import ROOMS
from kit.packs.manifest import is_well_formed


def copy_texts(folder: Path) -> None:
    """Copy the texts in use into ``folder``, which is empty or not there yet; raises OutputExists, OSError."""
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    texts = paths.texts()
    folder.mkdir(parents=True, exist_ok=True)
    for room in ROOMS:
        if (texts / room).is_dir():
            shutil.copytree(texts / room, folder / room, ignore=shutil.ignore_patterns(".*", "~*"))
    copy_whole(texts / "kit.toml", folder / "kit.toml")  # last: a folder with it is a whole one


def is_working_copy(folder: Path) -> bool:
    """Say whether a folder holds texts that can be worked on."""
    return (folder / "kit.toml").is_file() and (folder / "content").is_dir()


def set_version(folder: Path, version: str, date: str) -> None:
    """Write version and ISO date of the texts into ``kit.toml``; raises ContentError for one that cannot be."""
    path = folder / "kit.toml"
    if not is_well_formed(version, date, "0"):
        raise ContentError(path, 1, "kit.toml", f"{version} · {date}")
    words = path.read_text(encoding="utf-8")
    words, one = re.subn(r"(?m)^content_version\s*=.*$", f'content_version = "{version}"', words)
    words, other = re.subn(r"(?m)^content_date\s*=.*$", f"content_date = {date}", words)
    if (one, other) != (1, 1):
        raise ContentError(path, 1, "kit.toml", "content_version, content_date")
    write_whole(path, words.encode("utf-8"))
