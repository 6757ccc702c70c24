"""The list of what can be undone is what one undo after the other takes back; what a colleague changed bars the way."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.json import encode

from kit.content.library import Library
from kit.content.model import Outline
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.dossier.plan import build_plan
from kit.errors import NothingToUndo, UndoBarred
from tests.unit.dossier.test_undo import do, editing, words

DAY = datetime.date(2026, 4, 1)
TARGETS = ("action:elu-commission", "action:reseaux-cress", "own:x", "plan")
FIELDS = ("status", "note", "who", "due", "title", "order", "done_year", "step:s", "evidence:e")
VALUES = (None, "fait", "en-cours", "", "2027-01-03", 2026, "a", {"title": "t"})
CHANGES = st.builds(Change, st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from(VALUES))
GESTURES = st.lists(st.lists(CHANGES, min_size=1, max_size=6), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def outline(library: Library) -> Outline:
    return library.outline


def as_bytes(dossier: Dossier, outline: Outline) -> bytes:
    """Return the plan and all that the dossier holds, to be compared byte for byte."""
    fields = {on: dossier.fields(on) for on in TARGETS if dossier.fields(on)}
    return encode([build_plan(outline, dossier, DAY), fields], order="sorted")


def ids(events: Iterable[object]) -> list[str]:
    return [event.id for event in events]  # type: ignore[attr-defined]


@given(gestures=GESTURES, data=st.data())
def test_undoing_down_to_any_gesture_brings_the_plan_back_byte_for_byte(
    gestures: list[list[Change]], data: st.DataObject, outline: Outline
) -> None:
    dossier = editing()
    before = []
    for changes in gestures:
        before.append(as_bytes(dossier, outline))
        dossier.group(changes)
    last = as_bytes(dossier, outline)
    listed = dossier.undo_list(100)
    assert len(listed) == len(gestures) and not any(one.barred for one in listed)
    chosen = data.draw(st.integers(0, len(gestures) - 1))
    dossier.undo_down_to(listed[chosen].id)
    assert as_bytes(dossier, outline) == before[len(gestures) - 1 - chosen]
    dossier.redo()
    assert as_bytes(dossier, outline) == last, "one redo does all of it again"
    assert [one.id for one in dossier.undo_list(100)] == [one.id for one in listed], "gesture by gesture, as before"


@given(st.lists(st.tuples(words, st.integers(0, 11)), max_size=30))
def test_the_list_is_what_one_undo_after_the_other_takes_back(steps: list[tuple[str, int]]) -> None:
    dossier = editing()
    for word, place in steps:
        do(dossier, word, place)
    listed = [one for one in dossier.undo_list(100) if one.can_be_undone]
    taken = []
    while True:
        try:
            taken.append([event.u for event in dossier.undo()])
        except NothingToUndo:
            break
    assert [ids(one.events) for one in listed] == taken


def test_the_list_is_bounded_and_the_latest_comes_first() -> None:
    dossier = editing()
    for number in range(30):
        dossier.stage("action:a", "note", str(number))
    assert [one.events[0].x for one in dossier.undo_list(5)] == ["29", "28", "27", "26", "25"]


def colleague(dossier: Dossier, on: str, field: str, value: object) -> None:
    dossier.by = "Bob"
    dossier.stage(on, field, value)
    dossier.by, dossier._undo = "Ana", None


def test_what_a_colleague_changed_since_bars_it_and_all_that_is_older() -> None:
    dossier = editing()
    dossier.stage("action:b", "note", "older")
    dossier.group([Change("action:a", "note", "mine"), Change("action:c", "note", "mine")])
    colleague(dossier, "action:a", "note", "Bob’s")
    dossier.stage("action:d", "note", "newer")
    newer, group, older = dossier.undo_list(10)
    assert newer.barred is None
    assert group.barred is not None and group.barred.by == "Bob" and older.barred == group.barred
    for one in (group, older):
        with pytest.raises(UndoBarred) as caught:
            dossier.undo_down_to(one.id)
        assert caught.value.by == "Bob"
    assert dossier.value("action:d", "note") == "newer", "refused before anything was undone"
    dossier.undo_down_to(newer.id)
    assert dossier.value("action:d", "note") is None and dossier.value("action:a", "note") == "Bob’s"


def test_a_gesture_of_which_nothing_is_left_is_listed_with_who_changed_it() -> None:
    dossier = editing()
    dossier.stage("action:a", "note", "mine")
    colleague(dossier, "action:a", "note", "Bob’s")
    (only,) = dossier.undo_list(10)
    assert only.barred is not None and only.barred.by == "Bob" and not only.can_be_undone


def test_a_colleague_elsewhere_in_the_plan_is_not_in_the_way() -> None:
    dossier = editing()
    dossier.stage("action:a", "note", "mine")
    colleague(dossier, "action:b", "note", "Bob’s")
    (only,) = dossier.undo_list(10)
    assert only.barred is None
    dossier.undo_down_to(only.id)
    assert dossier.value("action:a", "note") is None and dossier.value("action:b", "note") == "Bob’s"


def test_what_is_listed_no_more_is_not_undone() -> None:
    dossier = editing()
    dossier.stage("action:a", "note", "mine")
    (only,) = dossier.undo_list(10)
    dossier.undo()
    with pytest.raises(NothingToUndo):
        dossier.undo_down_to(only.id)


def test_the_gestures_of_earlier_runs_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.kitess"
    with Dossier.create(path, by="Ana") as dossier:
        dossier.record("action:a", "note", "one")
        dossier.record_group([Change("action:b", "note", "two"), Change("action:c", "note", "two")])
    with Dossier.open(path, by="Ana") as dossier:
        assert [len(one.events) for one in dossier.undo_list(10)] == [2, 1]
        dossier.commit(*dossier.undo_down_to(dossier.undo_list(10)[1].id))
    with Dossier.open(path, by="Ana") as dossier:
        assert dossier.targets() == [] and dossier.undo_list(10) == ()
