"""The ring around what has the focus: one for a window, in two colours, so that it stands out on every ground."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFocusFrame,
    QMessageBox,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QTextBrowser,
    QWidget,
)
from shiboken6 import isValid

from ui.theme.tokens import Tokens

GAP, LINE = 2, 3
"""Pixels, from the edge of what has the focus outwards: a gap in the second colour, then the line."""


class FocusRing(QObject):
    """Goes with the focus inside a window and its message boxes.

    Texts and lists show the focus inside them by themselves (a link, a row), and what ``paints_own_focus`` too.
    """

    def __init__(self, theme: Tokens, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._frame: _Frame | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self._window):
            return
        if self._frame is None or not isValid(self._frame):  # it goes with the page or the box that it was in
            self._frame = _Frame(self._theme, self._window)
        if now is not None and self._is_ringed(now):
            if now is not self._frame.widget():
                self._frame.setWidget(now)
        elif self._frame.widget() is not None:
            self._frame.setWidget(None)  # type: ignore[arg-type]  # Qt takes none, and hides the frame
            self._frame.setParent(self._window)

    def _is_ringed(self, widget: QWidget) -> bool:
        if widget.objectName() == "canvas" or getattr(widget, "paints_own_focus", False):
            return False
        if isinstance(widget, QTextBrowser | QAbstractItemView):
            return False
        window = widget.window()
        return window is self._window or isinstance(window, QMessageBox)


class _Frame(QFocusFrame):
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
            return GAP + LINE
        return super().pixelMetric(metric, option, widget)
