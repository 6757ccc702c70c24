"""How much paper it takes, the buttons that make it real, and what came of the last one."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import NBSP
from ui.theme import icons
from ui.widgets.columns import Columns
from ui.widgets.result_line import ResultLine
from ui.widgets.split_button import SplitButton
from ui.widgets.text import Label, as_text, rule

_FORMATS = {
    ".pdf": ("PDF", "PDF", "à lire et à imprimer"),
    ".docx": ("Word", "Word (.docx)", "à modifier dans Word"),
    ".odt": ("ODT", "ODT", "à modifier dans LibreOffice"),
    ".epub": ("EPUB", "Livre numérique (EPUB)", "pour une tablette ou une liseuse"),
    ".txt": ("Texte", "Texte seul", ""),
    ".ods": ("Tableur", "Tableur (.ods)", "pour LibreOffice ou Excel"),
    ".xlsx": ("Excel", "Excel (.xlsx)", "tableur pour Excel"),
    ".csv": ("CSV", "CSV", "tableau pour un autre programme"),
    ".ics": ("Agenda", "Agenda (.ics)", "les échéances dans votre agenda habituel"),
}
"""What the button says, what its menu says, and why one would want it."""
_BESIDE = 420  # pixels of the foot at a text scale of 1: below, one button stands under the other


class PrintFoot(ResultLine):
    """Always in sight below the options; ``save_requested`` with an extension."""

    print_requested = Signal()
    save_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._ready: tuple[str, ...] = (".pdf",)
        self._preferred = ".pdf"
        column = QVBoxLayout()
        column.setSpacing(theme.space_1)
        self._paper = Label("", "strong")
        self._format = Label("", "small")
        column.addWidget(rule())
        column.addWidget(self._paper)
        column.addWidget(self._format)
        column.addSpacing(theme.space_1)
        self.printing = QPushButton("Imprimer")
        self.printing.setProperty("look", "primary")
        icons.dress(self.printing, theme, "imprimer", theme.primary_ink, theme.muted)
        self.printing.clicked.connect(self.print_requested)
        self.save = SplitButton(theme, "enregistrer", "Autres formats", look="")
        self.menu = self.save.menu
        for extension, (_, words, why) in _FORMATS.items():
            self.menu.offer(extension, words, "enregistrer", why)
        self.save.pressed.connect(self._on_pressed)
        self.menu.chosen.connect(self.save_requested)
        beside = round(_BESIDE * theme.scale)
        column.addWidget(Columns(self.printing, self.save, threshold=beside, gap=theme.space_2, stretch=(0, 1)))
        self.put_above(column)
        self.show_paper("")
        self._show_format()
        self.show_ready(())

    @property
    def saving(self) -> QPushButton:
        """The button that saves in ``format``."""
        return self.save.main

    @property
    def format(self) -> str:
        """The extension that the button saves in: the one preferred where the document has it, else the first."""
        return self._preferred if self._preferred in self._ready else next(iter(self._ready), ".pdf")

    @property
    def paper(self) -> str:
        """How many pages and sheets it takes."""
        return self._paper.text()

    def show_paper(self, words: str, sheet: str = "A4") -> None:
        """Say how much paper it takes, and which; empty words when that is not known."""
        self._paper.setText(words or NBSP)
        self._format.setText(f"Format {sheet}, noir et blanc, sans fond coloré")

    def show_ready(self, formats: Iterable[str]) -> None:
        """Offer these extensions; with none, there is nothing to save or to print."""
        known = set(formats)
        for button in (self.printing, self.save.main, self.save.arrow):
            button.setEnabled(bool(known))
        if not known:
            return
        self._ready = tuple(one for one in _FORMATS if one in known)
        self.menu.show_only(self._ready)
        self.save.arrow.setVisible(len(self._ready) > 1)
        self._show_format()

    def prefer(self, extension: str) -> None:
        """Let the button save in this format, where the document has it."""
        if extension in _FORMATS:
            self._preferred = extension
            self._show_format()

    def _show_format(self) -> None:
        button, (short, words, why) = self.save.main, _FORMATS[self.format]
        button.setText(f"Enregistrer ({short})")
        button.setAccessibleName(", ".join(filter(None, (f"Enregistrer ({short})", why))))
        button.setToolTip(as_text(", ".join(filter(None, (words, why)))))

    def _on_pressed(self) -> None:
        self.save_requested.emit(self.format)


def paper_words(pages: int, *, both_sides: bool = True, folded: bool = False) -> str:
    """Return « 3 pages, 2 feuilles recto-verso », « 3 pages, 3 feuilles », « 8 faces, 4 feuilles à plier »."""
    sheets = (pages + 1) // 2 if both_sides or folded else pages
    counted = f"{sheets} feuille{'s' if sheets > 1 else ''}"
    if folded:
        return f"{pages} faces, {counted} à plier"
    if pages < 2:
        return "1 page, 1 feuille"
    return f"{pages} pages, {counted}{' recto-verso' if both_sides else ''}"
