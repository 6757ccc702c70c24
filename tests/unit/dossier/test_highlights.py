"""Highlighted passages in the journal: kept, merged, undone; a line that no program of ours wrote is left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.dossier import highlights
from kit.dossier.clean import erase
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.highlights import Highlight, all_highlights, highlighted, highlights_of
from kit.dossier.merge import merge, merge_files
from kit.dossier.model import Change, Event
from kit.text_quote import AROUND_LIMIT, EXACT_LIMIT, TextQuote
from tests.unit.dossier.dossier_events import WRITERS, event

QUOTE = TextQuote("prête le local", "la commune, qui", "La commune peut")
VALUE = {"exact": "prête le local", "prefix": "la commune, qui", "suffix": "La commune peut"}


def keep(dossier: Dossier, changes: Sequence[Change]) -> None:
    dossier.commit(*dossier.group(changes))


def marked(dossier: Dossier, quote: TextQuote = QUOTE) -> Highlight:
    made, changes = highlighted("commerces", quote)
    keep(dossier, changes)
    return made


def test_a_passage_and_its_note_are_read_again_and_undone(path: Path) -> None:
    with Dossier.create(path) as dossier:
        made = marked(dossier)
        keep(dossier, [Change(made.on, made.note_field, "à dire au conseil")])
    with Dossier.open(path) as dossier:
        (one,) = all_highlights(dossier)
        assert (one.article, one.quote, one.note) == ("commerces", QUOTE, "à dire au conseil")
        keep(dossier, highlights.removed(one))
        assert not [*all_highlights(dossier)]
        dossier.commit(*dossier.undo())
        assert [*all_highlights(dossier)] == [one], "the passage comes back with its note, in one"
        dossier.commit(*dossier.undo())
        dossier.commit(*dossier.undo())
        assert not [*all_highlights(dossier)]


def test_two_people_mark_apart_without_a_conflict(path: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "copie.kitess"
    with Dossier.create(path) as dossier:
        shared = marked(dossier)
    theirs.write_bytes(path.read_bytes())
    with Dossier.open(path) as dossier:
        marked(dossier, TextQuote("une"))
    with Dossier.open(theirs) as dossier:
        marked(dossier, TextQuote("deux"))
        keep(dossier, [Change(shared.on, shared.note_field, "leur note")])
    assert merge_files(path, theirs).conflicts == []
    with Dossier.open(path) as dossier:
        found = {one.quote.exact: one.note for one in all_highlights(dossier)}
    assert found == {"prête le local": "leur note", "une": "", "deux": ""}


def test_a_note_stays_where_the_other_removed_its_passage(path: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "copie.kitess"
    with Dossier.create(path) as dossier:
        shared = marked(dossier)
    theirs.write_bytes(path.read_bytes())
    with Dossier.open(path) as dossier:
        keep(dossier, highlights.removed(shared))
    with Dossier.open(theirs) as dossier:
        keep(dossier, [Change(shared.on, shared.note_field, "à garder")])
    merge_files(path, theirs)
    with Dossier.open(path) as dossier:
        (left,) = all_highlights(dossier)
        assert (left.quote.exact, left.note) == ("", "à garder")
        keep(dossier, highlights.removed(left))
        assert not [*all_highlights(dossier)]


def test_erasing_takes_passages_and_notes(path: Path, tmp_path: Path) -> None:
    with Dossier.create(path) as dossier:
        made = marked(dossier)
        keep(dossier, [Change(made.on, made.note_field, "sur Mme X")])
    erase(path, backups=tmp_path / "copies")
    assert b"prete" not in path.read_bytes() and "prête".encode() not in path.read_bytes()
    assert b"Mme X" not in path.read_bytes()


@pytest.mark.parametrize(
    "value",
    [
        None,
        "prête le local",
        ["prête"],
        7,
        True,
        {},
        {"exact": ""},
        {"exact": " \n"},
        {"exact": 3},
        {"exact": None, "prefix": "a"},
        {"exact": "mot", "prefix": ["a"]},
        {"exact": "mot", "suffix": None},
        {"exact": "m" * (EXACT_LIMIT + 1)},
        {"exact": "mot", "prefix": "m" * (AROUND_LIMIT + 1)},
    ],
)
def test_a_hostile_value_is_left_out_and_harms_no_other(value: object) -> None:
    fields = {"highlight:a": value, "highlight:a:note": "note", "highlight:b": VALUE}
    fields = {name: one for name, one in fields.items() if one is not None}
    found = highlights_of("article:x", fields)
    assert [one.id for one in found if one.quote.exact] == ["b"]


@pytest.mark.parametrize(
    "field", ["highlight:", "highlight:a/b", "highlight:a b", "highlight:é", f"highlight:{'a' * 65}"]
)
def test_a_hostile_name_is_left_out(field: str) -> None:
    assert highlights_of("article:x", {field: VALUE, f"{field}:note": "note"}) == ()


def test_a_note_that_is_no_text_is_none() -> None:
    (one,) = highlights_of("article:x", {"highlight:a": VALUE, "highlight:a:note": {"a": 1}})
    assert one.note == ""


def test_keys_of_a_later_program_do_not_hide_it() -> None:
    (one,) = highlights_of("article:x", {"highlight:a": {**VALUE, "colour": "yellow"}})
    assert one.quote == QUOTE


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
VALUES = st.one_of(
    st.none(),
    st.text(max_size=10),
    st.builds(lambda a, b, c: {"exact": a, "prefix": b, "suffix": c, "more": 1}, TEXTS, TEXTS, TEXTS),
)
EVENTS = st.lists(
    st.builds(
        lambda n, w, f, x: event(n, x, w=w, on="article:a", f=f),
        st.integers(1, 6),
        st.sampled_from(WRITERS),
        st.sampled_from(["highlight:a", "highlight:b", "highlight:a:note", "note"]),
        VALUES,
    ),
    max_size=8,
)


def shown(events: list[Event]) -> list[Highlight]:
    state = State(events)
    return sorted(highlights_of("article:a", state.fields("article:a")), key=lambda one: one.id)


@given(EVENTS, EVENTS)
def test_merging_is_the_same_from_both_sides_and_again(a: list[Event], b: list[Event]) -> None:
    both = merge(a, b)
    assert shown(both) == shown(merge(b, a)) == shown(merge(both, b))


@given(TEXTS.filter(str.strip), TEXTS, TEXTS)
def test_any_passage_is_read_as_it_was_written(exact: str, prefix: str, suffix: str) -> None:
    made, (change,) = highlighted("a", TextQuote(exact, prefix, suffix))
    sealed = event(1, change.x, on=change.on, f=change.f)
    assert highlights_of(change.on, State([sealed]).fields(change.on)) == (made,)
