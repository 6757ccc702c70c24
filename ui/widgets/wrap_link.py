"""A link that wraps: what a QPushButton cannot do, for long titles in narrow places."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kit.tokens import Tokens

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
INDENT = 5
"""Pixels before the words: the room of the focus."""
_PAD = QPoint(INDENT, 3)
_KEPT = 64
PASSED_ON = frozenset(
    (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
)


class WrapLink(QPushButton):
    """A pressable text of one or more lines, opened by Space or Enter; arrow keys go to its parents.

    ``title`` gives it the bold look of a title; ``bullet`` sets it in a list.
    """

    def __init__(
        self,
        theme: Tokens,
        text: str,
        *,
        colour: str = "",
        title: bool = False,
        bullet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._colour = colour or theme.link
        self._title = title
        self._heights: dict[tuple[int, str], int] = {}  # layouts ask for the same ones by the dozen
        self._widths: tuple[str, int, int] | None = None  # the words, how wide they are and how wide the longest is
        self._indent = _PAD.x() + (round(12 * theme.scale) if bullet else 0)
        self.setProperty("look", "wrap-title" if title else "wrap-link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width = self._indent + self._advances()[0] + _PAD.x() + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        width = self._indent + self._advances()[1] + _PAD.x() + 2
        return QSize(width, self.fontMetrics().height() + 2 * _PAD.y())

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        asked = (width, self.text())
        if asked not in self._heights:
            room = QRect(0, 0, max(1, width - self._indent - _PAD.x()), 10_000)
            taken = self.fontMetrics().boundingRect(room, _WRAPPED, self.text())
            if len(self._heights) >= _KEPT:  # the window is being dragged wider
                self._heights.clear()
            self._heights[asked] = taken.height() + 2 * _PAD.y()
        return self._heights[asked]

    def _advances(self) -> tuple[int, int]:
        """Return how wide all the words are in one line, and the longest of them."""
        text = self.text()
        if self._widths is None or self._widths[0] != text:
            measured = self.fontMetrics().horizontalAdvance
            self._widths = text, measured(text), max(measured(word) for word in text.split(" "))
        return self._widths[1:]

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()  # other letters, perhaps
        self._widths = None
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PASSED_ON:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setUnderline(self.underMouse() if self._title else True)
        painter.setFont(font)
        painter.setPen(QColor(self._colour))
        room = self.rect().adjusted(self._indent, _PAD.y(), -_PAD.x(), 0)
        painter.drawText(room, _WRAPPED, self.text())
        if self._indent > _PAD.x():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colour))
            dot = 2.2 * self._theme.scale
            middle = _PAD.y() + self.fontMetrics().height() / 2
            painter.drawEllipse(QPointF(_PAD.x() + dot, middle), dot, dot)
        painter.end()
