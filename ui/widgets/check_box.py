"""The box that is ticked: a real QCheckBox, painted large, with a dash when it does not count."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from kit.tokens import Tokens

_HATCH_EVERY = 5 * 2**0.5  # pixels along an edge, from line to line


class CheckBox(QCheckBox):
    """A tick box of the theme; ``set_dashed`` shows « – » for what does not concern the commune.

    ``below`` are the words under the box, without and with its tick: a press on them is one on the box. A box that
    ``chooses`` is not green, which is the colour of what is done.
    """

    def __init__(
        self,
        theme: Tokens,
        text: str = "",
        parent: QWidget | None = None,
        *,
        below: tuple[str, str] = ("", ""),
        chooses: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._dashed = self._under_way = False
        self._below = below
        self._ink = theme.primary if chooses else theme.green.ink
        self.setMinimumHeight(theme.box + 8 + self._room_below()[1])
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def word(self) -> str:
        """The word under the box, as its tick stands."""
        return self._below[self.isChecked()]

    def set_dashed(self, dashed: bool) -> None:
        """Show a dash in a grey box instead of a tick."""
        self._dashed = dashed
        self.update()

    def set_under_way(self, under_way: bool) -> None:
        """Fill the box with lines while it has no tick: what is begun and not done."""
        self._under_way = under_way
        self.update()

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.text())
        width, height = self._room_below()
        beside = self._theme.box + 8 + (text + 12 if text else 0)
        return QSize(max(beside, width), max(self._theme.box + 8 + height, 32))

    def hitButton(self, pos) -> bool:  # type: ignore[no-untyped-def]
        return bool(self.rect().contains(pos))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        below = any(self._below)
        box = QRectF(
            (self.width() - t.box) / 2 if below else 4, 4 if below else (self.height() - t.box) / 2, t.box, t.box
        )
        ticked = self.isChecked() and not self._dashed
        line = self._ink if ticked else t.field_line if self._dashed else t.muted
        ground = self._ink if ticked else t.chip if self._dashed else t.surface
        painter.setPen(QPen(QColor(line), 2))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        if self._under_way and not ticked and not self._dashed:
            self._paint_lines(painter, box.adjusted(2, 2, -2, -2))
        if ticked or self._dashed:
            ink = t.surface if ticked else t.ink_soft
            pen = QPen(QColor(ink), max(2.4, t.box / 9), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            if ticked:
                painter.drawPolyline([self._at(box, x, y) for x, y in ((0.24, 0.52), (0.43, 0.70), (0.76, 0.30))])
            else:
                painter.drawLine(self._at(box, 0.28, 0.5), self._at(box, 0.72, 0.5))
        if self.text():
            painter.setPen(QColor(t.ink if self.isEnabled() else t.muted))
            words = QRectF(box.right() + 12, 0, self.width() - box.right() - 12, self.height())
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if below:
            painter.setFont(self._small())
            painter.setPen(QColor(self._ink if ticked else t.muted))
            words = QRectF(0, box.bottom() + 2, self.width(), self.height() - box.bottom() - 2)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), self.word)
        painter.end()

    def _paint_lines(self, painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.setPen(QPen(QColor(self._theme.green.ink), 2))
        for number in range(1, round(2 * box.width() / _HATCH_EVERY)):
            apart = number * _HATCH_EVERY
            painter.drawLine(QPointF(box.left() + apart, box.top()), QPointF(box.left(), box.top() + apart))
        painter.restore()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.text_small)
        return font

    def _room_below(self) -> tuple[int, int]:
        """Return the width and height that the words under the box take."""
        measured = QFontMetrics(self._small())
        widest = max(map(measured.horizontalAdvance, self._below))
        return (widest + 4, measured.height()) if widest else (0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    @staticmethod
    def _at(box: QRectF, x: float, y: float) -> QPointF:
        return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)
