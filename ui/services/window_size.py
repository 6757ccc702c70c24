"""How large the window may be: what its screen has, without the taskbar and without the window's own frame.

And that what is in it takes its place before it is painted.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize

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


def lay_out() -> None:
    """Lay out all that asked for it: else a page is painted, laid out and painted again."""
    for _ in range(2):  # what scrolls asks for more
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
