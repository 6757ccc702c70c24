"""The plan by state: a column for each, cards that move by keyboard or by a menu."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kit.dossier.model import Status
from kit.tokens import Tokens
from kit.typography import counted
from ui.features.plan.delegates import CellRenderer, rest_of
from ui.features.plan.narrowed import NarrowedPlan
from ui.plan.status_menu import IN_SIGHT, OTHERS, StatusMenu
from ui.services.plan.model import ROW_ROLE, Column
from ui.services.plan.words import PlanRow, status_words
from ui.widgets.fit_grid import FitGrid
from ui.widgets.text import Heading

BOARD_KEYS = (
    "↑ ↓ vont d’une carte à l’autre, ← → d’une colonne à l’autre. Alt + ← → change l’état de la carte. "
    "Un clic ou Entrée ouvre la fiche, Espace propose tous les états."
)
COLUMNS: tuple[tuple[Status, ...], ...] = (*((status,) for status in IN_SIGHT), OTHERS)
_SIDEWAYS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _InState(QSortFilterProxyModel):
    """The actions of some statuses; a yearly one that is to be done again stands with what is to do."""

    def __init__(self, model: NarrowedPlan, statuses: tuple[Status, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._statuses = statuses
        self.setSourceModel(model)

    def filterAcceptsRow(self, number: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        model = self.sourceModel()
        return isinstance(model, NarrowedPlan) and model.row(number).status in self._statuses


class _Cards(QStyledItemDelegate):
    """Paints an action as a card; its state is told where the column holds several."""

    def __init__(self, renderer: CellRenderer, view: QListView, *, pill: bool) -> None:
        super().__init__(view)
        self._renderer, self._view, self._pill = renderer, view, pill

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        t, row = self._renderer.theme, index.data(ROW_ROLE)
        box = option.rect.adjusted(t.space_1, t.space_1, -t.space_1, -t.space_1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.focus if chosen else t.line), 2 if chosen else 1))
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(box, t.radius, t.radius)
        inner = box.adjusted(t.space_2, 0, -t.space_2, -t.space_1)
        self._renderer.paint_action(painter, inner, _titled(row), rest_of(row), pill=self._has_pill(row))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        t, row = self._renderer.theme, index.data(ROW_ROLE)
        width = self._view.viewport().width()
        inner = width - 2 * t.space_1 - 2 * t.space_2
        high = self._renderer.height(_titled(row), inner, rest_of(row), pill=self._has_pill(row))
        return QSize(width, high + 3 * t.space_1)

    def _has_pill(self, row: PlanRow) -> bool:
        return self._pill or row.is_late or bool(row.done)


class BoardColumn(QListView):
    """The cards of one column; ``left_for`` carries -1 or 1, ``moved`` a target and -1 or 1."""

    opened = Signal(str)
    pressed_on = Signal(str)
    moved = Signal(str, int)
    left_for = Signal(int)
    menu_requested = Signal()

    def __init__(
        self, renderer: CellRenderer, model: NarrowedPlan, statuses: tuple[Status, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(_InState(model, statuses, self))
        self.setModelColumn(Column.ACTION)
        self.setItemDelegate(_Cards(renderer, self, pill=len(statuses) > 1))
        self.setProperty("look", "board")
        self.setAccessibleDescription(BOARD_KEYS)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.setMinimumHeight(round(180 * min(renderer.theme.scale, 1.4)))

    @property
    def current(self) -> PlanRow | None:
        """The card where one is."""
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, PlanRow) else None

    def go_to(self, target: str) -> bool:
        """Put the focus on a card; False when it is not in this column."""
        model = self.model()
        for number in range(model.rowCount()):
            if model.index(number, Column.ACTION).data(ROW_ROLE).target == target:
                self._choose(number)
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def go_near(self, number: int) -> bool:
        """Put the focus on the card at this height, or the last above; False when there is none."""
        count = self.model().rowCount()
        if count:
            self._choose(min(max(number, 0), count - 1))
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(count)

    def _choose(self, number: int) -> None:
        index = self.model().index(number, Column.ACTION)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _sideways(event):
            event.accept()  # here Alt with an arrow moves the card, and does not go back
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.current, event.key()
        if row is not None and (by := _sideways(event)):
            self.moved.emit(row.target, by)
        elif key in _SIDEWAYS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left_for.emit(_SIDEWAYS[key])
        elif row is not None and key in _OPENS:
            self.opened.emit(row.target)
        elif row is not None and key in (Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.menu_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self.pressed_on.emit(index.data(ROW_ROLE).target)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class PlanBoard(QWidget):
    """Five columns: the four usual states, then « Autre ». ``status_chosen`` carries targets and a Status."""

    opened = Signal(str)
    pressed_on = Signal(str)
    status_chosen = Signal(object, object)

    def __init__(self, theme: Tokens, model: NarrowedPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._writable = True
        renderer = CellRenderer(theme)
        self.columns = [BoardColumn(renderer, model, statuses) for statuses in COLUMNS]
        self.menu = StatusMenu(self)
        self.menu.chosen.connect(self._on_status_chosen)
        self._heads: list[Heading] = []
        self._at = 0
        narrowest = round(168 * min(theme.scale, 1.6))
        grid = FitGrid([self._build_part(one) for one in self.columns], narrowest=narrowest, most=5, gap=theme.space_2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid, 1)
        self.setFocusProxy(self.columns[0])
        model.modelReset.connect(self._on_changed)
        model.dataChanged.connect(self._on_changed)
        self._on_changed()

    def set_writable(self, writable: bool) -> None:
        """Let cards be moved, or only looked at."""
        self._writable = writable

    def go_to(self, target: str) -> None:
        """Put the focus on a card."""
        for number, one in enumerate(self.columns):
            if one.go_to(target):
                self._at = number

    def _on_changed(self) -> None:
        for head, one, statuses in zip(self._heads, self.columns, COLUMNS, strict=True):
            name = status_words(statuses[0]) if len(statuses) == 1 else "Autre"
            count = one.model().rowCount()
            head.setText(f"{name} ({count})")
            one.setAccessibleName(f"{name}, {counted(count, 'action')}")

    def _on_left(self, by: int) -> None:
        here = self.columns.index(self.sender())  # type: ignore[arg-type]
        number = self.columns[here].currentIndex().row()
        place = here + by
        while 0 <= place < len(self.columns):
            if self.columns[place].go_near(number):
                return
            place += by

    def _on_moved(self, target: str, by: int) -> None:
        place = self.columns.index(self.sender()) + by  # type: ignore[arg-type]
        if self._writable and 0 <= place < len(self.columns):
            self._give([target], COLUMNS[place][0])

    def _on_menu(self) -> None:
        column = self.sender()
        if isinstance(column, BoardColumn) and column.current and self._writable:
            self._at = self.columns.index(column)
            self.menu.show_status(column.current.status)
            self.menu.popup(column.viewport().mapToGlobal(column.visualRect(column.currentIndex()).bottomLeft()))
            self.menu.setActiveAction(self.menu.actions()[0])

    def _on_status_chosen(self, status: Status) -> None:
        if row := self.columns[self._at].current:
            self._give([row.target], status)

    def _give(self, targets: Sequence[str], status: Status) -> None:
        self.status_chosen.emit([*targets], status)
        self.go_to(targets[0])  # the focus goes with the card

    def _build_part(self, one: BoardColumn) -> QWidget:
        part = QFrame()
        part.setProperty("look", "board-column")
        box = QVBoxLayout(part)
        t = self._theme
        box.setContentsMargins(t.space_1, t.space_2, t.space_1, t.space_1)
        box.setSpacing(t.space_1)
        head = Heading("", 2, "small-strong")
        head.setIndent(t.space_1)
        self._heads.append(head)
        box.addWidget(head)
        box.addWidget(one, 1)
        one.opened.connect(self.opened)
        one.pressed_on.connect(self.pressed_on)
        one.moved.connect(self._on_moved)
        one.left_for.connect(self._on_left)
        one.menu_requested.connect(self._on_menu)
        return part


def _sideways(event: QKeyEvent) -> int:
    """Return -1 or 1 for Alt with an arrow left or right, 0 for all else."""
    return _SIDEWAYS.get(event.key(), 0) if event.modifiers() == Qt.KeyboardModifier.AltModifier else 0


def _titled(row: PlanRow) -> PlanRow:
    """Return a row whose title begins with its number: a card has no column for it."""

    return replace(row, title=row.name)
