"""Undo and redo, drawn from the journal alone, so that they survive a restart.

An undo is an event whose ``u`` names the change that it undoes; a redo is an event whose ``u`` names the undo. A change
can be undone while it stands: nobody has changed the same field after it.
"""

from __future__ import annotations

from collections.abc import Callable

from kit.dossier.fold import State
from kit.dossier.model import Event

_DEEP = 200


class UndoStack:
    """One's own changes that can be undone, and those undone that can be done again."""

    def __init__(self, state: State, is_own: Callable[[Event], bool]) -> None:
        self._state = state
        self._is_own = is_own
        self._standing: dict[str, Event] = {}
        self._done: list[Event] = []
        self._undone: list[Event] = []
        for event in state.history():
            self.push(event)

    def push(self, event: Event) -> None:
        """Take in a change, an undo or a redo, in the order of the history."""
        self._stands_for(event)
        if not self._is_own(event):
            return
        target = self._state.get(event.u) if event.u else None
        if target is None:
            self._done.append(event)
            self._undone.clear()
        elif target.u and (change := self._state.get(target.u)):
            _drop(self._undone, target)
            self._done.append(change)
        else:
            _drop(self._done, target)
            self._undone.append(event)

    def next_undo(self) -> tuple[Event, object | None] | None:
        """Return the latest change of one's own that stands, and the value that undoing it gives back."""
        while self._done:
            change = self._done[-1]
            heads = self._state.heads(change.on, change.f)
            if any(self._stands_for(head) == change for head in heads):
                return change, self._value_without(change, heads)
            self._done.pop()
        return None

    def next_redo(self) -> tuple[Event, object | None] | None:
        """Return the latest undo of one's own that stands, and the value that redoing gives back."""
        while self._undone:
            undo = self._undone[-1]
            change = self._state.get(undo.u or "")
            before = self._stands_for(undo)
            heads = self._state.heads(undo.on, undo.f)
            if change is not None and any(self._stands_for(head) == before for head in heads):
                return undo, change.x
            self._undone.pop()
        return None

    def _value_without(self, change: Event, heads: list[Event]) -> object | None:
        others = [head for head in heads if self._stands_for(head) != change]
        if others:
            return others[0].x
        before = self._latest(change.r)
        return before.x if before else None

    def _latest(self, ids: tuple[str, ...]) -> Event | None:
        found = [event for event in map(self._state.get, ids) if event is not None]
        return max(found, key=lambda event: event.order, default=None)

    def _stands_for(self, event: Event, depth: int = 0) -> Event:
        """Return the change whose value a head shows: itself, or for an undo the one that is back."""
        known = self._standing.get(event.id)
        if known is not None:
            return known
        self._standing[event.id] = event
        target = self._state.get(event.u) if event.u else None
        if target is None or depth > _DEEP:
            return event
        found: Event | None
        if target.u:
            found = self._state.get(target.u)
        else:
            replaced = [old for old in map(self._state.get, event.r) if old is not None]
            others = [old for old in replaced if self._stands_for(old, depth + 1) != target]
            found = max(others, key=lambda old: old.order) if others else self._latest(target.r)
            found = self._stands_for(found, depth + 1) if found else None
        self._standing[event.id] = found or event
        return self._standing[event.id]


def _drop(stack: list[Event], event: Event) -> None:
    """Remove the last occurrence of an event: nearly always the top."""
    for place in range(len(stack) - 1, -1, -1):
        if stack[place] == event:
            del stack[place]
            return
