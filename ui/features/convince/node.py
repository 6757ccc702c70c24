"""The middle of the map: a dark rounded node that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kit.tokens import Tokens
from ui.widgets.wrap_link import PASSED_ON

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)
_PAD = 14
_LEAST = 96


class ReasonNode(QPushButton):
    """Its words in several lines, white on dark; arrow keys go to its parents."""

    def __init__(self, theme: Tokens, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setProperty("look", "wrap-title")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(150, self.heightForWidth(150))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        room = QRect(0, 0, max(1, width - 2 * _PAD), 10_000)
        words = QFontMetrics(self._letters()).boundingRect(room, _WRAPPED, self.text()).height()
        return max(_LEAST, words + 2 * _PAD)

    def _letters(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PASSED_ON:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape, round_off = QRectF(self.rect()).adjusted(1, 1, -1, -1), min(48.0, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.node))
        painter.drawRoundedRect(shape, round_off, round_off)
        font = self._letters()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(t.node_ink))
        painter.drawText(self.rect().adjusted(_PAD, 0, -_PAD, 0), _WRAPPED, self.text())
        painter.end()
