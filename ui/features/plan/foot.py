"""Below the plan: one action more, print, and what else there is; or what is done to several at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.plan.batch_bar import PlanBar
from ui.features.plan.board import BOARD_KEYS
from ui.features.plan.table import KEYS
from ui.plan.action_fields import TITLE_LIMIT
from ui.plan.ways import BOARD
from ui.theme import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.limit_words import LimitWords
from ui.widgets.menu_chip import MenuChip
from ui.widgets.states import tell_opened
from ui.widgets.text import Label


class NewLine(QLineEdit):
    """The title of an action to add; Escape gives up."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PlanFoot(QWidget):
    """``added`` carries a title and a lever's id, ``place_requested`` the key of another place given at the start."""

    added = Signal(str, str)
    print_requested = Signal()
    place_requested = Signal(str)

    def __init__(
        self, theme: Tokens, places: Sequence[tuple[str, str]], *, writable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._writable = theme, writable
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.bar = PlanBar(theme)
        self.bar.hide()
        self._buttons = self._build_buttons(places[:1])
        self._new = self._build_new()
        self._new.hide()
        self._saved = Label("Chaque changement est enregistré aussitôt", "small", wrap=False)
        self._keys = Label("", "small")
        self._keys.hide()
        for part in (self.bar, self._new, self._buttons):
            column.addWidget(part)
        column.addLayout(self._build_others(places[1:]))
        column.addWidget(self._keys)
        self.show_way("")

    def show_picked(self, count: int) -> None:
        """Offer what is done to several actions at once, when several are chosen."""
        several = count > 1 and self._writable
        self.bar.setVisible(several)
        self._buttons.setVisible(not several)
        if several:
            self._new.hide()
            self.bar.show_count(count)

    def give_back(self, title: str) -> None:
        """Put the title of an action that could not be added back where it was typed."""
        self._new.show()
        self.title.setText(title)

    def show_levers(self, levers: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the levers that an action can be added to."""
        self.lever.show_choices((("", "Sans levier"), *levers))
        self.lever.choose(chosen)

    def show_saved(self, words: str) -> None:
        """Say whether all is saved."""
        self._saved.setText(words)

    def show_way(self, way: str) -> None:
        """Tell the keys of the table or of the board."""
        self._keys.setText(BOARD_KEYS if way == BOARD else KEYS)

    def _on_add(self) -> None:
        self._new.show()
        self.title.setFocus()

    def _on_added(self) -> None:
        title = self.title.text().strip()
        if title:
            self.title.setText("")  # with what Ctrl+Z would bring back
            self._new.hide()
            self.added.emit(title, self.lever.key)
        else:
            self.title.setFocus()

    def _on_left(self) -> None:
        self._new.hide()
        self.add.setFocus()

    def _on_keys(self) -> None:
        self._keys.setVisible(self._keys.isHidden())
        tell_opened(self.keys, not self._keys.isHidden())
        self.keys.setAccessibleDescription(self._keys.text() if self._keys.isVisible() else "")

    def _build_buttons(self, places: Sequence[tuple[str, str]]) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=self._theme.space_2, middle=True)
        self.add = QPushButton("+ Ajouter une action")
        self.add.setProperty("look", "primary")
        self.add.setAccessibleName("Ajouter une action")
        self.add.setEnabled(self._writable)
        self.add.clicked.connect(self._on_add)
        printing = QPushButton("Imprimer")
        icons.dress(printing, self._theme, "imprimer", self._theme.primary)
        printing.clicked.connect(self.print_requested)
        for button in (self.add, printing, *(self._build_place(key, words) for key, words in places)):
            flow.addWidget(button)
        return row

    def _build_others(self, places: Sequence[tuple[str, str]]) -> FlowLayout:
        """Return the line below: whether all is saved, where else one may go, the keys."""
        flow = FlowLayout(gap=self._theme.space_3, middle=True)
        self.keys = QPushButton("Clavier")
        self.keys.setToolTip(KEYS)
        tell_opened(self.keys, False)
        self.keys.clicked.connect(self._on_keys)
        flow.addWidget(self._saved)
        for button in (*(self._build_place(key, words) for key, words in places), self.keys):
            button.setProperty("look", "link-small")
            flow.addWidget(button)
        return flow

    def _build_place(self, key: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: self.place_requested.emit(key))
        return button

    def _build_new(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=self._theme.space_2, middle=True)
        self.title = NewLine()
        self.title.setPlaceholderText("Titre de l’action à ajouter")
        self.title.setAccessibleName("Titre de l’action à ajouter")
        self.title.setAccessibleDescription("Entrée l’ajoute, Échap renonce. Elle ne compte pas dans le total du kit.")
        self.title.setMinimumWidth(round(300 * min(self._theme.scale, 1.4)))
        self.title.setMaxLength(TITLE_LIMIT)
        self.title.returnPressed.connect(self._on_added)
        self.title.left.connect(self._on_left)
        self.lever = MenuChip(self._theme, "Levier de l’action à ajouter")
        button = QPushButton("Ajouter")
        button.setProperty("look", "primary")
        button.clicked.connect(self._on_added)
        self.limit = LimitWords(self.title)
        for part in (self.title, self.lever, button, self.limit):
            flow.addWidget(part)
        return row
