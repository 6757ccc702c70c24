"""The opened part of an action: who, when, and a note. What is typed is never lost, kept or not."""

from __future__ import annotations

import datetime
import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens
from ui.widgets.text import Label

FIELDS = ("who", "due", "note")
_LABELS = {"who": "Responsable", "due": "Échéance", "note": "Note"}
_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_ADVICE = "Écrivez une date comme 15/03/2027 pour la retrouver dans le plan. Votre texte est gardé tel quel."


class NoteEdit(QPlainTextEdit):
    """A few lines of text; Tab leaves it, and ``left`` says that the focus went."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 24)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ActionFields(QWidget):
    """Responsable, Échéance, Note; ``edited`` (field, text) is sent when one has been changed and left."""

    edited = Signal(str, str)

    def __init__(self, theme: Tokens, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[str, str | None] = dict.fromkeys(FIELDS, "")
        self._edits: dict[str, QLineEdit | NoteEdit] = {}
        self._problems: dict[str, Label] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.space_2, 0, theme.space_2)
        grid.setHorizontalSpacing(theme.space_3)
        grid.setVerticalSpacing(theme.space_3)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 3)
        grid.addLayout(self._build_field("who", QLineEdit(), subject), 0, 0)
        due = QLineEdit()
        due.setPlaceholderText("JJ/MM/AAAA")
        grid.addLayout(self._build_field("due", due, subject), 0, 1)
        grid.addLayout(self._build_field("note", NoteEdit(), subject), 1, 0, 1, 2)

    def edit(self, field: str) -> QLineEdit | NoteEdit:
        """Return where a field is typed."""
        return self._edits[field]

    def text(self, field: str) -> str:
        """Return what stands in a field, kept or not."""
        edit = self._edits[field]
        return edit.toPlainText() if isinstance(edit, NoteEdit) else edit.text()

    def show_text(self, field: str, value: str) -> None:
        """Show the value kept for a field, unless something newer is typed there."""
        untouched = self.text(field) == self._kept[field]
        self._kept[field] = value
        if untouched:
            self._set(field, value)
        if self.text(field) == value:
            self.show_problem(field, self._advice(field))

    def hold(self, field: str, why: str) -> None:
        """Keep a text in sight that could not be saved, and say why; leaving the field tries again."""
        self._kept[field] = None
        self.show_problem(field, why)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what is wrong beside a field; an empty sentence says that nothing is."""
        label, edit = self._problems[field], self._edits[field]
        label.setText(sentence)
        label.setVisible(bool(sentence))
        edit.setAccessibleDescription(sentence)
        wrong = "error" if sentence and sentence != _ADVICE else ""
        if (edit.property("state") or "") != wrong:
            edit.setProperty("state", wrong)
            edit.style().unpolish(edit)
            edit.style().polish(edit)

    def keep(self) -> bool:
        """Send what was typed and not kept yet; False when something could not be kept."""
        for field in FIELDS:
            self._send(field)
        return all(self.text(field) == self._kept[field] for field in FIELDS)

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self._edits["who"].setFocus()

    def _on_left(self) -> None:
        for field, edit in self._edits.items():
            if edit is self.sender():
                self._send(field)

    def _send(self, field: str) -> None:
        text = self.text(field)
        if text == self._kept[field]:
            return
        tidy = text.rstrip() if field == "note" else tidy_date(text) if field == "due" else text.strip()
        if tidy != text:
            self._set(field, tidy)
        if tidy != self._kept[field]:
            self.edited.emit(field, tidy)

    def _set(self, field: str, value: str) -> None:
        edit = self._edits[field]
        if self.text(field) == value:
            return
        if isinstance(edit, NoteEdit):
            edit.setPlainText(value)
        else:
            edit.setText(value)

    def _advice(self, field: str) -> str:
        text = self.text(field)
        return _ADVICE if field == "due" and text and read_date(text) is None else ""

    def _build_field(self, field: str, edit: QLineEdit | NoteEdit, subject: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        label = Label(_LABELS[field], "label")
        label.setBuddy(edit)
        edit.setAccessibleName(f"{_LABELS[field]}, action {subject}")
        (edit.left if isinstance(edit, NoteEdit) else edit.editingFinished).connect(self._on_left)
        problem = Label("", "error")
        problem.hide()
        self._edits[field], self._problems[field] = edit, problem
        for widget in (label, edit, problem):
            column.addWidget(widget)
        column.addStretch(1)
        return column


def read_date(text: str) -> datetime.date | None:
    """Read « 5/3/27 » or « 05.03.2027 »; None for anything that is not a day of the calendar."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return datetime.date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def tidy_date(text: str) -> str:
    """Return a date as JJ/MM/AAAA, and other words as they were typed."""
    date = read_date(text)
    return f"{date:%d/%m/%Y}" if date else text.strip()
