"""What the tests of a mandate share: a clock set by hand, and a dossier of an adjointe that keeps to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit.dossier.dossier import Dossier


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dossier(tmp_path: Path, clock: Clock) -> Iterator[Dossier]:
    with Dossier.create(tmp_path / "d.kitess", by="Adjointe", now=clock) as made:
        yield made
