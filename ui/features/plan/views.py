"""The plan as a table or as a board, with the sheet of one of its actions beside it or in its place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.plan.board import PlanBoard
from ui.features.plan.narrowed import NarrowedPlan
from ui.features.plan.sheet import PlanSheet, SheetState
from ui.features.plan.table import PlanTable
from ui.plan.ways import BOARD, TABLE
from ui.services.plan.model import PlanModel
from ui.widgets.focus import holds_focus
from ui.widgets.text import Label, card

_SHEET = 400
_TABLE = 400


class PlanViews(QStackedWidget):
    """The table or the board on one model, or, when nothing matches, a way back to everything: ``all_requested``.

    Passes on what is asked in either view, actions named by their target.
    """

    opened = Signal(str)
    pressed_on = Signal(str)
    picked = Signal(object)
    status_chosen = Signal(object, object)
    all_requested = Signal()

    def __init__(self, theme: Tokens, plan: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._way = TABLE
        self.model = NarrowedPlan(plan, self)
        self.table = PlanTable(theme, self.model)
        self._board: PlanBoard | None = None
        self._is_writable = plan.is_writable
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(theme.space_3, theme.space_1, theme.space_1, theme.space_1)
        box.addWidget(self.table)
        self._empty = self._build_empty()
        self._framed = frame
        for part in (frame, self._empty):
            self.addWidget(part)
        self.setMinimumHeight(round(210 * min(theme.scale, 1.5)))
        self.model.modelReset.connect(self._show)
        self._pass_on(self.table)
        self.table.picked.connect(self.picked)

    @property
    def board(self) -> PlanBoard:
        """The board, built when it is first looked at."""
        if self._board is None:
            self._board = PlanBoard(self._theme, self.model)
            self._board.set_writable(self._is_writable)
            self._pass_on(self._board)
            self.addWidget(self._board)
        return self._board

    def show_way(self, way: str) -> None:
        """Show the table or the board."""
        self._way = way
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
        had_focus = holds_focus(self)
        view = self.board if self._way == BOARD else self._framed
        self.setCurrentWidget(view if self.model.rowCount() else self._empty)
        self.updateGeometry()
        if had_focus and not self.model.rowCount():
            self.take_focus()

    def minimumSizeHint(self) -> QSize:
        """Return what the view in sight needs: the board's columns must not stretch the table."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.sizeHint() if shown else super().sizeHint()

    def _pass_on(self, view: PlanTable | PlanBoard) -> None:
        view.opened.connect(self.opened)
        view.pressed_on.connect(self.pressed_on)
        view.status_chosen.connect(self.status_chosen)

    def _build_empty(self) -> QFrame:
        frame = card()
        box = QVBoxLayout(frame)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(self._theme.space_2)
        box.addWidget(Label("Aucune action ne correspond à ce que vous avez choisi plus haut.", "strong"))
        box.addWidget(Label(fr("Rien n’est perdu : toutes les actions sont toujours dans le plan."), "muted"))
        self.all_button = QPushButton("Tout montrer")
        self.all_button.clicked.connect(self.all_requested)
        box.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return frame


class PlanSplit(QWidget):
    """The plan and the sheet of an action: side by side where there is room, else one in the other's place.

    ``sheet_wanted`` asks for an action, to be given by ``show_sheet``; ``turned`` says if it covers the plan.
    """

    sheet_wanted = Signal(str)
    turned = Signal(bool)

    def __init__(self, theme: Tokens, plan: PlanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_covered = False
        self.views = PlanViews(theme, plan)
        self.sheet = PlanSheet(theme, writable=plan.is_writable, people=plan.people)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space_3)
        row.addWidget(self.views, 5)
        row.addWidget(self.sheet, 4)
        self.views.opened.connect(self.open_sheet)
        self.views.pressed_on.connect(self._on_pressed)
        self.views.table.went.connect(self._on_went)
        self.sheet.stepped.connect(self._on_stepped)
        self.sheet.closed.connect(self.close_sheet)

    def show_sheet(self, state: SheetState) -> None:
        """Show an action in the sheet."""
        self.sheet.show_sheet(state)

    def open_sheet(self, target: str) -> None:
        """Open the sheet of an action and go there."""
        self._on_pressed(target)
        self.sheet.take_focus()

    def close_sheet(self) -> None:
        """Keep what was typed, close the sheet and go back to its action."""
        target = self.sheet.target
        self.sheet.keep()
        self.sheet.forget()
        self._arrange()
        self.views.go_to(target)

    def drop_sheet(self) -> None:
        """Close the sheet of an action that is gone."""
        had_focus = holds_focus(self.sheet)
        self.sheet.forget()
        self._arrange()
        if had_focus:
            self.views.take_focus()

    def _on_pressed(self, target: str) -> None:
        """Open the sheet beside; the focus stays on the row, where arrows go on, unless the sheet takes its place."""
        self._turn_to(target)
        self.sheet.show()
        self._arrange()
        if self._is_covered:
            self.sheet.take_focus()

    def _on_went(self, target: str) -> None:
        """Follow the table: the sheet beside it shows the action where one goes."""
        if self.sheet.isVisible() and not self._is_covered and target != self.sheet.target:
            self._turn_to(target)

    def _on_stepped(self, by: int) -> None:
        targets = [item.on for item in self.views.model.items]
        place = targets.index(self.sheet.target) + by if self.sheet.target in targets else 0
        if 0 <= place < len(targets):
            self._turn_to(targets[place])

    def _turn_to(self, target: str) -> None:
        if self.sheet.target and self.sheet.target != target:
            self.sheet.keep()
        self.sheet_wanted.emit(target)
        self.views.table.pick([target], target)

    def _arrange(self) -> None:
        scale = min(self._theme.scale, 1.6)
        opened = not self.sheet.isHidden()
        covered = opened and self.width() < (_SHEET + _TABLE) * scale
        self.views.setVisible(not covered)
        if covered != self._is_covered:
            self._is_covered = covered
            self.turned.emit(covered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
