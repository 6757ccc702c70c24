"""A pictogram, alone or in its soft square, with its alternative text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from ui.theme import icons
from ui.widgets.kept_drawing import KeptDrawing


class Pictogram(KeptDrawing):
    """A drawing of ``size`` pixels in ``colour``; with ``ground`` it stands in a rounded square."""

    def __init__(
        self, name: str, colour: str, size: int = 20, *, ground: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._ground = name, colour, ground
        self._size = size
        self.setFixedSize(QSize(size, size))

    def set_size(self, size: int) -> None:
        """Be another number of pixels wide and high."""
        self._size = size
        self.setFixedSize(QSize(size, size))

    def draw(self, painter: QPainter) -> None:
        box = QRectF(self.rect())
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ground))
            painter.drawRoundedRect(box, self._size * 0.26, self._size * 0.26)
            margin = self._size * 0.22
            box = box.adjusted(margin, margin, -margin, -margin)
        icons.paint(painter, self._name, self._colour, box)
