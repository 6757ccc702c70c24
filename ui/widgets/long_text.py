"""A field of several lines that takes no more of what is pasted than it can lay out at once."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_BREAKS = str.maketrans("\t\n\u2029", "   ")
_WORD = 500  # letters of a word over which lines break anywhere
_AT_WORDS, _ANYWHERE = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere, QTextOption.WrapMode.WrapAnywhere


class LongText(QPlainTextEdit):
    """Holds ``most`` characters of what is pasted or dropped; ``left_out`` says how many more there were, 0 for none.

    Tab leaves the field. What is typed is never stopped: the screen says that there is too much.

    Lines break between words, but anywhere while there is a word of more than 500 letters: for each line of such a
    word Qt looks through all that is left of it, which takes the square of its length.
    """

    left_out = Signal(int)

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.most = most
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_text_changed)

    def setPlainText(self, text: str) -> None:
        self._break_lines_for(text)
        super().setPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        words, cursor = source.text(), self.textCursor()
        kept = self.document().characterCount() - 1 - (cursor.selectionEnd() - cursor.selectionStart())
        taken = words[: max(0, self.most - kept)]
        if _has_long_word(taken):
            self.setWordWrapMode(_ANYWHERE)
        if taken and len(taken) == len(words):
            super().insertFromMimeData(source)
        elif taken:
            cursor.insertText(taken)  # one change, which Ctrl+Z takes back
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self.left_out.emit(len(words) - len(taken))

    def _on_text_changed(self) -> None:
        self._break_lines_for(self.document().toRawText())  # with its no-break spaces, at which no line breaks

    def _break_lines_for(self, text: str) -> None:
        mode = _ANYWHERE if _has_long_word(text) else _AT_WORDS
        if mode != self.wordWrapMode():
            self.setWordWrapMode(mode)


def _has_long_word(text: str) -> bool:
    return len(text) > _WORD and max(map(len, text.translate(_BREAKS).split(" "))) > _WORD
