"""The window of the atelier, as a test opens it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from atelier.services.context import AtelierContext
from atelier.widgets.tool_page import ToolPage
from atelier.window import AtelierWindow

PATIENCE = 20_000  # ms: the machine may be busy


def open_desk(qtbot: QtBot, context: AtelierContext, size: tuple[int, int] = (1280, 800)) -> AtelierWindow:
    """Return the shown window; it is closed with the test."""
    window = AtelierWindow(context)
    qtbot.addWidget(window)
    window.resize(*size)
    window.open_route(window.program.home)
    window.show()
    qtbot.waitExposed(window)
    return window


def press(qtbot: QtBot, page: ToolPage, button: QPushButton) -> str:
    """Press a button, wait until the work is over; return what is said."""
    button.click()
    qtbot.waitUntil(lambda: not page.context.jobs.is_busy, timeout=PATIENCE)
    return page.tasks.status.text()
