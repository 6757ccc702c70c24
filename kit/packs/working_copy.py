"""A folder of texts to work on: a copy of those in use, to correct and to make a pack of."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from pathlib import Path

from kit import paths
from kit.content.loader import load_publisher
from kit.days import read_day
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


def next_edition(folder: Path, today: datetime.date) -> tuple[str, datetime.date]:
    """Return the version and the day to propose for the edition after the one that was signed last in a folder.

    A version is a month (« 2026.11 »), with a number for the next ones of that month (« 2026.11.2 »); one that is
    written otherwise gets its last number plus one. No day is before the last one: such texts are refused.
    Raises ContentError, OSError.
    """
    last = load_publisher(folder / "kit.toml")
    day = max(today, read_day(last.content_date) or today)
    month = f"{day:%Y.%m}"
    written = re.fullmatch(r"(\d{4}\.\d{2})(?:\.(\d+))?", last.content_version)
    if written is not None and written[1] < month:
        version = month
    elif written is not None:
        version = f"{written[1]}.{int(written[2] or 1) + 1}"
    else:
        version = _plus_one(last.content_version)
    return version if is_well_formed(version, day.isoformat(), "0") else month, day


def _plus_one(version: str) -> str:
    head, number, tail = re.fullmatch(r"(.*?)(\d*)(\D*)", version, re.DOTALL).groups()  # type: ignore[union-attr]
    return f"{head}{int(number) + 1}{tail}" if number else f"{version}.2"


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
