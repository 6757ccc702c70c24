"""The dossier that a window or a command holds: one collectivité's work, folded in memory and kept on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kit import __version__
from kit.dossier import beside, journal
from kit.dossier.journal import Patience, Reading
from kit.dossier.line import COUNTER_LIMIT, LINE_LIMIT, VERSION, encode, encode_header, parse_line
from kit.dossier.lock import utc_now
from kit.dossier.model import Event, utc_text
from kit.dossier.store import Opening, Store
from kit.dossier.undo import UndoStack
from kit.dossier.view import View
from kit.errors import DossierExists, DossierNewer, NothingToUndo, SaveRefused, ValueTooLong

TEXT_LIMIT = 20_000
"""Characters of a note, or of any other text."""
ANONYMOUS = "cet ordinateur"


class Dossier(View):
    """Statuses and values of one collectivité: ``stage`` shows a change at once, ``commit`` puts it on the disk.

    ``stage`` and ``retract`` belong to the window's thread, ``commit`` to the one thread that writes.
    """

    def __init__(self, store: Store, opening: Opening) -> None:
        """Fold the files of a store; callers use ``open`` or ``create``."""
        super().__init__()
        self.path = store.path
        self.uuid = store.uuid
        self.by = opening.by
        self.set_aside = 0
        self.version = VERSION
        self._store = store
        self._now = opening.now
        self._disk = threading.Lock()  # one line after the other
        self._undo: UndoStack | None = None
        self._staged: dict[str, tuple[Event, bytes]] = {}
        self._refused: dict[str, tuple[str, ...]] = {}  # what events that were not saved would have replaced
        self._number = 0  # of the last event staged by this writer
        self._saved = 0  # of the last one on the disk
        self._take(store.readings)
        store.begin()
        store.readings = []

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        by: str = ANONYMOUS,
        write: bool = True,
        now: Callable[[], datetime] = utc_now,
        patience: Patience | None = None,
    ) -> Dossier:
        """Open a dossier with all that stands beside it, whatever its first line; DossierMissing."""
        opening = Opening(by, now, __version__, patience or Patience())
        return cls(Store(Path(path), opening, write=write), opening)

    @classmethod
    def create(cls, path: Path, *, by: str = ANONYMOUS, now: Callable[[], datetime] = utc_now) -> Dossier:
        """Make a new dossier and open it; DossierExists when a file is there, SaveRefused when none can be."""
        path = Path(path)
        try:
            journal.make(path, encode_header(beside.new_uuid(), utc_text(now()), __version__))
        except FileExistsError:
            raise DossierExists(path) from None
        except OSError as error:
            raise SaveRefused(path, error) from error
        return cls.open(path, by=by, now=now)

    @classmethod
    def unwritable(cls, path: Path, cause: OSError, *, by: str = ANONYMOUS) -> Dossier:
        """Return an empty dossier in place of one that could not be made: every change is refused."""
        opening = Opening(by, utc_now, __version__, Patience())
        return cls(Store(Path(path), opening, write=False, absent=cause), opening)

    @property
    def read_only(self) -> bool:
        """True when nothing can be saved: asked so, a newer format, or a folder that refuses."""
        return self._store.refusal is not None

    @property
    def holder(self) -> str | None:
        """The name of who has the dossier open already, so that one's own changes go beside it for now."""
        return self._store.holder.name if self._store.is_beside and self._store.holder else None

    def stage(self, on: str, field: str, value: object, *, undoes: str | None = None) -> Event:
        """Fold a new event in memory; ValueTooLong, DossierNewer, or SaveRefused when read-only."""
        if self.version > VERSION:
            raise DossierNewer(self.path, self.version)
        if self._store.refusal is not None:
            raise SaveRefused(self.path, self._store.refusal)
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            raise ValueTooLong(TEXT_LIMIT, len(value))
        with self._memory:
            replaced = tuple(sorted({head.id for head in self._state.heads(on, field)}))
            lamport = min(self._state.lamport + 1, COUNTER_LIMIT)
            writer, time = self._store.writer_id, utc_text(self._now())
            event, line = _seal(
                Event(VERSION, writer, self._number + 1, lamport, time, self.by, on, field, value, replaced, undoes)
            )
            self._number = event.n
            self._state.apply(event)
            self._staged[event.id] = (event, line)
            if self._undo is not None:
                self._undo.push(event)
        return event

    def commit(self, event: Event) -> None:
        """Put a staged event on the disk, and return once it is there; SaveRefused."""
        with self._disk:
            with self._memory:
                staged, line = self._relinked(*self._staged[event.id])
            try:
                self._store.append(staged.id, line)
            except SaveRefused:
                with self._memory:
                    self._refused[staged.id] = staged.r
                raise
            with self._memory:
                del self._staged[event.id]
                if staged.w == self._store.writer_id:
                    self._saved = max(self._saved, staged.n)

    def retract(self, event: Event) -> None:
        """Forget a staged event that could not be saved; the field shows again what it showed before."""
        with self._memory:
            lost, _ = self._staged.pop(event.id)
            self._state.remove(lost)
            self._refused[lost.id] = lost.r
            for later, line in [*self._staged.values()]:
                self._relinked(later, line)
            if self._store.renew_writer():
                self._saved = 0
            waiting = [other.n for other, _ in self._staged.values() if other.w == self._store.writer_id]
            self._number = max((self._saved, *waiting))
            if lost.w != self._store.writer_id or lost.n <= self._number:
                self._unsaved.add((lost.w, lost.n))
            self._undo = None

    def record(self, on: str, field: str, value: object) -> Event:
        """Stage and commit in one; when the disk refuses, nothing has changed and SaveRefused is raised."""
        event = self.stage(on, field, value)
        try:
            self.commit(event)
        except SaveRefused:
            self.retract(event)
            raise
        return event

    @property
    def can_undo(self) -> bool:
        """True when a change of one's own stands, made since the opening or before."""
        with self._memory:
            return not self.read_only and self._own_changes().next_undo() is not None

    @property
    def can_redo(self) -> bool:
        """True when the latest undo of one's own can be taken back."""
        with self._memory:
            return not self.read_only and self._own_changes().next_redo() is not None

    def undo(self) -> Event:
        """Stage what undoes the latest change of one's own, for the caller to commit; NothingToUndo."""
        with self._memory:
            found = self._own_changes().next_undo()
            if found is None:
                raise NothingToUndo
            change, value = found
            return self.stage(change.on, change.f, value, undoes=change.id)

    def redo(self) -> Event:
        """Stage what brings back the latest change undone, for the caller to commit; NothingToUndo."""
        with self._memory:
            found = self._own_changes().next_redo()
            if found is None:
                raise NothingToUndo
            undo, value = found
            return self.stage(undo.on, undo.f, value, undoes=undo.id)

    def refresh(self) -> int:
        """Read again what others may have written meanwhile; the number of events that were new here.

        DossierMissing when the file is gone, SaveRefused when it cannot take in what stands beside it.
        """
        with self._disk:
            readings = self._store.refresh()
        with self._memory:
            return self._take(readings)

    def close(self) -> None:
        """Give the lock back; nothing can be saved afterwards."""
        with self._disk:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _relinked(self, event: Event, line: bytes) -> tuple[Event, bytes]:
        """Make a staged event replace what a refused one would have replaced: else both would stand on the disk."""
        replaced = set(event.r)
        for refused in reversed(self._refused):  # the latest first: it may replace an earlier one
            if refused in replaced:
                replaced.update(self._refused[refused])
        if len(replaced) == len(event.r):
            return event, line
        again = _seal(replace(event, r=tuple(sorted(replaced)), c=""))
        self._state.remove(event)
        self._state.apply(again[0])
        self._staged[event.id] = again
        return again

    def _own_changes(self) -> UndoStack:
        if self._undo is None:
            self._undo = UndoStack(self._state, lambda event: event.by == self.by)
        return self._undo

    def _take(self, readings: list[Reading]) -> int:
        if not readings:
            return 0
        fresh = sum(self._state.extend(reading.events) for reading in readings)
        self.set_aside = len({line for reading in readings for _, line in reading.set_aside})
        self.version = max(reading.version for reading in readings)
        if self.version > VERSION:
            self._store.forbid(PermissionError(str(self.path)))
        if fresh:
            self._undo = None
        return fresh


def _seal(event: Event) -> tuple[Event, bytes]:
    """Return an event as its line will be read, with that line; ValueTooLong, or ValueError when ``x`` is not JSON."""
    line = encode(event)
    if len(line) > LINE_LIMIT:
        raise ValueTooLong(LINE_LIMIT, len(line))
    read = parse_line(line)
    if not isinstance(read, Event):
        raise ValueError(read)
    return read, line
