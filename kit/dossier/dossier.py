"""The dossier that a window or a command holds: one collectivité's work, folded in memory and kept on disk."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from kit import files, naming, paths
from kit.dossier import journal, sidecar
from kit.dossier.clock import utc_now
from kit.dossier.fold import State
from kit.dossier.journal import Reading
from kit.dossier.line import LINE_LIMIT, VERSION, encode, encode_header, line_of, read_back
from kit.dossier.lock import Holder
from kit.dossier.model import COUNTER_LIMIT, Change, Conflict, Event, Gap, Status, utc_text
from kit.dossier.plan_fields import new_id
from kit.dossier.store import Opening, Store
from kit.dossier.undo import UndoStack
from kit.dossier.undo_list import Undoable, undo_list
from kit.dossier.writer import OwnWriters
from kit.errors import (
    DossierExists,
    DossierNewer,
    NothingToUndo,
    OutputExists,
    SaveRefused,
    UndoBarred,
    ValueTooLong,
)
from kit.files import Patience

ANONYMOUS = "cet ordinateur"
TEXT_LIMIT = 20_000
"""Characters of a note, or of any other text."""


class Wish(Struct, frozen=True):
    """A change to stage, the id of what it undoes, and further keys of its line as ``Event`` has them."""

    change: Change
    undoes: str | None = None
    g: str = ""
    via: str = ""
    was: str | None = None


class Dossier:
    """Statuses and values of one collectivité: ``stage`` shows a change at once, ``commit`` puts it on the disk.

    ``stage`` and ``retract`` belong to the window's thread, ``commit`` to the one thread that writes; what it holds may
    be asked while another thread saves.
    """

    def __init__(self, store: Store, opening: Opening) -> None:
        """Fold the files of a store; callers use ``open`` or ``create``."""
        self.path = store.path
        self.uuid = store.uuid
        self.by = opening.by
        self.version = VERSION
        header = store.readings[0].header
        self.edition = naming.edition_of(header.program) if header else None
        """The edition of the kit that made it (``kit.naming``); None where its file does not say."""
        self.set_aside = 0
        self.is_open = True
        """False once it is closed: what comes back for it then is about no dossier in sight."""
        self._memory = threading.RLock()
        self._disk = threading.Lock()  # one line after the other
        self._store = store
        self._now = opening.now
        self._own = OwnWriters(opening.own)
        self._undo: UndoStack | None = None
        self._staged: dict[str, Event] = {}
        self._refused: dict[str, tuple[str, ...]] = {}  # what events that were not saved would have replaced
        self._unsaved: set[tuple[str, int]] = set()  # numbers of events that the disk refused
        self._number = 0  # of the last event staged by this writer
        self._saved = 0  # of the last one on the disk
        self._state = State(summary=store.summary, earlier=store.look.read_events if store.summary else None)
        self._take(store.readings)
        store.begin()
        store.readings, store.summary = [], None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        by: str = ANONYMOUS,
        write: bool = True,
        now: Callable[[], datetime] = utc_now,
        patience: Patience | None = None,
        cache: Path | None = None,
        own: Path | None = None,
    ) -> Dossier:
        """Open a dossier with all that stands beside it, whatever its first line; DossierMissing.

        With ``cache``, the folder of snapshots, a long journal is not folded again. ``own`` is the file in which the
        writers of this computer are noted (``is_from_here``).
        """
        opening = Opening(by, now, naming.writer(), patience or Patience(), cache, own)
        store = Store(Path(path), opening, write=write)
        try:
            return cls(store, opening)
        except BaseException as error:
            store.forbid(OSError(errno.EBADF, type(error).__name__, str(store.path)))  # gives the lock back
            raise

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        by: str = ANONYMOUS,
        now: Callable[[], datetime] = utc_now,
        cache: Path | None = None,
        own: Path | None = None,
    ) -> Dossier:
        """Make a new dossier and open it; DossierExists when a file is there, SaveRefused when none can be."""
        path = Path(path)
        try:
            line = encode_header(sidecar.new_uuid(), utc_text(now()), naming.writer()) + b"\n"
            files.write_whole(path, line, force=False, private=paths.is_private(path))
        except OutputExists:
            raise DossierExists(path) from None
        except OSError as error:
            raise SaveRefused(path, error) from error
        return cls.open(path, by=by, now=now, cache=cache, own=own)

    @classmethod
    def unwritable(cls, path: Path, cause: OSError, *, by: str = ANONYMOUS) -> Dossier:
        """Return an empty dossier in place of one that could not be made: every change is refused."""
        opening = Opening(by, utc_now, naming.writer(), Patience())
        return cls(Store(Path(path), opening, write=False, absent=cause), opening)

    def status(self, action_id: str) -> Status:
        """Return the status of an action (or of a whole target such as ``milestone:x``); to do when never given."""
        on = action_id if ":" in action_id else f"action:{action_id}"
        return _status(self.value(on, "status"))

    def statuses(self, kind: str = "action") -> dict[str, Status]:
        """Return the status of each action (or ``milestone``, ``own``) that has one, by its id."""
        prefix = f"{kind}:"
        with self._memory:
            found = {on: self._state.value(on, "status") for on in self._state.targets(prefix)}
        return {on.removeprefix(prefix): _status(value) for on, value in found.items() if value is not None}

    def value(self, on: str, field: str) -> object | None:
        """Return the value displayed for a field; None when never given, or cleared."""
        with self._memory:
            return self._state.value(on, field)

    def heads(self, on: str, field: str) -> list[Event]:
        """Return the changes whose values stand for a field, the one displayed first: several were made apart."""
        with self._memory:
            return self._state.heads(on, field)

    def change(self, on: str, field: str) -> Event | None:
        """Return the change that gave the value displayed; where that is an undo or a redo, the change it restored."""
        with self._memory:
            event = next(iter(self._state.heads(on, field)), None)
            while event is not None and event.u and (undone := self._state.get(event.u)):
                ids = (undone.u,) if undone.u else undone.r
                earlier = [found for found in map(self._state.get, ids) if found and found.order < event.order]
                event = max(earlier, key=lambda found: found.order, default=None)
            return event

    def fields(self, on: str) -> dict[str, object]:
        """Return all fields of a target that hold a value, known to this program or not."""
        with self._memory:
            return self._state.fields(on)

    def targets(self, prefix: str = "") -> list[str]:
        """Return the targets that hold a value, oldest in the file first."""
        with self._memory:
            return self._state.targets(prefix)

    def events(self) -> list[Event]:
        """Return every event, in no order: what a merge compares."""
        with self._memory:
            return self._state.events()

    def conflicts(self) -> list[Conflict]:
        """Return the fields that were changed apart; staging a value for one settles it."""
        with self._memory:
            return self._state.conflicts()

    def history(self, since: datetime | None = None) -> list[Event]:
        """Return every event in the order (l, w, n); with ``since``, those whose time is not earlier."""
        with self._memory:
            events = self._state.history()
        if since is None:
            return events
        first = utc_text(since)
        return [event for event in events if event.t >= first]

    @property
    def counter(self) -> int:
        """The greatest Lamport counter of all events: what was folded so far is none above it."""
        with self._memory:
            return self._state.lamport

    @property
    def gaps(self) -> list[Gap]:
        """Events that a writer numbered and that no file holds; those that were refused and said so are not named."""
        with self._memory:
            return self._state.gaps(self._unsaved)

    @property
    def twins(self) -> list[str]:
        """Ids that two sound events of different content bear: both are kept."""
        with self._memory:
            return self._state.twins()

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

    def undo_list(self, most: int) -> tuple[Undoable, ...]:
        """Return the gestures of one's own that can be undone, of this run and of earlier ones, the latest first."""
        with self._memory:
            return () if self.read_only else undo_list(self._state, self._is_own, most)

    def undo_down_to(self, gesture: str, most: int = 1_000) -> tuple[Event, ...]:
        """Stage, as one gesture, what undoes all those of ``undo_list`` down to the one of this id.

        Nothing is staged when a colleague has changed since what one of them changed: UndoBarred. NothingToUndo where
        no such gesture is among so many at ``most``.
        """
        with self._memory:
            listed = self.undo_list(most)
            place = next((number for number, one in enumerate(listed) if one.id == gesture), None)
            if place is None:
                raise NothingToUndo
            if (barred := listed[place].barred) is not None:
                raise UndoBarred(barred.by, barred.t, barred.on, barred.f)
            wanted = [change for one in listed[: place + 1] for change in one.events]
            return self._take_back(wanted, lambda event: self._own_changes().value_without(event))

    def origins(self, events: Iterable[Event]) -> tuple[Event, ...]:
        """Return the changes that these undos took back, or that these redos did again."""
        with self._memory:
            return tuple(map(self._own_changes().origin, events))

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
            self._undo = UndoStack(self._state, self._is_own)
        return self._undo

    def _is_own(self, event: Event) -> bool:
        return event.by == self.by

    @property
    def holder(self) -> str | None:
        """The name of who has the dossier open already, so that one's own changes go beside it for now."""
        return self._store.holder.name if self._store.writes_sibling and self._store.holder else None

    @property
    def opened_by(self) -> Holder | None:
        """Who has the dossier open already, on which machine and since when; None when nobody has."""
        return self._store.holder if self._store.writes_sibling else None

    @property
    def left_alone(self) -> tuple[str, ...]:
        """Names beside the dossier that bear one of its names and are no regular file: neither read nor touched."""
        return self._store.left_alone

    def is_from_here(self, event_id: str) -> bool:
        """Say whether an event was made on this computer, whatever name it bears."""
        return event_id.partition("/")[0] in self._own

    def commit(self, *events: Event) -> None:
        """Put staged events on the disk in one write, and return once they are there.

        SaveRefused: none is. What else is raised leaves open whether they are: after ``retract``, ``refresh`` tells.
        """
        with self._disk:
            staged: list[Event] = []
            try:
                with self._memory:
                    staged += [self._relinked(self._staged[event.id]) for event in events]
                if staged:
                    self._own.note(staged[0].w)
                self._store.append({event.id: line_of(event) for event in staged})
                with self._memory:
                    for event in staged:
                        del self._staged[event.id]
                        if event.w == self._store.writer_id:
                            self._saved = max(self._saved, event.n)
            except BaseException as error:
                if not isinstance(error, SaveRefused):
                    self._store.doubt()
                with self._memory:
                    self._refused.update((event.id, event.r) for event in staged)
                if isinstance(error, OSError):
                    raise SaveRefused(self.path, error) from error
                raise

    def record(self, on: str, field: str, value: object) -> Event:
        """Stage and commit in one; when the disk refuses, nothing has changed and SaveRefused is raised."""
        event = self.stage(on, field, value)
        try:
            self.commit(event)
        except BaseException:
            self.retract(event)
            raise
        return event

    def record_group(self, changes: Iterable[Change]) -> tuple[Event, ...]:
        """Stage and commit many changes as one gesture, off the window's thread; errors as ``group`` and ``record``."""
        return self.record_step(lambda dossier: dossier.group(changes))

    def record_step(self, step: Callable[[Dossier], tuple[Event, ...]]) -> tuple[Event, ...]:
        """Commit what ``step`` stages (``group``, ``undo``, ``redo``), as ``record_group``."""
        events = step(self)
        try:
            self.commit(*events)
        except BaseException:
            self.retract(*events)
            raise
        return events

    def bring_in(self, events: Iterable[Event], choices: Iterable[tuple[str, str, object, str]]) -> tuple[Event, ...]:
        """Append the events of another dossier, then one's choices (target, field, value, id of what stood before).

        The choices are one gesture: undoing it gives back what stood before. SaveRefused: no event of the other, or no
        choice, was taken; ValueTooLong: nothing was.
        """
        known, wanted = [*events], [*choices]
        for _, _, x, _ in wanted:
            self.check(x)
        with self._disk:
            try:
                self._store.add(known)
                with self._memory:
                    if self._state.extend(known):
                        self._undo = None
            except BaseException as error:
                if not isinstance(error, SaveRefused):
                    self._store.doubt()
                raise
        group = new_id()
        wishes = (Wish(Change(on, f, x), g=group, via="reunion", was=was) for on, f, x, was in wanted)
        return self.record_step(lambda dossier: dossier.stage_all(wishes))

    def refresh(self) -> int:
        """Read again what others may have written meanwhile; the number of events that were new here.

        DossierMissing when the file is gone, DossierReplaced when another dossier's file stands there by now.
        """
        with self._disk:
            readings = self._store.refresh()
        try:
            with self._memory:
                return self._take(readings)
        except BaseException:
            self._store.doubt()
            raise

    def save_copy(self) -> Path:
        """Write all that this session holds into a new file beside, its evidence too, and return its path.

        For when another dossier's file stands at ``path``: both are kept. What a snapshot left out comes from the
        copies, as the file there is another's. SaveRefused.
        """
        from kit.dossier import pieces
        from kit.dossier.plan_lists import evidence_of

        with self._disk, self._memory:
            events = self._state.events()
            evidence = [one for on in self._state.targets() for one in evidence_of(self._state.fields(on))]
        header = encode_header(self.uuid, utc_text(self._now()), naming.writer())
        lines = b"".join(line + b"\n" for line in (header, *map(line_of, events)))
        target, rank = self.path.with_stem(f"{self.path.stem} gardé"), 1
        while True:
            try:
                files.write_whole(target, lines, force=False)
                break
            except OutputExists:
                rank += 1
                target = self.path.with_stem(f"{self.path.stem} gardé {rank}")
            except OSError as error:
                raise SaveRefused(target, error) from error
        pieces.bring(self.path, target, evidence)
        return target

    def load_history(self) -> None:
        """Read what a snapshot left out, off the window's thread, so that the first Ctrl+Z need not wait for it."""
        if not self._state.is_whole:
            events = self._store.look.read_events()
            with self._memory:
                self._state.complete(events)

    def keep_snapshot(self) -> bool:
        """Keep the fold in the cache for the next opening; False where that is not worth it or not safe."""
        with self._disk:
            with self._memory:
                if self._staged or not self._store.wants_snapshot or self._state.twins():
                    return False
                summary = self._state.summary()
            return self._store.keep_snapshot(summary)

    def close(self) -> None:
        """Give the lock back; nothing can be saved afterwards."""
        self.is_open = False
        try:
            self.keep_snapshot()
        finally:
            with self._disk:
                self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, readings: list[Reading]) -> int:
        if not readings:
            return 0
        fresh = sum(self._state.extend(reading.events) for reading in readings)
        self.set_aside = journal.count_aside(readings)
        self.version = max(reading.version for reading in readings)
        if self.version > VERSION:
            self._store.forbid(PermissionError(str(self.path)))
        if fresh:
            self._undo = None
        return fresh


def _status(value: object) -> Status:
    try:
        return Status(value) if isinstance(value, str) else Status.TODO
    except ValueError:  # a status of a later program: kept in the file, shown as still to do
        return Status.TODO


def _seal(event: Event) -> Event:
    """Return an event as its line will be read; ValueTooLong, or ValueError when ``x`` is not JSON."""
    line = encode(event)
    if len(line) > LINE_LIMIT:
        raise ValueTooLong(LINE_LIMIT, len(line))
    return read_back(line)
