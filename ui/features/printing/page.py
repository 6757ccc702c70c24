"""Imprimer: what to print, the very pages that come of it, and the ways to paper or to a file.

Any page has a document printed here: ``ToPrint(key, of=…, chosen=…)``, where ``key`` is one of
``ui/output/printables.py``. Without a key, ``of`` (the id of what is in sight) chooses: a lever or an action its
list, a chapter the chapter, any other text itself, nothing all lists.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kit.documents.document import Document
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.documents.writer import file_name, formats
from kit.errors import KitError
from kit.typography import fr
from ui.features.printing.choice import BOOK, PrintChoice, favourite_texts
from ui.features.printing.foot import PrintFoot, paper_words
from ui.features.printing.preview import PreviewMaker
from ui.output import printables, printing
from ui.output.documents import NO_PRINTER, DocumentOutlet
from ui.output.page_preview import PagePreview
from ui.services import file_dialogs
from ui.services.collectivite import CollectiviteEntry
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Step
from ui.services.navigation import PageId, Route, ToPrint
from ui.services.page import Crumb, Page
from ui.widgets.columns import Columns
from ui.widgets.completing_line import CompletingLine
from ui.widgets.explained_menu import ExplainedMenu
from ui.widgets.labelled import Labelled
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Heading, rule
from ui.widgets.wrap_link import WrapLink

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_SETTLE_MS = 120
_LEFT = 330
_TWO_COLUMNS = 620  # of the page's text, its margins left out
_ANY = 16_777_215  # Qt’s own maximum
_KEPT = "print_format"  # the setting that holds the format used last
_POCKET_NAME = "kit-de-poche.html"
_BLANK, _NAMED, _UNNAMED = "vierge", "avec-noms", "sans-noms"
_POCKETS = (
    (_BLANK, "Sans dossier", fr("rien n’est coché : pour qui commence")),
    (_NAMED, "Avec mon dossier", fr("vos coches, vos notes et les noms : pour vous")),
    (_UNNAMED, "Avec mes coches seules", fr("ni nom ni note : à donner autour de vous")),
)
"""What the page for a browser may hold."""
_BOOK_NAME = "kit-ess.epub"
_WHOLE, _STATE, _KEPT_PAGES = "tout", "dossier", "favoris"
_BOOKS = (
    (_WHOLE, "Tous les textes", fr("rien n’est coché : à donner autour de vous")),
    (_STATE, "Tous les textes, avec mon dossier", fr("vos coches, vos notes, vos surlignages : pour vous")),
    (_KEPT_PAGES, "Mes favoris, avec mes notes", "les pages gardées par Ctrl+D, et ce qui s’y range"),
)
"""What the book for an e-reader may hold."""
_ALL_WORDS = "Tout écrire dans un dossier…"
_ALL_WHY = fr("textes, listes, modèles d’actes, livre et kit de poche : rien de votre dossier n’y est")
_ALL_STEPS = {"files": "Documents en PDF, Word, ODT et texte…"}
_ALL_STOPPED = fr("Arrêté : aucun fichier n’a été écrit.")
_NO_DOCUMENTS = (Path(_POCKET_NAME).suffix, BOOK)  # no format of the next document to be saved
_LEAST = 140  # what the options keep before the page scrolls as a whole


class PrintPage(Page):
    """The screen. Preview, paper and PDF come of one document and one typesetter, all in the background."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        typesetter = self._typesetter = Typesetter()
        self._shown: Document | None = None  # what the preview is asked for
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._build()
        self.document = self.choice.document
        self.maker = PreviewMaker(self.preview, typesetter, context.jobs, self)
        self.output = DocumentOutlet(context, self, self.foot, typesetter=typesetter)
        self._connect()

    def open_route(self, route: Route) -> None:
        assert isinstance(route, ToPrint)
        self.choice.open_route(route)
        self.commune_box.setVisible(not self.context.session.text("identity", "name"))
        self.collectivite.refresh()
        self.output.say("")
        self._settle.start(0)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Imprimer"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def in_sight(self) -> str:
        levers = self.options.lists.levers() or () if self.choice.key == printables.LISTS else ()
        return levers[0] if len(levers) == 1 else ""

    def print_here(self) -> bool:
        self._on_print()
        return True

    def leave(self) -> bool:
        self.commune_box.field.clearFocus()  # keeps the name that is being typed
        return True

    def _on_saved(self, path: Path) -> None:
        if path.suffix not in ("", *_NO_DOCUMENTS):
            self.context.settings.set(_KEPT, path.suffix)
            self.foot.prefer(path.suffix)

    def ask_printer(self, document: Document) -> QPrinter | None:
        """Ask for the printer, the copies and the pages; None when given up."""
        pages = self.preview.page_count if self.maker.shows(document) else 0
        return printing.ask_printer(self, document, both_sides=self.options.how.both_sides, pages=pages)

    def ask_file(self, folder: Path, name: str) -> Path | None:
        """Ask where a file goes; None when given up."""
        title = "Enregistrer le document"
        return file_dialogs.save_file(
            self, self.context.settings, name, (Path(name).suffix,), title=title, folder=folder
        )

    def _ready(self) -> Document | None:
        """Return the document, or say why there is none."""
        try:
            return self.document()
        except KitError as error:
            self._on_failed(error)
            return None

    def _on_dossier_changed(self, _target: str) -> None:
        self._settle.start(_SETTLE_MS)

    def _on_options_changed(self) -> None:
        self.output.say("")
        self._settle.start(0)

    def _on_counted(self) -> None:
        """Say how much paper the pages in sight take."""
        document, pages = self._shown, self.preview.page_count
        if not pages or document is None:
            self.foot.show_paper("")
            return
        words = paper_words(pages, both_sides=self.options.how.both_sides, folded=document.folded)
        self.foot.show_paper(words, "A4" if document.folded else document.paper.value.upper())

    def _on_resized(self) -> None:
        if self.preview.page_count:
            self._settle.start(_SETTLE_MS)

    def _on_settled(self) -> None:
        """Bring the preview up to date, while it is in sight."""
        if not self.isVisible():
            return
        document = self._shown = self._ready()
        is_book = document is not None and not document.folded and self.choice.book() is not None
        self.foot.show_ready((*formats(document), *((BOOK,) if is_book else ())) if document else ())
        if document is not None:
            self.maker.show(document)
        else:
            self.maker.show_nothing("" if self.foot.status else "Choisissez au moins un levier.")

    def _on_failed(self, error: KitError) -> None:
        self.output.say(sentence(error), wrong=True)

    def _on_print(self) -> None:
        document = self._ready()
        if document is not None and not self.output.is_busy:
            self.output.print(document, self.ask_printer)

    def _on_page_wanted(self) -> None:
        if not printing.has_printer():
            self.output.say(NO_PRINTER, wrong=True)
            return
        document = self._ready()
        laid = printing.ask_page(self, document) if document is not None else None
        if laid is not None:
            self.choice.take_page(laid)

    def _on_save(self, extension: str) -> None:
        document = self._ready()
        if document is None or self.output.is_busy:
            return
        folder = file_dialogs.last_folder(self.context.settings)
        path = self.ask_file(folder, self.choice.file_name(document, extension))
        chosen = self.choice.book()
        if path is None:
            return
        if path.suffix.lower() == BOOK and chosen is not None:
            self.output.write_made(self._book(chosen, with_dossier=self.choice.has_own()), path)
        else:
            self.output.write(document, path)

    def _on_pocket(self, key: str) -> None:
        """Write the kit as one page for a browser, with what the dossier holds or without."""
        library, dossier = self.context.library, self.context.session.dossier

        def make() -> bytes:
            from kit.pocket.page import pocket_page
            from kit.pocket.state import seed

            state = None if key == _BLANK else seed(dossier, named=key == _NAMED)
            return pocket_page(library, state)

        if not self.output.is_busy:
            self.context.session.settle()
            self.output.save_bytes(make, _POCKET_NAME)

    def _on_book(self, key: str) -> None:
        """Write the texts as a book, with what the dossier holds or without."""
        if not self.output.is_busy:
            chosen = favourite_texts(self.context) if key == _KEPT_PAGES else ()
            self.output.save_bytes(self._book(chosen, with_dossier=key != _WHOLE), _BOOK_NAME)

    def _book(self, chosen: tuple[str, ...], *, with_dossier: bool) -> Callable[[], bytes]:
        """Return what makes the book of these texts, of all without any."""
        library, dossier, typesetter = self.context.library, self.context.session.dossier, self._typesetter
        self.context.session.settle()

        def make() -> bytes:
            from kit.documents.book import book
            from kit.documents.epub import epub

            return epub(book(library, dossier if with_dossier else None, chosen=chosen, notes=True), typesetter)

        return make

    def _on_all(self, _key: str) -> None:
        """Write the whole kit as files, for someone without the program, in a new folder of the one that is chosen."""
        if self.output.is_busy:
            return
        parent = file_dialogs.choose_folder(self, self.context.settings, fr("Où écrire tous les fichiers ?"))
        if parent is None:
            return
        library, name = self.context.library, wording().say("export", "folder")
        name = file_name("", name, datetime.date.today(), "x").removesuffix(".x")
        names = (name, *(f"{name}-{number}" for number in range(2, 1000)))
        folder = next(path for path in (parent / one for one in names) if not path.exists())

        def work(step: Step) -> tuple[Path, int]:
            from kit.acts.document import blank_documents
            from kit.documents.export import export_all
            from kit.pocket.page import pocket_files

            more, files = blank_documents(library), pocket_files(library)
            return folder, export_all(library, folder, more=more, files=files, step=step)

        self.output.start(work, self._on_all_written, _ALL_STEPS, about=folder, stopped=_ALL_STOPPED)

    def _on_all_written(self, written: tuple[Path, int]) -> None:
        folder, count = written
        words = fr(
            "{count} fichiers écrits dans « {name} ». Le premier à lire : LISEZ-MOI.", count=count, name=folder.name
        )
        self.output.say_saved(folder, words)

    def _open_books(self) -> None:
        kept = (_KEPT_PAGES,) if favourite_texts(self.context) else ()
        self.books.show_only((_WHOLE, _STATE, *kept))
        self.books.open_at(self.book, upwards=True)

    def _on_turned(self) -> None:
        """Let the options scroll beside the preview, or the whole page where they stand above it."""
        beside, wide = self._columns.side_by_side, round(_LEFT * self.context.theme.scale)
        self._scrolled.set_whole(not beside)
        self._left.setMinimumWidth(wide if beside else 0)
        self._left.setMaximumWidth(round(1.3 * wide) if beside else _ANY)
        self.preview.setMinimumHeight(0 if beside else max(_LEAST, self.height() - self.context.theme.space_5))
        self._inner.setMaximumHeight(max(self.height(), self._inner.minimumSizeHint().height()) if beside else _ANY)

    def _connect(self) -> None:
        self._columns.turned.connect(self._on_turned)
        self._settle.timeout.connect(self._on_settled)
        self.collectivite.refused.connect(self._on_failed)
        self.context.session.changed.connect(self._on_dossier_changed)
        self.foot.print_requested.connect(self._on_print)
        self.foot.save_requested.connect(self._on_save)
        self.maker.announced.connect(self.announced)
        self.maker.counted.connect(self._on_counted)
        self.maker.failed.connect(self._on_failed)
        self.choice.changed.connect(self._on_options_changed)
        self.options.how.page_wanted.connect(self._on_page_wanted)
        self.choice.turned.connect(self._on_counted)
        self.output.announced.connect(self.announced)
        self.output.saved.connect(self._on_saved)
        self.pocket.clicked.connect(lambda: self.pockets.open_at(self.pocket, upwards=True))
        self.pockets.chosen.connect(self._on_pocket)
        self.book.clicked.connect(self._open_books)
        self.books.chosen.connect(self._on_book)
        self.all.clicked.connect(lambda: self.alls.open_at(self.all, upwards=True))
        self.alls.chosen.connect(self._on_all)
        self.paper.clicked.connect(lambda: self.route_requested.emit(Route(PageId.PAPER_BACK)))
        self.preview.renew_requested.connect(self._on_settled)
        self.preview.resized.connect(self._on_resized)
        self.preview.turned.connect(self.announced)
        self.preview.zoomed.connect(self._on_settled)

    def _build(self) -> None:
        t = self.context.theme
        self.choice = PrintChoice(self.context, self)
        self.options = self.choice.options
        self.foot = PrintFoot(t)
        self.foot.prefer(self.context.settings.text(_KEPT))
        self.preview = PagePreview(t)
        self._columns = Columns(
            self._build_left(), self.preview, threshold=round(_TWO_COLUMNS * t.scale), gap=t.space_5, stretch=(20, 35)
        )
        self._inner = QWidget()
        column = page_column(self._inner, t)
        column.addWidget(Heading("Imprimer", 1))
        column.addWidget(self._columns, 1)
        self._area = scrolling(self, self._inner)
        self._on_turned()

    def _build_left(self) -> QWidget:
        """Return the options, which scroll where they must, above the buttons, which stay in sight."""
        t = self.context.theme
        self.commune_box = Labelled(t, "Nom de la commune", CompletingLine(), aside="(facultatif)")
        self.collectivite = CollectiviteEntry(self.commune_box, self.context.session, self.context.jobs, self)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, t.space_1)
        column.setSpacing(t.space_3)
        column.addWidget(self.commune_box)
        column.addWidget(self.options)
        column.addWidget(rule())
        column.addLayout(self._build_others())
        column.addStretch(1)
        self._scrolled = SnugArea(inner, least=_LEAST)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(t.space_2)
        left.addWidget(self._scrolled)
        left.addWidget(self.foot)
        left.addStretch(1)
        return self._left

    def _build_others(self) -> QVBoxLayout:
        """Return what stands below the options: back from paper, and the kit in other forms."""
        t = self.context.theme
        self.paper = WrapLink(t, fr("Au retour de la réunion : saisir depuis le papier"))
        self.pocket = WrapLink(t, fr("Sur un téléphone : le kit de poche…"))
        self.pockets = ExplainedMenu(t, "Kit de poche", self)
        for key, words, why in _POCKETS:
            self.pockets.offer(key, words, "enregistrer", why)
        self.book = WrapLink(t, fr("Sur une liseuse : le livre numérique…"))
        self.books = ExplainedMenu(t, "Livre numérique", self)
        for key, words, why in _BOOKS:
            self.books.offer(key, words, "enregistrer", why)
        self.all = WrapLink(t, fr("Pour qui n’a pas le programme : tout en fichiers…"))
        self.alls = ExplainedMenu(t, "Tout le kit en fichiers", self)
        self.alls.offer("tout", _ALL_WORDS, "enregistrer", _ALL_WHY)
        column = QVBoxLayout()
        column.setSpacing(t.space_1)
        for link in (self.paper, self.pocket, self.book, self.all):
            column.addWidget(link)
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_turned()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settle.stop()
        self.maker.rest()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start(0)
