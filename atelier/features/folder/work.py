"""What is done with the folder of texts: plain functions, run in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.content.problem import Report


class Checked(Struct, frozen=True):
    """What the rules say of a folder, and the ids of its texts by file."""

    report: Report
    ids: dict[str, str]


def check(folder: Path, step: Step) -> Checked:
    """Return what the rules of the texts say of a folder. Raises ContentError."""
    from kit import paths
    from kit.content import lint
    from kit.content.review_back import paths_of

    step("check")
    content = folder / "content"
    ids = {path.relative_to(content).as_posix(): article_id for article_id, path in paths_of(content)}
    return Checked(lint.check(content, folder / "kit.toml", paths.pictograms()), ids)
