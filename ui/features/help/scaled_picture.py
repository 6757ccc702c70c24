"""A picture from a file as wide as its place, told by its alternative."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QHideEvent, QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ScaledPicture(QLabel):
    """Keeps its proportions; a file that is not there leaves its alternative as words.

    It is read when it comes into sight and let go when its page is left: ten of them weigh 11 MiB.
    """

    def __init__(self, path: Path, alternative: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = str(path)
        self._whole = QImageReader(self._path).size()
        self._image: QImage | None = None
        self.setAccessibleName(alternative)
        self.setWordWrap(True)
        if not self._whole.isValid():
            self.setText(alternative)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._whole.isValid():
            return super().heightForWidth(width)
        return round(min(width, self._whole.width()) * self._whole.height() / self._whole.width())

    def sizeHint(self) -> QSize:
        width = self._whole.width() if self._whole.isValid() else 200
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(120))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._image = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._whole.isValid():
            super().paintEvent(event)
            return
        self._image = self._image or QImage(self._path)
        width = min(self.width(), self._whole.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(0, 0, width, self.heightForWidth(width)), self._image)
        painter.end()
