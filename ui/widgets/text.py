"""Small text widgets: labels of one look, headings that a screen reader hears as headings, rules."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, Qt  # with mightBeRichText
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

_LONG = 26  # letters: no French word is that long


class Label(QLabel):
    """A line or paragraph of text in one look of the theme (``h2``, ``muted``, ``small`` …).

    Where it wraps, an endless word goes on in a new line too: Qt would have the window as wide as the word.
    The letters of « 1er » are raised.
    """

    def __init__(self, text: str = "", look: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text
        self._heights: dict[int, int] = {}  # by width: Qt lays the words out each time that it asks, 700 times a start
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setWordWrap(wrap)
        if text:
            self.setText(text)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        self._heights.clear()
        self._words = text
        shown = breaking(text) if self.wordWrap() else text
        is_marked_up = "1er" in text
        self.setTextFormat(Qt.TextFormat.RichText if is_marked_up else Qt.TextFormat.PlainText)
        if is_marked_up:
            from kit.markup import raised_lines  # few labels need it, and none at the start

            shown = raised_lines(shown)
        super().setText(shown)

    def text(self) -> str:
        return self._words

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.textFormat() == Qt.TextFormat.RichText:
            super().heightForWidth(self.width())  # laid out amid the painting, it is painted again

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()  # another font, as when the style sheet is set
        super().changeEvent(event)

    def set_look(self, look: str) -> None:
        """Change the look and repaint."""
        if look == self.property("look"):
            return
        self.setProperty("look", look)
        self.style().unpolish(self)
        self.style().polish(self)


class Heading(Label):
    """A title; ``level`` 1 to 3 is what a screen reader is told (see ``ui/access/accessible.py``)."""

    def __init__(self, text: str = "", level: int = 1, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, look or f"h{level}", parent=parent)
        self.level = level


def as_text(words: str) -> str:
    """Return words as a tip says them whatever they are: Qt takes a tip that looks like HTML for it, and reads the
    pictures that it names, from another machine too. Any words that someone typed come through here.
    """
    return Qt.convertFromPlainText(words, Qt.WhiteSpaceMode.WhiteSpaceNormal) if Qt.mightBeRichText(words) else words


def pressed_text(words: str) -> str:
    """Return words as a button, a menu or a label of a field shows them: « & » is the letter, and no shortcut."""
    return words.replace("&", "&&")


def breaking(words: str) -> str:
    """Return words whose longest ones may go on in a new line after every eighth letter."""
    if len(words) < _LONG or max(map(len, words.split()), default=0) < _LONG:
        return words
    return re.sub(r"[^\s\u200b]{26,}", lambda word: re.sub(r"(?s).{8}(?=.)", "\\g<0>\u200b", word[0]), words)


def breakable(path: object) -> str:
    """Return a path that may go on in a new line after each part, for a label: never for the clipboard."""
    return re.sub(r"([/\\_-])", "\\1\u200b", str(path))


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("look", "line")
    return line


def card(look: str = "card") -> QFrame:
    """Return an empty framed surface."""
    frame = QFrame()
    frame.setProperty("look", look)
    return frame
