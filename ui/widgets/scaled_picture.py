"""A picture from a file as wide as its place, told by its alternative."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ScaledPicture(QLabel):
    """Keeps its proportions; a file that is not there leaves its alternative as words."""

    def __init__(self, path: Path, alternative: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap(str(path))
        self.setAccessibleName(alternative)
        self.setWordWrap(True)
        if self._picture.isNull():
            self.setText(alternative)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._picture.isNull():
            return super().heightForWidth(width)
        return round(min(width, self._picture.width()) * self._picture.height() / self._picture.width())

    def sizeHint(self) -> QSize:
        width = self._picture.width() or 200
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            super().paintEvent(event)
            return
        width = min(self.width(), self._picture.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(QRect(0, 0, width, self.heightForWidth(width)), self._picture)
        painter.end()
