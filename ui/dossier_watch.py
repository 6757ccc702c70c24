"""Takes in what others write in the open dossier or beside it, while it is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kit.errors import KitError
from ui.context import AppContext
from ui.errors import sentence

EVERY_MS = 3_000


class DossierWatch(QObject):
    """Compares sizes and times every three seconds, which is felt by no disk; all else is in the background.

    ``noticed`` carries a sentence when changes of others were taken in, or when the file is gone.
    """

    noticed = Signal(str)

    def __init__(self, context: AppContext, parent: QObject | None = None, *, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        self._context = context
        self._busy = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(every_ms)
        context.session.saved.connect(self._on_saved)

    def look(self) -> None:
        """Take in what changed on the disk since, if anything did."""
        session = self._context.session
        if self._busy or session.is_saving or not session.dossier.has_changed_outside:
            return
        self._busy = True
        dossier = session.dossier
        self._context.tasks.write(dossier.refresh, self._on_refreshed, self._on_failed)

    def _on_refreshed(self, fresh: int) -> None:
        self._busy = False
        if fresh:
            self._context.session.changed.emit("")
            words = "Un changement fait" if fresh == 1 else f"{fresh} changements faits"
            self.noticed.emit(f"{words} ailleurs dans ce dossier\u00a0: tout est repris ici.")

    def _on_failed(self, error: KitError) -> None:
        self._busy = False
        self._timer.stop()  # the key was pulled out: said once, and again at the next change
        self.noticed.emit(sentence(error))

    def _on_saved(self, _when: object) -> None:
        self._timer.start()
