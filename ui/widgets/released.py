"""Puts off what moves widgets until no mouse button is held: else press and release would fall on different widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication


def once_released(owner: QObject, act: Callable[[], object]) -> None:
    """Call at once while no button of the mouse is held, else when the last one was released and has done its work.

    ``owner`` gone, nothing is called.
    """
    if QGuiApplication.mouseButtons():
        _Waiting(owner, act)
    else:
        act()


class _Waiting(QObject):
    def __init__(self, owner: QObject, act: Callable[[], object]) -> None:
        super().__init__(owner)
        self._act = act
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self._end)
        return False

    def _end(self) -> None:
        if QGuiApplication.mouseButtons():
            return
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        act, self._act = self._act, lambda: None
        self.deleteLater()
        act()
