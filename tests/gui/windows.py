"""The window, as a test opens it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

HOME = Route(PageId.HOME)


def open_window(
    qtbot: QtBot, context: AppContext, place: Route = HOME, size: tuple[int, int] = (1280, 800)
) -> MainWindow:
    """Return the shown window, at a place; it is closed with the test."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(*size)
    window.open_route(place)
    window.show()
    qtbot.waitExposed(window)
    return window
