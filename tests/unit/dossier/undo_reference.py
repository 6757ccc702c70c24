"""Undo and redo by going through the whole history: what the program's way of looking at what stands must give too.

An undo is an event whose ``u`` names the change that it undoes; a redo is an event whose ``u`` names the undo. A change
can be undone while it stands: nobody has changed the same field after it.
"""

from __future__ import annotations

from collections.abc import Callable

from kit.dossier.fold import State
from kit.dossier.model import Event


class WholeHistory:
    """One's own changes that can be undone, and those undone that can be done again."""

    def __init__(self, state: State, is_own: Callable[[Event], bool]) -> None:
        """Go through the history once; ``push`` then follows it."""
        self._state = state
        self._is_own = is_own
        self._undos: dict[str, Event] = {}  # undo's id: the change that it undoes
        self._standing: dict[str, Event] = {}  # event's id: the change that its value comes from
        self._done: list[Event] = []
        self._undone: list[Event] = []
        for event in state.history():
            self.push(event)

    def push(self, event: Event) -> None:
        """Take in a change, an undo or a redo, in the order of the history."""
        target = self._state.get(event.u) if event.u else None
        if target is None or target.id not in self._standing:  # unknown, or later than what undoes it: a plain change
            self._standing[event.id] = event
            if self._is_own(event):
                self._done.append(event)
                self._undone.clear()
        elif target.id in self._undos:
            change = self._standing[event.id] = self._undos[target.id]
            if self._is_own(event):
                _drop(self._undone, target)
                self._done.append(change)
        else:
            change = self._undos[event.id] = self._standing[target.id]
            self._standing[event.id] = self._before(event, change)
            if self._is_own(event):
                _drop(self._done, change)
                self._undone.append(event)

    def next_undo(self) -> list[Event]:
        """Return the latest change of one's own that stands, with the others of its group, the latest first."""
        return self._latest_gesture(self._done, lambda change: change)

    def next_redo(self) -> list[Event]:
        """Return the latest undo of one's own that stands, with the others of its group, the latest first."""
        return self._latest_gesture(self._undone, self._stands_for)

    def value_again(self, undo: Event) -> object | None:
        """Return the value that redoing gives back."""
        return self._undos[undo.id].x

    def value_without(self, change: Event) -> object | None:
        """Return the value that undoing a change gives back."""
        if change.was is not None:  # of a merge: what stood here, whatever the other dossier says
            found = self._state.get(change.was)
            return found.x if found else None
        heads = self._state.heads(change.on, change.f)
        others = [head for head in heads if self._stands_for(head) != change]
        if others:
            return others[0].x
        before = self._latest(change.r)
        return before.x if before else None

    def _before(self, undo: Event, change: Event) -> Event:
        """Return the change that an undo brings back; the undo itself when there is none."""
        replaced = (old for old in map(self._state.get, undo.r) if old is not None)
        others = [old for old in replaced if self._stands_for(old) != change]
        found = max(others, key=lambda old: old.order) if others else self._latest(change.r)
        return self._stands_for(found) if found else undo

    def _latest_gesture(self, stack: list[Event], shown: Callable[[Event], Event]) -> list[Event]:
        """Drop from the top what no longer stands; return the top and the others of its group that stand."""
        while stack and not self._stands(shown(stack[-1])):
            stack.pop()
        if not stack:
            return []
        group = stack[-1].g
        if not group:
            return [stack[-1]]
        found: list[Event] = []
        fields: set[tuple[str, str]] = set()  # a gesture may change a field twice: the earlier change stands after
        for event in reversed(stack):
            field = (event.on, event.f)
            if event.g == group and (field in fields or self._stands(shown(event))):
                fields.add(field)
                found.append(event)
        return found

    def _stands(self, change: Event) -> bool:
        return any(self._stands_for(head) == change for head in self._state.heads(change.on, change.f))

    def _stands_for(self, event: Event) -> Event:
        return self._standing.get(event.id, event)

    def _latest(self, ids: tuple[str, ...]) -> Event | None:
        found = [event for event in map(self._state.get, ids) if event is not None]
        return max(found, key=lambda event: event.order, default=None)


def _drop(stack: list[Event], event: Event) -> None:
    """Remove the last occurrence of an event: nearly always the top."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == event:
            del stack[place]
            return
