"""A field under its label, with the message that says what is wrong with it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens
from ui.widgets.text import Label


class Labelled(QWidget):
    """A label tied to a field, a quiet note beside or below it, and an error that stays with the field.

    ``wraps``: a long label goes on in a second line; ``grows``: the field takes the height that is left.
    """

    def __init__(
        self,
        theme: Tokens,
        words: str,
        field: QWidget,
        *,
        aside: str = "",
        grows: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.setSpacing(theme.space_1)
        label = Label(words, "label", wrap=wraps)
        label.setBuddy(field)
        head.addWidget(label, 1 if wraps else 0)
        if aside:
            head.addWidget(Label(aside, "small", wrap=False))
        if not wraps:
            head.addStretch(1)
        column.addLayout(head)
        column.addWidget(field, 1 if grows else 0)
        self._note = Label("", "small")
        self._error = Label("", "error")
        for line in (self._note, self._error):
            line.hide()
            column.addWidget(line)
        if not grows:
            column.addStretch(1)

    @property
    def error(self) -> str:
        """What is wrong with the field, empty when nothing is."""
        return self._error.text()

    @property
    def note(self) -> str:
        """The quiet line below the field."""
        return self._note.text()

    def show_note(self, words: str) -> None:
        """Show a quiet line below the field; empty words hide it."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def show_error(self, words: str) -> None:
        """Show and say what is wrong with the field; empty words take it back."""
        if words == self._error.text():
            return
        self._error.setText(words)
        self._error.setVisible(bool(words))
        self.field.setAccessibleDescription(words)
        self.field.setProperty("state", "error" if words else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
