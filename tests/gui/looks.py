"""The looks of a theme for parts that a test shows outside the window, which has its own; contrast of colours."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from ui import app
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import Tokens
from ui.widgets.focus_ring import GAP, LINE


def set_up_look(qapp: QApplication, theme: Tokens) -> None:
    """Load the bundled font, and dress all that the tests show."""
    app.set_up_fonts(qapp, theme)
    qapp.setStyleSheet(stylesheet(theme))


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: str, b: str) -> float:
    """Return how far two colours stand apart, 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def around(widget: QWidget) -> QImage:
    """Return the picture of a widget in its window, with the ring of the focus that lies outside of it."""
    window, room = widget.window(), GAP + LINE
    place = widget.rect().translated(widget.mapTo(window, QPoint())).adjusted(-room, -room, room, room)
    return window.grab(place).toImage()
