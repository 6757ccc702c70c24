"""What is done with a sheet: plain functions, run in the background."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.content.review_back import Changes


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


class SheetBack(Struct, frozen=True):
    """What a corrected sheet changes, with the difference as ``diff -u`` writes it."""

    changes: Changes
    diff: str


def compare_sheet(folder: Path, file: Path, step: Step) -> SheetBack:
    """Return what a corrected sheet changes in a folder; nothing is written. Raises ContentError, OSError."""
    from kit.content.review_back import changes, open_sheet

    step("read")
    made = changes(open_sheet(file), folder / "content")
    return SheetBack(made, made.diff(folder / "content"))
