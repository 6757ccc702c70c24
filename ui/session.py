"""The open dossier as the window sees it: changes at once, saved in order off the window's thread."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from kit.dossier.dossier import Dossier
from kit.dossier.model import Event, Progress, Status, progress
from kit.errors import DossierError, KitError
from ui.tasks import Tasks


class DossierSession(QObject):
    """The dossier open in the window; ``switched`` is sent when it is another one.

    ``changed`` carries the target that changed; ``saving`` is sent when an event waits for the disk,
    ``saved`` (with the local time) when all are fsynced, ``refused`` with the error when the disk said
    no: the change is then taken back, so that nothing unsaved is shown as saved. ``taken_back`` (target,
    field, value) comes just before that ``changed``, so that a field can hold on to what was typed. A dossier
    that cannot be written at all refuses in the same way, at once.
    """

    changed = Signal(str)
    saving = Signal()
    saved = Signal(object)
    refused = Signal(object)
    taken_back = Signal(str, str, object)
    switched = Signal()

    def __init__(self, dossier: Dossier, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dossier = dossier
        self._tasks = tasks
        self._waiting = 0
        self._refusals = 0

    @property
    def path(self) -> Path:
        """The dossier's file."""
        return self._dossier.path

    @property
    def dossier(self) -> Dossier:
        """The dossier itself, to be read only: changes go through this session."""
        return self._dossier

    @property
    def is_saving(self) -> bool:
        """Whether a change still waits for the disk."""
        return self._waiting > 0

    def status(self, target: str) -> Status:
        """Return where an action (its id) or any target (``milestone:…``) stands."""
        return self._dossier.status(target)

    def text(self, on: str, field: str) -> str:
        """Return a text value of a target, empty where none was given."""
        value = self._dossier.value(on, field)
        return value if isinstance(value, str) else ""

    def given_at(self, on: str, field: str) -> datetime.datetime | None:
        """Return when the value in sight was given, in local time; None where there is none."""
        event = self._dossier.change(on, field)
        try:
            return datetime.datetime.fromisoformat(event.t).astimezone() if event else None
        except (ValueError, OverflowError, OSError):  # a time that no clock gave
            return None

    def progress(self, action_ids: Iterable[str]) -> Progress:
        """Return how far these actions are."""
        ids = list(action_ids)
        return progress({i: self._dossier.status(i) for i in ids}, ids)

    def set_status(self, target: str, status: Status) -> None:
        """Mark an action (``action:…``) or milestone (``milestone:…``)."""
        if self._dossier.status(target) != status:
            self._change(target, "status", status.value)

    def set_text(self, on: str, field: str, value: str) -> None:
        """Keep a text value; an empty one clears it. Raises ValueTooLong."""
        if self.text(on, field) != value:
            self._change(on, field, value or None)

    def undo(self) -> Event:
        """Take the last own change back. Raises NothingToUndo."""
        return self._keep(self._dossier.undo())

    def redo(self) -> Event:
        """Bring back what was undone last. Raises NothingToUndo."""
        return self._keep(self._dossier.redo())

    def settle(self) -> bool:
        """Wait for the disk and let its answers be shown; False when it refused something meanwhile."""
        before = self._refusals
        self._tasks.wait_for_writes()
        QCoreApplication.sendPostedEvents(self._tasks)
        return self._refusals == before

    def move_to(self, dossier: Dossier) -> None:
        """Hold another dossier from now on; the present one is let go. ``switched`` says so when the file differs."""
        before = self.path
        self._dossier = dossier
        self._waiting = 0
        if dossier.path != before:
            self.switched.emit()

    def close(self) -> None:
        """Wait for the disk, then let the dossier go."""
        self._tasks.wait_for_writes()
        self._dossier.close()

    def _change(self, on: str, field: str, value: object) -> None:
        try:
            event = self._dossier.stage(on, field, value)
        except DossierError as error:  # read-only: nothing was changed, what is shown must say so
            self._take_back(on, field, value)
            self.refused.emit(error)
            return
        self._keep(event)

    def _take_back(self, on: str, field: str, value: object) -> None:
        self.taken_back.emit(on, field, value)
        self.changed.emit(on)

    def _keep(self, event: Event) -> Event:
        self._waiting += 1
        self.saving.emit()
        self.changed.emit(event.on)
        dossier = self._dossier

        def written(_: object) -> None:
            self._waiting -= 1
            if not self._waiting:
                self.saved.emit(datetime.datetime.now())

        def refused(error: KitError) -> None:
            self._waiting -= 1
            self._refusals += 1
            dossier.retract(event)
            self._take_back(event.on, event.f, event.x)
            self.refused.emit(error)

        self._tasks.write(lambda: dossier.commit(event), written, refused)
        return event
