"""What is done for the open dossier in the background: its history read, its snapshot kept, copies made after saves."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QObject, Signal

from kit.dossier.dossier import Dossier
from kit.errors import KitError
from ui.services.jobs import Jobs, Step, ignore
from ui.services.session import DossierSession

log = logging.getLogger(__name__)

_BETWEEN_LOOKS = 600.0  # seconds between two looks at the age of the newest copy


class DossierCare(QObject):
    """Begins at once; ``failed`` carries, once a run, the KitError of a copy that could not be made.

    ``lacking`` carries how many pieces of the dossier just opened are not beside it, where there are any.
    """

    failed = Signal(object)
    lacking = Signal(int)

    def __init__(self, session: DossierSession, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self._next_look = 0.0
        self._has_failed = False
        session.saved.connect(self._on_saved)
        session.switched.connect(self._on_switched)
        self._on_switched()

    def _on_switched(self) -> None:
        dossier = self._session.dossier
        self._next_look = 0.0

        def prepared(count: int) -> None:
            if count:
                self.lacking.emit(count)

        self._jobs.run(self, lambda _: _prepare(dossier), prepared, self._on_failed, dossier=dossier)

    def _on_saved(self, _when: object) -> None:
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _BETWEEN_LOOKS
        dossier = self._session.dossier

        def copy(_step: Step) -> None:
            from kit.dossier.backup import backup_if_due

            backup_if_due(dossier.path)

        self._jobs.run(self, copy, ignore, self._on_failed, dossier=dossier)

    def _on_failed(self, error: KitError) -> None:
        log.warning("the dossier was not copied: %s", type(error).__name__)
        if not self._has_failed:
            self._has_failed = True
            self.failed.emit(error)


def _prepare(dossier: Dossier) -> int:
    """Read the history, keep a snapshot, and return how many pieces are not beside the dossier."""
    dossier.load_history()
    if not dossier.read_only:
        dossier.keep_snapshot()
    from kit.dossier import several
    from kit.errors import DossierMissing

    try:
        return len(several.lacking(dossier.path))
    except DossierMissing:  # the disk refused to make it: there is nothing to look at
        return 0
