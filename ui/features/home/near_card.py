"""Real examples near the collectivité: one with its small map, the others when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit import paths
from kit.content.library import Library
from kit.content.nearby import NearExample, Nearness, Place, near_examples
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.own_words import in_chosen_form
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, pressed_text

if TYPE_CHECKING:
    from kit.figures.atlas import Atlas
    from ui.widgets.locator_map import LocatorMap

_WHERE = {
    Nearness.SAME: "votre département",
    Nearness.JOINED: "département voisin",
    Nearness.REGION: "dans la région",
}
_MAP = (100, 138)  # pixels
_OFFERED = 8  # examples to go through before the first comes again
_LONGEST = 150  # characters of an example: the whole stands on its page


class Near(Struct, frozen=True):
    """The examples nearest to a place, the first the one that is shown, with what their map needs.

    It is not ``whole`` where the others were not looked for.
    """

    examples: tuple[NearExample, ...]
    atlas: Atlas
    departement: str
    insee: str
    is_whole: bool = True


def alone(here: Place, insee: str, first: NearExample) -> Near:
    """Return one example with its map: it takes 2 ms. Raises ContentError."""
    from kit.figures.atlas import atlas

    return Near((first,), atlas(paths.territories()), here.departement, insee, is_whole=False)


def nearest(library: Library, here: Place, insee: str, first: NearExample | None) -> Near:
    """Return ``first`` and the examples nearest to a place, none where the texts have none; it takes 8 ms."""
    from kit.figures.atlas import atlas
    from kit.figures.examples import distance
    from kit.territoires import Neighbours

    region, shown = Neighbours.shared(paths.territories()), atlas(paths.territories())
    home, order = shown.centres.get(insee), tuple(Nearness)
    found = near_examples(library, region, here)

    def away(one: NearExample) -> tuple[int, float]:
        kilometres = distance(one, shown, home)
        return order.index(one.nearness), float("inf") if kilometres is None else kilometres

    near = sorted(found, key=away) if home is not None else list(found)
    if first is not None:  # what one may be reading stays
        near = [first, *(one for one in near if one.example.id != first.example.id)]
    return Near(tuple(near[:_OFFERED]), shown, here.departement, insee)


class NearCard(QFrame):
    """``read_requested`` carries the id of the text that tells the example, ``others_requested`` asks for more."""

    read_requested = Signal(str)
    others_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._page = theme, ""
        self._near: Near | None = None
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
        self.map: LocatorMap | None = None
        self._map_place = QWidget()
        self._map_place.setFixedSize(round(_MAP[0] * theme.scale), round(_MAP[1] * theme.scale))
        row.addWidget(self._map_place, 0, Qt.AlignmentFlag.AlignTop)
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

    def show_near(self, near: Near, number: int = 0) -> None:
        """Show one of some examples with its map, and offer the others; hidden for none."""
        self._near, self._number = near, number % max(1, len(near.examples))
        show_when(self, bool(near.examples))
        show_when(self.other, len(near.examples) > 1 or not near.is_whole)
        if near.examples:
            self._show_in_place(near)

    def _on_other(self) -> None:
        assert self._near is not None
        if not self._near.is_whole:
            self.others_requested.emit()
            return
        self._number = (self._number + 1) % len(self._near.examples)
        self._show_in_place(self._near)

    def _show(self, shown: NearExample) -> None:
        example = shown.example
        self._page = shown.pages[0]
        apart = example.departement if example.departement != example.place else ""
        self.place.setText(f"{example.place} ({apart})" if apart else example.place)
        self.told.setText(_short(in_chosen_form(example.text)))
        self.read.setText(pressed_text(fr("Lire : {label}", label=in_chosen_form(shown.case.label))))

    def _show_in_place(self, near: Near) -> None:
        from kit.figures.examples import away_words, distance, example_map
        from ui.widgets.locator_map import LocatorMap

        shown, home = near.examples[self._number], near.atlas.centres.get(near.insee)
        self._show(shown)
        away = away_words(distance(shown, near.atlas, home)) or _WHERE.get(shown.nearness, "ailleurs")
        self.where.setText(away)
        marks = example_map((shown,), near.atlas, {}).marks
        if self.map is None:
            self.map = LocatorMap(self._theme, size=_MAP)
            self.map.setParent(self._map_place)
        if marks:
            words = fr("Carte : {where}", where=f"{self.place.text()}, {away}")
            self.map.show_mark(near.atlas, words, near.departement, home, marks[0])
        show_when(self._map_place, bool(marks))


def _short(words: str) -> str:
    """Return the first sentences of a text, as many as have room; cut between words where the first has none."""
    if len(words) <= _LONGEST:
        return words
    end = words.rfind(". ", 0, _LONGEST)
    return words[: end + 1] if end > 0 else words[: words.rfind(" ", 0, _LONGEST)] + "…"
