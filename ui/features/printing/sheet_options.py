"""How it is printed: size of the text, paper, one side or two."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.documents.document import Document
from kit.documents.paper import Paper
from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.segments import Segments
from ui.widgets.text import Label, as_text

ONE, TWO = "recto", "recto-verso"
_SIZES = [("11", "Normal"), ("18", "Grand"), ("24", "Très grand")]
_PAPERS = [("a4", "A4"), ("a3", "A3")]
_SIDES = [(TWO, "Recto-verso"), (ONE, "Recto")]


class PrintHow(QWidget):
    """Three rows of choices; ``changed`` at each one made by hand, ``turned`` when only the sides were."""

    changed = Signal()
    turned = Signal()

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
        self._size_box = self._titled("Taille du texte", self.text_size)
        self._paper_box = self._titled("Papier", self.paper)
        column.addWidget(self._size_box)
        row = FlowLayout(gap=theme.space_4)
        row.addWidget(self._paper_box)
        self._sides_box = self._titled("Faces", self.sides)
        row.addWidget(self._sides_box)
        column.addLayout(row)
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

    def show_for(self, *, sized: bool, papered: bool, sided: bool = True) -> None:
        """Offer only what makes a difference to a document."""
        self._size_box.setVisible(sized)
        self._paper_box.setVisible(papered)
        self._sides_box.setVisible(sided)

    def dressed(self, document: Document) -> Document:
        """Return a document in the size and on the paper that are offered and chosen."""
        if not self._size_box.isHidden():
            document = replace(document, size=int(self.text_size.key()))
        if not self._paper_box.isHidden():
            document = replace(document, paper=Paper(self.paper.key()))
        return document

    def _titled(self, title: str, row: Segments) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space_1)
        column.addWidget(Label(title, "label", wrap=False))
        column.addWidget(row)
        return box
