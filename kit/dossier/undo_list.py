"""What can be undone, as a list: what one undo after the other would take back, and where a colleague bars the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from msgspec import Struct

from kit.dossier.model import Event
from kit.dossier.undo import Folded, Order, UndoStack


class Counted(Folded, Protocol):
    """A fold that knows the greatest counter of its events."""

    @property
    def lamport(self) -> int: ...


class Undoable(Struct, frozen=True):
    """A gesture of one's own: ``events`` are its changes that stand, the latest first.

    ``barred`` is the change of a colleague that stands where this gesture, or a later one in the list, had changed
    something: neither it nor what is older is undone from a list. Where nothing of the gesture is left, ``events``
    are those that were changed since, and ``can_be_undone`` is False.
    """

    events: tuple[Event, ...]
    barred: Event | None = None
    can_be_undone: bool = True

    @property
    def id(self) -> str:
        """What names the gesture, also after a restart."""
        return self.events[0].g or self.events[0].id


class _Ahead:
    """A fold as it would be after some undos, which nothing keeps."""

    def __init__(self, state: Counted) -> None:
        self._state = state
        self._lamport = state.lamport
        self._added: dict[str, Event] = {}
        self._heads: dict[tuple[str, str], list[Event]] = {}

    def get(self, event_id: str) -> Event | None:
        return self._added.get(event_id) or self._state.get(event_id)

    def heads(self, on: str, field: str) -> list[Event]:
        return self._heads.get((on, field)) or self._state.heads(on, field)

    def names(self) -> list[tuple[str, str]]:
        return self._state.names()

    def since(self, lamport: int) -> list[Event]:
        return [*self._state.since(lamport), *(one for one in self._added.values() if one.l >= lamport)]

    def take_back(self, change: Event) -> Event:
        """Undo a change here; its value is of no use."""
        self._lamport += 1
        replaced = tuple(head.id for head in self.heads(change.on, change.f))
        undo = Event(
            v=1,
            w="",  # no writer has this name
            n=len(self._added) + 1,
            l=self._lamport,
            t="",
            by=change.by,
            on=change.on,
            f=change.f,
            x=None,
            r=replaced,
            u=change.id,
        )
        self._added[undo.id] = undo
        self._heads[change.on, change.f] = [undo]
        return undo


def undo_list(state: Counted, is_own: Callable[[Event], bool], most: int) -> tuple[Undoable, ...]:
    """Return so many gestures at ``most``, the one that is undone next first."""
    ahead = _Ahead(state)
    stack = UndoStack(ahead, is_own)
    found: list[tuple[Order, Undoable]] = []
    while len(found) < most and (order := stack.latest()) is not None:
        changes = stack.next_undo()
        found.append((order, Undoable(tuple(changes))))
        for change in changes:
            stack.push(ahead.take_back(change))
    least = found[-1][0] if len(found) == most else None
    return _barred(found, _changed_since(ahead, stack, is_own, least), most)


def _changed_since(
    ahead: _Ahead, stack: UndoStack, is_own: Callable[[Event], bool], least: Order | None
) -> list[tuple[Event, Event]]:
    """Return one's own changes in whose place a colleague's stands, each with that one; none before ``least``."""
    found = []
    for on, field in ahead.names():
        for head in ahead.heads(on, field):
            above = stack.stands_for(head)
            if is_own(above):
                continue
            found += [(change, above) for change in _below(above, ahead, stack, least) if is_own(change)]
    return found


def _below(change: Event, ahead: _Ahead, stack: UndoStack, least: Order | None) -> Iterable[Event]:
    """Yield the changes that a change came in the place of, and those before them, but none before ``least``."""
    waiting, seen = [*change.r], set[str]()
    while waiting:
        old = ahead.get(waiting.pop())
        if old is None or old.id in seen:
            continue
        seen.add(old.id)
        stands = stack.stands_for(old)
        is_listed = least is None or stands.order > least
        if is_listed and stands.order < change.order and stands.u is None:
            yield stands
            waiting += stands.r


def _barred(found: list[tuple[Order, Undoable]], changed: list[tuple[Event, Event]], most: int) -> tuple[Undoable, ...]:
    """Return the list with what a colleague changed since, each gesture with what bars the way to it."""
    groups: dict[str, list[tuple[Event, Event]]] = {}
    for change, by in changed:
        groups.setdefault(change.g or change.id, []).append((change, by))
    listed = {gesture.id for _, gesture in found}
    whole = list(found)
    for key, pairs in groups.items():
        if key not in listed:
            changes = sorted({change.id: change for change, _ in pairs}.values(), key=lambda one: one.order)[::-1]
            whole.append((changes[0].order, Undoable(tuple(changes), can_be_undone=False)))
    whole.sort(key=lambda pair: pair[0], reverse=True)
    told, barred = [], None
    for _, gesture in whole[:most]:
        pairs = groups.get(gesture.id, [])
        barred = barred or max((by for _, by in pairs), key=lambda by: by.order, default=None)
        told.append(Undoable(gesture.events, barred, gesture.can_be_undone))
    return tuple(told)
