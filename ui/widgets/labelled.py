"""A field under its label, with the message that says what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label

_NEED = {True: ("obligatoire", "small-ink"), False: ("facultatif", "small")}
_SIGN = 0.8  # of an icon: the sign before what is wrong


class Labelled(QWidget):
    """A label tied to a field, a quiet note beside or below it, and an error that stays with the field.

    ``wraps``: a long label goes on in a second line; ``grows``: the field takes the height that is left.
    ``is_needed`` says in words at the end of the label whether an answer must be given, None where nothing is said.
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
        is_needed: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        if not field.objectName():
            field.setObjectName(words)  # where the focus returns to
        self._theme = theme
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.setSpacing(theme.space_1)
        label = _Caption(words, "label", wrap=wraps)
        label.setBuddy(field)
        head.addWidget(label, 1 if wraps else 0)
        if aside:
            head.addWidget(Label(aside, "small", wrap=False))
        if not wraps:
            head.addStretch(1)
        self._need = Label("", "small", wrap=False)
        self._need.hide()
        head.addWidget(self._need)
        column.addLayout(head)
        column.addWidget(field, 1 if grows else 0)
        self._note = Label("", "small")
        self._note.hide()
        column.addWidget(self._note)
        self._error: Label | None = None  # most fields never need one: a page builds thirty fields in one go
        if not grows:
            column.addStretch(1)
        if is_needed is not None:
            self.show_need(is_needed)

    @property
    def error(self) -> str:
        """What is wrong with the field, empty when nothing is."""
        return self._error.text() if self._error is not None else ""

    @property
    def note(self) -> str:
        """The quiet line below the field."""
        return self._note.text()

    def show_need(self, is_needed: bool) -> None:
        """Say whether an answer must be given."""
        words, look = _NEED[is_needed]
        self._need.setText(words)
        self._need.set_look(look)
        self._need.show()
        self._describe()

    def show_note(self, words: str) -> None:
        """Show a quiet line below the field; empty words hide it."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def show_error(self, words: str) -> None:
        """Show and say what is wrong with the field; empty words take it back."""
        if words == self.error:
            return
        if self._error is None:
            self._error = self._build_error()
        self._error.setText(words)
        row = self._error.parentWidget()
        assert row is not None
        row.setVisible(bool(words))
        self._describe()
        self.field.setProperty("state", "error" if words else "")
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)

    def _build_error(self) -> Label:
        """Return the words of an error, behind their sign below the field."""
        wrong, error = QWidget(), Label("", "error")
        row = QHBoxLayout(wrong)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space_1)
        sign = Pictogram("attention", self._theme.orange.ink, round(self._theme.icon * _SIGN))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(error, 1)
        self._column.insertWidget(self._column.indexOf(self._note) + 1, wrong)
        return error

    def _describe(self) -> None:
        """Have a screen reader told what is wrong, else whether an answer must be given."""
        self.field.setAccessibleDescription(self.error or self._need.text())


class _Caption(Label):
    """A press on it goes to its field, as in a page of the web."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and (field := self.buddy()) is not None:
            field.setFocus(Qt.FocusReason.MouseFocusReason)
