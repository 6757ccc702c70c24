"""A part of the window that takes the focus as a whole: a screen reader hears its name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Region(QWidget):
    """Its accessible name says what it is; ``ui/access/accessible.py`` tells it as a pane and not as mere filling."""
