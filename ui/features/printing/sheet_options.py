"""How it is printed: size of the text, paper, one side or two."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.documents.document import Document
from kit.documents.paper import Margins, Paper
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.segments import Segments
from ui.widgets.text import Label, as_text
from ui.widgets.wrap_link import WrapLink

ONE, TWO = "recto", "recto-verso"
_SIZES = [("11", "Normal"), ("18", "Grand"), ("24", "Très grand")]
_PAPERS = [("a4", "A4"), ("a3", "A3"), ("a5", "A5")]
_SIDES = [(TWO, "Recto-verso"), (ONE, "Recto")]


class PrintHow(QWidget):
    """Three rows of choices; ``changed`` at each one made by hand, ``turned`` when only the sides were.

    ``page_wanted`` asks for the system's dialog of paper and margins, whose answer ``take`` keeps.
    """

    changed = Signal()
    turned = Signal()
    page_wanted = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.text_size = Segments("Taille du texte", _SIZES)
        self.paper = Segments("Papier", _PAPERS)
        self.sides = Segments("Faces", _SIDES)
        for key, words in _SIZES:
            self.text_size.button(key).setToolTip(as_text(fr("{words} : {key} points", words=words, key=key)))
        self.paper.button("a3").setToolTip("La même page, agrandie pour un mur")
        self.paper.button("a5").setToolTip("Une page de petit format, à lettres plus petites")
        self._margins: Margins | None = None
        self._lies: bool | None = None
        self._size_box = self._titled("Taille du texte", self.text_size)
        self._paper_box = self._titled("Papier", self.paper)
        column.addWidget(self._size_box)
        row = FlowLayout(gap=theme.space_4)
        row.addWidget(self._paper_box)
        self._sides_box = self._titled("Faces", self.sides)
        row.addWidget(self._sides_box)
        column.addLayout(row)
        column.addWidget(self._build_page(theme))
        self.text_size.chosen.connect(self.changed)
        self.paper.chosen.connect(self.changed)
        self.sides.chosen.connect(self.turned)

    @property
    def both_sides(self) -> bool:
        """Whether sheets are printed on both sides."""
        return self.sides.key() == TWO

    def choose(self, size: int, paper: str, sides: str) -> None:
        """Let these choices stand, without a signal; unknown ones change nothing."""
        self.text_size.choose(str(size))
        self.paper.choose(paper)
        self.sides.choose(sides)

    def take(self, document: Document) -> None:
        """Keep the paper, the margins and the way it lies of a document that a dialog had laid out."""
        self.paper.choose(document.paper.value)
        self._margins, self._lies = document.margins, document.landscape
        self._show_margins()

    def forget_way(self) -> None:
        """Let the next document lie as it is made."""
        self._lies = None

    def show_for(self, *, sized: bool, papered: bool, sided: bool = True) -> None:
        """Offer only what makes a difference to a document."""
        self._size_box.setVisible(sized)
        self._paper_box.setVisible(papered)
        self._page_box.setVisible(papered)
        self._sides_box.setVisible(sided)

    def dressed(self, document: Document) -> Document:
        """Return a document in the size and on the paper that are offered and chosen."""
        if not self._size_box.isHidden():
            document = replace(document, size=int(self.text_size.key()))
        if not self._paper_box.isHidden():
            lies = document.landscape if self._lies is None else self._lies
            paper = Paper(self.paper.key())
            document = replace(document, paper=paper, margins=self._margins, landscape=lies)
        return document

    def _on_own_margins(self) -> None:
        self._margins = None
        self._show_margins()
        self.page.setFocus()
        self.changed.emit()

    def _show_margins(self) -> None:
        """Say which margins were set, where some were."""
        found = self._margins
        self.own_margins.setVisible(found is not None)
        self._told.setVisible(found is not None)
        if found is not None:
            sides = (found.left, found.right, found.top, found.bottom)
            left, right, top, bottom = (f"{side:g}".replace(".", ",") for side in sides)
            self._told.setText(
                fr(
                    "Marges en millimètres : {left} à gauche, {right} à droite, {top} en haut, {bottom} en bas.",
                    left=left,
                    right=right,
                    top=top,
                    bottom=bottom,
                )
            )

    def _build_page(self, theme: Tokens) -> QWidget:
        """Return the way to the system's dialog, and what came of it."""
        self._page_box = QWidget()
        column = QVBoxLayout(self._page_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self._told = Label("", "small")
        self.page = WrapLink(theme, "Papier et marges de l’imprimante…")
        self.own_margins = WrapLink(theme, "Reprendre les marges du kit")
        for part in (self._told, self.page, self.own_margins):
            column.addWidget(part)
        self.page.clicked.connect(self.page_wanted)
        self.own_margins.clicked.connect(self._on_own_margins)
        self._show_margins()
        return self._page_box

    def _titled(self, title: str, row: Segments) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space_1)
        column.addWidget(Label(title, "label", wrap=False))
        column.addWidget(row)
        return box
