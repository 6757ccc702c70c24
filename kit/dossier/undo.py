"""Undo and redo, drawn from the journal alone, so that they survive a restart.

An undo is an event whose ``u`` names the change that it undoes; a redo is an event whose ``u`` names the undo. A change
can be undone while it stands: nobody has changed the same field after it. So only the events that stand now are looked
at, and what they came from: not the whole history.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from kit.dossier.model import Event

type Order = tuple[int, str, int, str]


class Folded(Protocol):
    """What undo asks of a fold of events, as ``State`` is one."""

    def get(self, event_id: str, /) -> Event | None: ...
    def heads(self, on: str, field: str, /) -> list[Event]: ...
    def names(self) -> list[tuple[str, str]]: ...
    def since(self, lamport: int, /) -> list[Event]: ...


class _Standing(Struct, frozen=True):
    """The change that an event's value comes from, and the event that made it stand: itself, or what redid it."""

    change: Event
    by: Event


class UndoStack:
    """One's own changes that can be undone, and those undone that can be done again."""

    def __init__(self, state: Folded, is_own: Callable[[Event], bool]) -> None:
        """Look at what stands; ``push`` then follows it."""
        self._state = state
        self._is_own = is_own
        self._undos: dict[str, Event] = {}  # undo's id: the change that it undoes
        self._known: dict[str, _Standing] = {}  # by the id of the event
        self._done: list[tuple[Order, str]] = []  # own changes by when they were done or done again
        self._changes: dict[str, Event] = {}  # those of ``_done``, by id
        self._groups: dict[str, set[str]] = {}
        heads = [head for on, f in state.names() for head in state.heads(on, f)]
        for head in heads:
            self._enter(head)
        self._undone = self._find_undone(heads)

    def push(self, event: Event) -> None:
        """Take in a change, an undo or a redo that was just folded."""
        self._enter(event)
        if not self._is_own(event):
            return
        if event.id in self._undos:
            self._undone.append(event)
        elif self._known[event.id].change.id == event.id:
            self._undone.clear()
        else:
            self._undone = [undo for undo in self._undone if undo.id != event.u]

    def next_undo(self) -> list[Event]:
        """Return the latest change of one's own that stands, with the others of its group, the latest first."""
        while self._done and not self._stands(self._changes[self._done[-1][1]]):
            self._done.pop()
        if not self._done:
            return []
        order, latest = self._done[-1]
        change = self._changes[latest]
        if not change.g:
            return [change]
        members = {one: self._changes[one] for one in self._groups[change.g] if self._stands(self._changes[one])}
        waiting = [*members.values()]
        while waiting:  # a gesture may change a field twice: the earlier change stands after
            for old in self._replaced(waiting.pop()):
                if old.id not in members and old.g == change.g and self._is_own(old):
                    members[old.id] = old
                    waiting.append(old)
        return sorted(members.values(), key=lambda one: order if one.id == latest else one.order, reverse=True)

    def next_redo(self) -> list[Event]:
        """Return the latest undo of one's own that stands, with the others of its group, the latest first."""
        stack = self._undone
        while stack and not self._stands(self.stands_for(stack[-1])):
            stack.pop()
        if not stack:
            return []
        group = stack[-1].g
        if not group:
            return [stack[-1]]
        found: list[Event] = []
        fields: set[tuple[str, str]] = set()
        for undo in reversed(stack):
            field = (undo.on, undo.f)
            if undo.g == group and (field in fields or self._stands(self.stands_for(undo))):
                fields.add(field)
                found.append(undo)
        return found

    def value_again(self, undo: Event) -> object | None:
        """Return the value that redoing gives back."""
        return self._undos[undo.id].x

    def value_without(self, change: Event) -> object | None:
        """Return the value that undoing a change gives back."""
        if change.was is not None:  # of a merge: what stood here, whatever the other dossier says
            found = self._state.get(change.was)
            return found.x if found else None
        heads = self._state.heads(change.on, change.f)
        others = [head for head in heads if self.stands_for(head).id != change.id]
        if others:
            return others[0].x
        before = self._latest(change.r)
        return before.x if before else None

    def latest(self) -> Order | None:
        """Return the place in the history of what ``next_undo`` begins with; None where it returns nothing."""
        return self._done[-1][0] if self.next_undo() else None

    def _enter(self, head: Event) -> None:
        """Take in a head: the change that it comes from can be undone, if it is one's own."""
        found = self._weigh(head)
        change, change_id = found.change, found.change.id
        if change_id in self._undos:  # an undo before which nothing was
            return
        done = found.by if self._is_own(found.by) else change
        if not self._is_own(done):
            return
        self._changes[change_id] = change
        insort(self._done, (done.order, change_id))
        if change.g:
            self._groups.setdefault(change.g, set()).add(change_id)

    def _find_undone(self, heads: Iterable[Event]) -> list[Event]:
        """Return one's own undos among the ancestors of the heads that no redo and no later own change followed."""
        found: dict[str, Event] = {}
        redone: set[str] = set()
        waiting, seen = [*heads], set[str]()
        last: Order | None = None
        while waiting:
            event = waiting.pop()
            event_id = event.id
            if event_id in seen:
                continue
            seen.add(event_id)
            self._weigh(event)
            if event_id in self._undos:
                if self._is_own(event):
                    found[event_id] = event
            elif self._is_plain(event):
                if self._is_own(event) and (last is None or event.order > last):
                    last = event.order
                continue
            elif event.u and self._is_own(event):
                redone.add(event.u)
            waiting += [old for old in map(self._state.get, event.r) if old is not None]
        undone = [undo for undo in found.values() if undo.id not in redone and (last is None or undo.order > last)]
        undone.sort(key=lambda undo: undo.order)
        return self._after_the_last_change(undone)

    def _after_the_last_change(self, undone: list[Event]) -> list[Event]:
        """Leave out the undos before a change of one's own that others have replaced since."""
        if not undone:
            return []
        later = [event for event in self._state.since(undone[0].l) if self._is_own(event)]
        last = max((event.order for event in later if self._is_plain(event)), default=undone[0].order)
        return [undo for undo in undone if undo.order >= last]

    def _is_plain(self, event: Event) -> bool:
        """Say whether an event is neither an undo nor a redo."""
        return not event.u or (self.stands_for(event).id == event.id and event.id not in self._undos)

    def _replaced(self, change: Event) -> list[Event]:
        """Return the changes that stood when this one came."""
        return [self.stands_for(old) for old in map(self._state.get, change.r) if old is not None]

    def _stands(self, change: Event) -> bool:
        change_id = change.id
        return any(self.stands_for(head).id == change_id for head in self._state.heads(change.on, change.f))

    def origin(self, event: Event) -> Event:
        """Return the change that an undo took back, or that a redo did again; of any other event, itself."""
        change = self.stands_for(event)
        return self._undos.get(event.id, change)

    def stands_for(self, event: Event) -> Event:
        """Return the change that an event's value comes from: itself, what it did again, or what an undo left."""
        return self._weigh(event).change

    def _weigh(self, event: Event) -> _Standing:
        """Return what an event stands for; what it came from is weighed before it, one after the other."""
        event_id = event.id
        known = self._known.get(event_id)
        if known is None and not event.u:  # nearly all: a plain change
            known = self._known[event_id] = _Standing(event, event)
        if known is not None:
            return known
        waiting = [event]
        while waiting:
            current = waiting[-1]
            missing = [] if current.id in self._known else self._try(current)
            if missing:
                waiting += missing
            else:
                waiting.pop()
        return self._known[event_id]

    def _try(self, event: Event) -> list[Event]:
        """Weigh an event, or return the earlier ones that must be weighed first."""
        target = self._earlier(event.u, event) if event.u else None
        if target is None:  # unknown, or later than what undoes it: a plain change
            self._known[event.id] = _Standing(event, event)
            return []
        if target.id not in self._known:
            return [target]
        if target.id in self._undos:
            self._known[event.id] = _Standing(self._undos[target.id], event)
            return []
        change = self._known[target.id].change
        olds = [old for old in (self._earlier(one, event) for one in event.r) if old is not None]
        missing = [old for old in olds if old.id not in self._known]
        if missing:
            return missing
        others = [old for old in olds if self._known[old.id].change.id != change.id]
        before = max(others, key=lambda old: old.order) if others else self._latest(change.r)
        again = None if others else self._latest(self._made_stand(change, olds).r)
        missing = [one for one in (before, again) if one and one.order < event.order and one.id not in self._known]
        if missing:
            return missing
        found = again if again and before and self._stand_for_one(again, before) else before
        self._undos[event.id] = change
        back = self._known.get(found.id) if found else None
        self._known[event.id] = back or _Standing(found or event, found or event)
        return []

    def _stand_for_one(self, one: Event, other: Event) -> bool:
        """Say whether two events that were weighed stand for one change: else what did it again replaced another’s."""
        known = self._known.get(one.id), self._known.get(other.id)
        return known[0] is not None and known[1] is not None and known[0].change.id == known[1].change.id

    def _made_stand(self, change: Event, heads: list[Event]) -> Event:
        """Return what made a change stand where these were the heads: itself, or what did it again last."""
        made = [self._known[head.id].by for head in heads if self._known[head.id].change.id == change.id]
        return max(made, key=lambda event: event.order, default=change)

    def _earlier(self, event_id: str, event: Event) -> Event | None:
        """Return the event of an id, if it comes before another in the history."""
        found = self._state.get(event_id)
        return found if found is not None and found.order < event.order else None

    def _latest(self, ids: tuple[str, ...]) -> Event | None:
        found = [event for event in map(self._state.get, ids) if event is not None]
        return max(found, key=lambda event: event.order, default=None)
