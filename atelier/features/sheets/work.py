"""What is done with a sheet: plain functions, run in the background."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.content.review_merge import Together


def write_sheet(folder: Path, out: Path, step: Step) -> Path:
    """Write the feuille de relecture of a folder; returns its path. Raises ContentError, OSError, Stopped."""
    from kit.content.review import sheet
    from kit.documents.review import review_document
    from kit.documents.writer import write
    from kit.packs.changes import open_folder

    step("read")
    texts, today = open_folder(folder), date.today()
    document = review_document(sheet(texts, folder / "content", today), today, texts.publisher)
    step("write")
    write(document, out, force=True)  # the dialog asked about another file of this name
    return out


class Compared(Struct, frozen=True):
    """What sheets change in a folder, and the ids of the changed texts that have a draft."""

    folder: Path
    found: Together
    drafts: tuple[str, ...]


def compare_sheets(folder: Path, files: list[Path], step: Step) -> Compared:
    """Return what corrected sheets change in a folder; nothing is written. Raises ContentError, OSError."""
    from kit.content.review_back import take_sheet
    from kit.content.review_merge import together
    from kit.packs import history

    step("read")
    found = together([take_sheet(file) for file in files], folder / "content")
    ids = dict.fromkeys(one.id for one in found.corrections)
    return Compared(folder, found, tuple(one for one in ids if history.draft(folder, one) is not None))


def take_sheets(compared: Compared, now: datetime, step: Step) -> Compared:
    """Write what sheets change, each former state kept under the names of its readers; returns what was written.

    Raises TextChanged for a text that is another than when they were compared, before anything is written; OSError.
    """
    from kit.content.review import REVIEWED as READ
    from kit.content.review import SHEET
    from kit.content.review_back import paths_of
    from kit.errors import TextChanged
    from kit.packs import history

    step("write")
    folder, files = compared.folder, compared.found.changes.files
    for path, (before, _) in files.items():
        if history.read_whole(path) != before:
            raise TextChanged(path)
    ids = {path: article_id for article_id, path in paths_of(folder / "content")}
    for path, (before, after) in files.items():
        own = [one for one in compared.found.corrections if one.id == ids[path]]
        who = ", ".join(dict.fromkeys(name for one in own for name in one.after.who))
        is_read = bool(own) and all(one.part == SHEET and one.after.words.startswith(READ) for one in own)
        what = history.REVIEWED if is_read else history.CORRECTED
        history.put(folder, ids[path], path, before, after, who=who, what=what, now=now)
    return compared
