"""The sheet of one entry of the local directory: its fields, the actions it is linked to, the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.dossier.dossier import TEXT_LIMIT
from kit.mandate.directory import FIELDS, MET, NAME, NOTE, Contact
from kit.tokens import Tokens
from kit.typography import fr
from ui.features.directory.directory_html import FIELD_NAMES
from ui.plan.action_fields import NoteEdit
from ui.widgets.days import kept_day, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.layout_parts import parts_of
from ui.widgets.limit_words import left_out_words
from ui.widgets.menu_chip import MenuChip
from ui.widgets.text import Heading, Label
from ui.widgets.wrap_link import WrapLink

_NOTES = {
    "kind": "Par exemple association, SCIC, commerce, coopérative.",
    "place": fr("Une virgule passe à la ligne sur l’étiquette : 12 rue de l’Exemple, 23000 Saint-Exemple."),
}


class ContactSheet(QWidget):
    """``edited`` (field, text) when a field was changed and left; ``linked`` (target, whether) for an action.

    ``opened`` carries an action or an act to open; ``message_requested``, ``removal_requested`` and ``closed`` are for
    the entry itself.
    """

    edited = Signal(str, str)
    linked = Signal(str, bool)
    opened = Signal(str)
    message_requested = Signal()
    removal_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Tokens, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entry = Contact("", "")
        self._lines: dict[str, QLineEdit | NoteEdit] = {}
        self._boxes: dict[str, Labelled] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.title = Heading("", 1, "h2")
        column.addWidget(self.title)
        for field in FIELDS:
            self._boxes[field] = self._build_field(field, writable=writable)
            column.addWidget(self._boxes[field])
        self._links_title = Label("Actions liées", "label")
        column.addWidget(self._links_title)
        self._links = QVBoxLayout()
        self._links.setSpacing(0)
        column.addLayout(self._links)
        self._named_title = Label("Cité dans", "label")
        column.addWidget(self._named_title)
        self._named = QVBoxLayout()
        self._named.setSpacing(0)
        column.addLayout(self._named)
        self.show_named(())
        column.addLayout(self._build_foot(writable=writable))
        column.addStretch(1)

    @property
    def entry(self) -> Contact:
        """What is shown, as it is kept."""
        return self._entry

    def line(self, field: str) -> QLineEdit | NoteEdit:
        """Return where a field is typed."""
        return self._lines[field]

    def show_entry(self, entry: Contact, actions: Sequence[tuple[str, str]]) -> None:
        """Show an entry, another or the same; ``actions`` are (target, title) of all that it can be linked to."""
        other = entry.on != self._entry.on
        before, self._entry = self._entry, entry
        self.title.setText(entry.name or "Nouvelle structure")
        for field in FIELDS:
            if other or self.text(field) == getattr(before, field):
                self._set(field, getattr(entry, field))
                self._boxes[field].show_error("")
        titles = dict(actions)
        _emptied(self._links)
        for target in entry.links:
            self._links.addWidget(self._build_link(target, titles.get(target, target.partition(":")[2])))
        self._links_title.setVisible(bool(entry.links))
        free = [(target, title) for target, title in actions if target not in entry.links]
        self.link.show_choices([("", "Lier une action…"), *free])
        self.link.choose("")
        self.link.setEnabled(bool(entry.on))
        self.remove.setEnabled(bool(entry.on))
        self.write.setEnabled(bool(entry.email))

    def show_named(self, places: Sequence[tuple[str, str]]) -> None:
        """Show where the dossier names the entry: (target, title) of actions and acts."""
        _emptied(self._named)
        for target, title in places:
            link = WrapLink(self._theme, title)
            link.clicked.connect(lambda _=False, on=target: self.opened.emit(on))
            self._named.addWidget(link)
        self._named_title.setVisible(bool(places))

    @property
    def named(self) -> list[WrapLink]:
        """The links to where the entry is named."""
        return [link for _, link in parts_of(self._named) if isinstance(link, WrapLink)]

    def text(self, field: str) -> str:
        """Return what stands in a field, as it would be kept."""
        line = self._lines[field]
        words = line.toPlainText() if isinstance(line, NoteEdit) else line.text()
        return kept_day(words) if field == MET else words.strip()

    def values(self) -> dict[str, str]:
        """Return what stands in all fields."""
        return {field: self.text(field) for field in FIELDS}

    def keep(self) -> None:
        """Send what was typed and not kept yet."""
        for field in FIELDS:
            self._on_left(field)

    def show_error(self, field: str, words: str) -> None:
        """Say what is wrong with a field; empty words take it back."""
        self._boxes[field].show_error(words)

    def _on_left(self, field: str) -> None:
        if self.text(field) != getattr(self._entry, field):
            self.edited.emit(field, self.text(field))

    def _on_left_out(self, cut: int) -> None:
        self._boxes[NOTE].show_error(left_out_words(cut, TEXT_LIMIT))

    def _on_met_today(self) -> None:
        import datetime

        self._set(MET, datetime.date.today().isoformat())
        self._on_left(MET)

    def _on_link_chosen(self, target: str) -> None:
        if target:
            self.linked.emit(target, True)

    def _set(self, field: str, text: str) -> None:
        line = self._lines[field]
        if isinstance(line, NoteEdit):
            line.setPlainText(text)
        else:
            line.setText(shown_day(text) if field == MET else text)

    def _build_field(self, field: str, *, writable: bool) -> Labelled:
        line: QLineEdit | NoteEdit
        if field == NOTE:
            line = NoteEdit()
            line.left.connect(lambda: self._on_left(NOTE))
            line.left_out.connect(self._on_left_out)
        else:
            line = QLineEdit()
            line.setMaxLength(300)
            line.editingFinished.connect(lambda name=field: self._on_left(name))
        line.setReadOnly(not writable)
        self._lines[field] = line
        box = Labelled(self._theme, FIELD_NAMES[field], line, aside="" if field == NAME else "(facultatif)")
        box.show_note(_NOTES.get(field, ""))
        return box

    def _build_link(self, target: str, title: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self._theme.space_2)
        link = WrapLink(self._theme, title)
        link.clicked.connect(lambda _=False: self.opened.emit(target))
        undo = QPushButton("Délier")
        undo.setProperty("look", "link-small")
        undo.setAccessibleName(fr("Délier : {title}", title=title))
        undo.clicked.connect(lambda _=False: self.linked.emit(target, False))
        line.addWidget(link, 1)
        line.addWidget(undo)
        return row

    def _build_foot(self, *, writable: bool) -> FlowLayout:
        flow = FlowLayout(gap=self._theme.space_2)
        self.link = MenuChip(self._theme, "Lier une action")
        self.link.chosen.connect(self._on_link_chosen)
        self.met = QPushButton("Noter une rencontre aujourd’hui")
        self.met.clicked.connect(self._on_met_today)
        self.write = QPushButton("Écrire")
        self.write.setAccessibleDescription("Préparer un message à cette structure")
        self.write.clicked.connect(self.message_requested)
        self.remove = QPushButton("Retirer du répertoire")
        self.remove.setProperty("look", "link")
        self.remove.clicked.connect(self.removal_requested)
        for button in (self.link, self.met, self.write, self.remove):
            flow.addWidget(button)
            if not writable and button is not self.write:
                button.hide()
        return flow

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _emptied(column: QVBoxLayout) -> None:
    while item := column.takeAt(0):
        if old := item.widget():
            old.hide()
            old.deleteLater()
