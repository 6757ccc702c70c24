"""Two versions of the same things side by side, and what comes out: a table read and answered by keyboard."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from kit.tokens import Tokens
from kit.typography import fr

type Index = QModelIndex | QPersistentModelIndex

WHAT, MINE, THEIRS, RESULT = range(4)
"""The columns."""
KEYS = "← → vont d’une réponse à l’autre, Espace ou Entrée garde celle où vous êtes, un clic aussi."
_SHARES = (0.34, 0.23, 0.23, 0.2)
_PADDING = 14
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class ThreeRow(Struct, frozen=True):
    """One line; ``key`` comes back in ``taken``. ``mark`` says why it differs (« Deux réponses »).

    ``kept`` is the column whose answer is kept, ``MINE`` or ``THEIRS``.
    """

    key: tuple[str, str]
    what: str
    mine: str
    theirs: str
    result: str
    mark: str = ""
    kept: int = MINE


class _Answers(QStyledItemDelegate):
    """Paints the two answers of a line as a choice: a ring, filled for the one that is kept."""

    def __init__(self, theme: Tokens, table: ThreeColumns) -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, box = self._theme, QRectF(option.rect)
        kept = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, QColor(t.primary_soft if chosen or kept else t.surface))
        painter.setPen(QColor(t.line_soft))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if kept:
            painter.setPen(QPen(QColor(t.primary), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -4), 6, 6)
        side = self._ring
        ring = QRectF(box.left() + 10, box.top() + 9, side, side)
        painter.setPen(QPen(QColor(t.primary if kept else t.field_line), 2))
        painter.setBrush(QColor(t.surface))
        painter.drawEllipse(ring)
        if kept:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.primary))
            inset = side * 0.28
            painter.drawEllipse(ring.adjusted(inset, inset, -inset, -inset))
        font = QFont(option.font)
        font.setBold(kept)
        painter.setFont(font)
        painter.setPen(QColor(t.ink))
        painter.drawText(self._words(option.rect), _WRAP, str(index.data()))
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setPen(QPen(QColor(t.focus), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -2.5), 6, 6)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        font = QFont(option.font)
        font.setBold(True)
        room = self._words(QRect(0, 0, self._table.columnWidth(index.column()), 10_000))
        self.initStyleOption(option, index)
        option.font = font
        high = option.fontMetrics.boundingRect(room, _WRAP, str(index.data())).height()
        return QSize(room.width(), max(high, self._ring) + 4)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        return False  # the table takes a press as a choice between two, not as a tick

    @property
    def _ring(self) -> int:
        return round(18 * min(self._theme.scale, 1.6))

    def _words(self, box: QRect) -> QRect:
        return box.adjusted(10 + self._ring + 8, 8, -10, 0)


class ThreeColumns(QTableWidget):
    """``taken`` carries the key of a line and the column, ``MINE`` or ``THEIRS``, of the answer that is to be kept.

    ``toggled`` carries that of a line whose other answer is wanted: Space, Enter or a double click beside the answers.
    """

    taken = Signal(object, int)
    toggled = Signal(object)

    def __init__(self, theme: Tokens, headers: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName("Comparaison en trois colonnes")
        self.setAccessibleDescription(KEYS)
        self._heads = headers
        answers = _Answers(theme, self)
        for column in (MINE, THEIRS):
            self.setItemDelegateForColumn(column, answers)
        self.setHorizontalHeaderLabels(list(headers))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(round(360 * min(theme.scale, 1.5)))
        self._keys: list[tuple[str, str]] = []
        self.cellClicked.connect(self._on_clicked)
        self.cellDoubleClicked.connect(self._on_double)

    def show_rows(self, rows: list[ThreeRow]) -> None:
        """Show these lines, keeping the line one is on."""
        here, at = self.currentRow(), max(self.currentColumn(), WHAT)
        self._keys = [row.key for row in rows]
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            what = f"{row.what}\n{row.mark}" if row.mark else row.what
            for column, words in enumerate((what, row.mine, row.theirs, row.result)):
                item = self.item(number, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                    self.setItem(number, column, item)
                item.setText(words)
                if column in (MINE, THEIRS):
                    self._show_answer(item, column, words, kept=column == row.kept)
        self._fit()
        if rows:
            self.setCurrentCell(max(0, min(here, len(rows) - 1)), at)

    def _show_answer(self, item: QTableWidgetItem, column: int, words: str, *, kept: bool) -> None:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if kept else Qt.CheckState.Unchecked)
        told = "réponse gardée" if kept else "à choisir"
        said = fr("{head} : {words}, {told}", head=self._heads[column], words=words, told=told)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def _on_clicked(self, row: int, column: int) -> None:
        if column in (MINE, THEIRS):
            self.taken.emit(self._keys[row], column)

    def _on_double(self, row: int, column: int) -> None:
        if column not in (MINE, THEIRS):
            self.toggled.emit(self._keys[row])

    def _fit(self) -> None:
        """Share the width, then give each line the height of its words: the style's padding is not counted by Qt."""
        width = self.viewport().width()
        widths = [int(width * share) for share in _SHARES[:-1]]
        for column, one in enumerate((*widths, width - sum(widths))):  # to the pixel: nothing to scroll sideways
            self.setColumnWidth(column, one)
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + _PADDING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            row, column = self.currentRow(), self.currentColumn()
            self._on_clicked(row, column)
            self._on_double(row, column)
        else:
            super().keyPressEvent(event)
