"""The first actions that the answers suggest: why each, a way to it, and one press to start those chosen."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.check_box import CheckBox
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label, card


class FirstAction(Struct, frozen=True):
    """One action to start with; ``started`` when it is already under way."""

    action_id: str
    title: str
    why: str
    started: bool = False


class FirstActions(QWidget):
    """``opened`` carries an action's id, ``start_requested`` the ids chosen; ``undo_requested`` after a start."""

    opened = Signal(str)
    start_requested = Signal(list)
    undo_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[FirstAction, ...] = ()
        self._boxes: dict[str, CheckBox] = {}
        self._unwanted: set[str] = set()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.space_3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        self._hint = Label("", "lead")
        column.addWidget(self._hint)
        column.addLayout(self._cards)
        self.start = QPushButton("Mettre en cours")
        self.start.setProperty("look", "primary")
        self.done = Label("", "strong")
        self.undo = QPushButton("Annuler")
        self.undo.setProperty("look", "link-flush")
        starting, undoing = FlowLayout(), FlowLayout()
        starting.addWidget(self.start)
        undoing.addWidget(self.undo)
        column.addLayout(starting)
        column.addWidget(self.done)  # between both buttons: a second press on the first never falls on the other
        column.addLayout(undoing)
        self.start.clicked.connect(self._on_start)
        self.undo.clicked.connect(self.undo_requested)
        self.show_started("")

    def show_actions(self, actions: Sequence[FirstAction], hint: str) -> None:
        """Show the actions, or a hint where there is none yet."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if tuple(actions) != self._shown:
            self._shown = tuple(actions)
            self._rebuild()
        self._show_button()

    def show_started(self, words: str) -> None:
        """Say what was started, with the way back; empty words take it away."""
        self.done.setText(words)
        self.done.setVisible(bool(words))
        self.undo.setVisible(bool(words))

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was left out by hand, and nothing started that could be taken back here."""
        return not self._unwanted and not self.done.text()

    def box(self, action_id: str) -> CheckBox:
        """Return the box that chooses an action."""
        return self._boxes[action_id]

    def chosen(self) -> list[str]:
        """Return the ids of the actions that would be started."""
        return [a.action_id for a in self._shown if not a.started and self._boxes[a.action_id].isChecked()]

    def _on_start(self) -> None:
        self.start_requested.emit(self.chosen())

    def _on_box(self) -> None:
        ticked = {action_id for action_id, box in self._boxes.items() if box.isChecked()}
        self._unwanted = (self._unwanted | set(self._boxes)) - ticked
        self._show_button()

    def _show_button(self) -> None:
        count = len(self.chosen())
        self.start.setEnabled(count > 0)
        self.start.setText(f"Mettre en cours les {count} actions" if count > 1 else "Mettre en cours cette action")
        self.start.setVisible(any(not action.started for action in self._shown))

    def _rebuild(self) -> None:
        focused = next((i for i, box in self._boxes.items() if box.hasFocus()), "")
        while item := self._cards.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._boxes = {}
        for action in self._shown:
            self._cards.addWidget(self._build_card(action))
        if focused in self._boxes:
            self._boxes[focused].setFocus()

    def _build_card(self, action: FirstAction) -> QFrame:
        t = self._theme
        frame = card()
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 14, 20, 14)
        row.setSpacing(t.space_3)
        box = CheckBox(t, below=("Choisir", "Choisi"), chooses=True)
        box.setAccessibleName(fr("Choisir : {title}", title=action.title))
        box.setChecked(action.started or action.action_id not in self._unwanted)
        box.setEnabled(not action.started)
        box.clicked.connect(self._on_box)
        self._boxes[action.action_id] = box
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(t.space_1)
        words.addWidget(Heading(action.title, 3))
        words.addWidget(Label(action.why))
        foot = QHBoxLayout()
        foot.setSpacing(t.space_3)
        foot.addWidget(self._build_open(action))
        if action.started:
            foot.addWidget(Label("En cours", "tag", wrap=False))
        foot.addStretch(1)
        words.addLayout(foot)
        row.addLayout(words, 1)
        return frame

    def _build_open(self, action: FirstAction) -> QPushButton:
        button = QPushButton("Ouvrir")
        button.setProperty("look", "link-flush")
        button.setAccessibleName(fr("Ouvrir : {title}", title=action.title))
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _=False: self.opened.emit(action.action_id))
        return button
