"""The changing side of a dossier: events staged in memory, forgotten, undone and done again. It writes no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from kit.dossier.line import LINE_LIMIT, VERSION, encode, read_back
from kit.dossier.model import COUNTER_LIMIT, Change, Event, utc_text
from kit.dossier.plan_fields import new_id
from kit.dossier.store import Opening, Store
from kit.dossier.undo import UndoStack
from kit.dossier.view import View
from kit.errors import DossierNewer, NothingToUndo, SaveRefused, ValueTooLong

TEXT_LIMIT = 20_000
"""Characters of a note, or of any other text."""


class Wish(Struct, frozen=True):
    """A change to stage, the id of what it undoes, and further keys of its line as ``Event`` has them."""

    change: Change
    undoes: str | None = None
    g: str = ""
    via: str = ""
    was: str | None = None


class Editing(View):
    """Changes not yet on the disk, and one's own changes that can be taken back; ``Dossier`` saves them."""

    def __init__(self, store: Store, opening: Opening) -> None:
        """Begin with an empty fold over a store."""
        super().__init__()
        self.path = store.path
        self.by = opening.by
        self.version = VERSION
        self._store = store
        self._now = opening.now
        self._undo: UndoStack | None = None
        self._staged: dict[str, Event] = {}
        self._refused: dict[str, tuple[str, ...]] = {}  # what events that were not saved would have replaced
        self._number = 0  # of the last event staged by this writer
        self._saved = 0  # of the last one on the disk

    @property
    def read_only(self) -> bool:
        """True when nothing can be saved: asked so, a newer format, or a folder that refuses."""
        return self._store.refusal is not None

    def stage(
        self,
        on: str,
        field: str,
        value: object,
        *,
        undoes: str | None = None,
        g: str = "",
        via: str = "",
        was: str | None = None,
    ) -> Event:
        """Fold a new event in memory; ValueTooLong, DossierNewer, or SaveRefused when read-only.

        ``undoes`` is the id of the event that this one takes back; ``g``, ``via`` and ``was`` as in ``Event``.
        """
        self.check(value)
        with self._memory:
            replaced = tuple(sorted({head.id for head in self._state.heads(on, field)}))
            lamport = min(self._state.lamport + 1, COUNTER_LIMIT)
            writer, time = self._store.writer_id, utc_text(self._now())
            number = self._number + 1
            event = _seal(
                Event(
                    v=VERSION,
                    w=writer,
                    n=number,
                    l=lamport,
                    t=time,
                    by=self.by,
                    on=on,
                    f=field,
                    x=value,
                    r=replaced,
                    u=undoes,
                    g=g,
                    via=via,
                    was=was,
                )
            )
            try:
                self._number = event.n
                self._staged[event.id] = event
                self._state.apply(event)
                if self._undo is not None:
                    self._undo.push(event)
            except BaseException:
                self.retract(event)
                raise
        return event

    def check(self, value: object) -> None:
        """Raise what ``stage`` would of a value: ValueTooLong, DossierNewer, or SaveRefused when read-only."""
        if self.version > VERSION:
            raise DossierNewer(self.path, self.version)
        if self._store.refusal is not None:
            raise SaveRefused(self.path, self._store.refusal)
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            raise ValueTooLong(TEXT_LIMIT, len(value))

    def stage_all(self, wishes: Iterable[Wish]) -> tuple[Event, ...]:
        """Stage wishes one after the other, each taken from ``wishes`` once those before it stand; all or none."""
        staged: list[Event] = []
        try:
            for wish in wishes:
                on, f, x = wish.change.on, wish.change.f, wish.change.x
                staged.append(self.stage(on, f, x, undoes=wish.undoes, g=wish.g, via=wish.via, was=wish.was))
        except BaseException:
            self.retract(*staged)
            raise
        return tuple(staged)

    def group(self, changes: Iterable[Change], *, via: str = "") -> tuple[Event, ...]:
        """Stage several changes as one gesture, undone in one; none is staged when one is refused (as ``stage``)."""
        wanted = [*changes]
        group = new_id() if len(wanted) > 1 else ""
        return self.stage_all(Wish(change, g=group, via=via) for change in wanted)

    def retract(self, *events: Event) -> None:
        """Forget staged events that could not be saved; the fields show again what they showed before.

        Those that are saved stay.
        """
        with self._memory:
            doomed = {event.id for event in events if event.id in self._staged}
            staying = [event_id for event_id in self._staged if event_id not in doomed]
            lost = [self._forget(event, staying) for event in reversed(events) if event.id in doomed]
            if self._store.renew_writer():
                self._saved = 0
            writer = self._store.writer_id
            waiting = [other.n for other in self._staged.values() if other.w == writer]
            self._number = max((self._saved, *waiting))
            self._unsaved.update((one.w, one.n) for one in lost if one.w != writer or one.n <= self._number)
            self._undo = None

    @property
    def undo_size(self) -> int:
        """How many changes of one's own ``undo`` would take back, made since the opening or before."""
        with self._memory:
            return 0 if self.read_only else len(self._own_changes().next_undo())

    @property
    def redo_size(self) -> int:
        """How many changes ``redo`` would bring back."""
        with self._memory:
            return 0 if self.read_only else len(self._own_changes().next_redo())

    def undo(self) -> tuple[Event, ...]:
        """Stage what undoes the latest gesture of one's own, for the caller to commit; NothingToUndo."""
        with self._memory:
            changes = self._own_changes().next_undo()
            return self._take_back(changes, lambda event: self._own_changes().value_without(event))

    def redo(self) -> tuple[Event, ...]:
        """Stage what brings back the latest gesture undone, for the caller to commit; NothingToUndo."""
        with self._memory:
            undos = self._own_changes().next_redo()
            return self._take_back(undos, lambda event: self._own_changes().value_again(event))

    def _take_back(self, events: list[Event], value_of: Callable[[Event], object]) -> tuple[Event, ...]:
        if not events:
            raise NothingToUndo
        group = new_id() if len(events) > 1 else ""
        return self.stage_all(Wish(Change(one.on, one.f, value_of(one)), one.id, group) for one in events)

    def _forget(self, event: Event, staying: list[str]) -> Event:
        lost = self._staged.pop(event.id)
        self._state.remove(lost)
        self._refused[lost.id] = lost.r
        for event_id in staying:
            self._relinked(self._staged[event_id])
        return lost

    def _relinked(self, event: Event) -> Event:
        """Make a staged event replace what a refused one would have replaced: else both would stand on the disk."""
        replaced = set(event.r)
        for refused in reversed(self._refused):  # the latest first: it may replace an earlier one
            if refused in replaced:
                replaced.update(self._refused[refused])
        if len(replaced) == len(event.r):
            return event
        again = _seal(replace(event, r=tuple(sorted(replaced)), c=""))
        self._state.remove(event)
        self._state.apply(again)
        self._staged[event.id] = again
        return again

    def _own_changes(self) -> UndoStack:
        if self._undo is None:
            self._undo = UndoStack(self._state, lambda event: event.by == self.by)
        return self._undo


def _seal(event: Event) -> Event:
    """Return an event as its line will be read; ValueTooLong, or ValueError when ``x`` is not JSON."""
    line = encode(event)
    if len(line) > LINE_LIMIT:
        raise ValueTooLong(LINE_LIMIT, len(line))
    return read_back(line)
