"""The levers beside the one that is open: a column that scrolls apart, or tabs above it where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.levers.lever_list import LeverList
from ui.widgets.focus_frame import RING

NARROW = 944
"""Pixels of the page below which the levers are tabs: a window of 1,200 with its sidebar."""


class TwoColumns(QWidget):
    """The list on the left at a fixed width, ``second`` beside it; below ``NARROW`` pixels, tabs above it.

    ``turned`` says whether the levers are tabs from now on.
    """

    turned = Signal(bool)

    def __init__(self, theme: Tokens, levers: LeverList, second: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levers = levers
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
        """Whether the levers stand above what they open, as tabs."""
        return self._is_stacked

    def _place(self, *, stacked: bool) -> None:
        self._is_stacked = stacked
        column = self._column if stacked else self._side_column
        self._levers.set_tabs(stacked)
        column.insertWidget(0, self._levers)
        if stacked:
            column.insertWidget(2, self._levers.tools)
        else:
            column.insertWidget(1, self._levers.tools)
        self._column.setSpacing(self._theme.space_2 if stacked else self._theme.space_4)
        self._side.setVisible(not stacked)
        self.turned.emit(stacked)

    def _set_margins(self, *, wide: bool) -> None:
        t = self._theme
        edge = t.space_5 if wide else t.space_4
        bar = self._side.verticalScrollBar().sizeHint().width()  # its room is kept, so that nothing moves when it shows
        self._side.setFixedWidth(self._width + edge + bar)
        self._side_column.setContentsMargins(edge, t.space_2, RING, t.space_3)
        if self._is_stacked:
            self._column.setContentsMargins(t.space_4, RING + 1, t.space_4, t.space_3)
            return
        left = t.space_5 if wide else max(0, t.space_5 - bar)
        self._column.setContentsMargins(left, t.space_2, edge, t.space_5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        stacked = width < NARROW * self._theme.scale
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
