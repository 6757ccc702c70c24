"""The form of Ma collectivité, what stands beside it and the rest of the page: in one or two columns."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.columns import SPARE

_BESIDE, _WIDE = 760, 1240  # pixels at a text scale of 1


class PageParts(QWidget):
    """One below the other; from ``_BESIDE`` pixels on ``beside`` stands at the right of the form, from ``_WIDE`` on
    ``rest`` too, below it. The order in which they are read is always the same.

    ``beside`` is of two parts, side by side where the rest is below them.
    """

    def __init__(
        self, theme: Tokens, form: QWidget, beside: QBoxLayout, rest: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._form, self._rest = form, rest
        self._side, self._beside = QWidget(), beside
        self._side.setLayout(beside)
        self._columns = 0
        form.setMaximumWidth(theme.measure)
        self._top, self._right, self._whole = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        for layout in (self._whole, self._right):
            layout.setSpacing(theme.space_5)
        self._top.setSpacing(theme.space_6)
        self._top.addWidget(form, 1)
        self._top.addLayout(self._right)
        self._top.addStretch(0)
        self._whole.addLayout(self._top)
        self._arrange(beside=True, wide=False)

    @property
    def is_wide(self) -> bool:
        """Whether the rest stands beside the form."""
        return self._right.indexOf(self._rest) >= 0

    def minimumSizeHint(self) -> QSize:
        """Return what one column needs: two must never keep the window from becoming narrow."""
        wide = max(part.minimumSizeHint().width() for part in (self._form, self._side, self._rest))
        return QSize(wide, self._whole.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, scale = event.size().width(), self._theme.scale
        wide = width >= (_WIDE - (SPARE if self.is_wide else 0)) * scale
        self._arrange(beside=width >= _BESIDE * scale, wide=wide)

    def _arrange(self, *, beside: bool, wide: bool) -> None:
        columns = beside + wide
        if self._whole.count() > 1 and columns == self._columns:
            return
        self._columns = columns
        for part in (self._side, self._rest):
            for layout in (self._right, self._whole):
                layout.removeWidget(part)
        (self._right if beside else self._whole).addWidget(self._side)
        (self._right if wide else self._whole).addWidget(self._rest)
        self._top.setStretchFactor(self._right, 1 if wide else 0)
        way = QBoxLayout.Direction
        self._beside.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._beside.setSpacing(self._theme.space_5 if wide else self._theme.space_3)
        self.updateGeometry()
