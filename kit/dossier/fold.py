"""What the events amount to: for each field of each target, the events that no other replaces."""

from __future__ import annotations

from collections.abc import Iterable

from kit.dossier.line import seal
from kit.dossier.model import Conflict, Event


class _Field:
    """Heads of one field by slot (the id; for a second event of one id, id and checksum)."""

    __slots__ = ("gone", "heads")

    def __init__(self) -> None:
        self.heads: dict[str, Event] = {}
        self.gone: set[str] = set()


class State:
    """The fold of events, in any order and with repeats: the same events always give the same state."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.lamport = 0
        self._events: dict[str, Event] = {}
        self._twins: dict[str, dict[str, Event]] = {}
        self._targets: dict[str, dict[str, _Field]] = {}
        self.extend(events)

    def extend(self, events: Iterable[Event]) -> int:
        """Take many events in; the number of those that were not known."""
        return sum(map(self.apply, events))

    def apply(self, event: Event) -> bool:
        """Take one more event in; False when it is known already."""
        event_id = f"{event.w}/{event.n}"
        if event_id in self._events or not event.c:
            return self._apply_slowly(event)
        self._events[event_id] = event
        if event.l > self.lamport:
            self.lamport = event.l
        self._place(event, event_id, event_id)
        return True

    def _apply_slowly(self, event: Event) -> bool:
        event = seal(event)
        known = self._events.get(event.id)
        if known is None:
            return self.apply(event)
        twins = self._twins.setdefault(event.id, {known.c: known})
        if event.c in twins:
            if len(twins) == 1:
                del self._twins[event.id]
            return False
        twins[event.c] = event
        self.lamport = max(self.lamport, event.l)
        self._place(event, event.id, f"{event.id} {event.c}")
        return True

    def _place(self, event: Event, event_id: str, slot: str) -> None:
        target = self._targets.get(event.on)
        if target is None:
            target = self._targets[event.on] = {}
        field = target.get(event.f)
        if field is None:
            field = target[event.f] = _Field()
        heads, gone = field.heads, field.gone
        for replaced in event.r:
            gone.add(replaced)
            heads.pop(replaced, None)
            if replaced in self._twins:
                for c in self._twins[replaced]:
                    heads.pop(f"{replaced} {c}", None)
        if event_id not in gone:
            heads[slot] = event

    def remove(self, event: Event) -> None:
        """Forget an event of one's own that could not be saved; the field is folded again."""
        if self._events.pop(event.id, None) is None:
            return
        del self._targets[event.on][event.f]
        for other in [*self._events.values()]:
            if other.on == event.on and other.f == event.f:
                self._place(other, other.id, other.id)

    def get(self, event_id: str) -> Event | None:
        """Return the event of this id."""
        return self._events.get(event_id)

    def heads(self, on: str, field: str) -> list[Event]:
        """Return the events that stand for a field, the one displayed first."""
        found = self._targets.get(on, {}).get(field)
        if found is None:
            return []
        heads = [*found.heads.values()]
        return heads if len(heads) < 2 else sorted(heads, key=lambda head: head.order, reverse=True)

    def value(self, on: str, field: str) -> object | None:
        """Return the value displayed for a field; None when it was never given, or cleared."""
        heads = self.heads(on, field)
        return heads[0].x if heads else None

    def fields(self, on: str) -> dict[str, object]:
        """Return the fields of a target that hold a value."""
        values = {field: self.value(on, field) for field in self._targets.get(on, {})}
        return {field: value for field, value in values.items() if value is not None}

    def targets(self, prefix: str = "") -> list[str]:
        """Return the targets that hold a value, oldest in the file first."""
        return [on for on in self._targets if on.startswith(prefix) and self.fields(on)]

    def conflicts(self) -> list[Conflict]:
        """Return the fields for which several values stand, by target and field."""
        several = [
            Conflict(on, name, tuple(self.heads(on, name)))
            for on, fields in self._targets.items()
            for name, field in fields.items()
            if len(field.heads) > 1
        ]
        return sorted(several, key=lambda conflict: (conflict.on, conflict.f))

    def history(self) -> list[Event]:
        """Return every event, in the order (l, w, n)."""
        twins = [event for group in self._twins.values() for event in group.values()]
        plain = [event for event in self._events.values() if event.id not in self._twins]
        return sorted(plain + twins, key=lambda event: event.order)

    def twins(self) -> list[str]:
        """Return the ids that two sound events of different content bear."""
        return sorted(self._twins)
