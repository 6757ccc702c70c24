"""What is done with a sheet: plain functions, run in the background."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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


def compare_sheets(folder: Path, files: list[Path], step: Step) -> Together:
    """Return what corrected sheets change in a folder; nothing is written. Raises ContentError, OSError."""
    from kit.content.review_back import take_sheet
    from kit.content.review_merge import together

    step("read")
    return together([take_sheet(file) for file in files], folder / "content")
