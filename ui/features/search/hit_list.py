"""The answers of a search as a list that is as high as they are; arrows choose, Enter opens, Escape leaves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kit.tokens import FAMILY, Tokens
from ui.features.search.hit_row import HitRow, Inks, RowLayout

_Index = QModelIndex | QPersistentModelIndex


class HitList(QListView):
    """``opened`` carries the row that was pressed, ``left`` says that Escape was, ``row_shown`` where one is."""

    opened = Signal(object)
    left = Signal()
    row_shown = Signal(QRect)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self._paint = _Delegate(theme, self._model, self)
        self.setModel(self._model)
        self.setItemDelegate(self._paint)
        self.setProperty("look", "hits")
        self.setAccessibleName("Résultats")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def show_rows(self, rows: list[HitRow]) -> None:
        """Show other answers; none is chosen."""
        self._model.show_rows(rows)
        self._paint.forget_others()
        self._fit()
        self.doItemsLayout()  # else at the first paint, and then all is painted again

    def rows(self) -> list[HitRow]:
        """Return the answers in sight."""
        return self._model.rows

    def chosen(self) -> HitRow | None:
        """Return the answer that is chosen, if any."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        for index in (previous, current):  # a frame between two pixels of the screen colours both
            if index.isValid():
                self.viewport().update(self.visualRect(index).adjusted(-2, -2, 2, 2))
        if current.isValid():
            self.row_shown.emit(self.visualRect(current))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.rows[index.row()])

    def _fit(self) -> None:
        """Be as high as the rows: it is the page that scrolls."""
        width = self.viewport().width()
        self.setFixedHeight(max(1, sum(self._paint.layout_of(row, width).height for row in self._model.rows)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._model.rows and not self.currentIndex().isValid():  # before Qt does, which would not select it
            self.setCurrentIndex(self._model.index(0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_top = event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0
        if event.key() == Qt.Key.Key_Escape or at_top:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            chosen = self.chosen()
            if chosen is not None:
                self.opened.emit(chosen)
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._paint.forget()
            self._fit()
            self.scheduleDelayedItemsLayout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Rows(QAbstractListModel):
    """The answers, with their words for a screen reader."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[HitRow] = []

    def show_rows(self, rows: list[HitRow]) -> None:
        """Replace all answers."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.rows[index.row()].spoken
        return None


class _Delegate(QStyledItemDelegate):
    """Paints rows, each set out once for the width of the list."""

    def __init__(self, theme: Tokens, model: _Rows, parent: HitList) -> None:
        super().__init__(parent)
        self._inks = Inks(theme, FAMILY)
        self._model = model
        self._view = parent
        self._layouts: dict[HitRow, RowLayout] = {}

    def forget(self) -> None:
        """Set the rows out anew at the next need."""
        self._layouts = {}

    def forget_others(self) -> None:
        """Keep what is set out of the rows in sight only: the next letter finds most of them again."""
        self._layouts = {row: self._layouts[row] for row in self._model.rows if row in self._layouts}

    def layout_of(self, row: HitRow, width: int) -> RowLayout:
        """Return a row set out for a width."""
        found = self._layouts.get(row)
        if found is None:
            found = self._layouts[row] = RowLayout(row, self._inks, width)
        return found

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, self.layout_of(self._model.rows[index.row()], width).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        layout = self.layout_of(self._model.rows[index.row()], self._view.viewport().width())
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        under = bool(state & QStyle.StateFlag.State_MouseOver)
        focused = chosen and self._view.hasFocus()
        layout.paint(painter, QRectF(option.rect), chosen=chosen, focused=focused, under=under)
