"""The fold: heads, conflicts, twins; the same whatever the order."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kit.dossier.fold import State
from kit.dossier.merge import merge
from kit.dossier.model import Event
from tests.unit.dossier.dossier_events import WRITERS, drawn_events, event, event_sets

FIELDS = [(on, f) for on in ("action:a", "action:b", "own:é-1", "later:kind") for f in ("status", "note")]


def shown(state: State) -> list[object]:
    """Return all that a state says, in a form that parts 1 from True."""
    heads = [[(head.id, head.c) for head in state.heads(on, f)] for on, f in FIELDS]
    return [heads, [(e.id, e.c) for e in state.history()], state.twins(), state.lamport]


def ids(events: list[Event]) -> list[tuple[str, str]]:
    return [(one.id, one.c) for one in events]


@given(event_sets, st.randoms(use_true_random=False), st.data())
def test_the_state_does_not_depend_on_order_or_repeats(
    events: list[Event], chance: random.Random, data: st.DataObject
) -> None:
    again = events + data.draw(st.lists(st.sampled_from(events), max_size=5) if events else st.just([]))
    chance.shuffle(again)
    assert shown(State(again)) == shown(State(events))


@given(event_sets, event_sets)
def test_merge_commutes(a: list[Event], b: list[Event]) -> None:
    assert ids(merge(a, b)) == ids(merge(b, a))


@given(event_sets, event_sets, event_sets)
def test_merge_associates(a: list[Event], b: list[Event], c: list[Event]) -> None:
    assert ids(merge(merge(a, b), c)) == ids(merge(a, merge(b, c)))


@given(event_sets, event_sets)
def test_merge_is_idempotent_and_loses_nothing(a: list[Event], b: list[Event]) -> None:
    union = merge(a, b)
    assert ids(merge(union, b)) == ids(union)
    assert set(ids(a)) | set(ids(b)) == set(ids(union))
    assert len(set(ids(union))) == len(union)
    assert shown(State(union)) == shown(State(a + b))


@given(event_sets)
def test_heads_are_the_events_that_no_other_of_the_field_replaces(events: list[Event]) -> None:
    state = State(events)
    for on, f in FIELDS:
        mine = {(e.id, e.c) for e in events if (e.on, e.f) == (on, f)}
        gone = {old for e in events if (e.on, e.f) == (on, f) for old in e.r}
        assert set(ids(state.heads(on, f))) == {(one, c) for one, c in mine if one not in gone}


@given(event_sets, drawn_events)
def test_removing_the_latest_event_gives_back_the_state_before(events: list[Event], last: Event) -> None:
    last = event(7, last.x, w=last.w, l=31, on=last.on, f=last.f, r=last.r)
    once = {one.id: one for one in events}
    before, after = State(once.values()), State(once.values())
    assert after.apply(last)
    after.remove(last)
    assert shown(after)[:3] == shown(before)[:3]


def test_the_head_greatest_by_counter_then_writer_then_number_is_displayed() -> None:
    low, high = event(1, "low", w=WRITERS[2], l=1), event(1, "high", w=WRITERS[0], l=2)
    assert State([high, low]).value("action:a", "status") == "high"
    tie_a, tie_b = event(2, "a", w=WRITERS[0], l=5), event(1, "b", w=WRITERS[1], l=5)
    state = State([tie_b, tie_a])
    assert state.value("action:a", "status") == "b"
    assert [head.x for conflict in state.conflicts() for head in conflict.heads] == ["b", "a"]


def test_an_event_that_replaces_all_heads_settles_a_conflict() -> None:
    one, two = event(1, "x", w=WRITERS[0]), event(1, "y", w=WRITERS[1])
    choice = event(2, "y", w=WRITERS[0], r=(one.id, two.id))
    for order in ([one, two, choice], [choice, two, one]):
        state = State(order)
        assert state.conflicts() == []
        assert state.value("action:a", "status") == "y"


def test_a_replacement_named_in_another_field_does_nothing() -> None:
    one = event(1, "x")
    other = event(2, "y", on="action:b", r=(one.id,))
    for order in ([one, other], [other, one]):
        assert State(order).value("action:a", "status") == "x"


def test_two_sound_events_of_one_id_are_both_kept_and_said() -> None:
    one, two = event(1, "x"), event(1, "y")
    state = State([one, two, one, two])
    assert state.twins() == [one.id]
    assert len(state.conflicts()[0].heads) == 2
    assert len(state.history()) == 2
    state.apply(event(2, "z", r=(one.id,)))
    assert state.conflicts() == []


def test_a_cleared_field_has_no_value_and_a_target_without_values_is_not_listed() -> None:
    one = event(1, "x", f="note")
    state = State([one, event(2, None, f="note", r=(one.id,)), event(3, "fait", on="own:1")])
    assert state.fields("action:a") == {}
    assert state.targets() == ["own:1"]
    assert state.value("action:a", "note") is None
