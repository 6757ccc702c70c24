"""A table pasted or opened, looked at and corrected, before it enters the local directory."""

from __future__ import annotations

import errno
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from kit.dossier.dossier import Dossier
from kit.dossier.model import Event
from kit.errors import KitError
from kit.files import chosen, read_regular
from kit.mandate import directory_table
from kit.mandate.directory import contacts
from kit.mandate.directory_table import Import, Plan
from kit.typography import fr
from ui.features.directory import directory_html
from ui.features.directory.directory_html import FIELD_NAMES
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Latest, Step
from ui.text.article_view import ArticleView
from ui.text.head_above import head_above
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.menu_chip import MenuChip
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading
from ui.widgets.wait_bar import WaitBar

_HINT = (
    "Collez ici les cellules de votre tableur, ou ouvrez un fichier CSV. Rien n’est ajouté avant que vous l’ayez vu."
)
_TOO_LARGE = fr("Ce fichier est trop grand : 2 Mo au plus. Coupez-le en plusieurs fichiers ; rien n’a été ajouté.")
_TOO_LONG = fr(
    "Ce que vous collez est trop long : 2 millions de caractères au plus. Collez-le en plusieurs fois ; "
    "rien n’a été ajouté."
)
_BEGINNING = fr(
    "Seul le début est montré dans ce champ : tout ce qui a été collé ou ouvert est pris en compte ci-dessous. "
    "« Vider » permet de coller autre chose."
)
_READ_AT_ONCE = 30_000
"""Characters of a table that the field shows, and that are read while one waits; a longer one is read beside."""
_EXCERPT = 2_000
_UNREADABLE = "Ce fichier ne se lit pas. Enregistrez-le en CSV depuis votre tableur, puis recommencez."


class Taken(Struct, frozen=True):
    """How many entries were added, and the events that one undo takes back."""

    new: int
    events: tuple[Event, ...]


class TableField(LongText):
    """Where a table is pasted, a line a row. ``outgrown`` carries the whole text when it is too long to be shown."""

    outgrown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_READ_AT_ONCE, parent)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)

    def insertFromMimeData(self, source: QMimeData) -> None:
        words, chosen = source.text(), self.textCursor().selectedText()
        if self.document().characterCount() - len(chosen) + len(words) <= self.most:
            super().insertFromMimeData(source)
            return
        before, after = self.textCursor(), self.textCursor()
        before.setPosition(0)
        before.setPosition(self.textCursor().selectionStart(), before.MoveMode.KeepAnchor)
        after.setPosition(self.textCursor().selectionEnd())
        after.movePosition(after.MoveOperation.End, after.MoveMode.KeepAnchor)
        self.outgrown.emit("".join((_lines(before.selectedText()), words, _lines(after.selectedText()))))


