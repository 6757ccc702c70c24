"""What the sidebar says of the dossier: whose it is, how far it has come, and whether it is saved."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, Signal

from kit import paths
from kit.days import of_month
from kit.errors import KitError
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.navigation import PageId
from ui.shell.sidebar import Sidebar
from ui.widgets.days import month
from ui.widgets.progress_words import in_words, short

_SAVING = "Enregistrement…"


class DossierCard(QObject):
    """Follows the session and writes in the sidebar; ``saved`` comes after each save, ``refused`` with a sentence."""

    saved = Signal()
    refused = Signal(str)

    def __init__(self, context: AppContext, sidebar: Sidebar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._sidebar = context, sidebar
        session = context.session
        session.changed.connect(self._on_changed)
        session.refused.connect(self._on_refused)
        session.saved.connect(self._on_saved)
        session.saving.connect(self._on_saving)

    def show_dossier(self) -> None:
        """Write whose dossier this is, and how far it has come."""
        session, outline = self._context.session, self._context.library.outline
        whole = self._context.plan.progress()
        started = whole.done or whole.not_concerned
        self._sidebar.show_count(PageId.ACT, short(whole) if started else "", in_words(whole) if started else "")
        name = session.text("identity", "name") or "Ma collectivité"
        place = session.text("identity", "departement")
        texts = f"Textes {of_month(month(outline.publisher.content_date))}"
        saved = "Lecture seule" if session.dossier.read_only else "Enregistré sur cet ordinateur"
        if paths.is_portable():
            texts = f"Version portable · {texts[0].lower()}{texts[1:]}"
            saved = saved.replace("sur cet ordinateur", "dans le dossier du kit")
        saved = _SAVING if session.is_saving else saved
        self._sidebar.show_dossier(f"{name} · {place}" if place else name, saved, texts)

    def _on_changed(self, _target: str) -> None:
        self.show_dossier()

    def _on_saving(self) -> None:
        self._sidebar.show_saved(_SAVING)

    def _on_saved(self, when: datetime.datetime) -> None:
        self._sidebar.show_saved(f"Enregistré à {when:%H:%M}")
        self.saved.emit()

    def _on_refused(self, error: KitError) -> None:
        self._sidebar.show_saved("Non enregistré")
        self.refused.emit(sentence(error))
