"""Scrolls what gets the focus into sight, in every scroll area around it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.scroll import bring_into_sight


class FocusInSight(QObject):
    """Lives as long as the program: a window that is going away must not be called by its last focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            _look(now)
            QTimer.singleShot(0, self, self._look_again)  # what was shown just before has its place only then

    def _look_again(self) -> None:
        if (focus := QApplication.focusWidget()) is not None:
            _look(focus)


def _look(focus: QWidget) -> None:
    if focus.isVisible() and focus.visibleRegion().isEmpty():
        bring_into_sight(focus)
