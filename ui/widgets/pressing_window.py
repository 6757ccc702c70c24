"""A window in which Enter presses the button in focus, as everywhere but in Qt outside dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QToolButton


class PressingWindow(QMainWindow):
    """A main window; keys that the widget in focus does not take come up to it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QPushButton | QToolButton):
            here.click()
        else:
            super().keyPressEvent(event)
