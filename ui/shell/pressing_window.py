"""A window in which Enter presses the button in focus, as everywhere but in Qt outside dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QToolButton, QWidget


class PressingWindow(QMainWindow):
    """A main window; keys that the widget in focus does not take come up to it.

    It watches its own events: taking them would keep the interpreter while Qt paints, and all that works in the
    background would wait.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: QWidget | None = None  # what had the focus when the key went down
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and watched is self:
            self._asked = QApplication.focusWidget()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here, asked = QApplication.focusWidget(), self._asked
        self._asked = None
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(here, QPushButton | QToolButton) and here is asked:
            here.click()  # not where Enter in a field has just put the focus
        else:
            super().keyPressEvent(event)
