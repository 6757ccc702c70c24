"""Two widgets side by side where there is room for both, one above the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

SPARE = 24
"""Pixels between the width at which an arrangement comes and that at which it goes: more than a scroll bar, which one
arrangement has and the other has not."""


class Columns(QWidget):
    """``first`` and ``second``, side by side from ``threshold`` pixels of width on; ``turned`` when that changes.

    They begin side by side, as most windows have the room: what turns is laid out a second time.
    """

    turned = Signal()

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        *,
        threshold: int,
        gap: int,
        stretch: tuple[int, int] = (1, 1),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._threshold = threshold
        self._parts = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(gap)
        for part, factor in zip(self._parts, stretch, strict=True):
            self._box.addWidget(part, factor)

    @property
    def side_by_side(self) -> bool:
        """Whether there is room for both."""
        return self._box.direction() == QBoxLayout.Direction.LeftToRight

    def minimumSizeHint(self) -> QSize:
        """Return what one column needs: two must never keep the window from becoming narrow."""
        wide = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(wide, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self._threshold
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            self.updateGeometry()
            self.turned.emit()
