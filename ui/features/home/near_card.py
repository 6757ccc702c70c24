"""One real example near the collectivité on its small map, read off the window's thread."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit import paths
from kit.content.library import Library
from kit.content.nearby import NearExample, Nearness, Place, near_examples
from kit.figures.atlas import Atlas, atlas
from kit.figures.examples import away_words, distance, example_map
from kit.territoires import Territories
from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.locator_map import LocatorMap
from ui.widgets.own_words import in_chosen_form
from ui.widgets.text import Heading, Label

_WHERE = {
    Nearness.SAME: "dans votre département",
    Nearness.JOINED: "dans un département voisin",
    Nearness.REGION: "dans la région",
}
_MAP = (100, 138)  # pixels
_OFFERED = 8  # examples to go through before the first comes again
_LONGEST = 150  # characters of an example: the whole stands on its page


class Near(Struct, frozen=True):
    """The examples nearest to a place, the first the nearest, with what their map needs."""

    examples: tuple[NearExample, ...]
    atlas: Atlas
    departement: str
    insee: str


def nearest(library: Library, here: Place, insee: str) -> Near:
    """Return the examples nearest to a place, none where the texts have none; it takes 30 ms."""
    territories, shown = Territories.shared(paths.territories()), atlas(paths.territories())
    home, order = shown.centres.get(insee), tuple(Nearness)
    found = near_examples(library, territories, here)

    def away(one: NearExample) -> tuple[int, float]:
        kilometres = distance(one, shown, home)
        return order.index(one.nearness), float("inf") if kilometres is None else kilometres

    near = sorted(found, key=away) if home is not None else found
    return Near(tuple(near[:_OFFERED]), shown, here.departement, insee)


class NearCard(QFrame):
    """``read_requested`` carries the id of the text that tells the example."""

    read_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = ""
        self._near: Near | None = None
        self._library: Library | None = None
        self._number = 0
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_2)
        head = QHBoxLayout()
        head.addWidget(Heading("Un exemple proche", 2, "h3"), 1)
        self.where = Label("", "muted")
        head.addWidget(self.where, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.space_3)
        self.map = LocatorMap(theme, size=_MAP)
        row.addWidget(self.map, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.space_1)
        self.place, self.told = Label("", "strong"), Label("")
        words.addWidget(self.place)
        words.addWidget(self.told)
        words.addStretch(1)
        row.addLayout(words, 1)
        column.addLayout(row)
        buttons = FlowLayout(gap=theme.space_4)
        self.read, self.other = QPushButton("Lire"), QPushButton("Un autre exemple")
        for button in (self.read, self.other):
            button.setProperty("look", "link-flush")
            buttons.addWidget(button)
        self.read.clicked.connect(lambda _=False: self.read_requested.emit(self._page))
        self.other.clicked.connect(self._on_other)
        column.addLayout(buttons)
        self.hide()

    def show_near(self, near: Near, library: Library) -> None:
        """Show the nearest example; hidden for none."""
        self._near, self._library, self._number = near, library, 0
        self.setVisible(bool(near.examples))
        self.other.setVisible(len(near.examples) > 1)
        if near.examples:
            self._show()

    def _on_other(self) -> None:
        assert self._near is not None
        self._number = (self._number + 1) % len(self._near.examples)
        self._show()

    def _show(self) -> None:
        assert self._near is not None and self._library is not None
        near, library, shown = self._near, self._library, self._near.examples[self._number]
        example, home = shown.example, self._near.atlas.centres.get(self._near.insee)
        self._page = next((page for page in shown.pages if library.has(page)), "")
        away = away_words(distance(shown, near.atlas, home)) or _WHERE.get(shown.nearness, "")
        self.where.setText(away)
        apart = example.departement if example.departement != example.place else ""
        name = f"{example.place} ({apart})" if apart else example.place
        self.place.setText(name)
        self.told.setText(_short(in_chosen_form(example.text)))
        self.read.setVisible(bool(self._page))
        if self._page:
            label = in_chosen_form(library.article(self._page).label)
            self.read.setText(fr("Lire : {label}", label=label).replace("&", "&&"))
        marks = example_map((shown,), near.atlas, {}).marks
        if marks:
            words = fr("Carte : {where}", where=", ".join(part for part in (name, away) if part))
            self.map.show_mark(near.atlas, words, near.departement, home, marks[0])
        self.map.setVisible(bool(marks))


def _short(words: str) -> str:
    """Return the first sentences of a text, as many as have room; cut between words where the first has none."""
    if len(words) <= _LONGEST:
        return words
    end = words.rfind(". ", 0, _LONGEST)
    return words[: end + 1] if end > 0 else words[: words.rfind(" ", 0, _LONGEST)] + "…"
