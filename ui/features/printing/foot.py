"""How much paper it takes, the buttons that make it real, and what came of the last one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.typography import NBSP, fr
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.result_line import ResultLine
from ui.widgets.text import Label, as_text, rule

_FORMATS = {
    ".pdf": ("PDF", "PDF, à lire et à imprimer"),
    ".odt": ("ODT", "ODT, à modifier dans LibreOffice"),
    ".docx": ("Word", "Word (DOCX), à modifier dans Word"),
    ".txt": ("Texte", "Texte seul"),
    ".ods": ("Tableur (.ods)", "Tableur (.ods), pour LibreOffice ou Excel"),
    ".xlsx": ("Excel (.xlsx)", "Excel (.xlsx), tableur pour Excel"),
    ".csv": ("CSV", "Tableau en CSV, pour un autre programme"),
    ".ics": ("Agenda (.ics)", "Agenda (.ics), les échéances dans votre agenda habituel"),
}


class PrintFoot(ResultLine):
    """Always in sight below the options; ``save_requested`` with an extension."""

    print_requested = Signal()
    save_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        column = QVBoxLayout()
        column.setSpacing(theme.space_1)
        self._paper = Label("", "strong")
        self._format = Label("", "small")
        column.addWidget(rule())
        column.addWidget(self._paper)
        column.addWidget(self._format)
        column.addSpacing(theme.space_1)
        flow = FlowLayout(gap=theme.space_2)
        self.printing = QPushButton("Imprimer")
        self.printing.setProperty("look", "primary")
        icons.dress(self.printing, theme, "imprimer", theme.primary_ink, theme.muted)
        self.printing.clicked.connect(self.print_requested)
        flow.addWidget(self.printing)
        self.saves: dict[str, QPushButton] = {}
        for extension, (words, told) in _FORMATS.items():
            button = QPushButton(words)
            button.setAccessibleName(
                f"Enregistrer en {told}" if words == "PDF" else fr("Enregistrer : {told}", told=told)
            )
            button.setToolTip(as_text(button.accessibleName()))
            button.setProperty("extension", extension)
            button.clicked.connect(self._on_save)
            flow.addWidget(button)
            self.saves[extension] = button
        column.addLayout(flow)
        self.put_above(column)
        self.show_paper("")
        self.show_ready(())

    @property
    def saving(self) -> QPushButton:
        """The button of the PDF."""
        return self.saves[".pdf"]

    @property
    def paper(self) -> str:
        """How many pages and sheets it takes."""
        return self._paper.text()

    def show_paper(self, words: str, sheet: str = "A4") -> None:
        """Say how much paper it takes, and which; empty words when that is not known."""
        self._paper.setText(words or NBSP)
        self._format.setText(f"Format {sheet}, noir et blanc, sans fond coloré")

    def show_ready(self, formats: Iterable[str]) -> None:
        """Let the buttons of these extensions be pressed; with none, there is nothing to print either."""
        known = tuple(formats)
        self.printing.setEnabled(bool(known))
        for extension, button in self.saves.items():
            button.setEnabled(extension in known)
            if known:
                button.setVisible(extension in known)

    def _on_save(self) -> None:
        self.save_requested.emit(str(self.sender().property("extension")))


def paper_words(pages: int, *, both_sides: bool = True, folded: bool = False) -> str:
    """Return « 3 pages, 2 feuilles recto-verso », « 3 pages, 3 feuilles », « 8 faces, 4 feuilles à plier »."""
    sheets = (pages + 1) // 2 if both_sides or folded else pages
    counted = f"{sheets} feuille{'s' if sheets > 1 else ''}"
    if folded:
        return f"{pages} faces, {counted} à plier"
    if pages < 2:
        return "1 page, 1 feuille"
    return f"{pages} pages, {counted}{' recto-verso' if both_sides else ''}"
