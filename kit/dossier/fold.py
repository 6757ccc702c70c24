"""What the events amount to: for each field of each target, the events that no other replaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from kit.dossier.line import Row, event_of, id_of, row_of
from kit.dossier.model import Conflict, Event, Gap, find_gaps


class _Field:
    """Heads of one field by slot (the id; for a second event of one id, id and checksum)."""

    __slots__ = ("gone", "heads")

    def __init__(self) -> None:
        self.heads: dict[str, Row | Event] = {}
        self.gone: set[str] = set()


class Summary(Struct, frozen=True):
    """What a fold amounted to at one moment, without the events that were replaced.

    ``rows`` are those that stand, and those that tell which change an undo brings back; ``highest`` is the greatest
    number of each writer, ``replaced`` the fields and ids of events that do not stand although they are among the rows,
    or may still come.
    """

    lamport: int
    rows: list[Row]
    highest: dict[str, int]
    gaps: list[Gap]
    replaced: list[tuple[str, str, str]]


class State:
    """The fold of events, in any order and with repeats: the same events always give the same state.

    Events are kept as rows and made when asked for: most are never looked at again. A state made from a summary
    fetches the events replaced before it with ``earlier``, the first time that anything asks for them.
    """

    def __init__(
        self,
        events: Iterable[Event] = (),
        *,
        summary: Summary | None = None,
        earlier: Callable[[], Iterable[Row]] | None = None,
    ) -> None:
        self.lamport = summary.lamport if summary else 0
        self._summary = summary
        self._earlier = earlier
        self._rows: dict[str, Row] = {}
        self._twins: dict[str, dict[str, Row]] = {}
        self._targets: dict[str, dict[str, _Field]] = {}
        if summary is not None:
            for on, f, event_id in summary.replaced:
                self._targets.setdefault(on, {}).setdefault(f, _Field()).gone.add(event_id)
            self.extend(summary.rows)
        self.extend(map(row_of, events))

    @property
    def is_whole(self) -> bool:
        """False while the events before a summary have not been fetched."""
        return self._earlier is None

    def complete(self, rows: Iterable[Row] | None = None) -> None:
        """Take in the events before the summary: those given, else fetched now."""
        earlier, self._earlier = self._earlier, None
        if earlier is not None:
            self._summary = None
            self.extend(earlier() if rows is None else rows)

    def extend(self, rows: Iterable[Row]) -> int:
        """Take many events in; the number of those that were not known."""
        known, targets, twins = self._rows, self._targets, self._twins
        before, doubled, lamport = len(known), 0, self.lamport
        try:
            for row in rows:  # written out in one piece: this loop is the start of the program with a long journal
                _, _, _, f, l, n, on, r, w = row  # noqa: E741
                event_id = f"{w}/{n}"
                if event_id in known:
                    doubled += self._add_twin(event_id, row)
                    continue
                count = int(l)
                if count > lamport:
                    lamport = count
                target = targets.get(on)
                if target is None:
                    target = targets[on] = {}
                field = target.get(f)
                if field is None:
                    field = target[f] = _Field()
                heads = field.heads
                if r and (twins or heads.pop(r, None) is None):  # most events replace the one head, and no more
                    self._replace(field, r)
                if event_id not in field.gone:
                    heads[event_id] = row
                known[event_id] = row  # at the end: a row that was broken off in is taken in again
        finally:
            self.lamport = max(lamport, self.lamport)
        return len(known) - before + doubled

    def apply(self, event: Event, row: Row | None = None) -> bool:
        """Take one more event in, with its row where there is one; False when it is known already."""
        fresh = self.extend((row or row_of(event),)) == 1
        heads = self._targets[event.on][event.f].heads
        if fresh and row is not None and event.id in heads:
            heads[event.id] = event  # made already: it is asked for at once
        return fresh

    def _add_twin(self, event_id: str, row: Row) -> bool:
        first = self._rows[event_id]
        twins = self._twins.get(event_id) or {first[1]: first}
        if row[1] in twins:
            return False
        field = self._targets.setdefault(row[6], {}).setdefault(row[3], _Field())
        if row[7]:
            self._replace(field, row[7])
        same = next((c for c, other in twins.items() if other[6] == row[6] and other[3] == row[3]), None)
        slot = event_id if same == first[1] else f"{event_id} {same}"
        if event_id not in field.gone and (same is None or slot in field.heads):  # twins of a field fall together
            field.heads[f"{event_id} {row[1]}"] = row
        twins[row[1]] = row
        self._twins[event_id] = twins
        self.lamport = max(self.lamport, int(row[4]))
        return True

    def _replace(self, field: _Field, ids: str) -> None:
        heads, gone = field.heads, field.gone
        for replaced in ids.split('","'):
            gone.add(replaced)
            heads.pop(replaced, None)
            for c in self._twins.get(replaced, ()):
                heads.pop(f"{replaced} {c}", None)

    def _refold(self, on: str, f: str) -> None:
        """Fold one field again from all events: for the rare cases that the order of coming does not settle."""
        self.complete()
        field = self._targets.setdefault(on, {})[f] = _Field()
        rows = [row for row in self.rows() if row[6] == on and row[3] == f]
        for row in rows:
            if row[7]:
                field.gone.update(row[7].split('","'))
        for row in rows:
            event_id = id_of(row)
            if event_id not in field.gone:
                field.heads[event_id if event_id not in field.heads else f"{event_id} {row[1]}"] = row

    def remove(self, event: Event) -> None:
        """Forget an event of one's own that could not be saved; the field is folded again."""
        self._rows.pop(event.id, None)
        self._refold(event.on, event.f)

    def get(self, event_id: str) -> Event | None:
        """Return the event of this id."""
        row = self._rows.get(event_id)
        if row is None and not self.is_whole:
            self.complete()
            row = self._rows.get(event_id)
        return None if row is None else event_of(row)

    def heads(self, on: str, field: str) -> list[Event]:
        """Return the events that stand for a field, the one displayed first."""
        found = self._targets.get(on, {}).get(field)
        if found is None:
            return []
        heads = found.heads
        for slot, head in heads.items():
            if not isinstance(head, Event):
                heads[slot] = event_of(head)
        made = [head for head in heads.values() if isinstance(head, Event)]
        return made if len(made) < 2 else sorted(made, key=lambda head: head.order, reverse=True)

    def value(self, on: str, field: str) -> object | None:
        """Return the value displayed for a field; None when it was never given, or cleared."""
        found = self._targets.get(on, {}).get(field)
        return None if found is None else self._shown(on, field, found)

    def _shown(self, on: str, name: str, field: _Field) -> object | None:
        if len(field.heads) == 1:  # nearly always: this is asked thousands of times
            ((slot, head),) = field.heads.items()
            if not isinstance(head, Event):
                head = field.heads[slot] = event_of(head)
            return head.x
        heads = self.heads(on, name)
        return heads[0].x if heads else None

    def fields(self, on: str) -> dict[str, object]:
        """Return the fields of a target that hold a value."""
        shown = ((name, self._shown(on, name, field)) for name, field in self._targets.get(on, {}).items())
        return {name: value for name, value in shown if value is not None}

    def names(self) -> list[tuple[str, str]]:
        """Return target and field of all that was ever given a value, oldest in the file first."""
        return [(on, f) for on, fields in self._targets.items() for f in fields]

    def rows(self) -> list[Row]:
        """Return the rows of every event."""
        self.complete()
        twins = [row for group in self._twins.values() for row in group.values()]
        return [row for event_id, row in self._rows.items() if event_id not in self._twins] + twins

    def targets(self, prefix: str = "") -> list[str]:
        """Return the targets that hold a value, oldest in the file first."""
        return [on for on in self._targets if on.startswith(prefix) and self._holds(on)]

    def _holds(self, on: str) -> bool:
        return any(self.value(on, field) is not None for field in self._targets[on])

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
        return sorted(map(event_of, self.rows()), key=lambda event: event.order)

    def since(self, lamport: int) -> list[Event]:
        """Return the events whose counter is not less, in no order."""
        return [event_of(row) for row in self.rows() if int(row[4]) >= lamport]

    def gaps(self, others: Iterable[tuple[str, int]] = ()) -> list[Gap]:
        """Name the numbers that no event bears, the ``others`` (writer, number) counted as known."""
        known = [(row[8], int(row[5])) for row in self._rows.values()]
        if self._summary is None:
            return find_gaps([*known, *others])
        return sorted(
            [*self._summary.gaps, *find_gaps([*known, *others], self._summary.highest)],
            key=lambda gap: (gap.w, gap.first),
        )

    def summary(self) -> Summary:
        """Return what the events amount to, with what is needed to go on from there."""
        highest = dict(self._summary.highest) if self._summary else {}
        for row in self._rows.values():
            if int(row[5]) > highest.get(row[8], 0):
                highest[row[8]] = int(row[5])
        fields = [(on, f, field) for on, found in self._targets.items() for f, field in found.items()]
        rows: dict[str, Row] = {}
        for _, _, field in fields:
            for head in field.heads.values():
                rows.update((id_of(row), row) for row in self._line_of_descent(head))
        replaced = [(on, f, i) for on, f, field in fields for i in field.gone if _is_beyond(i, highest)]
        for event_id, row in rows.items():
            if event_id not in self._targets[row[6]][row[3]].heads:
                replaced.append((row[6], row[3], event_id))
        return Summary(self.lamport, [*rows.values()], highest, self.gaps(), replaced)

    def _line_of_descent(self, head: Row | Event) -> Iterator[Row]:
        """Yield the row of a head and, behind an undo, those that say which change it brings back."""
        waiting, seen = [head.id if isinstance(head, Event) else id_of(head)], set[str]()
        while waiting:
            event_id = waiting.pop()
            row = self._rows.get(event_id)
            if row is None or event_id in seen:
                continue
            seen.add(event_id)
            yield row
            if ',"u":"' in row[2] or not row[2]:
                event = event_of(row)
                undone = self._rows.get(event.u) if event.u else None
                if undone is not None:
                    waiting += [id_of(undone), *undone[7].split('","')]

    def twins(self) -> list[str]:
        """Return the ids that two sound events of different content bear."""
        return sorted(self._twins)


def _is_beyond(event_id: str, highest: dict[str, int]) -> bool:
    """Say whether an event of this id, should it come, is not known by the numbers of its writer."""
    writer, _, number = event_id.rpartition("/")
    return not number.isdecimal() or int(number) > highest.get(writer, 0)
