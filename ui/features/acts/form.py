"""The fields of a model of act, each under its label, with the widget that its type asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kit import siren
from kit.days import read_day
from kit.tokens import Tokens
from kit.typography import fr, french
from ui.widgets.choice import Choice
from ui.widgets.completing_line import CompletingLine, Suggest
from ui.widgets.days import doubt, kept_day, shown_day
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.own_words import in_chosen_form
from ui.widgets.siren_words import siren_doubt

_LIMIT = 4_000
_HOLDS = 2 * _LIMIT  # one may paste a text, then shorten it
_LONG = fr("4 000 caractères au plus : la fin n’est pas reprise dans l’acte. Raccourcissez ce texte.")
_LINES = {"texte-long": 4, "liste": 4}
_TO_CHOOSE = "À choisir"
_CHOSEN = ("choix", "oui-non")
_WRONG = {
    "date": fr("Écrivez une date comme 15/03/2027 : ces mots ne sont pas gardés, le blanc reste à compléter."),
    "nombre": fr("Écrivez un nombre en chiffres : ces mots ne sont pas gardés, le blanc reste à compléter."),
}
_NOTES = {"liste": "Une ligne pour chacun.", "date": "Par exemple 15/03/2027."}


class FieldLike(Protocol):
    """What is asked: see ``kit.acts.model.Field``."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def options(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def default(self) -> str: ...


class ActForm(QWidget):
    """``changed`` (name, value) at each keystroke, ``left`` when a field is left: it is then time to save.

    ``people`` are the names on offer in the fields of ``parties``; ``party_chosen`` (name of the field, key) when one
    is taken.
    """

    changed = Signal(str, str)
    left = Signal()
    party_chosen = Signal(str, str)

    def __init__(
        self,
        theme: Tokens,
        fields: Sequence[FieldLike],
        values: Mapping[str, str],
        *,
        parties: Collection[str] = (),
        people: Suggest | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parties, self._people = parties, people
        self._types = {field.name: field.type for field in fields}
        self._defaults = {field.name: field.default for field in fields if field.type in _CHOSEN}
        self._is_showing = False
        self.boxes: dict[str, Labelled] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        for field in fields:
            box = self._build_box(field, values.get(field.name, ""))
            self.boxes[field.name] = box
            column.addWidget(box)

    @property
    def shown(self) -> list[str]:
        """The fields that matter now, in their order, whether or not the form itself is in sight."""
        return [name for name, box in self.boxes.items() if not box.isHidden()]

    def value(self, name: str) -> str:
        """Return what a field says: an ISO date, digits, a choice's key, text as typed; empty for what is wrong."""
        return _value(self.boxes[name].field, self._types[name])

    def show_value(self, name: str, value: str) -> None:
        """Show what a field holds now, unless it says so already: the cursor stays, nothing is sent."""
        field, kind = self.boxes[name].field, self._types[name]
        if self.value(name).strip() == (value or self._defaults.get(name, "")).strip():
            return
        self._is_showing = True
        if isinstance(field, Choice):
            field.choose(value or self._defaults[name])
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(value)
        elif isinstance(field, QLineEdit):
            field.setText(_field_text(value, kind))
        self._is_showing = False
        self.boxes[name].show_error("")

    def show_only(self, names: frozenset[str]) -> None:
        """Show the fields that matter now, and those that hold something or have the focus."""
        for name, box in self.boxes.items():
            box.setVisible(name in names or bool(self.value(name)) or box.field.hasFocus())

    def focus(self, name: str) -> None:
        """Put the focus on a field."""
        self.boxes[name].field.setFocus()

    def _on_edited(self, name: str) -> None:
        if self._is_showing:
            return
        box, kind = self.boxes[name], self._types[name]
        value = _value(box.field, kind)
        typed = box.field.text().strip() if isinstance(box.field, QLineEdit) else ""
        is_long = isinstance(box.field, LongText) and len(box.field.toPlainText()) > _LIMIT
        wrong = _WRONG[kind] if kind in _WRONG and typed and not value else ""
        doubted = doubt(typed) if kind == "date" else siren_doubt(typed) if kind == "siren" else ""
        box.show_error(_LONG if is_long else " ".join(words for words in (doubted, wrong) if words))
        self.changed.emit(name, value)

    def _on_left(self) -> None:
        self.left.emit()

    def _build_box(self, field: FieldLike, value: str) -> Labelled:
        widget = self._build_widget(field, value)
        box = Labelled(self._theme, in_chosen_form(french(field.label)), widget, wraps=True)
        note = " ".join(words for words in (field.help, _NOTES.get(field.type, "")) if words)
        if field.example and field.type not in _CHOSEN and field.example not in note:
            note = (
                fr("{note} Exemple : {example}", note=note, example=field.example).strip()
                if field.type != "date"
                else note
            )
        box.show_note(in_chosen_form(french(note)))
        return box

    def _build_widget(self, field: FieldLike, value: str) -> QWidget:
        name = field.name
        if field.type in _CHOSEN:
            pairs = list(field.options) if field.type == "choix" else [("oui", "Oui"), ("non", "Non")]
            choice = Choice(self._theme, pairs if field.default else [("", _TO_CHOOSE), *pairs])
            choice.choose(value or field.default)
            choice.activated.connect(lambda _=0, n=name: self._on_edited(n))
            choice.activated.connect(self._on_left)
            return choice
        if field.type in _LINES:
            edit = _Lines(_LINES[field.type])
            edit.setPlainText(value)
            edit.textChanged.connect(lambda n=name: self._on_edited(n))
            edit.left.connect(self._on_left)
            return edit
        line = QLineEdit()
        if name in self._parties and self._people is not None:
            line = CompletingLine()
            line.set_suggest(self._people)
            line.chosen.connect(lambda key: self.party_chosen.emit(name, key))
        line.setText(_field_text(value, field.type))
        line.setMaxLength(_LIMIT)
        line.textEdited.connect(lambda _="", n=name: self._on_edited(n))
        line.editingFinished.connect(self._on_left)
        return line


class _Lines(LongText):
    """Several lines of text."""

    left = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(_HOLDS, parent)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 24)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _field_text(value: str, kind: str) -> str:
    """Return a value as one reads it in a field of one line."""
    return shown_day(value) if kind == "date" else siren.spaced(value) if kind == "siren" else value


def _value(widget: QWidget, kind: str) -> str:
    if isinstance(widget, Choice):
        return str(widget.currentData() or "")
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()[:_LIMIT]
    assert isinstance(widget, QLineEdit)
    words = widget.text().strip()
    if kind == "date":
        return kept_day(words) if read_day(words) else ""
    if kind == "siren":
        return siren.to_keep(words)
    if kind == "nombre":
        digits = "".join(words.split())
        return digits if digits.isascii() and digits.isdigit() else ""
    return words
