"""Undo looks at what stands only, and gives what going through the whole history gives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.journal import Reading
from kit.dossier.model import Change, Event
from kit.dossier.store import Opening
from kit.dossier.undo import UndoStack
from kit.errors import NothingToUndo
from kit.files import Patience
from tests.unit.dossier.dossier_events import WRITERS, drawn_events, event, noon
from tests.unit.dossier.undo_reference import WholeHistory

FIELDS = ("action:a", "action:b", "action:c")


def editing() -> Dossier:
    """Return a dossier that nothing saves."""
    store: Any = SimpleNamespace(
        path=Path("x"),
        uuid="",
        writer_id=WRITERS[0],
        refusal=None,
        summary=None,
        readings=[Reading(Path("x"))],
        begin=lambda: None,
        renew_writer=lambda: False,
    )
    return Dossier(store, Opening("Ana", noon, "", Patience()))


def is_own(event: Event) -> bool:
    return event.by == "Ana"


def seen(stack: UndoStack | WholeHistory) -> tuple[list[str], list[object], list[str], list[object]]:
    undo, redo = stack.next_undo(), stack.next_redo()
    return (
        [one.id for one in undo],
        [stack.value_without(one) for one in undo[:1]],
        [one.id for one in redo],
        [stack.value_again(one) for one in redo[:1]],
    )


def do(dossier: Dossier, word: str, place: int) -> None:
    on = FIELDS[place % 3]
    if word == "set":
        dossier.stage(on, "note", place)
    elif word == "group":
        dossier.group([Change(FIELDS[(place + k) % 3], "note", place + k) for k in range(1 + place % 4)])
    elif word == "bob":
        dossier.by = "Bob"
        dossier.stage(on, "note", f"bob {place}")
        dossier.by, dossier._undo = "Ana", None
    elif word == "apart":
        state = dossier._state
        lamport = state.lamport + 1
        apart = event(place + 1, place, w=WRITERS[1], l=lamport, by="Bob", on=on, f="note")
        if state.get(apart.id) is None:
            state.extend([apart])
            dossier._undo = None
    else:
        try:
            dossier.undo() if word == "undo" else dossier.redo()
        except NothingToUndo:
            return


words = st.sampled_from(("set", "group", "undo", "undo", "undo", "redo", "redo", "bob", "apart"))


@given(st.lists(st.tuples(words, st.integers(0, 11)), max_size=40))
@example([("set", 0), ("set", 0), ("undo", 0), ("apart", 0), ("redo", 0), ("undo", 0)])  # it replaced a colleague's too
def test_what_stands_tells_what_the_whole_history_tells(steps: list[tuple[str, int]]) -> None:
    dossier = editing()
    for word, place in steps:
        do(dossier, word, place)
        expected = seen(WholeHistory(dossier._state, is_own))
        assert seen(UndoStack(dossier._state, is_own)) == expected
        assert seen(dossier._own_changes()) == expected


def test_what_was_done_again_is_undone_in_the_order_of_its_doing() -> None:
    dossier = editing()
    for on, value in (("action:a", 1), ("action:b", 1), ("action:b", 2)):
        dossier.stage(on, "note", value)
    for step in (*[dossier.undo] * 3, *[dossier.redo] * 3, dossier.undo):
        step()
    dossier._undo = None  # as after a restart
    assert [event.on for event in (*dossier.undo(), *dossier.undo())] == ["action:b", "action:a"]


@given(st.lists(drawn_events, max_size=14))
def test_any_journal_has_an_end_to_its_undos(events: list[Event]) -> None:
    stack = UndoStack(State(events), lambda _: True)
    for one in (*stack.next_undo(), *stack.next_redo()):
        assert one in events


def chained(length: int) -> Iterable[Event]:
    """Return an undo of an undo of an undo …: a hostile journal."""
    yield event(1)
    for n in range(2, length):
        yield event(n, None, r=(f"{WRITERS[0]}/{n - 1}",), u=f"{WRITERS[0]}/{n - 1}")


def test_a_long_chain_of_undos_needs_no_deep_recursion() -> None:
    stack = UndoStack(State(chained(5_000)), lambda _: True)
    assert stack.next_undo() or stack.next_redo()


def worked(count: int, total: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many events are looked at for the first Ctrl+Z of a journal of many changes to some fields."""
    lamport, last = 0, {}
    events = []
    for n in range(1, total + 1):
        on, lamport = f"action:{n % count}", lamport + 1
        one = event(n, n, on=on, r=(last[on],) if on in last else ())
        last[on] = one.id
        events.append(one)
    state = State(events)
    asked, get, heads = [0], State.get, State.heads

    def counted(state: State, event_id: str) -> Event | None:
        asked[0] += 1
        return get(state, event_id)

    def counted_heads(state: State, on: str, field: str) -> list[Event]:
        found = heads(state, on, field)
        asked[0] += len(found)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(State, "get", counted)
        patch.setattr(State, "heads", counted_heads)
        assert len(UndoStack(state, lambda _: True).next_undo()) == 1
    return asked[0]


def test_ten_times_the_events_of_the_same_fields_are_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worked(50, 20_000, monkeypatch) <= 2 * worked(50, 2_000, monkeypatch)


def test_ten_times_the_fields_are_ten_times_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert worked(2_000, 20_000, monkeypatch) <= 11 * worked(200, 2_000, monkeypatch)
