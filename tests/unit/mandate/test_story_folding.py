"""The book tells each field once a day and person, as it stood in the evening; nothing that lasted is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kit.content.library import Library
from kit.documents.history import history_document
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.errors import NothingToUndo
from kit.mandate.story import Told, folded, story
from tests.unit.dossier.test_undo import editing
from tests.unit.mandate.conftest import Clock

ON = "action:elu-commission"
VALUES = st.sampled_from([None, "", "a", "b", "c", {"title": "t"}, 1, True])
WRITES = st.lists(
    st.tuples(
        st.sampled_from([ON, "action:reseaux-cress"]),
        st.sampled_from(["note", "who"]),
        VALUES,
        st.sampled_from(["Maire", "Adjointe", ""]),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    max_size=40,
)


def told_of(writes: Sequence[tuple[str, str, object, str, int | None]]) -> list[Told]:
    """Return the story of what was written: target, field, value, person, day."""
    values: dict[tuple[str, str], object] = {}
    found = []
    for number, (on, field, value, by, day) in enumerate(writes):
        at = None if day is None else datetime(2026, 4, 1, 10, tzinfo=UTC) + timedelta(days=day)
        found.append(Told(f"w/{number}", at, by, on, field, values.get((on, field)), value))
        values[on, field] = value
    return found


def by_field(told: Sequence[Told]) -> dict[tuple[str, str], list[Told]]:
    found: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        found.setdefault((one.on, one.field), []).append(one)
    return found


def runs(told: Sequence[Told]) -> list[list[Told]]:
    """Return the changes of a field, parted where the day changes; what has no day stands alone."""
    found: list[list[Told]] = []
    for one in told:
        if found and one.day is not None and found[-1][-1].day == one.day:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def is_same(first: object, second: object) -> bool:
    """Say whether two values are one for who reads: empty is empty, and 1 is not « yes »."""
    if first in (None, "") or second in (None, ""):
        return first in (None, "") and second in (None, "")
    return type(first) is type(second) and first == second


@given(WRITES)
def test_the_last_value_of_a_field_is_never_lost(writes: list[tuple[str, str, object, str, int | None]]) -> None:
    told = told_of(writes)
    kept = {one.id: one for one in folded(told)}
    for changes in by_field(told).values():
        days = [one.day for one in changes if one.day]
        for run in runs(changes) if days == sorted(days) else [changes]:  # else parts of a day may have come together
            left = [kept[one.id] for one in run if one.id in kept]
            if left:
                assert is_same(left[-1].after, run[-1].after) and is_same(left[0].before, run[0].before)
                assert all(is_same(one.after, then.before) for one, then in pairwise(left))
            else:
                assert is_same(run[0].before, run[-1].after)


@given(WRITES)
def test_a_value_taken_back_is_never_told_and_a_person_tells_a_field_once(
    writes: list[tuple[str, str, object, str, int | None]],
) -> None:
    told = told_of(writes)
    kept = {one.id: one for one in folded(told)}
    for changes in by_field(told).values():
        for run in runs(changes):
            if run[0].day is None:
                assert [kept[one.id] for one in run] == run, "what has no day is told as it is"
                continue
            left = [kept[one.id] for one in run if one.id in kept]
            values = [run[0].before, *(one.after for one in left)]
            assert not any(is_same(a, b) for n, a in enumerate(values) for b in values[n + 1 :])
            assert all(one.by != then.by for one, then in pairwise(left))


@given(WRITES)
def test_the_order_stays_and_folding_twice_changes_nothing(
    writes: list[tuple[str, str, object, str, int | None]],
) -> None:
    told = told_of(writes)
    kept = folded(told)
    numbers = [int(one.id.partition("/")[2]) for one in kept]
    assert numbers == sorted(set(numbers))
    assert folded(kept) == kept


def test_typing_errors_are_one_change_and_a_box_ticked_by_mistake_is_none(
    library: Library, dossier: Dossier, clock: Clock
) -> None:
    for typed in ("Adjoitne", "Adjointe à l", "Adjointe à l’économie"):
        dossier.record(ON, "who", typed)
        clock.now += timedelta(minutes=1)
    dossier.record("action:reseaux-cress", "status", "fait")
    dossier.record("action:reseaux-cress", "status", "a-faire")
    (only,) = folded(story(dossier.history()))
    assert (only.before, only.after) == (None, "Adjointe à l’économie")
    text = " ".join(document_text(history_document(library, dossier)).replace("\u00a0", " ").split())
    assert "Adjoitne" not in text and "réseau" not in text and "élu·e référent·e : Adjointe à l’économie." in text


def test_a_change_undone_days_later_was_never_made(dossier: Dossier, clock: Clock) -> None:
    dossier.record(ON, "who", "Maire")
    clock.now += timedelta(days=1)
    dossier.record(ON, "who", "Adjointe")
    dossier.record_group([Change(ON, "status", "fait"), Change(ON, "note", "Au conseil")])
    clock.now += timedelta(days=3)
    dossier.commit(*dossier.undo_down_to(dossier.undo_list(9)[1].id))
    (only,) = folded(story(dossier.history()))
    assert (only.before, only.after) == (None, "Maire")
    clock.now += timedelta(days=1)
    dossier.record(ON, "who", "Conseillère")
    assert [(one.before, one.after) for one in folded(story(dossier.history()))] == [
        (None, "Maire"),
        ("Maire", "Conseillère"),
    ]


def test_a_change_done_again_is_told_on_the_day_on_which_it_was_made(dossier: Dossier, clock: Clock) -> None:
    dossier.record(ON, "status", "fait")
    (made,) = folded(story(dossier.history()))
    for step in (dossier.undo, dossier.redo):
        clock.now += timedelta(days=1)
        dossier.commit(*step())
    assert folded(story(dossier.history())) == [made]


def test_what_a_colleague_saw_and_changed_is_not_left_out(dossier: Dossier, clock: Clock) -> None:
    dossier.record(ON, "who", "a")
    told = story(dossier.history())
    others = [
        Told("x/1", clock.now + timedelta(days=1), "Maire", ON, "who", "a", "b"),
        Told("y/1", clock.now + timedelta(days=2), "Adjointe", ON, "who", "b", None, undoes=told[0].id),
    ]
    assert folded([*told, *others]) == [*told, *others]


def test_a_sitting_over_midnight_is_one(dossier: Dossier, clock: Clock) -> None:
    clock.now = datetime(2026, 4, 1, 23, 50).astimezone()
    dossier.record(ON, "who", "Adjoitne")
    clock.now += timedelta(minutes=20)
    dossier.record(ON, "who", "Adjointe")
    (only,) = folded(story(dossier.history()))
    assert (only.before, only.after) == (None, "Adjointe")


def test_a_program_left_open_for_days_is_not_one_sitting(dossier: Dossier, clock: Clock) -> None:
    dossier.record(ON, "status", "en-cours")
    clock.now += timedelta(days=1)
    dossier.record(ON, "status", "fait")
    assert len(folded(story(dossier.history()))) == 2


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "group", "undo", "undo", "redo", "down"]), st.integers(0, 7), st.integers(0, 40)
    ),
    max_size=25,
)


@given(STEPS)
def test_whatever_was_undone_what_is_told_leads_to_what_stands(steps: list[tuple[str, int, int]]) -> None:
    dossier, hours = editing(), [0]
    dossier._now = lambda: datetime(2026, 4, 1, 10, tzinfo=UTC) + timedelta(hours=hours[0])
    fields = ("who", "note", "status")
    for word, number, gap in steps:
        hours[0] += gap
        try:
            match word:
                case "set":
                    dossier.stage(ON, fields[number % 3], number)
                case "group":
                    dossier.group([Change(ON, field, number) for field in fields])
                case "down":
                    dossier.undo_down_to(dossier.undo_list(9)[number % 3].id)
                case _:
                    dossier.undo() if word == "undo" else dossier.redo()
        except (NothingToUndo, IndexError):
            continue
    told = folded(story(dossier.history()))
    for field in fields:
        those = [one for one in told if one.field == field]
        assert all(is_same(one.after, then.before) for one, then in pairwise(those))
        assert is_same(those[-1].after if those else None, dossier.value(ON, field))
        assert not any(one.undoes for one in those), "of one person alone, nothing undone is told"
    assert folded(told) == told


def test_the_paper_has_one_entry_for_an_action_each_day_the_latest_first(
    library: Library, dossier: Dossier, clock: Clock
) -> None:
    dossier.record(ON, "status", "en-cours")
    dossier.record("action:reseaux-cress", "status", "fait")
    dossier.record(ON, "note", "Au conseil de mars")
    clock.now += timedelta(days=1)
    dossier.record(ON, "status", "fait")
    text = " ".join(document_text(history_document(library, dossier)).replace("\u00a0", " ").split())
    told = [
        "2 avril 2026",
        "« Avoir une commission ESS » : passe de « en cours » à « fait ».",
        "1er avril 2026",
        "« Avoir une commission ESS » : passe à « en cours » ; note : Au conseil de mars.",
        "passe à « fait ».",
    ]
    places = [text.lower().find(one.lower()) for one in told]
    assert -1 not in places and places == sorted(places)
    assert "(Adjointe)" not in text, "one person writes alone: no name at each line"


def test_a_clock_that_went_back_brings_two_parts_of_a_day_together() -> None:
    writes = [(ON, "who", "a", "Maire", 0), (ON, "who", "a", "Maire", 1), (ON, "who", None, "Maire", 0)]
    assert folded(told_of(writes)) == [], "what the other day wrote changed nothing"