class ImportPane(QWidget):
    """``done`` with the words of what was added, ``left`` when one gives up. Nothing is written before that."""

    done = Signal(str)
    left = Signal()
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._table = Import((), (), ())
        self._reading = Latest(context.jobs)
        self._build()
        self.pasted.textChanged.connect(self._on_pasted)
        self.pasted.outgrown.connect(self.take_text)
        self.empty.clicked.connect(self.begin)
        self.open.clicked.connect(self._on_open)
        self.take.clicked.connect(self._on_take)
        self.leave.clicked.connect(self.left)

    def begin(self) -> None:
        """Start with nothing pasted."""
        self._show_in_field("", whole=True)
        self._read("")
        self.pasted.setFocus()

    def plan(self) -> Plan:
        """Return what would be added."""
        return directory_table.plan(self._table, contacts(self._context.session.dossier))

    def take_text(self, text: str) -> None:
        """Take a table of any length, of which the field shows what it can."""
        if len(text) > directory_table.SIZE_LIMIT:
            self._status.say(_TOO_LONG, wrong=True)
            return
        whole = len(text) <= _READ_AT_ONCE
        self._show_in_field(text if whole else text[:_EXCERPT], whole=whole)
        self._read(text)

    def _show_in_field(self, text: str, *, whole: bool) -> None:
        self.pasted.blockSignals(True)  # what is shown is not what is read
        self.pasted.setPlainText(text)
        self.pasted.blockSignals(False)
        self.pasted.setReadOnly(not whole)
        self.empty.setHidden(whole)
        note = _HINT if whole else _BEGINNING
        self._box.show_note(note)
        self.pasted.setAccessibleDescription(note)

    def _on_pasted(self) -> None:
        self._read(self.pasted.toPlainText())

    def _read(self, text: str) -> None:
        """Read a table: at once, or in the background where that takes longer than one notices."""
        self._reading.drop()
        self._wait.end()
        if len(text) <= _READ_AT_ONCE:
            self._on_table(directory_table.read(text))
            return
        self.take.setEnabled(False)
        self._wait.begin("Lecture du tableau…", stoppable=False)
        self._reading.run(self, lambda _: directory_table.read(text), self._on_table, self._on_failed)

    def _on_table(self, table: Import) -> None:
        self._wait.end()
        self._table = table
        self._show_columns()
        self._show()

    def _on_open(self) -> None:
        kinds = "Tableaux (*.csv *.txt *.tsv)"
        path = file_dialogs.open_file(self, self._context.settings, "Ouvrir un tableau", kinds)
        if path is not None:
            self.open_file(path)

    def open_file(self, path: Path) -> None:
        """Read a file into the field, in the background."""

        def work(_step: Step) -> str | None:
            try:
                return directory_table.decode(read_regular(chosen(path), directory_table.SIZE_LIMIT))
            except OSError as error:
                return None if error.errno == errno.EFBIG else ""

        self._context.jobs.run(self, work, self._on_read, self._on_failed)

    def _on_read(self, text: str | None) -> None:
        if not text:
            self._status.say(_TOO_LARGE if text is None else _UNREADABLE, wrong=True)
            return
        self.take_text(text)
        self.announced.emit(self.take.text())

    def _on_failed(self, error: KitError) -> None:
        self._wait.end()
        self._status.say(sentence(error), wrong=True)

    def _on_column(self, column: int, field: str) -> None:
        self._table = self._table.with_field(column, field)
        self._show()
        self.announced.emit(self.take.text())

    def _on_take(self) -> None:
        table = self._table

        def work(dossier: Dossier) -> Taken:
            made = directory_table.plan(table, contacts(dossier))
            return Taken(made.new, dossier.record_group(made.changes))

        for button in self._buttons:
            button.setEnabled(False)
        self._wait.begin("Ajout au répertoire…", stoppable=False)
        self._context.session.bring(
            self, work, self._on_taken, self._on_failed, label="répertoire local", ended=self._end_waiting
        )

    def _on_taken(self, taken: Taken) -> None:
        self.done.emit(f"{_count(taken.new)} ajoutée{'s' if taken.new > 1 else ''} au répertoire. Ctrl+Z les retire.")

    def _end_waiting(self) -> None:
        self._wait.end()
        for button in self._buttons:
            button.setEnabled(True)

    def _show_columns(self) -> None:
        while item := self._columns.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        choices = [("", "Laisser de côté"), *FIELD_NAMES.items()]
        for place, title in enumerate(directory_table.titles_of(self._table)):
            chip = MenuChip(self._context.theme, f"Colonne {place + 1}, {title[:40]}")
            chip.show_choices([(key, f"{title[:14] or place + 1} → {words}") for key, words in choices])
            chip.choose(self._table.fields[place])
            chip.chosen.connect(lambda key, column=place: self._on_column(column, key))
            self._columns.addWidget(chip)
        self._holder.setVisible(bool(self._table.titles))

    def _show(self) -> None:
        made = self.plan()
        lead = ""
        if self._table.titles:
            lead = f"{_count(made.new)} à ajouter." if made.new else "Rien à ajouter."
            if made.known:
                many = "s" if made.known > 1 else ""
                lead += fr(
                    " {count} en double, déjà au répertoire ou plus haut dans ce tableau : ", count=_count(made.known)
                )
                lead += f"laissée{many} de côté, rien n’est écrasé."
            if self._table.is_cut:
                lead += f" Seules les {directory_table.ROW_LIMIT} premières lignes sont prises."
            if self._table.is_narrowed:
                lead += f" Seules les {directory_table.COLUMN_LIMIT} premières colonnes sont prises."
            if "name" not in self._table.fields:
                lead = "Dites quelle colonne est le nom."
        html = directory_html.preview(self._table.entries(), lead, self._context.theme)
        self.view.show_article(html, "Aperçu de ce qui serait ajouté")
        self.view.setVisible(bool(lead))
        self.take.setEnabled(made.new > 0 and not self._context.session.dossier.read_only)
        self.take.setText(f"Ajouter {_count(made.new).lower()}" if made.new else "Ajouter au répertoire")
        self._status.say("")

    def _build(self) -> None:
        t = self._context.theme
        self.pasted = TableField()
        self.pasted.setFixedHeight(self.pasted.fontMetrics().lineSpacing() * 3 + 24)
        self._box = Labelled(t, "Tableau", self.pasted)
        self._box.show_note(_HINT)
        self.pasted.setAccessibleDescription(_HINT)
        self.open = QPushButton("Ouvrir un fichier CSV…")
        self.empty = QPushButton("Vider")
        self.empty.setAccessibleName("Vider le tableau, pour en coller un autre")
        self.empty.hide()
        self.take = QPushButton("Ajouter au répertoire")
        self.take.setProperty("look", "primary")
        self.leave = QPushButton("Revenir à la liste")
        self._status = StatusLine()
        self._status.announced.connect(self.announced)
        self._holder = QWidget()
        self._columns = FlowLayout(self._holder, gap=t.space_2)
        self.view = ArticleView(t)
        flow = FlowLayout(gap=t.space_2)
        self._buttons = (self.take, self.open, self.empty, self.leave)
        for button in self._buttons:
            flow.addWidget(button)
        self._wait = WaitBar(t)
        head = (Heading("Coller un tableau", 1), self._box, flow, self._wait, self._status, self._holder)
        head_above(self, head, self.view)


def _lines(chosen: str) -> str:
    """Return what a cursor holds as lines: Qt parts them by marks of its own."""
    return chosen.replace("\u2029", "\n")


def _count(number: int) -> str:
    return "Une structure" if number == 1 else f"{number} structures"
