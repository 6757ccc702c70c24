"""How far the meeting is: an outlined track, empty at the first action, on the dark ground of the stage."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QWidget

from kit.tokens import Tokens

_THICK = 10


class MeetingBar(QProgressBar):
    """A progress bar painted in the colours of the stage; a screen reader hears its value."""

    def __init__(self, theme: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setFixedHeight(_THICK)

    def sizeHint(self) -> QSize:
        return QSize(160, _THICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        half = track.height() / 2
        painter.setPen(QPen(QColor(t.stage_line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track, half, half)
        if self.value() > self.minimum():
            part = (self.value() - self.minimum()) / max(1, self.maximum() - self.minimum())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.stage_mark))
            done = QRectF(track.left(), track.top(), max(track.height(), track.width() * part), track.height())
            painter.drawRoundedRect(done, half, half)
        painter.end()
