"""What the events amount to: for each field of each target, the events that no other replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from kit.dossier.line import seal
from kit.dossier.model import Conflict, Event, Gap, find_gaps


class _Field:
    """Heads of one field by slot (the id; for a second event of one id, id and checksum)."""

    __slots__ = ("gone", "heads")

    def __init__(self) -> None:
        self.heads: dict[str, Event] = {}
        self.gone: set[str] = set()


class Summary(Struct, frozen=True):
    """What a fold amounted to at one moment, without the events that were replaced.

    ``events`` are those that stand, and those that tell which change an undo brings back; ``highest`` is the greatest
    number of each writer, ``replaced`` the fields and ids of events that do not stand although they are among these,
    or may still come.
    """

    lamport: int
    events: list[Event]
    highest: dict[str, int]
    gaps: list[Gap]
    replaced: list[tuple[str, str, str]]


class State:
    """The fold of events, in any order and with repeats: the same events always give the same state.

    A state made from a summary fetches the events replaced before it with ``earlier``, the first time that anything
    asks for them.
    """

    def __init__(
        self,
        events: Iterable[Event] = (),
        *,
        summary: Summary | None = None,
        earlier: Callable[[], Iterable[Event]] | None = None,
    ) -> None:
        self.lamport = summary.lamport if summary else 0
        self._summary = summary
        self._earlier = earlier
        self._events: dict[str, Event] = {}
        self._twins: dict[str, dict[str, Event]] = {}
        self._targets: dict[str, dict[str, _Field]] = {}
        if summary is not None:
            for on, f, event_id in summary.replaced:
                self._targets.setdefault(on, {}).setdefault(f, _Field()).gone.add(event_id)
            self.extend(summary.events)
        self.extend(map(seal, events))

    @property
    def is_whole(self) -> bool:
        """False while the events before a summary have not been fetched."""
        return self._earlier is None

    def complete(self, events: Iterable[Event] | None = None) -> None:
        """Take in the events before the summary: those given, else fetched now."""
        earlier, self._earlier = self._earlier, None
        if earlier is not None:
            self._summary = None
            self.extend(earlier() if events is None else events)

    def extend(self, events: Iterable[Event]) -> int:
        """Take many sealed events in; the number of those that were not known."""
        known, targets, twins = self._events, self._targets, self._twins
        before, doubled, lamport = len(known), 0, self.lamport
        try:
            for event in events:  # written out in one piece: this loop is the start of the program with a long journal
                event_id = f"{event.w}/{event.n}"
                if event_id in known:
                    doubled += self._add_twin(event_id, event)
                    continue
                if event.l > lamport:
                    lamport = event.l
                target = targets.get(event.on)
                if target is None:
                    target = targets[event.on] = {}
                field = target.get(event.f)
                if field is None:
                    field = target[event.f] = _Field()
                heads = field.heads
                for replaced in event.r:
                    if twins or heads.pop(replaced, None) is None:  # most events replace the one head, and no more
                        self._replace(field, replaced)
                if event_id not in field.gone:
                    heads[event_id] = event
                known[event_id] = event  # at the end: one that was broken off in is taken in again
        finally:
            self.lamport = max(lamport, self.lamport)
        return len(known) - before + doubled

    def apply(self, event: Event) -> bool:
        """Take one more event in; False when it is known already."""
        return self.extend((seal(event),)) == 1

    def _add_twin(self, event_id: str, event: Event) -> bool:
        first = self._events[event_id]
        twins = self._twins.get(event_id) or {first.c: first}
        if event.c in twins:
            return False
        field = self._targets.setdefault(event.on, {}).setdefault(event.f, _Field())
        for replaced in event.r:
            self._replace(field, replaced)
        same = next((c for c, other in twins.items() if other.on == event.on and other.f == event.f), None)
        slot = event_id if same == first.c else f"{event_id} {same}"
        if event_id not in field.gone and (same is None or slot in field.heads):  # twins of a field fall together
            field.heads[f"{event_id} {event.c}"] = event
        twins[event.c] = event
        self._twins[event_id] = twins
        self.lamport = max(self.lamport, event.l)
        return True

    def _replace(self, field: _Field, replaced: str) -> None:
        field.gone.add(replaced)
        field.heads.pop(replaced, None)
        for c in self._twins.get(replaced, ()):
            field.heads.pop(f"{replaced} {c}", None)

    def _refold(self, on: str, f: str) -> None:
        """Fold one field again from all events: for the rare cases that the order of coming does not settle."""
        self.complete()
        field = self._targets.setdefault(on, {})[f] = _Field()
        events = [event for event in self.events() if event.on == on and event.f == f]
        for event in events:
            field.gone.update(event.r)
        for event in events:
            if event.id not in field.gone:
                field.heads[event.id if event.id not in field.heads else f"{event.id} {event.c}"] = event

    def remove(self, event: Event) -> None:
        """Forget an event of one's own that could not be saved; the field is folded again."""
        self._events.pop(event.id, None)
        self._refold(event.on, event.f)

    def get(self, event_id: str) -> Event | None:
        """Return the event of this id."""
        event = self._events.get(event_id)
        if event is None and not self.is_whole:
            self.complete()
            event = self._events.get(event_id)
        return event

    def heads(self, on: str, field: str) -> list[Event]:
        """Return the events that stand for a field, the one displayed first."""
        found = self._targets.get(on, {}).get(field)
        return _sorted_heads(found) if found else []

    def value(self, on: str, field: str) -> object | None:
        """Return the value displayed for a field; None when it was never given, or cleared."""
        found = self._targets.get(on, {}).get(field)
        return _displayed(found) if found else None

    def fields(self, on: str) -> dict[str, object]:
        """Return the fields of a target that hold a value."""
        shown = ((name, _displayed(field)) for name, field in self._targets.get(on, {}).items())
        return {name: value for name, value in shown if value is not None}

    def names(self) -> list[tuple[str, str]]:
        """Return target and field of all that was ever given a value, oldest in the file first."""
        return [(on, f) for on, fields in self._targets.items() for f in fields]

    def events(self) -> list[Event]:
        """Return every event, in no order."""
        self.complete()
        twins = [event for group in self._twins.values() for event in group.values()]
        return [event for event_id, event in self._events.items() if event_id not in self._twins] + twins

    def targets(self, prefix: str = "") -> list[str]:
        """Return the targets that hold a value, oldest in the file first."""
        return [on for on in self._targets if on.startswith(prefix) and self._holds(on)]

    def _holds(self, on: str) -> bool:
        return any(_displayed(field) is not None for field in self._targets[on].values())

    def conflicts(self) -> list[Conflict]:
        """Return the fields for which several values stand, by target and field."""
        several = [
            Conflict(on, name, tuple(_sorted_heads(field)))
            for on, fields in self._targets.items()
            for name, field in fields.items()
            if len(field.heads) > 1
        ]
        return sorted(several, key=lambda conflict: (conflict.on, conflict.f))

    def history(self) -> list[Event]:
        """Return every event, in the order (l, w, n)."""
        return sorted(self.events(), key=lambda event: event.order)

    def since(self, lamport: int) -> list[Event]:
        """Return the events whose counter is not less, in no order."""
        return [event for event in self.events() if event.l >= lamport]

    def gaps(self, others: Iterable[tuple[str, int]] = ()) -> list[Gap]:
        """Name the numbers that no event bears, the ``others`` (writer, number) counted as known."""
        known = [(event.w, event.n) for event in self._events.values()]
        if self._summary is None:
            return find_gaps([*known, *others])
        return sorted(
            [*self._summary.gaps, *find_gaps([*known, *others], self._summary.highest)],
            key=lambda gap: (gap.w, gap.first),
        )

    def summary(self) -> Summary:
        """Return what the events amount to, with what is needed to go on from there."""
        highest = dict(self._summary.highest) if self._summary else {}
        for event in self._events.values():
            highest[event.w] = max(event.n, highest.get(event.w, 0))
        fields = [(on, f, field) for on, found in self._targets.items() for f, field in found.items()]
        events: dict[str, Event] = {}
        for _, _, field in fields:
            for head in field.heads.values():
                events.update((event.id, event) for event in self._line_of_descent(head))
        replaced = [(on, f, i) for on, f, field in fields for i in field.gone if _is_beyond(i, highest)]
        for event_id, event in events.items():
            if event_id not in self._targets[event.on][event.f].heads:
                replaced.append((event.on, event.f, event_id))
        return Summary(self.lamport, [*events.values()], highest, self.gaps(), replaced)

    def _line_of_descent(self, head: Event) -> Iterator[Event]:
        """Yield a head and, where it is an undo, the events that tell which change it restores."""
        waiting, seen = [head.id], set[str]()
        while waiting:
            event_id = waiting.pop()
            event = self._events.get(event_id)
            if event is None or event_id in seen:
                continue
            seen.add(event_id)
            yield event
            undone = self._events.get(event.u) if event.u else None
            if undone is not None:
                waiting += [undone.id, *undone.r]

    def twins(self) -> list[str]:
        """Return the ids that two sound events of different content bear."""
        return sorted(self._twins)


def _sorted_heads(field: _Field) -> list[Event]:
    heads = [*field.heads.values()]
    if len(heads) > 1:  # seldom: this is asked thousands of times
        heads.sort(key=lambda head: head.order, reverse=True)
    return heads


def _displayed(field: _Field) -> object | None:
    if len(field.heads) == 1:  # nearly always: this is asked thousands of times
        (head,) = field.heads.values()
        return head.x
    heads = _sorted_heads(field)
    return heads[0].x if heads else None


def _is_beyond(event_id: str, highest: dict[str, int]) -> bool:
    """Say whether an event of this id, should it come, is not known by the numbers of its writer."""
    writer, _, number = event_id.rpartition("/")
    return not number.isdecimal() or int(number) > highest.get(writer, 0)
