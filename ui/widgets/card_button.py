"""A card that opens something: pictogram, title, text and what a press does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.tokens import Accent, Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label


class CardButton(QAbstractButton):
    """A pressable card; its accessible name is title, text and the words of the press."""

    def __init__(
        self,
        theme: Tokens,
        *,
        title: str,
        text: str,
        go: str = "",
        pictogram: str = "",
        accent: Accent | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        accent = accent or theme.teal
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 18)
        box.setSpacing(theme.space_2)
        if pictogram:
            box.addWidget(Pictogram(pictogram, accent.ink, round(54 * min(theme.scale, 1.5)), ground=accent.soft))
            box.addSpacing(theme.space_1)
        for words, look in ((title, "h2"), (text, "muted")):
            if words:
                box.addWidget(self._label(words, look))
        box.addStretch(1)
        if go:
            label = self._label(go, "strong")
            label.setStyleSheet(f"color: {accent.ink};")
            box.addWidget(label)

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

    def _label(self, words: str, look: str) -> Label:
        label = Label(words, look)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label
