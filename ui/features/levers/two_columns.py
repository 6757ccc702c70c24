"""A list beside what it opens: two columns that scroll apart, or one above the other where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens


class TwoColumns(QWidget):
    """``first`` on the left at a fixed width, ``second`` beside it; below ``narrow`` pixels, one column."""

    def __init__(self, theme: Tokens, first: QWidget, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first = first
        self._width = round(270 * theme.scale)
        self._is_stacked = False
        self._side, self._side_column = _area(theme)
        self.area, self._column = _area(theme)
        self._column.insertWidget(0, second)
        row = QHBoxLayout(self)
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._side)
        row.addWidget(self.area, 1)
        self._place(stacked=False)
        self._set_margins(wide=True)

    @property
    def is_stacked(self) -> bool:
        """Whether the list stands above what it opens."""
        return self._is_stacked

    def _place(self, *, stacked: bool) -> None:
        self._is_stacked = stacked
        (self._column if stacked else self._side_column).insertWidget(0, self._first)
        self._side.setVisible(not stacked)

    def _set_margins(self, *, wide: bool) -> None:
        t = self._theme
        edge = t.space_6 if wide else t.space_4
        bar = self._side.verticalScrollBar().sizeHint().width()  # its room is kept, so that nothing moves when it shows
        self._side.setFixedWidth(self._width + edge + bar)
        self._side_column.setContentsMargins(edge, t.space_2, 0, t.space_3)
        left = edge if self._is_stacked else t.space_5 if wide else max(0, t.space_5 - bar)
        self._column.setContentsMargins(left, t.space_2, edge, t.space_5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        stacked = width < self._width + 400 * self._theme.scale
        if stacked != self._is_stacked:
            self._place(stacked=stacked)
        self._set_margins(wide=width > self._width + 560 * self._theme.scale)


def _area(theme: Tokens) -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setSpacing(theme.space_4)
    column.addStretch(1)
    area.setWidget(inner)
    return area, column
