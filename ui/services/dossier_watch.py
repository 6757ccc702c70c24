"""Takes in what others write in the open dossier or beside it, while it is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kit.errors import DossierReplaced, KitError
from kit.typography import fr
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Job

EVERY_MS = 3_000


class DossierWatch(QObject):
    """Compares sizes and times every three seconds, in the background, and takes in what others wrote.

    What was taken in is told at the foot of the window; ``noticed`` carries a sentence when the file is gone,
    ``replaced`` the DossierReplaced of a file that is another dossier's by now.
    """

    noticed = Signal(str)
    replaced = Signal(object)

    def __init__(self, context: AppContext, parent: QObject | None = None, *, every_ms: int = EVERY_MS) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(every_ms)
        context.session.saved.connect(self._on_saved)
        context.session.switched.connect(self._timer.start)

    def look(self) -> None:
        """Take in what changed on the disk since, if anything did."""
        session = self._context.session
        if not session.dossier.is_open or session.is_saving or (self._job is not None and self._job.is_running):
            return
        dossier = session.dossier
        self._job = self._context.jobs.write(
            self,
            lambda _: dossier.refresh(),
            self._on_refreshed,
            self._on_refused,
            crashed=self._on_crashed,
            dossier=dossier,
        )

    def _on_refreshed(self, fresh: int) -> None:
        if fresh:
            self._context.session.changed.emit("")
            words = "Un changement fait" if fresh == 1 else f"{fresh} changements faits"
            self._context.feedback.tell(fr("{words} ailleurs dans ce dossier : tout est repris ici.", words=words))

    def _on_refused(self, error: KitError) -> None:
        self._timer.stop()  # the key was pulled out: said once, and again at the next change or for another dossier
        if isinstance(error, DossierReplaced):
            self.replaced.emit(error)
        else:
            self.noticed.emit(sentence(error))

    def _on_crashed(self, _error: BaseException) -> None:
        self._timer.stop()  # told where all such errors are, and not every three seconds

    def _on_saved(self, _when: object) -> None:
        self._timer.start()
