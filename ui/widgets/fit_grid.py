"""A grid with as many columns as the width has room for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget


class FitGrid(QWidget):
    """Widgets of one kind in rows, each at least ``narrowest`` pixels wide, at most ``most`` to a row.

    ``even`` rows are as long as each other where the number of widgets allows: two of three, not five and one.
    """

    def __init__(
        self,
        parts: Sequence[QWidget],
        *,
        narrowest: int,
        most: int,
        gap: int,
        even: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts, self._narrowest, self._most, self._even = tuple(parts), narrowest, most, even
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self._columns = 0
        self._arrange(most)

    def show_parts(self, parts: Sequence[QWidget], most: int) -> None:
        """Have other widgets in the grid, at most ``most`` to a row; those that left it are the caller’s."""
        for part in self._parts:
            self._grid.removeWidget(part)
        self._parts, self._most = tuple(parts), most
        self._arrange(self._wanted(self.width()))
        self.updateGeometry()

    @property
    def columns(self) -> int:
        """How many columns there are now."""
        return self._columns

    def minimumSizeHint(self) -> QSize:
        """Return what one column needs: the grid must never keep the window from becoming narrow."""
        wide = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(wide, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._wanted(event.size().width())
        if wanted != self._columns:
            self._arrange(wanted)
            self.updateGeometry()

    def _wanted(self, width: int) -> int:
        gap = self._grid.spacing()
        wanted = max(1, min(self._most, (width + gap) // (self._narrowest + gap)))
        if self._even and self._parts:
            rows = math.ceil(len(self._parts) / wanted)
            wanted = math.ceil(len(self._parts) / rows)
        return wanted

    def _arrange(self, columns: int) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)
        self._columns = columns
