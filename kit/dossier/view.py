"""The reading side of a dossier: what its events amount to. It holds the fold and knows no file."""

from __future__ import annotations

import threading
from datetime import datetime

from kit.dossier.fold import State
from kit.dossier.model import Conflict, Event, Gap, Status, utc_text


class View:
    """Statuses, values, conflicts and history; safe to ask while another thread saves."""

    def __init__(self) -> None:
        """Begin with no event."""
        self._memory = threading.RLock()
        self._state = State()
        self._unsaved: set[tuple[str, int]] = set()  # numbers of events that the disk refused

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

    def change(self, on: str, field: str) -> Event | None:
        """Return the change that gave the value displayed: behind an undo or a redo, the one that is back."""
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
    def gaps(self) -> list[Gap]:
        """Events that a writer numbered and that no file holds; those that were refused and said so are not named."""
        with self._memory:
            return self._state.gaps(self._unsaved)

    @property
    def twins(self) -> list[str]:
        """Ids that two sound events of different content bear: both are kept."""
        with self._memory:
            return self._state.twins()


def _status(value: object) -> Status:
    try:
        return Status(value) if isinstance(value, str) else Status.TODO
    except ValueError:  # a status of a later program: kept in the file, shown as still to do
        return Status.TODO
