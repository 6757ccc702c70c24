"""How large the window may be: what its screen has, without the taskbar and without the window's own frame."""

from __future__ import annotations

from PySide6.QtCore import QSize

WANTED = QSize(1280, 800)
LEAST = QSize(900, 540)
FRAME = QSize(16, 40)  # the borders and title bar, which Qt knows only once the window is shown


def room(available: QSize) -> QSize:
    """Return what a screen leaves to the window inside its frame."""
    return (available - FRAME).expandedTo(QSize(1, 1))


def first_size(available: QSize) -> QSize:
    """Return the size of the window at its first showing."""
    return WANTED.boundedTo(room(available))


def least_size(available: QSize) -> QSize:
    """Return how small the window may be made: never more than what the screen can show."""
    return LEAST.boundedTo(room(available))
