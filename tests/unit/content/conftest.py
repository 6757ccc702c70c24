"""What the tests of the texts share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit import paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped texts that a test may break."""
    shutil.copytree(paths.content(), tmp_path / "content")
    shutil.copy(paths.kit_file(), tmp_path / "kit.toml")
    return tmp_path / "content"
