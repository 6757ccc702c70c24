"""What is shown in a meeting: it holds the focus until one works on it, and then Space goes on to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class Stage(QWidget):
    """``passed`` for Space, Right and Down, ``returned`` for Left, Up and Backspace, while it has the focus itself."""

    passed = Signal()
    returned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_name(self, name: str, about: str) -> None:
        """Tell a screen reader what is on it."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hasFocus():  # a key that something on the stage did not take
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.passed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace):
            self.returned.emit()
        else:
            super().keyPressEvent(event)
