"""Bringing dossiers together: the workshop only leads to the page that does it, as an EPCI uses it too."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.features.workshop.bench import Bench
from ui.widgets.tool_card import ToolCard

_WHAT = "Les dossiers et messages reçus deviennent un seul tableau. Les nombres trop petits y sont cachés."


class Together(QObject):
    """One button on a card; ``page_requested`` asks for the page."""

    page_requested = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.card = ToolCard(bench.theme, "Ce que font les collectivités", _WHAT)
        self.unite = self.card.add_button("Réunir des dossiers…", self.page_requested.emit)
