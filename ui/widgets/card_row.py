"""Cards that open something, in one row, or one above the other where that is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.card_button import CardButton


class CardRow(QWidget):
    """As wide as each other; below ``narrow`` pixels (at a text scale of 1) one above the other.

    There a pictogram stands beside the words, with ``lying`` in a row too.
    """

    def __init__(
        self,
        theme: Tokens,
        cards: Sequence[CardButton],
        *,
        narrow: int,
        lying: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._narrow, self._lying = narrow * theme.scale, lying
        self.cards = [*cards]
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space_4)
        for card in cards:
            card.lie_down(lying)
            self._row.addWidget(card, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self._narrow
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for card in self.cards:
            card.lie_down(narrow or self._lying)
