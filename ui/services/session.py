"""The open dossier as the window sees it: changes at once, saved in order off the window's thread."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject, Signal

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Event, Progress, Status, progress
from kit.dossier.undo_list import Undoable
from kit.errors import DossierError, DossierReplaced, KitError, NothingToUndo, NotSaved
from ui.services.jobs import Job, Jobs, ignore, while_alive

type Gesture = tuple[Event, ...]
UNNAMED = "dernier changement"
_MANY = 20  # targets of one gesture
_LARGE = 1_000  # changes of one gesture


class Brought(Protocol):
    """What came of bringing changes in: the events that one undo takes back."""

    @property
    def events(self) -> tuple[Event, ...]: ...


class Command(Struct, frozen=True):
    """A gesture: what the undo list calls it, and what it wrote, which ``undo`` takes back.

    ``parts`` are the gestures of this run that were taken back in one, the latest first; ``count`` is how many they
    are with those of earlier runs.
    """

    label: str
    events: Gesture
    count: int = 1
    parts: tuple[Command, ...] = ()


class _Step(Struct, frozen=True):
    """One way back or forth: what it does to the dossier, how many changes that are, and which gestures change sides.

    ``taken`` leave the end of ``source``, ``given`` come to the end of ``goal``: the undone, or the done.
    """

    work: Callable[[Dossier], Gesture]
    size: int
    source: list[Command]
    goal: list[Command]
    taken: Sequence[Command]
    given: Sequence[Command]


class DossierSession(QObject):
    """The dossier open in the window; ``switched`` is sent when it is another one.

    ``changed`` carries the target that changed, empty for many; ``saving`` is sent when an event waits for the disk,
    ``saved`` (with the local time) when all are fsynced, ``refused`` with the error when the disk said
    no: the change is then taken back, so that nothing unsaved is shown as saved. ``taken_back`` (target,
    field, value) comes just before that ``changed``, so that a field can hold on to what was typed. A dossier
    that cannot be written at all refuses in the same way, at once.

    ``did``, ``undid`` and ``redid`` carry the ``Command``, once it is shown.
    """

    changed = Signal(str)
    saving = Signal()
    saved = Signal(object)
    refused = Signal(object)
    taken_back = Signal(str, str, object)
    switched = Signal()
    did = Signal(object)
    undid = Signal(object)
    redid = Signal(object)

    def __init__(self, dossier: Dossier, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dossier = dossier
        self._jobs = jobs
        self._writes: list[Job] = []
        self._look: Job | None = None  # at the disk, after a refusal
        self.refusals = 0
        """How many times something was refused in this run: more than before says that it is on no disk."""
        self.lost_last = False
        """Whether something was refused, and nothing saved since."""
        self._many: Job | None = None  # changes that are being made in the background
        self._done: list[Command] = []  # of this run, the latest last
        self._undone: list[Command] = []
        self.refused.connect(self._count_refusal)

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
        return any(job.is_running for job in self._writes)

    @property
    def last_gesture(self) -> tuple[Event, ...]:
        """The latest gesture of this run that ``undo`` takes back; empty when there is none."""
        return self._done[-1].events if self._done else ()

    @property
    def last_label(self) -> str:
        """What the undo list calls that gesture; empty when there is none."""
        return self._done[-1].label if self._done else ""

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

    def set_text(self, on: str, field: str, value: str, *, label: str = UNNAMED) -> None:
        """Keep a text value; an empty one clears it. Raises ValueTooLong."""
        if self.text(on, field) != value:
            self.apply([Change(on, field, value or None)], label=label)

    def apply(self, changes: Sequence[Change], *, label: str = UNNAMED, via: str = "") -> tuple[Event, ...]:
        """Make several changes as one gesture, undone in one, that the undo list calls ``label``.

        Returns what was written, empty where it is refused at once. Raises ValueTooLong: nothing has changed.
        """

        def refuse(error: KitError) -> None:
            """Show again what stood before, and say so."""
            for change in changes:
                self.taken_back.emit(change.on, change.f, change.x)
                self.changed.emit(change.on)
            self.refused.emit(error)

        if not changes:
            return ()
        try:
            events = self._dossier.group(changes, via=via)
        except DossierError as error:
            refuse(error)  # read-only
        except KitError:
            raise
        except Exception as error:  # noqa: BLE001  nobody foresaw it: taken back as well, then told where all such are
            refuse(NotSaved(self.path))
            self._jobs.crashed.emit(error)
        else:
            self._done.append(command := Command(label, events))
            self._undone.clear()
            self._keep(events)
            self.did.emit(command)
            return events
        return ()

    def bring[T: Brought](
        self,
        owner: QObject,
        work: Callable[[Dossier], T],
        then: Callable[[T], None],
        failed: Callable[[KitError], None],
        *,
        label: str = UNNAMED,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """Do in the one ordered writer what brings many changes in; they are one gesture, undone in one, as ``apply``.

        They go to the dossier open now, whichever is by then. ``then`` and ``failed`` are called as ``owner``'s: not
        when it is gone, nor for another dossier; ``ended`` comes before, whatever came of the work.
        """

        def on_done(done: T) -> None:
            command = Command(label, done.events)
            if done.events:
                self._done.append(command)
                self._undone.clear()
            self._say_all()
            if done.events:
                self.did.emit(command)
            while_alive(owner, then)(done)

        def refused(error: KitError) -> None:
            if isinstance(error, DossierReplaced):
                self.refused.emit(error)  # what to do is asked in one place
            else:
                self._count_refusal(error)
            self.changed.emit("")
            while_alive(owner, failed)(error)

        self._many = self._write(work, on_done, refused, while_alive(owner, ended) if ended else None)

    def undo(self) -> tuple[Event, ...]:
        """Take the last own gesture back; a large one in the background, so that nothing is returned for it.

        Raises NothingToUndo.
        """
        taken = self._done[-1:]
        return self._step(_Step(Dossier.undo, self._dossier.undo_size, self._done, self._undone, taken, taken))

    def redo(self) -> tuple[Event, ...]:
        """Bring back what was undone last, as ``undo``. Raises NothingToUndo."""
        taken = self._undone[-1:]
        parts = [one for command in taken for one in reversed(command.parts if command.count > 1 else (command,))]
        return self._step(_Step(Dossier.redo, self._dossier.redo_size, self._undone, self._done, taken, parts))

    def undo_down_to(self, listed: Sequence[Undoable], place: int) -> tuple[Event, ...]:
        """Take back, in one, a gesture of the dossier's ``undo_list`` and all before it in the list, as ``undo``.

        Raises UndoBarred where a colleague's change bars the way, NothingToUndo where it is undone already.
        """
        events = tuple(event for one in listed[: place + 1] for event in one.events)
        ids, last = {event.id for event in events}, listed[place].id
        taken = [command for command in self._done if any(event.id in ids for event in command.events)]
        together = Command(UNNAMED, events, place + 1, tuple(reversed(taken)))
        given = [together] if place else taken
        return self._step(
            _Step(lambda dossier: dossier.undo_down_to(last), len(events), self._done, self._undone, taken, given)
        )

    def label_of(self, gesture: Undoable) -> str:
        """Return what the undo list calls a gesture that was made in this run; empty for any other."""
        ids = {event.id for event in gesture.events}
        found = (command.label for command in self._done if any(event.id in ids for event in command.events))
        return next((label for label in found if label != UNNAMED), "")

    def settle(self) -> bool:
        """Wait for the disk and let its answers be shown; False when it refused something meanwhile."""
        before = self.refusals
        while True:  # what is shown of an answer may change something else
            self._jobs.wait_for_writes()
            QCoreApplication.sendPostedEvents(self._jobs)
            if not self.is_saving and (self._look is None or not self._look.is_running):
                return self.refusals == before

    def move_to(self, dossier: Dossier, *, anew: bool = False) -> None:
        """Hold another dossier from now on; ``switched`` says so when the file differs, or was made ``anew``."""
        before = self.path
        self._dossier = dossier
        self._writes.clear()
        self._many = self._look = None
        self.lost_last = False
        self._done.clear()
        self._undone.clear()
        if anew or dossier.path != before:
            self.switched.emit()

    def close(self) -> None:
        """Wait for the disk, then let the dossier go."""
        self._jobs.wait_for_writes()
        self._dossier.close()

    def _step(self, step: _Step) -> Gesture:
        """Go back or forth at once, or in the background where there are many changes."""
        if self._many is not None and self._many.is_running:
            raise NothingToUndo
        is_large = step.size > _LARGE
        events = () if is_large else step.work(self._dossier)
        given = step.given or [Command(UNNAMED, self._dossier.origins(events))]
        _move(step.taken, step.source, given, step.goal)

        def stand_again() -> None:
            if any(one is given[-1] for one in step.goal):  # else another gesture came since
                _move(given, step.goal, step.taken, step.source)

        command = given[-1] if step.goal is self._undone else (step.taken or given)[-1]
        stepped = self.undid if step.goal is self._undone else self.redid
        if not is_large:
            self._keep(events, stand_again)
            stepped.emit(command)
            return events

        def refused(error: KitError) -> None:
            stand_again()
            self.changed.emit("")
            self.refused.emit(error)

        def on_done(_events: Gesture) -> None:
            self._say_all()
            stepped.emit(command)

        self._many = self._write(lambda dossier: dossier.record_step(step.work), on_done, refused)
        return ()

    def _keep(self, events: Gesture, taken_back: Callable[[], None] | None = None) -> Gesture:
        dossier = self._dossier

        def refused(error: KitError) -> None:
            try:
                dossier.retract(*events)
            finally:  # whatever comes of that, it is said
                self._done[:] = [command for command in self._done if command.events != events]
                if taken_back is not None:
                    taken_back()
                for event in events:
                    self.taken_back.emit(event.on, event.f, event.x)
                self._say_changed(events)
                self.refused.emit(error)

        self._write(lambda dossier: dossier.commit(*events), lambda _: self._say_saved(), refused)
        self._say_changed(events)
        return events

    def _write[T](
        self,
        work: Callable[[Dossier], T],
        done: Callable[[T], None],
        refused: Callable[[KitError], None],
        ended: Callable[[], None] | None = None,
    ) -> Job:
        """Have the one ordered writer change the dossier open now.

        It is ``done`` or ``refused``, whatever happens: what nobody foresaw is refused with NotSaved. After a refusal
        the disk is looked at: should it have the change all the same, it is shown again.
        """
        dossier = self._dossier

        def over() -> None:
            self._writes = [job for job in self._writes if job.is_running]
            if ended is not None:
                ended()

        def found(fresh: int) -> None:
            if fresh:
                self.changed.emit("")

        def taken_back(error: KitError) -> None:
            self._look = self._jobs.write(self, lambda _: dossier.refresh(), found, ignore, dossier=dossier)
            refused(error)

        def crashed(_error: BaseException) -> None:
            taken_back(NotSaved(dossier.path))

        job = self._jobs.write(
            self, lambda _: work(dossier), done, taken_back, ended=over, crashed=crashed, dossier=dossier
        )
        self._writes.append(job)
        self.saving.emit()
        return job

    def _count_refusal(self, _error: KitError) -> None:
        self.refusals += 1
        self.lost_last = True

    def _say_saved(self) -> None:
        if not self.is_saving:
            self.lost_last = False
            self.saved.emit(datetime.datetime.now())

    def _say_all(self) -> None:
        """Say that many things changed, and are saved."""
        self.changed.emit("")
        self._say_saved()

    def _say_changed(self, events: Iterable[Event]) -> None:
        """Name each target; where there are many, none, so that a screen is shown anew once and not for each."""
        targets = {event.on: None for event in events}
        for target in targets if len(targets) <= _MANY else ("",):
            self.changed.emit(target)


def _move(taken: Sequence[Command], source: list[Command], given: Sequence[Command], goal: list[Command]) -> None:
    source[:] = [one for one in source if not any(one is other for other in taken)]
    goal += given
