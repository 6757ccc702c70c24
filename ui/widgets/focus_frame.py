"""The frame that ``focus_ring`` puts around what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QProxyStyle, QStyle, QStyleOption, QWidget

from kit.tokens import Tokens

GAP, LINE = 2, 3
"""Pixels, from the edge of what has the focus outwards: a gap in the second colour, then the line."""
RING = GAP + LINE
"""The room that a page which scrolls leaves at the sides of what takes the focus."""


class FocusFrame(QFocusFrame):
    """Two lines around a widget, outside its edge."""

    def __init__(self, theme: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        style = _Room()
        style.setParent(self)
        self.setStyle(style)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, radius = QRectF(self.rect()), t.radius + GAP
        for colour, pixels, inset in ((t.focus_gap, GAP + 1, LINE - 0.5), (t.focus, LINE, 0.0)):
            painter.setPen(QPen(QColor(colour), pixels))
            edge = inset + pixels / 2
            painter.drawRoundedRect(whole.adjusted(edge, edge, -edge, -edge), radius, radius)
        painter.end()


class _Room(QProxyStyle):
    """Gives the frame the room of the ring, and has it lie over all parts of a page: a narrow group would cut it."""

    def styleHint(  # type: ignore[no-untyped-def]
        self, hint: QStyle.StyleHint, option=None, widget: QWidget | None = None, returned=None
    ) -> int:
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returned)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return RING
        return super().pixelMetric(metric, option, widget)
