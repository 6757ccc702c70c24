"""Imprimer les listes: what to print, the very pages that come of it, and the ways to paper or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from kit import paths
from kit.documents.checklist import checklist
from kit.documents.model import SIZES, Checklist
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording
from kit.documents.writer import file_name
from kit.errors import KitError
from ui import printing
from ui.collectivite import CollectiviteEntry
from ui.context import AppContext
from ui.errors import sentence
from ui.navigation import Route
from ui.pages.base import Crumb, Page
from ui.preview_maker import PreviewMaker
from ui.print_output import PrintOutput
from ui.widgets.columns import Columns
from ui.widgets.completing_line import CompletingLine
from ui.widgets.labelled import Labelled
from ui.widgets.page_preview import PagePreview
from ui.widgets.print_foot import PrintFoot
from ui.widgets.print_options import LeverName, PrintOptions
from ui.widgets.scroll import scrolling
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Heading

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_SETTLE_MS = 120
_LEFT = 330
_TWO_COLUMNS = 620  # of the page's text, its margins left out
_ANY = 16_777_215  # Qt’s own maximum
_LEAST = 140  # what the options keep before the page scrolls as a whole
_NO_PRINTER = "Aucune imprimante n’est installée sur cet ordinateur\u00a0: enregistrez le PDF et imprimez-le ailleurs."


class PrintPage(Page):
    """The screen. Preview, paper and PDF come of one document and one typesetter, all in the background."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        typesetter = Typesetter()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._build()
        self.maker = PreviewMaker(self.preview, typesetter, context.tasks, self)
        self.output = PrintOutput(self.foot, typesetter, context.tasks, self)
        self._connect()

    def open_route(self, route: Route) -> None:
        outline = self.context.library.outline
        lever = outline.lever(route.origin) or outline.lever_of(route.origin)
        self.options.choose_levers((lever.article.id,) if lever else ())
        self.commune_box.setVisible(not self.context.session.text("identity", "name"))
        self.collectivite.refresh()
        self.output.say("")
        self._settle.start(0)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb("Imprimer"),)

    def scroller(self) -> QScrollArea:
        return self._area

    def in_sight(self) -> str:
        levers = self.options.levers() or ()
        return levers[0] if len(levers) == 1 else ""

    def leave(self) -> bool:
        self.commune_box.field.clearFocus()  # keeps the name that is being typed
        return True

    def document(self) -> Checklist | None:
        """Return what would be printed now, None when no lever is chosen."""
        levers = self.options.levers()
        if levers is None:
            return None
        dossier = self.context.session.dossier
        return checklist(self.context.library, dossier, levers=levers, options=self.options.options())

    def ask_printer(self, document: Checklist) -> QPrinter | None:
        """Ask for the printer, the copies and the pages; None when given up."""
        from PySide6.QtPrintSupport import QPrintDialog

        printer = printing.new_printer(" – ".join(part for part in (document.title, document.collectivite) if part))
        dialog = QPrintDialog(printer, self)
        if self.maker.shows(document):
            dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
            dialog.setMinMax(1, self.preview.page_count)
        accepted = dialog.exec()
        dialog.deleteLater()
        return printer if accepted else None

    def ask_file(self, folder: Path, name: str) -> Path | None:
        """Ask where the PDF goes, and before another file is replaced; None when given up."""
        dialog = QFileDialog(self, "Enregistrer en PDF", str(folder), "Document PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "Dossier\u00a0:")  # Qt’s own French lacks these two
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, "Type\u00a0:")
        dialog.selectFile(name)
        chosen = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
        dialog.deleteLater()
        return chosen

    def _on_dossier_changed(self, _target: str) -> None:
        self._settle.start(_SETTLE_MS)

    def _on_options_changed(self) -> None:
        self.context.settings.set("print_size", self.options.options().size)
        self.output.say("")
        self._settle.start(0)

    def _on_resized(self) -> None:
        if self.preview.page_count:
            self._settle.start(_SETTLE_MS)

    def _on_settled(self) -> None:
        """Bring the preview up to date, while it is in sight."""
        if not self.isVisible():
            return
        document = self.document()
        self.foot.show_ready(document is not None)
        if document is not None:
            self.maker.show(document)
        else:
            self.maker.show_nothing("Choisissez au moins un levier.")

    def _on_failed(self, error: KitError) -> None:
        self.output.say(sentence(error), wrong=True)

    def _on_print(self) -> None:
        document = self.document()
        if document is None or self.output.is_busy:
            return
        if not printing.has_printer():
            self.output.say(_NO_PRINTER, wrong=True)
            return
        printer = self.ask_printer(document)
        if printer is not None:
            self.output.print(document, printer)

    def _on_save(self) -> None:
        document = self.document()
        if document is None or self.output.is_busy:
            return
        what = wording().say("documents", "file_checklist")
        last = Path(self.context.settings.text("last_folder") or paths.documents())
        name = file_name(document.collectivite, what, document.date, "pdf")
        path = self.ask_file(last if last.is_dir() else paths.documents(), name)
        if path is not None:
            asked = path.suffix.lower() == ".pdf"  # only then was one asked about this very file
            self.output.save(document, path if asked else path.with_name(f"{path.name}.pdf"), force=asked)

    def _on_saved(self, path: Path) -> None:
        self.context.settings.set("last_folder", str(path.parent))

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
        self.maker.counted.connect(self.foot.show_paper)
        self.maker.failed.connect(self._on_failed)
        self.options.changed.connect(self._on_options_changed)
        self.output.announced.connect(self.announced)
        self.output.saved.connect(self._on_saved)
        self.preview.renew_requested.connect(self._on_settled)
        self.preview.resized.connect(self._on_resized)
        self.preview.turned.connect(self.announced)
        self.preview.zoomed.connect(self._on_settled)

    def _build(self) -> None:
        t, outline = self.context.theme, self.context.library.outline
        levers = [lever.article for lever in outline.levers]
        self.options = PrintOptions(t, [LeverName(one.id, one.code, one.label, one.title) for one in levers])
        self.options.choose_size(int(self.context.settings.number("print_size", SIZES[0])))
        self.foot = PrintFoot(t)
        self.preview = PagePreview(t)
        self._columns = Columns(
            self._build_left(), self.preview, threshold=round(_TWO_COLUMNS * t.scale), gap=t.space_5, stretch=(20, 35)
        )
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(t.space_6, t.space_2, t.space_6, t.space_5)
        column.setSpacing(t.space_3)
        column.addWidget(Heading("Imprimer les listes", 1))
        column.addWidget(self._columns, 1)
        self._area = scrolling(self, self._inner)
        self._on_turned()

    def _build_left(self) -> QWidget:
        """Return the options, which scroll where they must, above the buttons, which stay in sight."""
        t = self.context.theme
        self.commune_box = Labelled(t, "Nom de la commune", CompletingLine(), aside="(facultatif)")
        self.collectivite = CollectiviteEntry(self.commune_box, self.context.session, self.context.tasks, self)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, t.space_1)
        column.setSpacing(t.space_3)
        column.addWidget(self.commune_box)
        column.addWidget(self.options)
        column.addStretch(1)
        self._scrolled = SnugArea(inner, least=_LEAST)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(t.space_3)
        left.addWidget(self._scrolled)
        left.addWidget(self.foot)
        left.addStretch(1)
        return self._left

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_turned()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start(0)
