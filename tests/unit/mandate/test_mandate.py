"""History, instants, a new mandate and the paper that comes back, on real dossiers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.library import Library
from kit.documents.wording import wording
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.mandate import instant, paper, renewal
from kit.mandate.story import Asked, people, story
from tests.unit.mandate.conftest import Clock

COMMISSION = "action:elu-commission"


def test_the_story_tells_who_changed_what_from_what(dossier: Dossier, clock: Clock) -> None:
    dossier.record(COMMISSION, "status", "en-cours")
    clock.now = datetime(2026, 10, 12, 9, tzinfo=UTC)
    dossier.record(COMMISSION, "status", "fait")
    first, second = story(dossier.history())
    assert (first.before, first.after, first.by) == (None, "en-cours", "Adjointe")
    assert (second.before, second.after, second.day) == ("en-cours", "fait", date(2026, 10, 12))
    asked = Asked(first=date(2026, 10, 1), targets=frozenset({COMMISSION}))
    assert list(filter(asked.lets_pass, story(dossier.history()))) == [second]
    assert people(dossier.history()) == ("Adjointe",)


def test_an_undo_is_told_as_one(dossier: Dossier) -> None:
    dossier.record(COMMISSION, "status", "fait")
    dossier.commit(*dossier.undo())
    first, second = story(dossier.history())
    assert (first.undoes, second.undoes) == ("", first.id)


def test_an_instant_is_the_state_at_the_end_of_a_day(dossier: Dossier, clock: Clock) -> None:
    dossier.record(COMMISSION, "status", "fait")
    clock.now = datetime(2027, 1, 5, tzinfo=UTC)
    dossier.record("action:reseaux-cress", "status", "fait")
    dossier.record(COMMISSION, "who", "Adjointe à l’économie")
    then = instant.at_end_of(date(2026, 12, 31), dossier.history())
    assert then.progress(["elu-commission", "reseaux-cress"]).done == 1
    assert then.values[COMMISSION] == {"status": "fait"}
    now = instant.at_end_of(date(2027, 1, 31), dossier.history())
    assert [(d.on, d.before, d.after) for d in instant.compare(then, now)] == [
        ("action:reseaux-cress", Status.TODO, Status.DONE)
    ]


def test_a_kept_instant_is_found_again_and_can_be_let_go(dossier: Dossier) -> None:
    dossier.record(COMMISSION, "status", "fait")
    made = instant.at_end_of(date(2026, 4, 2), dossier.history(), title="Début")
    _, changes = instant.keep(made)
    dossier.commit(*dossier.group(changes))
    (again,) = instant.kept(dossier)
    assert (again.title, again.day, again.values) == ("Début", made.day, made.values)
    dossier.commit(*dossier.group(instant.forget(again)))
    assert instant.kept(dossier) == []


@pytest.mark.parametrize("value", ["x", {"day": "hier", "values": {}}, {"day": "2026-01-01", "values": 3}, 12, []])
def test_an_instant_that_is_not_sound_is_left_out(dossier: Dossier, value: object) -> None:
    dossier.record("instant:abc", "state", value)
    assert instant.kept(dossier) == []


def test_a_new_mandate_keeps_the_old_state_and_asks_to_confirm(dossier: Dossier, clock: Clock) -> None:
    for on in renewal.RENEWED[:2]:
        dossier.record(on, "status", "fait")
    dossier.record("action:reseaux-cress", "status", "fait")
    clock.now = datetime(2032, 3, 28, 12, tzinfo=UTC)
    changes = renewal.open_mandate(dossier, date(2032, 3, 28), title="2032–2038", kept_title="Mandat 2026–2032")
    dossier.commit(*dossier.group(changes))
    assert renewal.to_confirm(dossier) == list(renewal.RENEWED[:2])
    assert dossier.status("reseaux-cress") == Status.DONE
    assert dossier.status("elu-extra-municipale") == Status.TODO
    (mandate,) = renewal.mandates(dossier)
    assert (mandate.title, mandate.first) == ("2032–2038", date(2032, 3, 28))
    (old,) = instant.kept(dossier)
    assert old.status("milestone:elu-designation") == Status.DONE and old.title == "Mandat 2026–2032"
    dossier.record(COMMISSION, "status", "fait")
    assert renewal.to_confirm(dossier) == ["milestone:elu-designation"]


def test_one_undo_takes_a_new_mandate_back(dossier: Dossier) -> None:
    dossier.record(COMMISSION, "status", "fait")
    dossier.commit(*dossier.group(renewal.open_mandate(dossier, date(2032, 3, 28), title="b", kept_title="a")))
    dossier.commit(*dossier.undo())
    assert dossier.status("elu-commission") == Status.DONE
    assert not renewal.mandates(dossier) and not instant.kept(dossier)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.1 1.3x 4.2?", {"1.1": "fait", "1.3": "non-concerne", "4.2": "en-cours"}),
        ("1,1;1.3X\n4 . 2?", {"1.1": "fait", "1.3": "non-concerne", "4.2": "en-cours"}),
        ("1.1 1.1-", {"1.1": "a-faire"}),
        ("1.1, 2.1", {"1.1": "fait", "2.1": "fait"}),
        ("1.2 x 1.3 × 2.1 ?", {"1.2": "non-concerne", "1.3": "non-concerne", "2.1": "en-cours"}),
        ("1.1 et 1.2x", {"1.1": "fait", "1.2": "non-concerne"}),
    ],
)
def test_codes_are_read_as_written_by_hand(library: Library, text: str, expected: dict[str, str]) -> None:
    reading = paper.read(text, paper.codes(library.outline))
    assert {read.code: read.status.value for read in reading.reads} == expected
    assert reading.unknown == ()


@pytest.mark.parametrize("text", ["9.9", "bonjour", "1.1z", "1.", "12", "1.1.1"])
def test_what_is_no_code_is_named(library: Library, text: str) -> None:
    reading = paper.read(text, paper.codes(library.outline))
    assert reading.unknown and not reading.reads


@pytest.mark.parametrize(
    ("text", "unknown", "read"),
    [
        ("1.2 non", ("1.2 non",), {}),
        ("1.1 - 1.2", ("1.1 -",), {"1.2": "fait"}),
        ("1.1-1.3", ("1.1-1.3",), {}),
        ("1.3x bonjour", ("bonjour",), {"1.3": "non-concerne"}),
        ("9.9 bonjour 1.1", ("9.9", "bonjour"), {"1.1": "fait"}),
    ],
)
def test_a_code_with_a_word_behind_it_never_passes_for_done(
    library: Library, text: str, unknown: tuple[str, ...], read: dict[str, str]
) -> None:
    reading = paper.read(text, paper.codes(library.outline))
    assert reading.unknown == unknown
    assert {one.code: one.status.value for one in reading.reads} == read


def test_paper_tells_the_signs_that_are_typed_back(library: Library) -> None:
    """What the printed list says of a sign is what typing that sign gives."""
    told = wording().say("checklist", "on_return").replace("\u00a0", " ")
    signs = {sign: words for sign, words in re.findall(r"(\d\.\d\S?) \(([^)]+)\)", told)}
    reading = paper.read(" ".join(signs), paper.codes(library.outline))
    assert [(one.text, one.status.label) for one in reading.reads] == [*signs.items()]
    assert {one.status for one in reading.reads} == {Status.DONE, Status.NOT_CONCERNED, Status.DOING}
    for place in ("checklist", "poster"):
        key = "how_to_fill" if place == "checklist" else "lead"
        filled = wording().say(place, key)
        assert "«\u00a0x\u00a0»" in filled and "croix" not in filled and "tiret" not in filled


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    reading = paper.read(text, {"1.1": ("action:a", "A")})
    assert len(reading.reads) <= 1


def test_every_action_and_milestone_with_a_code_can_be_typed_back(library: Library) -> None:
    known = paper.codes(library.outline)
    reading = paper.read(" ".join(known), known)
    assert {read.on for read in reading.reads} == {on for on, _ in known.values()}
    assert len([on for on, _ in known.values() if on.startswith("action:")]) == 20


def test_what_is_typed_back_bears_its_origin(dossier: Dossier, library: Library) -> None:
    dossier.record(COMMISSION, "status", "fait")
    reading = paper.read("1.1 1.2 1.3x", paper.codes(library.outline))
    changes = paper.changes(reading, {f"action:{k}": v for k, v in dossier.statuses().items()})
    assert COMMISSION not in {change.on for change in changes}
    dossier.commit(*dossier.group(changes, via=paper.ORIGIN))
    assert {told.via for told in story(dossier.history())[1:]} == {"papier"}
