"""Work put off to the end of the present turn of the event loop, done once however often it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(call: Callable[[], None], owner: QObject) -> Callable[[], None]:
    """Return a function that has ``call`` done once, when the present turn of the event loop is over."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(0)
    timer.timeout.connect(call)
    return timer.start
