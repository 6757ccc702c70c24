"""« élues et élus » offered once to whoever listens: the short form « élu·es » is badly read aloud."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

_OFFERED = "writing_offered"
_WORDS = (
    "Vous utilisez un lecteur d’écran\u00a0? Les textes peuvent s’écrire «\u00a0élues et élus\u00a0» "
    "à la place de «\u00a0élu·es\u00a0»."
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
