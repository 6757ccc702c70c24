"""Every screen in every theme looks as the golden pictures that somebody has looked at (``make golden-tour``)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.gui.every_screen.tour_pictures import GOLDEN, SIZE, THEMES, TOLERANCE, compare, photograph, small, worst_tile


@pytest.mark.parametrize("theme", THEMES)
def test_screens_look_as_they_did(theme: str) -> None:
    """Look at the pictures in build/visite-* after ``make golden-tour`` where a change is wanted."""
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:  # a short path: it is shown on a few screens
        changed = compare(theme, photograph(theme, Path(folder)))
    assert not changed, "\n".join(f"{one.name}: {one.worst:.1f} > {TOLERANCE}" for one in changed)


def test_golden_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in GOLDEN.rglob("*.png")) <= 3_000_000


def test_a_button_that_moves_or_vanishes_is_seen(tmp_path: Path) -> None:
    """The comparison itself: a button of 120 × 36 that is gone, then words moved down by a line."""
    picture = QImage(1280, 800, QImage.Format.Format_RGB888)
    picture.fill(QColor("#f7f5f0"))
    painter = QPainter(picture)
    painter.fillRect(QRect(300, 200, 120, 36), QColor("#0b5563"))
    painter.end()
    empty = QImage(1280, 800, QImage.Format.Format_RGB888)
    empty.fill(QColor("#f7f5f0"))
    moved = QImage(empty)
    painter = QPainter(moved)
    painter.fillRect(QRect(300, 220, 120, 36), QColor("#0b5563"))
    painter.end()
    for name, image in (("a", picture), ("b", empty), ("c", moved)):
        image.save(str(tmp_path / f"{name}.png"))
    a, b, c = (small(tmp_path / f"{name}.png") for name in "abc")
    assert (a.width(), a.height()) == SIZE and a.format() == QImage.Format.Format_RGB888
    assert worst_tile(a, a) == 0
    assert worst_tile(a, b) > TOLERANCE and worst_tile(a, c) > TOLERANCE
