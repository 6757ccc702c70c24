"""The map of the examples with what one does with it: back to the whole region, on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.content.example_words import size_words
from kit.content.nearby import NearExample
from kit.figures.atlas import Atlas
from kit.figures.drawing import Point
from kit.figures.examples import away_words, distance, example_map, key_of
from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.region_map import RegionMap, Told


class MapPane(QWidget):
    """``departement_chosen``, ``mark_pointed`` and ``mark_chosen`` are those of the map; ``list_requested``
    where the list is hidden, ``large_requested`` where the map is small.
    """

    departement_chosen = Signal(str)
    mark_pointed = Signal(str)
    mark_chosen = Signal(str)
    print_requested = Signal()
    list_requested = Signal()
    large_requested = Signal()

    def __init__(
        self,
        theme: Tokens,
        atlas: Atlas,
        names: Mapping[str, str],
        reasons: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """``names`` are those of the départements by code, ``reasons`` those of the reasons by id."""
        super().__init__(parent)
        self._atlas, self._names, self._reasons = atlas, names, reasons
        self.map = RegionMap(theme, atlas, names)
        self.to_large = link_button("Agrandir la carte", "exemples", theme)
        self.whole = link_button("Toute la région", "exemples", theme)
        self.to_list = link_button("Voir la liste", "texte", theme)
        self.print = link_button("Imprimer la carte et sa liste", "imprimer", theme)
        row = FlowLayout(gap=theme.space_2, middle=True)
        row.addWidget(self.to_list)
        row.addWidget(self.to_large)
        row.addWidget(self.whole)
        row.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space_5, theme.space_2, 0, theme.space_2)
        column.setSpacing(theme.space_2)
        column.addWidget(self.map, 1)
        column.addLayout(row)
        self.map.departement_chosen.connect(self.departement_chosen)
        self.map.mark_pointed.connect(self.mark_pointed)
        self.map.mark_chosen.connect(self.mark_chosen)
        self.print.clicked.connect(self.print_requested)
        self.whole.clicked.connect(self._on_whole)
        self.to_list.clicked.connect(self.list_requested)
        self.to_large.clicked.connect(self.large_requested)

    def show_examples(
        self,
        found: Sequence[NearExample],
        *,
        own: str = "",
        home: Point | None = None,
        departement: str = "",
        under: str = "",
    ) -> None:
        """Show the marks of these examples; the ``departement`` that they are narrowed to fills the map.

        ``under`` is the reason that they are looked at under, where one is chosen.
        """
        told = {key_of(one): self._mark_words(one, home) for one in found}
        shown = example_map(found, self._atlas, self._reasons, under)
        self.map.show_map(shown, told, own=own, home=home, departement=departement)
        self.whole.setVisible(bool(departement))

    def show_form(self, *, is_small: bool, is_alone: bool) -> None:
        """Be a small map beside the list, the only thing in sight, or a large one beside the list."""
        self.to_large.setVisible(is_small)
        self.to_list.setVisible(is_alone)
        self.print.setVisible(not is_small)  # the large one, and the tool above the page, offer it
        self.map.show_small(is_small)

    def _mark_words(self, one: NearExample, home: Point | None) -> Told:
        place, departement = one.example.place, self._names.get(one.departement, "")
        reason = next((self._reasons[theme] for theme in one.themes if theme in self._reasons), "")
        away = away_words(distance(one, self._atlas, home))
        size = size_words(one.example) if one.population is None else ""
        about = " · ".join(part for part in (reason or departement, away, size) if part)
        where = departement if departement != place else ""
        spoken = ", ".join(part for part in (place, where, reason, away, size) if part)
        return Told(place, about, spoken)

    def _on_whole(self) -> None:
        self.map.setFocus()
        self.departement_chosen.emit("")


def link_button(words: str, drawing: str, theme: Tokens) -> QPushButton:
    """Return a button with its drawing that looks like a link."""
    button = QPushButton(words)
    button.setProperty("look", "link")
    button.setAutoDefault(True)
    icons.dress(button, theme, drawing, theme.link)
    return button
