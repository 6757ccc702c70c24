"""The drawings as Qt's icons: they outlive what Qt does with them."""

from __future__ import annotations

import gc
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from ui.theme import icons


def _inked(icon: QIcon) -> int:
    image = icon.pixmap(QSize(24, 24)).toImage()
    return sum(QColor(image.pixelColor(x, y)).alpha() > 0 for x in range(24) for y in range(24))


def test_a_copy_that_qt_changes_is_drawn_like_the_first(qapp: QApplication, tmp_path: Path) -> None:
    first = icons.icon("accueil", "#123456")
    other = QIcon(first)
    other.addFile(str(tmp_path / "absent.png"))  # Qt asks for a copy of what paints it
    gc.collect()
    assert _inked(other) == _inked(first) > 0
    del first
    gc.collect()
    assert _inked(other) > 0
