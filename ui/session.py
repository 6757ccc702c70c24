"""The open dossier as the window sees it: changes at once, saved in order off the window's thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Event, Progress, Status, progress
from kit.errors import DossierError, KitError, NothingToUndo
from ui.tasks import Tasks

type Gesture = tuple[Event, ...]
_MANY = 20  # targets of one gesture
_LARGE = 1_000  # changes of one gesture


class Brought(Protocol):
    """What came of bringing changes in: the events that one undo takes back."""

    @property
    def events(self) -> tuple[Event, ...]: ...


class DossierSession(QObject):
    """The dossier open in the window; ``switched`` is sent when it is another one.

    ``changed`` carries the target that changed, empty for many; ``saving`` is sent when an event waits for the disk,
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
        self._is_bringing = False  # many changes are being made in the background
        self._gestures: list[tuple[Event, ...]] = []  # of this run, for the words of what Ctrl+Z takes back
        self._undone: list[tuple[Event, ...]] = []

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

    @property
    def last_gesture(self) -> tuple[Event, ...]:
        """The latest gesture of this run that ``undo`` takes back; empty when there is none."""
        return self._gestures[-1] if self._gestures else ()

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

    def apply(self, changes: Sequence[Change], *, via: str = "") -> None:
        """Make several changes as one gesture, undone in one. Raises ValueTooLong: nothing has changed."""
        if not changes:
            return
        try:
            self._keep(self._remember(self._dossier.group(changes, via=via)))
        except DossierError as error:
            for change in changes:
                self._take_back(change.on, change.f, change.x)
            self.refused.emit(error)

    def bring[T: Brought](
        self, work: Callable[[Dossier], T], then: Callable[[T], None], failed: Callable[[KitError], None]
    ) -> None:
        """Do in the one ordered writer what brings many changes in; they are one gesture, undone in one."""

        def brought(done: T) -> None:
            if done.events:
                self._remember(done.events)
            then(done)

        self._write(work, brought, failed)

    def undo(self) -> tuple[Event, ...]:
        """Take the last own gesture back; a large one in the background, so that nothing is returned for it.

        Raises NothingToUndo.
        """
        return self._step(self._gestures, self._undone, Dossier.undo, lambda: self._dossier.undo_size)

    def redo(self) -> tuple[Event, ...]:
        """Bring back what was undone last, as ``undo``. Raises NothingToUndo."""
        return self._step(self._undone, self._gestures, Dossier.redo, lambda: self._dossier.redo_size)

    def settle(self) -> bool:
        """Wait for the disk and let its answers be shown; False when it refused something meanwhile."""
        before = self._refusals
        self._tasks.wait_for_writes()
        QCoreApplication.sendPostedEvents(self._tasks)
        return self._refusals == before

    def move_to(self, dossier: Dossier, *, anew: bool = False) -> None:
        """Hold another dossier from now on; ``switched`` says so when the file differs, or was made ``anew``."""
        before = self.path
        self._dossier = dossier
        self._waiting = 0
        self._is_bringing = False
        self._gestures.clear()
        self._undone.clear()
        if anew or dossier.path != before:
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
        self._keep(self._remember((event,)))

    def _remember(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        self._gestures.append(events)
        self._undone.clear()
        return events

    def _step(
        self, taken: list[Gesture], given: list[Gesture], step: Callable[[Dossier], Gesture], size: Callable[[], int]
    ) -> Gesture:
        """Go one gesture of so many changes back or forth, from the top of one stack to the other."""
        if self._is_bringing:
            raise NothingToUndo
        is_large = size() > _LARGE
        events = () if is_large else step(self._dossier)
        if taken:
            given.append(taken.pop())
        if not is_large:
            return self._keep(events)
        self._write(lambda dossier: dossier.record_step(step), lambda _: None, self.refused.emit)
        return ()

    def _write[T](
        self, work: Callable[[Dossier], T], then: Callable[[T], None], failed: Callable[[KitError], None]
    ) -> None:
        dossier = self._dossier
        self._waiting += 1
        self._is_bringing = True
        self.saving.emit()

        def written(done: T) -> None:
            self._waiting -= 1
            self._is_bringing = False
            then(done)
            self.changed.emit("")
            self.saved.emit(datetime.datetime.now())

        def refused(error: KitError) -> None:
            self._waiting -= 1
            self._is_bringing = False
            self.changed.emit("")
            failed(error)

        self._tasks.write(lambda: work(dossier), written, refused)

    def _take_back(self, on: str, field: str, value: object) -> None:
        self.taken_back.emit(on, field, value)
        self.changed.emit(on)

    def _say_changed(self, events: Iterable[Event]) -> None:
        """Name each target; where there are many, none, so that a screen is shown anew once and not for each."""
        targets = {event.on: None for event in events}
        for target in targets if len(targets) <= _MANY else ("",):
            self.changed.emit(target)

    def _keep(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        self._waiting += 1
        self.saving.emit()
        self._say_changed(events)
        dossier = self._dossier

        def written(_: object) -> None:
            self._waiting -= 1
            if not self._waiting:
                self.saved.emit(datetime.datetime.now())

        def refused(error: KitError) -> None:
            self._waiting -= 1
            self._refusals += 1
            dossier.retract(*events)
            if events in self._gestures:
                self._gestures.remove(events)
            for event in events:
                self.taken_back.emit(event.on, event.f, event.x)
            self._say_changed(events)
            self.refused.emit(error)

        self._tasks.write(lambda: dossier.commit(*events), written, refused)
        return events
