"""The list of the local directory: narrowed as one types, and out to paper and to labels."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kit.mandate.directory import Contact
from kit.typography import fr
from ui.features.directory import directory_html
from ui.output import mandate_prints
from ui.output.documents import DocumentOutlet
from ui.services.context import AppContext
from ui.services.navigation import ToPrint
from ui.text.article_view import ArticleView
from ui.text.filter_head import FilterHead
from ui.text.head_above import head_above
from ui.text.html import MORE
from ui.widgets.bounded import bounded
from ui.widgets.flow_layout import FlowLayout

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
        self._most = _AT_ONCE
        self._entries: Sequence[Contact] = ()
        self.outlet = DocumentOutlet(context, self)
        self._build()
        self.save.clicked.connect(self._on_save)
        self.labels.clicked.connect(self._on_labels)
        self.head.left.connect(self._on_left_field)
        self.head.told.connect(self.announced)
        self.head.words_changed.connect(self._on_typed)
        self.outlet.announced.connect(self.announced)
        self.view.link_activated.connect(self._on_link)

    def show_entries(self, entries: Sequence[Contact]) -> None:
        """Show these entries, those that have the words typed."""
        self._entries = entries
        found = self._found()
        lead = "" if found else _NOTHING if entries else _EMPTY
        place = self.view.verticalScrollBar().value()
        html = directory_html.entries(found, self._context.theme, most=self._most, lead=lead)
        self.view.show_article(html, "Répertoire local")
        self.view.verticalScrollBar().setValue(place)
        met = sum(one.is_met for one in found)
        many = "s" if len(found) > 1 else ""
        told = f"{len(found)} structure{many}, {met} rencontrée{'s' if met > 1 else ''}" if found else ""
        self.head.show_count(told)
        for button in (self.save, self.labels):
            button.setEnabled(bool(found))

    def _on_typed(self, _words: str) -> None:
        self._most = _AT_ONCE
        self.show_entries(self._entries)

    def _on_left_field(self) -> None:
        self.view.setFocus()

    def _on_link(self, target: str) -> None:
        if target == MORE:
            self._most += 4 * _AT_ONCE
            self.show_entries(self._entries)
        else:
            self.opened.emit(target)

    def _on_save(self) -> None:
        words = self.head.field.text().strip()
        self.paper_requested.emit(ToPrint(mandate_prints.DIRECTORY, chosen=words))

    def _on_labels(self) -> None:
        from kit.documents.writer import file_name

        found = self._found()
        name = file_name(self._context.session.text("identity", "name"), "etiquettes", datetime.date.today(), "pdf")

        def make() -> bytes:
            from kit.documents.directory import labels_pdf
            from kit.documents.typeset import Typesetter

            return labels_pdf(found, Typesetter())

        self.outlet.save_bytes(make, name)

    def _found(self) -> Sequence[Contact]:
        return mandate_prints.with_words(self._entries, self.head.field.text())

    def _build(self) -> None:
        t = self._context.theme
        writable = not self._context.session.dossier.read_only
        self.head = FilterHead(t, "Répertoire local", "Chercher une structure")
        self.view = ArticleView(t)
        self.add = QPushButton("+ Ajouter une structure")
        self.add.setAccessibleName("Ajouter une structure")
        self.add.setProperty("look", "primary")
        self.table = QPushButton("Coller un tableau…")
        self.save = QPushButton("Imprimer ou enregistrer")
        self.labels = QPushButton("Étiquettes (PDF)…")
        self.labels.setToolTip("24 étiquettes de 70 × 37 mm par feuille A4")
        self.labels.setAccessibleDescription(self.labels.toolTip())
        flow = FlowLayout(gap=t.space_2)
        for button in (self.add, self.table):
            button.setEnabled(writable)
        for button in (self.add, self.table, self.save, self.labels):
            flow.addWidget(button)
        head_above(self, (bounded(self.head, self.view.measure), flow, self.outlet.line), self.view)
