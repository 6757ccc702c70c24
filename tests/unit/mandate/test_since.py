"""What has changed since a dossier was sent: the counts are those of the difference between then and now."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.library import Library
from kit.documents.history import history_document
from kit.documents.text import document_text
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.dossier.plan_fields import TEXTS
from kit.errors import NothingToUndo
from kit.mandate import since
from kit.mandate.since import Sent
from tests.unit.dossier.test_undo import editing

DAY = date(2026, 3, 3)
TARGETS = ("action:elu-commission", "action:reseaux-cress", "milestone:depart", "own:x", "own:y")
FIELDS = ("status", "note", "who", "title", "step:s", "step:s:done", "step:s:rank", "evidence:e", "order", "done_year")
VALUES = (None, "", "a-faire", "en-cours", "fait", "en-pause", "abandonne", "a", True, {"title": "t", "url": "u"})
STEPS = st.lists(
    st.one_of(
        st.builds(Change, st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from(VALUES)),
        st.lists(
            st.builds(Change, st.sampled_from(TARGETS), st.sampled_from(FIELDS), st.sampled_from(VALUES)),
            min_size=2,
            max_size=4,
        ),
        st.sampled_from(["undo", "redo"]),
    ),
    max_size=20,
)


def run(dossier: Dossier, steps: list[Change | list[Change] | str]) -> None:
    for step in steps:
        try:
            if isinstance(step, str):
                dossier.undo() if step == "undo" else dossier.redo()
            else:
                dossier.group(step if isinstance(step, list) else [step])
        except NothingToUndo:
            continue


def taken(dossier: Dossier) -> dict[str, dict[str, object]]:
    """Return all that the dossier holds of the plan now."""
    return {on: dossier.fields(on) for on in TARGETS}


def told_apart(before: dict[str, object], now: dict[str, object]) -> bool:
    """Say whether a person, a date, a note, a step or a piece differs."""
    told = [
        name
        for name in {*before, *now}
        if name in (*TEXTS, "title") or name.startswith("evidence:") or name in ("step:s", "step:s:done")
    ]
    return any((before.get(name) or None) != (now.get(name) or None) for name in told)


@given(STEPS, STEPS)
def test_the_counts_are_those_of_the_difference(
    first: list[Change | list[Change] | str], second: list[Change | list[Change] | str]
) -> None:
    dossier = editing()
    run(dossier, first)
    before, counter = taken(dossier), dossier.counter
    run(dossier, second)
    now = taken(dossier)
    found = since.changed_since(Sent(DAY, counter), dossier.history())
    known = ("fait", "en-cours", "en-pause", "abandonne", "a-faire")
    was = {on: _status(before[on], known) for on in TARGETS}
    then = {on: _status(now[on], known) for on in TARGETS}
    own = [on for on in TARGETS if on.startswith("own:")]
    there = {on: not on.startswith("own:") or bool(now[on].get("title")) for on in TARGETS}
    was_there = {on: not on.startswith("own:") or bool(before[on].get("title")) for on in TARGETS}
    assert set(found.done) == {on for on in TARGETS if there[on] and then[on] == "fait" != was[on]}
    assert set(found.begun) == {on for on in TARGETS if there[on] and then[on] == "en-cours" != was[on]}
    others = {on for on in TARGETS if there[on] and then[on] != was[on] and then[on] not in ("fait", "en-cours")}
    assert set(found.moved) == others
    assert set(found.new) == {on for on in own if there[on] and not was_there[on]}
    assert set(found.removed) == {on for on in own if was_there[on] and not there[on]}
    both = [on for on in TARGETS if there[on] and was_there[on]]
    assert set(found.detailed) == {on for on in both if told_apart(before[on], now[on])}


def _status(fields: dict[str, object], known: tuple[str, ...]) -> str:
    value = fields.get("status")
    return value if isinstance(value, str) and value in known else "a-faire"


def test_what_was_undone_since_is_no_change(dossier: Dossier) -> None:
    dossier.record("action:a", "status", "fait")
    counter = dossier.counter
    dossier.record("action:b", "status", "fait")
    dossier.commit(*dossier.undo())
    assert since.changed_since(Sent(DAY, counter), dossier.history()).is_empty


def test_the_last_sending_is_kept_in_the_dossier_and_can_be_undone(dossier: Dossier) -> None:
    assert since.last_sent(dossier) is None
    dossier.record("action:a", "status", "fait")
    dossier.commit(*dossier.group(since.noted(Sent(DAY, dossier.counter))))
    assert since.last_sent(dossier) == Sent(DAY, 1)
    dossier.commit(*dossier.undo())
    assert since.last_sent(dossier) is None


def test_the_carnet_tells_that_the_dossier_was_sent(library: Library, dossier: Dossier) -> None:
    dossier.commit(*dossier.group(since.noted(Sent(DAY, dossier.counter))))
    text = " ".join(document_text(history_document(library, dossier)).replace("\u00a0", " ").split())
    assert "Dossier » : envoyé avec ses pièces." in text or "Dossier : envoyé avec ses pièces." in text


@pytest.mark.parametrize("value", ["x", 3, {}, {"day": "x", "l": 1}, {"day": "2026-03-03", "l": "1"}, {"day": 3}, []])
def test_a_note_of_a_sending_that_is_not_sound_is_none(dossier: Dossier, value: object) -> None:
    dossier.record(since.TARGET, "dossier", value)
    assert since.last_sent(dossier) is None
