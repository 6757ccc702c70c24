"""The plan as a table that is worked in by keyboard as by mouse: state, person and date in place, several at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kit.tokens import Tokens
from ui.features.plan.delegates import WRAPPED, CellRenderer, PlanCells
from ui.features.plan.headed import HeadedPlan
from ui.features.plan.narrowed import NarrowedPlan
from ui.plan.status_menu import StatusMenu
from ui.services.plan.model import HEADERS, ROW_ROLE, TYPED, Column, Index
from ui.services.plan.words import PlanRow

KEYS = (
    "↑ ↓ ← → vont d’une case à l’autre. Un clic ou Entrée ouvre la fiche de l’action. F2 change l’état, la personne "
    "ou la date, là où vous êtes. Maj ou Ctrl avec les flèches et Espace en choisit plusieurs. Alt + ↑ ↓ la change de "
    "place. "
    "Échap n’en choisit plus qu’une."
)
_SORTED = {Column.CODE: "order", Column.ACTION: "title", Column.STATE: "status", Column.WHO: "who", Column.DUE: "due"}
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROWS_ONLY = QItemSelectionModel.SelectionFlag.Rows | QItemSelectionModel.SelectionFlag.Select


class PlanTable(QTableView):
    """It holds no plan: the model gives rows, and what is asked for leaves by signals, actions named by their target.

    ``opened`` carries the target whose sheet a key asks for, ``pressed_on`` that of a row that a hand pressed.
    ``picked`` carries the targets chosen, by whatever way; ``went`` the one where a hand or a key went alone.
    ``status_chosen`` carries the targets chosen and a Status, ``sort_chosen`` a key of ``kit.dossier.plan.SORTS``
    and whether it is turned round, ``shift_requested`` a target and -1 or 1.
    """

    opened = Signal(str)
    pressed_on = Signal(str)
    picked = Signal(object)
    went = Signal(str)
    status_chosen = Signal(object, object)
    sort_chosen = Signal(str, bool)
    shift_requested = Signal(str, int)
    removal_requested = Signal(str)

    def __init__(self, theme: Tokens, narrowed: NarrowedPlan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = model = HeadedPlan(narrowed)
        self._is_quiet = self._was_chosen = False
        self._pressed = (-1, -1)
        self._sort = ("order", False)
        self._kept: tuple[str, int, list[str], int] = ("", 0, [], 0)
        self.setModel(model)
        self.cells = PlanCells(CellRenderer(theme), self)
        self.menu = StatusMenu(self)
        self._set_up()
        self._build_header()
        model.modelAboutToBeReset.connect(self._on_reset_begins)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_data_changed)
        self.menu.chosen.connect(self._on_status_chosen)

    @property
    def current(self) -> PlanRow | None:
        """The action where one is."""
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, PlanRow) else None

    def picked_targets(self) -> list[str]:
        """Return the actions chosen, from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [row.target for number in numbers if (row := self._rows.row(number))]

    def pick(self, targets: Sequence[str], current: str = "") -> None:
        """Choose these actions and go to one of them; those not shown are left out."""
        chosen = QItemSelection()
        for target in targets:
            if (number := self._rows.row_of(target)) >= 0:
                index = self._rows.index(number, 0)
                chosen.select(index, index)
        at = self._rows.row_of(current or (targets[0] if targets else ""))
        if at >= 0:
            column = max(self.currentIndex().column(), Column.ACTION)
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._rows.index(at, column), flag)
        self._is_quiet = True
        self.selectionModel().select(chosen, _ROWS_ONLY | QItemSelectionModel.SelectionFlag.Clear)
        self._is_quiet = False
        self.picked.emit(self.picked_targets())

    def show_sort(self, by: str, reverse: bool) -> None:
        """Show by what the rows are sorted, without a signal."""
        self._sort = (by, reverse)
        column = next((column for column, key in _SORTED.items() if key == by), -1)
        order = Qt.SortOrder.DescendingOrder if reverse else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def open_statuses(self) -> None:
        """Show the list of states beside the action where one is, for all those chosen."""
        if self.current is None or not self._rows.flags(self._at(Column.STATE)) & Qt.ItemFlag.ItemIsEditable:
            return
        self.menu.show_status(self.current.status)
        column = Column.ACTION if self.isColumnHidden(Column.STATE) else Column.STATE
        corner = self.visualRect(self._at(column)).bottomLeft()
        self.menu.popup(self.viewport().mapToGlobal(corner))
        self.menu.setActiveAction(self.menu.actions()[0])

    def fit(self) -> None:
        """Share the width among the columns; what has no room goes below the title, the heights follow."""
        t, room = self._theme, self.viewport().width()
        widths = self._wanted_widths()
        title = round(220 * t.scale)
        fixed = widths[Column.CODE] + widths[Column.STATE]
        rest = sum(widths.values()) - fixed
        wide, middle = room >= fixed + rest + title, room >= fixed + title
        self.cells.shows_rest, self.cells.shows_state = not wide, not middle
        for column in widths.keys() - {Column.CODE, Column.STATE}:
            self.setColumnHidden(column, not wide)
        self.setColumnHidden(Column.STATE, not middle)
        used = 0
        for column, width in widths.items():
            self.setColumnWidth(column, width)
            used += 0 if self.isColumnHidden(column) else width
        self.setColumnWidth(Column.ACTION, max(room - used, 80))
        self._set_heights(range(self._rows.rowCount()))

    def _on_reset_begins(self) -> None:
        self.clearSpans()  # before the rows that they name are gone
        row = self.current
        targets = self.picked_targets()
        self._kept = (row.target if row else "", self.currentIndex().row(), targets, self.verticalScrollBar().value())
        self._is_quiet = True

    def _on_reset(self) -> None:
        for number in self._rows.headings:
            self.setSpan(number, 0, 1, len(Column))
        if self.isVisible():
            self.fit()
        target, number, targets, scroll = self._kept
        count = self._rows.rowCount()
        if count and self._rows.row_of(target) < 0:  # it went: the focus stays at the same height
            near = self._rows.row(self._rows.near(min(max(number, 0), count - 1)))
            target = near.target if near else ""
            targets = [target]
        self.pick(targets or [target], target)
        self.verticalScrollBar().setValue(scroll)

    def _on_data_changed(self, first: Index, last: Index) -> None:
        self._set_heights(range(first.row(), last.row() + 1))

    def _on_section_clicked(self, section: int) -> None:
        header = self.horizontalHeader()
        if section in _SORTED:  # the header has turned its mark already
            reverse = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            self.sort_chosen.emit(_SORTED[Column(section)], reverse)
        else:
            self.show_sort(*self._sort)

    def _on_status_chosen(self, status: object) -> None:
        self.status_chosen.emit(self.picked_targets(), status)

    def _at(self, column: Column) -> Index:
        return self._rows.index(self.currentIndex().row(), column)

    def _wanted_widths(self) -> dict[Column, int]:
        renderer, rows = self.cells.renderer, self._rows.rows
        shown: dict[Column, Callable[[PlanRow], str]] = {
            Column.CODE: lambda row: row.code,
            Column.WHO: lambda row: row.who,
            Column.DUE: lambda row: row.due,
            Column.PIECES: lambda row: row.pieces,
        }
        least = {Column.WHO: "Adjointe", Column.DUE: "15/03/2027", Column.PIECES: "2 pièces", Column.CODE: "0.0"}
        most = {Column.CODE: 60, Column.WHO: 140, Column.DUE: 130, Column.PIECES: 110}
        widths, scale = {}, self._theme.scale
        for column, words in shown.items():
            texts = {words(row) for row in rows} | {least[column], HEADERS[column] + "  "}
            widths[column] = min(round(most[column] * scale), max(map(renderer.width_of, texts)) + self._theme.space_2)
        states = {row.state for row in rows} | {"Non concerné"}
        widths[Column.STATE] = max(map(renderer.pill_width, states)) + 2 * self._theme.space_2
        return widths

    def _set_heights(self, numbers: range) -> None:
        header, width = self.verticalHeader(), self.columnWidth(Column.ACTION)
        whole = self.viewport().width()
        others = {} if self.cells.shows_rest else {column: self.columnWidth(column) for column in WRAPPED}
        for number in numbers:
            row, heading = self._rows.row(number), self._rows.heading(number)
            if heading is not None:
                high = self.cells.heading_height(heading, whole)
            elif row is not None:
                high = self.cells.height(row, width, others)
            if header.sectionSize(number) != high:
                header.resizeSection(number, high)

    def _set_up(self) -> None:
        self.setProperty("look", "plan")
        self.setAccessibleName("Mon plan d’action, tableau")
        self.setAccessibleDescription(KEYS)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # showing it would move the columns
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)

    def _build_header(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSectionsClickable(True)
        across.setSortIndicatorShown(True)
        across.setSortIndicatorClearable(False)
        across.setToolTip("Trier par cette colonne")
        across.sectionClicked.connect(self._on_section_clicked)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(10)
        down.hide()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self._is_quiet:
            return
        targets = self.picked_targets()
        self.picked.emit(targets)
        if len(targets) == 1:
            self.went.emit(targets[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, column = self.current, self.currentIndex().column()
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = event.key()
        if row is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_requested.emit(row.target, -1 if key == Qt.Key.Key_Up else 1)
        elif plain and key in _OPENS:
            self.opened.emit(row.target)
        elif plain and (key == Qt.Key.Key_F2 or (key == Qt.Key.Key_Space and column == Column.STATE)):
            self._change_here()
        elif plain and key == Qt.Key.Key_Delete:
            self._clear_here()
        elif plain and key == Qt.Key.Key_Escape and len(self.picked_targets()) > 1:
            self.pick([row.target], row.target)
        else:
            super().keyPressEvent(event)

    def _change_here(self) -> None:
        index = self.currentIndex()
        if index.column() not in TYPED:
            self.open_statuses()
        elif self._rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)

    def _clear_here(self) -> None:
        """Empty the cell where one is; elsewhere, ask to remove an action of one's own."""
        row, index = self.current, self.currentIndex()
        if row is None:
            return
        if index.column() in TYPED and self._rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self._rows.setData(index, "")
        elif row.is_own:
            self.removal_requested.emit(row.target)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Pass the headings over, at the ends and by pages too."""
        index = super().moveCursor(action, modifiers)
        if not index.isValid() or self._rows.row(index.row()) is not None:
            return index
        back = index.row() < self.currentIndex().row()
        return self._rows.index(self._rows.near(index.row(), -1 if back else 1), self.currentIndex().column())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = (index.row(), index.column())
        self._was_chosen = self.selectionModel().isSelected(index)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier and event.button() == Qt.MouseButton.LeftButton
        row = self._rows.row(index.row()) if index.isValid() else None
        if not plain or row is None or (index.row(), index.column()) != self._pressed:
            return
        if index.column() == Column.STATE:
            self.open_statuses()
        elif index.column() not in TYPED or not self._was_chosen:  # a second press there is to type
            self.pressed_on.emit(row.target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() in TYPED:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_statuses()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()  # rows that came while nobody saw it were not measured

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self.scrollTo(self.currentIndex())
