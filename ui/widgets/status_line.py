"""The one place of a page that tells what happened."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.text import Label


class StatusLine(Label):
    """Empty, it takes no place; ``announced`` carries the words, for a screen reader."""

    announced = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "strong", parent=parent)
        self.hide()

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Tell what was done, or what went wrong; empty words take it back."""
        self.set_look("error" if wrong else "strong")
        self.setText(words)
        self.setVisible(bool(words))
        if words:
            self.announced.emit(words)
