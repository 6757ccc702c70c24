"""Work put off to the end of the present turn of the event loop, done once however often it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject


class _Later(QObject):
    """Calls back by an event of its own, which Qt sends before it paints; a timer would have its turn after that."""

    def __init__(self, call: Callable[[], None], owner: QObject) -> None:
        super().__init__(owner)
        self._call = call
        self._is_asked = False

    def ask(self) -> None:
        """Have the call done when the present turn is over."""
        if not self._is_asked:
            self._is_asked = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.User:
            return super().event(event)
        self._is_asked = False
        self._call()
        return True


def later(call: Callable[[], None], owner: QObject) -> Callable[[], None]:
    """Return a function that has ``call`` done once, when the present turn of the event loop is over.

    It comes before the next painting: what changed at once and what was put off are laid out and painted together.
    """
    return _Later(call, owner).ask
