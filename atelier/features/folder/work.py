"""What is done with the folder of texts: plain functions, run in the background."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.content.problem import Report


def check(folder: Path, step: Step) -> Report:
    """Return what the rules of the texts say of a folder. Raises ContentError."""
    from kit import paths
    from kit.content import lint

    step("check")
    return lint.check(folder / "content", folder / "kit.toml", paths.pictograms())
