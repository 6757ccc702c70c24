"""The list of the local directory: narrowed as one types, and out to paper and to labels."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.mandate.directory import Contact
from kit.typography import fr
from ui.features.directory.doubles import Doubles
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services.context import AppContext
from ui.services.navigation import ToPrint
from ui.text.article_view import ArticleView
from ui.text.cards import Card, Found, Group, LazyCards, Line
from ui.text.filter_head import FilterHead
from ui.text.list_pane import ListPane
from ui.widgets.days import shown_day
from ui.widgets.explained_menu import ExplainedMenu
from ui.widgets.flow_layout import in_lines

_AT_ONCE = 60  # entries shown before one asks for more
_EMPTY = fr(
    "Notez ici les associations, SCIC, commerces et entreprises que vous rencontrez : leviers 2 et 4. "
    "Ces données restent dans votre dossier ; le programme ne les envoie jamais."
)
_NOTHING = "Aucune structure ne correspond. Essayez un mot plus court."


class DirectoryList(QWidget):
    """``opened`` carries the target of an entry, ``paper_requested`` a Route."""

    opened = Signal(str)
    paper_requested = Signal(object)
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: Sequence[Contact] = ()
        self.outlet = DocumentOutlet(context, self)
        self._build()
        self.save.clicked.connect(self._on_save)
        self.export.clicked.connect(self._on_export)
        self.ways.chosen.connect(self._on_way)
        self.pane.narrowed.connect(self._on_narrowed)
        self.pane.announced.connect(self.announced)
        self.pane.followed.connect(self.opened)
        self.outlet.announced.connect(self.announced)

    @property
    def head(self) -> FilterHead:
        """The title, the field and the count."""
        return self.pane.head

    @property
    def view(self) -> ArticleView:
        """The cards."""
        return self.pane.view

    def to_print(self) -> ToPrint:
        """Return the list as it is narrowed."""
        return ToPrint(mandate_prints.DIRECTORY, chosen=self.head.field.text().strip())

    def show_entries(self, entries: Sequence[Contact]) -> None:
        """Show these entries, those that have the words typed, the reader's place kept."""
        self._entries = entries
        self._show(keep_place=True)

    def _show(self, *, keep_place: bool) -> None:
        found = self._found()
        met = sum(one.is_met for one in found)
        many = "s" if len(found) > 1 else ""
        count = f"{len(found)} structure{many}, {met} rencontrée{'s' if met > 1 else ''}" if found else ""
        lead = None if found else Line(_NOTHING if self._entries else _EMPTY)
        shown = Found((Group(LazyCards(found, _card)),), count, lead)
        self.pane.show_found(shown, at_once=_AT_ONCE, keep_place=keep_place)
        for button in (self.save, self.export):
            button.setEnabled(bool(found))

    def _on_narrowed(self) -> None:
        self._show(keep_place=False)

    def _on_save(self) -> None:
        self.paper_requested.emit(self.to_print())

    def _on_export(self) -> None:
        self.ways.open_at(self.export)

    def _on_way(self, way: str) -> None:
        """Ask where, then write the entries in sight in one of the ways."""
        from kit.documents.writer import file_name

        found, context = self._found(), self._context
        words, extension, make = _WAYS[way].file, _WAYS[way].extension, _WAYS[way].make
        name = file_name(context.session.text("identity", "name"), words, datetime.date.today(), extension)
        self.outlet.save_bytes(lambda: make(context, found), name)

    def _found(self) -> Sequence[Contact]:
        return mandate_prints.with_words(self._entries, self.head.field.text())

    def _build(self) -> None:
        writable = not self._context.session.dossier.read_only
        self.add = QPushButton("+ Ajouter une structure")
        self.add.setAccessibleName("Ajouter une structure")
        self.add.setProperty("look", "primary")
        self.table = QPushButton("Coller un tableau…")
        self.save = QPushButton("Imprimer ou enregistrer")
        self.export = QPushButton("Exporter…")
        self.ways = ExplainedMenu(self._context.theme, "Exporter le répertoire", self)
        for key, way in _WAYS.items():
            self.ways.offer(key, way.words, way.drawing, way.why)
        for button in (self.add, self.table):
            button.setEnabled(writable)
        theme = self._context.theme
        actions = in_lines((self.add, self.table, self.save, self.export), theme.space_2)
        self.doubles = Doubles(theme)
        below = actions, self.outlet.line, self.doubles  # four buttons need the whole width
        self.pane = ListPane(theme, "Répertoire local", "Chercher une structure", below=below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)


def _vcards(context: AppContext, found: Sequence[Contact]) -> bytes:
    from kit.documents.vcard import vcards

    return vcards(found, context.session.dossier.uuid, person=fr("À contacter : {}"))


def _csv(context: AppContext, found: Sequence[Contact]) -> bytes:
    from kit.documents.spreadsheet import csv_file

    (sheet,) = mandate_prints.directory_of(context, found).sheets
    return csv_file([sheet.header, *sheet.rows])


def _labels(_context: AppContext, found: Sequence[Contact]) -> bytes:
    from kit.documents.directory import labels_pdf
    from kit.documents.typeset import Typesetter

    return labels_pdf(found, Typesetter())


class _Way(Struct, frozen=True):
    """A way out: its words, and the file that it makes."""

    words: str
    why: str
    drawing: str
    file: str
    extension: str
    make: Callable[[AppContext, Sequence[Contact]], bytes]


_WAYS = {
    "vcard": _Way(
        "Carnet d’adresses (vCard)", "Pour une messagerie ou un téléphone", "courriel", "repertoire", "vcf", _vcards
    ),
    "csv": _Way("Tableau (CSV)", "Pour un tableur, ou le carnet d’Outlook", "tableau", "repertoire", "csv", _csv),
    "labels": _Way(
        "Étiquettes (PDF)", "24 étiquettes de 70 × 37 mm par feuille A4", "imprimer", "etiquettes", "pdf", _labels
    ),
}


def _card(one: Contact) -> Card:
    about = " · ".join(part for part in (one.kind, one.activity) if part)
    reach = " · ".join(part for part in (one.contact, one.phone, one.email, one.place) if part)
    met = fr("Dernière rencontre : {day}", day=shown_day(one.met)) if one.met else ""
    many = "s" if len(one.links) > 1 else ""
    links = f"{len(one.links)} action{many} liée{many}" if one.links else ""
    foot = " · ".join(part for part in (met, links) if part)
    lines = tuple(Line(words, look=look) for words, look in ((about, ""), (reach, ""), (foot, "small")) if words)
    return Card(one.on, one.name, lines, target=one.on)
