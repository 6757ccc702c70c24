"""A button with what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton


def button(words: str, pressed: Callable[[], None] | SignalInstance, *, look: str = "") -> QPushButton:
    """Return a button that calls something, or sends a signal, when it is pressed."""
    made = QPushButton(words)
    made.setProperty("look", look)
    tell = pressed.emit if isinstance(pressed, SignalInstance) else pressed
    made.clicked.connect(lambda _=False: tell())
    return made
