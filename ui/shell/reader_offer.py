"""Offers « élues et élus » once to who uses a screen reader: the short form « élu·es » is badly read aloud."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from kit.typography import fr
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

_OFFERED = "writing_offered"
_WORDS = fr(
    "Vous utilisez un lecteur d’écran ? Les textes peuvent s’écrire « élues et élus » à la place de « élu·es »."
)


class ReaderOffer(QObject):
    """Looks once, after the start; says nothing where the writing was chosen already, or to one who declined."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def look(self) -> None:
        """Offer the double form if a screen reader is there and it was never offered."""
        settings = self._window.context.settings
        if not QAccessible.isActive() or settings.text("writing") or settings.text(_OFFERED):
            return
        settings.set(_OFFERED, "oui")
        self._window.offer(_WORDS, "Choisir l’écriture", Route(PageId.SETTINGS))
