"""« Commencer »: what one can do first, shown until something is ticked or until it is closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.close_button import CloseButton
from ui.widgets.fit_grid import FitGrid
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading
from ui.widgets.wrap_link import WrapLink


class FirstSteps(QFrame):
    """Steps as (key, pictogram, words); ``chosen`` carries a key, ``closed`` when one wants no more of it."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, theme: Tokens, steps: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "card-teal")
        self.setAccessibleName("Commencer")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 8, 8)
        row.setSpacing(theme.space_2)
        column = QVBoxLayout()
        column.setSpacing(theme.space_1)
        column.addWidget(Heading("Commencer", 2, "h3"))
        parts = [self._build_step(number, *step) for number, step in enumerate(steps, 1)]
        narrowest = round(160 * theme.scale)
        column.addWidget(FitGrid(parts, narrowest=narrowest, most=len(parts), gap=theme.space_2))
        row.addLayout(column, 1)
        self.cross = CloseButton(theme, fr("Ne plus montrer « Commencer »"), "Ne plus montrer")
        self.cross.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cross.clicked.connect(self.closed)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)  # beside the steps: Tab comes to it after them

    def _build_step(self, number: int, key: str, drawing: str, words: str) -> QWidget:
        step = QWidget()
        row = QHBoxLayout(step)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space_1)
        size = round(22 * min(self._theme.scale, 1.5))
        row.addWidget(Pictogram(drawing, self._theme.teal.ink, size), 0, Qt.AlignmentFlag.AlignVCenter)
        link = WrapLink(self._theme, f"{number}. {words}")
        link.clicked.connect(lambda _=False: self.chosen.emit(key))
        row.addWidget(link, 1)
        return step
