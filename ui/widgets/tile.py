"""A small card that opens something: a pictogram and a name, for grids."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.theme.tokens import Accent, Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label


class Tile(QAbstractButton):
    """A pressable tile; ``text`` is its description for a screen reader and its tooltip."""

    def __init__(
        self, theme: Tokens, title: str, text: str, pictogram: str, accent: Accent, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 11, 10, 11)
        row.setSpacing(theme.space_3)
        row.addWidget(Pictogram(pictogram, accent.ink, round(40 * min(theme.scale, 1.5)), ground=accent.soft))
        name = Label(title, "strong")
        name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(name, 1)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        line = t.focus if focused else t.primary if self.underMouse() else t.line
        painter.setPen(QPen(QColor(line), 2.5 if focused else 1))
        painter.setBrush(QColor(t.surface))
        edge = 1.5 if focused else 0.5
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, t.radius_card, t.radius_card)
        painter.end()
