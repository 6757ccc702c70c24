"""The looks of what a test shows without the window, which gives them to all that stands in it; contrast of colours."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kit.tokens import Tokens
from ui.services.appearance import set_font, set_style
from ui.services.page import Page
from ui.widgets.focus_frame import GAP, LINE


def dress(widget: QWidget, theme: Tokens) -> None:
    """Give a widget without a window the font and the looks of a theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_font(app, theme)
    set_style(widget, theme)


def alone(qtbot: QtBot, page: Page) -> None:
    """Keep a page that is shown without the window until the end of the test, in the looks of its theme."""
    qtbot.addWidget(page)
    dress(page, page.context.theme)


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
