"""A pictogram, alone or in its soft square, with its alternative text."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import icons


class Pictogram(QWidget):
    """A drawing of ``size`` pixels in ``colour``; with ``ground`` it stands in a rounded square."""

    def __init__(
        self, name: str, colour: str, size: int = 20, *, ground: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._ground = name, colour, ground
        self._size = size
        self.setFixedSize(QSize(size, size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_size(self, size: int) -> None:
        """Be another number of pixels wide and high."""
        self._size = size
        self.setFixedSize(QSize(size, size))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ground))
            painter.drawRoundedRect(box, self._size * 0.26, self._size * 0.26)
            margin = self._size * 0.22
            box = box.adjusted(margin, margin, -margin, -margin)
        icons.paint(painter, self._name, self._colour, box)
        painter.end()
