"""The three doors of the kit: Comprendre, Convaincre, Agir, side by side or one above the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.services.navigation import PageId, place
from ui.widgets.card_button import CardButton

_NARROW = 664  # pixels
_DOORS = (
    (
        "comprendre",
        PageId.UNDERSTAND,
        "teal",
        "1. Comprendre",
        fr("Qu’est-ce que l’ESS et où la trouve-t-on déjà dans les collectivités ?"),
        fr("Lire →"),
    ),
    (
        "convaincre",
        PageId.CONVINCE,
        "orange",
        "2. Convaincre",
        "Cinq raisons d’inscrire l’ESS au cœur des politiques publiques, avec des exemples.",
        fr("Voir les cinq raisons →"),
    ),
    (
        "agir",
        PageId.ACT,
        "green",
        "3. Agir",
        "Six leviers et leurs actions à cocher, à imprimer et à planifier.",
        fr("Ouvrir les listes →"),
    ),
)


class Doors(QWidget):
    """``route_requested`` carries the place that a door opens."""

    route_requested = Signal(object)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = _NARROW * theme.scale
        self.cards: list[CardButton] = []
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space_4)
        for drawing, page, accent, title, text, go in _DOORS:
            button = CardButton(theme, title=title, text=text, go=go, pictogram=drawing, accent=accent)
            button.clicked.connect(lambda _=False, p=page: self.route_requested.emit(place(p)))
            self._row.addWidget(button, 1)
            self.cards.append(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self._narrow
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for button in self.cards:
            button.lie_down(narrow)
