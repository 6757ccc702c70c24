"""Buttons of the bars that show the short words of an action."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton


def dress(button: QToolButton, action: QAction) -> None:
    """Let a button do what an action does, under its short words « A+ », named by the whole ones."""
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setAccessibleName(action.text())
    button.setProperty("look", "tool")
