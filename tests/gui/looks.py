"""The looks of what a test shows without the window: the window gives them to all that stands in it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.services.appearance import set_font, set_style
from ui.services.page import Page
from ui.theme.tokens import Tokens


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
