"""The plan as a table or as a board, on one model; or, when nothing matches, a way back to everything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.features.plan.board import PlanBoard
from ui.features.plan.head import BOARD, TABLE
from ui.features.plan.table import PlanTable
from ui.plan.model import PlanModel, PlanRow
from ui.theme.tokens import Tokens
from ui.widgets.text import Label, card


class PlanViews(QStackedWidget):
    """Passes on what is asked in either view, actions named by their target; ``all_requested`` shows everything."""

    opened = Signal(str)
    picked = Signal(object)
    typed = Signal(str, str, str)
    status_chosen = Signal(object, object)
    all_requested = Signal()

    def __init__(self, theme: Tokens, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._way = TABLE
        self.model = PlanModel()
        self.model.setParent(self)
        self.model.set_writable(writable)
        self.table = PlanTable(theme, self.model)
        self.board = PlanBoard(theme, self.model)
        self.board.set_writable(writable)
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(theme.space_3, theme.space_1, theme.space_1, theme.space_1)
        box.addWidget(self.table)
        self._empty = self._build_empty()
        self._pages: dict[str, QWidget] = {TABLE: frame, BOARD: self.board}
        for part in (*self._pages.values(), self._empty):
            self.addWidget(part)
        self.setMinimumHeight(round(210 * min(theme.scale, 1.5)))
        self.model.typed.connect(self.typed)
        for view in (self.table, self.board):
            view.opened.connect(self.opened)
            view.status_chosen.connect(self.status_chosen)
        self.table.picked.connect(self.picked)

    def show_way(self, way: str) -> None:
        """Show the table or the board."""
        self._way = way
        self._show()

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these actions; where there are none, say so."""
        self.model.show_rows(rows)
        self._show()

    def go_to(self, target: str) -> None:
        """Put the focus on an action."""
        if self._way == BOARD:
            self.board.go_to(target)
        else:
            self.table.pick([target], target)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_one(self) -> None:
        """Choose only the action where one is, and go back to it."""
        if row := self.table.current:
            self.go_to(row.target)

    def take_focus(self) -> None:
        """Put the focus where one works."""
        self.focus_widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_widget(self) -> QWidget:
        """Return what takes the focus in the view that is shown."""
        if self.currentWidget() is self._empty:
            return self.all_button
        return self.board if self._way == BOARD else self.table

    def _show(self) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.setCurrentWidget(self._pages[self._way] if self.model.rows else self._empty)
        self.updateGeometry()
        if had_focus and not self.model.rows:
            self.take_focus()

    def minimumSizeHint(self) -> QSize:
        """Return what the view in sight needs: the board's columns must not stretch the table."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown else super().sizeHint()

    def _build_empty(self) -> QFrame:
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(self._theme.space_2)
        box.addWidget(Label("Aucune action ne correspond à ce que vous avez choisi plus haut.", "strong"))
        box.addWidget(Label("Rien n’est perdu\u00a0: toutes les actions sont toujours dans le plan.", "muted"))
        self.all_button = QPushButton("Tout montrer")
        self.all_button.clicked.connect(self.all_requested)
        box.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return frame
