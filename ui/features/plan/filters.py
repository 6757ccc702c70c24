"""What narrows and sorts the plan: lever, person, late, remaining, order, words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kit.tokens import Tokens
from ui.text.filter_head import FilterField
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.menu_chip import MenuChip
from ui.widgets.named_group import NamedGroup
from ui.widgets.own_words import in_chosen_form
from ui.widgets.text import as_text

SORTS = (
    ("order", "Dans mon ordre"),
    ("status", "Par état"),
    ("due", "Par échéance"),
    ("who", "Par élu·e référent·e"),
    ("pilot", "Par pilote"),
    ("title", "Par titre"),
)
_QUIET_MS = 250


class PlanFilters(NamedGroup):
    """``changed`` at each choice; ``left`` goes on to the plan."""

    changed = Signal()
    left = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("Ce que montre le plan", parent)
        self.levers = MenuChip(theme, "Leviers")
        self.people = MenuChip(theme, "Personnes")
        self.sorts = MenuChip(theme, "Ordre")
        self.sorts.show_choices([(key, in_chosen_form(words)) for key, words in SORTS])
        self.late = self._build_chip("En retard", "Seulement ce qui est en retard")
        self.remaining = self._build_chip("Ce qui reste", "Seulement ce qui reste à faire")
        self.search = FilterField()
        self.search.setPlaceholderText("Chercher une action…")
        self.search.setAccessibleName("Chercher dans le plan")
        words = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(words + round(2.5 * theme.icon))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_QUIET_MS)
        flow = FlowLayout(self, gap=theme.space_2, middle=True)
        for part in (self.levers, self.people, self.sorts, self.late, self.remaining, self.search):
            flow.addWidget(part)
        self._connect()

    def show_levers(self, levers: Sequence[tuple[str, str]]) -> None:
        """Offer levers by id and title."""
        self.levers.show_choices((("", "Tous les leviers"), *levers))

    def show_people(self, people: Sequence[str]) -> None:
        """Offer the people named in the plan."""
        self.people.show_choices((("", "Tout le monde"), *((name, name) for name in people)))

    def clear(self) -> None:
        """Show everything again."""
        for chip in (self.levers, self.people):
            chip.choose("")
        for button in (self.late, self.remaining):
            button.setChecked(False)
        self.search.clear()

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        chips = self.levers.key or self.people.key or self.search.text().strip()
        return bool(chips) or self.late.isChecked() or self.remaining.isChecked()

    def _on_changed(self) -> None:
        self.changed.emit()

    def _build_chip(self, words: str, told: str) -> QPushButton:
        chip = QPushButton(words)
        chip.setProperty("look", "chip")
        chip.setCheckable(True)
        chip.setToolTip(as_text(told))
        chip.setAccessibleDescription(told)
        chip.clicked.connect(self._on_changed)
        return chip

    def _connect(self) -> None:
        for chip in (self.levers, self.people, self.sorts):
            chip.chosen.connect(self._on_changed)
        self.search.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._on_changed)
        self.search.left.connect(self.left)
