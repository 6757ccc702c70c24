"""The plan and the sheet of one of its actions: side by side where there is room, else one in the other's place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.features.plan.sheet import PlanSheet
from ui.features.plan.views import PlanViews
from ui.plan.rows import SheetState
from ui.theme.tokens import Tokens

_SHEET = 400
_TABLE = 400


class PlanDesk(QWidget):
    """``sheet_wanted`` asks for an action, to be given by ``show_sheet``; ``turned`` says if it covers the plan."""

    sheet_wanted = Signal(str)
    turned = Signal(bool)

    def __init__(self, theme: Tokens, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_covered = False
        self.views = PlanViews(theme, writable=writable)
        self.sheet = PlanSheet(theme, writable=writable)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space_3)
        row.addWidget(self.views, 5)
        row.addWidget(self.sheet, 4)
        self.views.opened.connect(self.open_sheet)
        self.views.table.went.connect(self._on_went)
        self.sheet.stepped.connect(self._on_stepped)
        self.sheet.closed.connect(self.close_sheet)

    def show_sheet(self, state: SheetState) -> None:
        """Show an action in the sheet."""
        self.sheet.show_sheet(state)

    def open_sheet(self, target: str) -> None:
        """Open the sheet of an action and go there."""
        self._turn_to(target)
        self.sheet.show()
        self._arrange()
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
        had_focus = self.sheet.isAncestorOf(self.window().focusWidget() or self)
        self.sheet.forget()
        self._arrange()
        if had_focus:
            self.views.take_focus()

    def _on_went(self, target: str) -> None:
        """Follow the table: the sheet beside it shows the action where one goes."""
        if self.sheet.isVisible() and not self._is_covered and target != self.sheet.target:
            self._turn_to(target)

    def _on_stepped(self, by: int) -> None:
        targets = [row.target for row in self.views.model.rows]
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
