"""Two versions of the same things side by side, and what comes out: a table read and answered by keyboard."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ui.theme.tokens import Tokens

_SHARES = (0.4, 0.2, 0.2, 0.2)
_PADDING = 14


class ThreeRow(Struct, frozen=True):
    """One line; ``key`` comes back in ``toggled``. ``mark`` says why it differs (« Deux réponses »)."""

    key: tuple[str, str]
    what: str
    mine: str
    theirs: str
    result: str
    mark: str = ""


class ThreeColumns(QTableWidget):
    """``toggled`` carries the key of a line on which Space, Enter or a double click fell."""

    toggled = Signal(object)

    def __init__(self, theme: Tokens, headers: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName("Comparaison en trois colonnes")
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
        self.cellDoubleClicked.connect(self._on_double)

    def show_rows(self, rows: list[ThreeRow]) -> None:
        """Show these lines, keeping the line one is on."""
        here = self.currentRow()
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
        self._fit()
        if rows:
            self.setCurrentCell(max(0, min(here, len(rows) - 1)), 0)

    def _on_double(self, row: int, _column: int) -> None:
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
            self.toggled.emit(self._keys[self.currentRow()])
        else:
            super().keyPressEvent(event)
