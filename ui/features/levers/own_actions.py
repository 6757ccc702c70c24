"""The actions that the collectivité added to a lever: ticked as the others, told apart, and a line for one more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGroupBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.levers.checklist_item import ChecklistItem, Item
from ui.plan.action_fields import TITLE_LIMIT
from ui.widgets.completing_line import Suggest
from ui.widgets.focus import holds_focus
from ui.widgets.limit_words import LimitWords
from ui.widgets.text import Heading, rule

SHOWN = 12  # of more actions the plan is the place: its table makes no widget for each


class OwnActions(QGroupBox):
    """``action_added`` carries the title of an action to add; ``plan_requested`` asks for those not shown here."""

    action_added = Signal(str)
    plan_requested = Signal()

    def __init__(
        self,
        theme: Tokens,
        name: str,
        *,
        writable: bool = True,
        people: Suggest | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._writable, self._people = theme, writable, people
        self.items: dict[str, ChecklistItem] = {}
        self._rules: dict[str, QFrame] = {}
        self.setProperty("look", "card")
        self.setAccessibleName(name)
        column = self._whole = QVBoxLayout(self)
        column.setSpacing(theme.space_1)
        self._heading = Heading("Vos actions", 2, "h3")
        column.addWidget(self._heading)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        self.rest = QPushButton("")
        self.rest.setProperty("look", "link-flush")
        self.rest.hide()
        self.rest.clicked.connect(self.plan_requested)
        column.addWidget(self.rest)
        row = QHBoxLayout()
        row.setSpacing(theme.space_2)
        self.new = QLineEdit()
        self.new.setPlaceholderText("Ajouter une action à vous…")
        self.new.setAccessibleName(f"Ajouter une action, {name}")
        self.new.setAccessibleDescription("Entrée l’ajoute. Elle ne compte pas dans le total du kit.")
        self.new.setMaxLength(TITLE_LIMIT)
        self.new.returnPressed.connect(self._on_added)
        row.addWidget(self.new, 1)
        self.add_button = QPushButton("Ajouter")
        self.add_button.setProperty("look", "small")
        self.add_button.setAccessibleName(f"Ajouter cette action, {name}")
        self.add_button.clicked.connect(self._on_added)
        row.addWidget(self.add_button)
        column.addLayout(row)
        self.limit = LimitWords(self.new)
        column.addWidget(self.limit)
        self.new.setEnabled(writable)
        self.add_button.setEnabled(writable)
        self._frame(framed=False)

    def show_items(self, items: Sequence[Item]) -> list[ChecklistItem]:
        """Show these actions in this order; returns the widgets that were made for new ones, to be connected."""
        made = []
        hidden = len(items) - SHOWN
        self.rest.setVisible(hidden > 0)
        self.rest.setText(f"Voir les {hidden} autres dans Mon plan d’action" if hidden > 1 else "Voir la suivante")
        self._frame(framed=bool(items))
        items = items[:SHOWN]
        for target in [known for known in self.items if known not in {item.target for item in items}]:
            self._drop(target)
        for place, item in enumerate(items):
            if item.target not in self.items:
                made.append(self._build_item(item))
            self.items[item.target].show_title(item.title)
            if self._column.indexOf(self.items[item.target]) != 2 * place + 1:
                self._put(item.target, place)
        return made

    def _on_added(self) -> None:
        title = self.new.text().strip()
        if title:
            self.new.setText("")  # with what Ctrl+Z would bring back
            self.action_added.emit(title)
        self.new.setFocus()

    def _frame(self, *, framed: bool) -> None:
        """Be a card around the actions, or, while there are none, the line for one more alone."""
        self._heading.setVisible(framed)
        self._whole.setContentsMargins(*((18, 12, 18, 12) if framed else (0, 0, 0, 0)))
        look = "card" if framed else "plain"
        if self.property("look") != look:
            self.setProperty("look", look)
            self.style().unpolish(self)
            self.style().polish(self)

    def _put(self, target: str, place: int) -> None:
        for number, part in enumerate((self._rules[target], self.items[target])):
            self._column.removeWidget(part)
            self._column.insertWidget(2 * place + number, part)

    def _drop(self, target: str) -> None:
        had_focus = holds_focus(self.items[target])
        for part in (self.items.pop(target), self._rules.pop(target)):
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        if had_focus:
            self.new.setFocus()

    def _build_item(self, item: Item) -> ChecklistItem:
        made = self.items[item.target] = ChecklistItem(self._theme, item, people=self._people)
        made.set_writable(self._writable)
        self._rules[item.target] = rule()
        return made
