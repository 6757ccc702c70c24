"""The looks of a theme for parts that a test shows outside the window, which has its own."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui import app
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import Tokens


def set_up_look(qapp: QApplication, theme: Tokens) -> None:
    """Load the bundled font, and dress all that the tests show."""
    app.set_up_fonts(qapp, theme)
    qapp.setStyleSheet(stylesheet(theme))
