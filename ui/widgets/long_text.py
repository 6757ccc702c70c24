"""A field of several lines that takes no more of what is pasted than it can lay out at once."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class LongText(QPlainTextEdit):
    """Holds ``most`` characters of what is pasted or dropped; ``left_out`` says how many more there were, 0 for none.

    Tab leaves the field. What is typed is never stopped: the screen says that there is too much.
    """

    left_out = Signal(int)

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.setTabChangesFocus(True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        words, cursor = source.text(), self.textCursor()
        kept = self.document().characterCount() - 1 - (cursor.selectionEnd() - cursor.selectionStart())
        taken = words[: max(0, self._most - kept)]
        if taken and len(taken) == len(words):
            super().insertFromMimeData(source)
        elif taken:
            cursor.insertText(taken)  # one change, which Ctrl+Z takes back
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self.left_out.emit(len(words) - len(taken))
