"""The three doors of the kit: Comprendre, Convaincre, Agir, side by side or one above the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.services.navigation import PageId, place
from ui.widgets.card_button import CardButton
from ui.widgets.card_row import CardRow

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


class Doors(CardRow):
    """``route_requested`` carries the place that a door opens."""

    route_requested = Signal(object)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        cards = []
        for drawing, page, accent, title, text, go in _DOORS:
            button = CardButton(theme, title=title, text=text, go=go, pictogram=drawing, accent=accent)
            button.clicked.connect(lambda _=False, p=page: self.route_requested.emit(place(p)))
            cards.append(button)
        super().__init__(theme, cards, narrow=_NARROW, parent=parent)
