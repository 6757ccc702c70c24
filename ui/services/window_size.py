"""How large the window may be: what its screen has, without the taskbar and without the window's own frame.

And that what is in it takes its place before it is painted.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QWidget

WANTED = QSize(1280, 800)
LEAST = QSize(900, 540)
GEOMETRY = "geometry"  # the setting
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


def kept(window: QWidget) -> str:
    """Return where a window is, on which screen and how large, for ``restore``."""
    return bytes(window.saveGeometry().toBase64().data()).decode("ascii")


def restore(window: QWidget, told: str) -> bool:
    """Put a window where it was, on the screen that it was on while that is there, and never out of sight.

    False, and nothing done, for what tells no place.
    """
    if not window.restoreGeometry(QByteArray.fromBase64(told.encode())):
        return False
    available = window.screen().availableGeometry()
    if not window.isMaximized() and not available.contains(window.geometry()):
        size = window.size().boundedTo(room(available.size()))
        left = max(available.left(), min(window.x(), available.right() - size.width() - FRAME.width()))
        top = max(available.top(), min(window.y(), available.bottom() - size.height() - FRAME.height()))
        window.resize(size)
        window.move(left, top)
    return True


def lay_out() -> None:
    """Lay out all that asked for it: else a page is painted, laid out and painted again."""
    for _ in range(2):  # what scrolls asks for more
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
