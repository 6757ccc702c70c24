"""Fixtures for all tests: places of their own, so that nothing of the machine is read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point user data and caches into the test's own folder; return it."""
    monkeypatch.setenv("KIT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KIT_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def root() -> Path:
    """Return the repository's folder."""
    return ROOT
