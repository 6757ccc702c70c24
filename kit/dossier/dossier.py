"""The dossier that a window or a command holds: one collectivité's work, folded in memory and kept on disk."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kit import __version__, files, paths
from kit.dossier import beside, journal
from kit.dossier.editing import Editing, Wish
from kit.dossier.fold import State
from kit.dossier.journal import Reading
from kit.dossier.line import VERSION, encode_header, line_of
from kit.dossier.lock import Holder, utc_now
from kit.dossier.model import Change, Event, utc_text
from kit.dossier.plan_fields import new_id
from kit.dossier.store import Opening, Store
from kit.dossier.written_here import WrittenHere
from kit.errors import DossierExists, OutputExists, SaveRefused
from kit.files import Patience

ANONYMOUS = "cet ordinateur"


class Dossier(Editing):
    """Statuses and values of one collectivité: ``stage`` shows a change at once, ``commit`` puts it on the disk.

    ``stage`` and ``retract`` belong to the window's thread, ``commit`` to the one thread that writes.
    """

    def __init__(self, store: Store, opening: Opening) -> None:
        """Fold the files of a store; callers use ``open`` or ``create``."""
        super().__init__(store, opening)
        self.uuid = store.uuid
        self.set_aside = 0
        self.is_open = True
        """False once it is closed: what comes back for it then is about no dossier in sight."""
        self._disk = threading.Lock()  # one line after the other
        self._here = WrittenHere(opening.own)
        if store.summary is not None:
            self._state = State(summary=store.summary, earlier=store.look.read_events)
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
        opening = Opening(by, now, __version__, patience or Patience(), cache, own)
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
            line = encode_header(beside.new_uuid(), utc_text(now()), __version__) + b"\n"
            files.write_whole(path, line, force=False, private=paths.is_private(path))
        except OutputExists:
            raise DossierExists(path) from None
        except OSError as error:
            raise SaveRefused(path, error) from error
        return cls.open(path, by=by, now=now, cache=cache, own=own)

    @classmethod
    def unwritable(cls, path: Path, cause: OSError, *, by: str = ANONYMOUS) -> Dossier:
        """Return an empty dossier in place of one that could not be made: every change is refused."""
        opening = Opening(by, utc_now, __version__, Patience())
        return cls(Store(Path(path), opening, write=False, absent=cause), opening)

    @property
    def holder(self) -> str | None:
        """The name of who has the dossier open already, so that one's own changes go beside it for now."""
        return self._store.holder.name if self._store.is_beside and self._store.holder else None

    @property
    def opened_by(self) -> Holder | None:
        """Who has the dossier open already, on which machine and since when; None when nobody has."""
        return self._store.holder if self._store.is_beside else None

    @property
    def left_alone(self) -> tuple[str, ...]:
        """Names beside the dossier that bear one of its names and are no regular file: neither read nor touched."""
        return self._store.left_alone

    def is_from_here(self, event_id: str) -> bool:
        """Say whether an event was made on this computer, whatever name it bears."""
        return event_id.partition("/")[0] in self._here

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
                    self._here.note(staged[0].w)
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

    def save_beside(self) -> Path:
        """Write all that this session holds into a new file beside, its evidence too, and return its path.

        For when another dossier's file stands at ``path``: both are kept. What a snapshot left out comes from the
        copies, as the file there is another's. SaveRefused.
        """
        from kit.dossier import pieces
        from kit.dossier.plan_lists import evidence_of

        with self._disk, self._memory:
            events = self._state.events()
            evidence = [one for on in self._state.targets() for one in evidence_of(self._state.fields(on))]
        header = encode_header(self.uuid, utc_text(self._now()), __version__)
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
