"""The days from today to a council on a line: one tick a day, what is to be sent before, the sitting at the end."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QStaticText, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from kit.days import SHORT_MONTHS
from kit.markup import raised_html
from kit.tokens import Tokens
from kit.typography import fr

_DOT, _RING, _SQUARE = 6.0, 7.0, 8.0  # pixels: half of each sign
_NARROWEST = 4.0  # pixels from tick to tick; more days have one a week


def short_day(day: date) -> str:
    """Return « 8 déc. », « 1er mars »."""
    return f"{'1er' if day.day == 1 else day.day} {SHORT_MONTHS[day.month - 1]}"


class CouncilLine(QWidget):
    """A drawing for the eye; what it says in words is its name for a screen reader."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._today = self._council = date.min
        self._sending: tuple[date, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_days(self, today: date, council: date, sending: tuple[date, ...]) -> None:
        """Show the days from ``today`` to ``council``; ``sending`` are the last days to send the summons."""
        self._today, self._council = today, council
        self._sending = tuple(day for day in sending if today <= day < council)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(24 + self._font().pixelSize() * 1.4))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @property
    def ticks(self) -> list[date]:
        """The days that have a tick: all, or one a week where they would lie too near."""
        days = (self._council - self._today).days
        every = 1 if days * _NARROWEST <= self._ends()[1] - self._ends()[0] else 7
        ahead = range(every, days, every)
        return [date.fromordinal(self._today.toordinal() + number) for number in ahead]

    def paintEvent(self, event: QPaintEvent) -> None:
        t, y = self._theme, 12.0
        start, end = self._ends()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.field_line), 1.5))
        painter.drawLine(QPointF(start, y), QPointF(end, y))
        for day in self.ticks:
            painter.drawLine(QPointF(self._at(day), y - 4), QPointF(self._at(day), y + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.ink))
        painter.drawEllipse(QPointF(start, y), _DOT, _DOT)
        painter.setBrush(QColor(t.teal.ink))
        painter.drawRoundedRect(QRectF(end - _SQUARE, y - _SQUARE, 2 * _SQUARE, 2 * _SQUARE), 3, 3)
        painter.setPen(QPen(QColor(t.teal.ink), 3))
        painter.setBrush(QColor(t.surface))
        for day in self._sending:
            painter.drawEllipse(QPointF(self._at(day), y), _RING, _RING)
        self._write(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        """Write under the line what there is room for: today and the council first, then the summons."""
        font, y = self._font(), float(self.height())
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        today, last = _written("auj.", font), _written(short_day(self._council), font)
        right = self.width() - last.size().width()
        told = [(0.0, today), (right, last)]
        if self._sending:
            summons = _written(fr("{day} : convocation", day=short_day(self._sending[0])), font)
            wide = summons.size().width()
            left = min(max(self._at(self._sending[0]) - wide / 2, 0), self.width() - wide)
            gap = self._theme.space_2
            after_today = max(left, today.size().width() + gap)
            if after_today + wide + gap <= right:
                told.append((after_today, summons))
            elif wide + gap <= right:  # in the place of « auj. »
                told[0] = (min(left, right - gap - wide), summons)
        for left, words in told:
            painter.drawStaticText(QPointF(left, y - words.size().height()), words)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.text_tiny)
        return font

    def _ends(self) -> tuple[float, float]:
        return _DOT + 1, self.width() - _SQUARE - 1

    def _at(self, day: date) -> float:
        start, end = self._ends()
        days = max(1, (self._council - self._today).days)
        return start + (end - start) * (day - self._today).days / days


def _written(words: str, font: QFont) -> QStaticText:
    """Return words in one line, the letters of « 1er » raised."""
    written = QStaticText(raised_html(words))
    written.setTextFormat(Qt.TextFormat.RichText)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    written.setTextOption(option)
    written.prepare(font=font)
    return written
