"""A thin progress bar painted by the theme, with its value in words for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from kit.dossier.model import Progress
from ui.theme.tokens import Tokens
from ui.widgets.progress_words import in_words


class LeverProgress(QProgressBar):
    """How many of a lever's applicable actions are done; nothing applicable shows an empty track."""

    def __init__(self, theme: Tokens, name: str, thickness: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thickness = thickness
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setFixedHeight(thickness)
        self.setMinimumWidth(60)

    def show_progress(self, value: Progress) -> None:
        """Show a fold of statuses."""
        self.setRange(0, max(1, value.applicable))
        self.setValue(value.done)
        self.setAccessibleDescription(in_words(value))

    def sizeHint(self) -> QSize:
        return QSize(160, self._thickness)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        half = track.height() / 2
        painter.setBrush(QColor(self._theme.track))
        painter.drawRoundedRect(track, half, half)
        if self.value() > 0:
            part = self.value() / max(1, self.maximum())
            painter.setBrush(QColor(self._theme.green.ink))
            painter.drawRoundedRect(QRectF(0, 0, max(track.height(), track.width() * part), track.height()), half, half)
        painter.end()
