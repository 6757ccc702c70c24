from __future__ import annotations

import pytest
from msgspec.structs import replace

from kit.content.library import Library
from kit.documents.boxes import checklist_document
from kit.documents.checklist import checklist
from kit.documents.model import Checklist, Options
from kit.documents.text import document_text
from kit.dossier.model import Status
from kit.dossier.plan_order import natural_rank
from kit.errors import UnknownId
from tests.unit.documents.document_samples import DAY, LEVERS, FakeDossier, lever, library_of


def test_the_milestone_comes_first_and_is_never_counted(sample: Checklist) -> None:
    first = sample.sections[0]
    assert [item.code for item in first.items] == ["1.0", "1.1", "1.2", "1.3"]
    assert first.items[0].is_milestone
    assert first.items[0].status is Status.DONE
    assert (first.done, first.applicable) == (1, 2)
    assert (sample.progress.done, sample.progress.applicable, sample.progress.not_concerned) == (1, 6, 3)


def test_without_a_dossier_the_list_is_blank(library: Library) -> None:
    document = checklist(library, None, today=DAY)
    assert document.options.blank
    assert document.collectivite == ""
    assert {item.status for item in document.items} == {Status.TODO}


def test_a_blank_list_shows_no_state_of_the_dossier(library: Library, dossier: FakeDossier) -> None:
    document = checklist(library, dossier, options=Options(blank=True), today=DAY)
    assert document.collectivite == "Saint-Exemple"
    assert {item.status for item in document.items} == {Status.TODO}
    assert all(item.who == item.due == "" for item in document.items)


def test_only_the_levers_asked_for_in_the_order_of_the_texts(library: Library) -> None:
    document = checklist(library, None, levers=("l3", "l1"), today=DAY)
    assert [section.code for section in document.sections] == ["1", "3"]
    assert document.title == "Des leviers à actionner"
    assert checklist(library, None, levers=("l2",), today=DAY).title == "Un levier à actionner"


def test_an_unknown_lever_is_refused_with_near_ids(library: Library) -> None:
    class Near(Library):
        def near(self, wanted: str) -> tuple[str, ...]:
            return ("l1",)

    with pytest.raises(UnknownId) as refused:
        checklist(Near(library._store), None, levers=("l9",))
    assert (refused.value.wanted, refused.value.near) == ("l9", ("l1",))


def test_only_what_remains_leaves_out_finished_actions_but_counts_them(library: Library, dossier: FakeDossier) -> None:
    document = checklist(library, dossier, options=Options(only_remaining=True), today=DAY)
    assert [item.code for item in document.items] == ["1.3", "2.1", "2.2", "2.3"]
    assert [section.code for section in document.sections] == ["1", "2"]
    assert document.progress.applicable == 6


def test_options_choose_why_steps_and_notes(library: Library, dossier: FakeDossier) -> None:
    bare = checklist(library, dossier, today=DAY).items[1]
    assert (bare.why, bare.steps, bare.note) == ("", (), "")
    full = checklist(library, dossier, options=Options(why=True, steps=True, notes=True), today=DAY).items[1]
    assert full.why == "Pourquoi : Avoir une commission ESS."
    assert full.steps == ("Écrire la question (maire, dix minutes).", "Voter.")
    assert full.note == "Délibération du 12 octobre.\nMerci à tous."


def test_a_date_is_written_in_french_and_words_stay_words(library: Library, dossier: FakeDossier) -> None:
    assert checklist(library, dossier, today=DAY).items[4].due == "1er mars 2027"
    dossier.values["action:l2-a1", "due"] = "fin mars"
    assert checklist(library, dossier, today=DAY).items[4].due == "fin mars"


def test_the_same_input_gives_the_same_document(library: Library, dossier: FakeDossier) -> None:
    assert checklist(library, dossier, today=DAY) == checklist(library, dossier, today=DAY)


def test_only_three_sizes_are_offered() -> None:
    with pytest.raises(ValueError, match="12"):
        Options(size=12)


def test_a_library_without_milestones_has_plain_lists() -> None:
    document = checklist(library_of(lever(1, "A", ["B"]), replace(LEVERS[1])), None, today=DAY)
    assert not any(item.is_milestone for item in document.items)


@pytest.fixture
def with_own(dossier: FakeDossier) -> FakeDossier:
    """Two actions of one's own under lever 1, one under an own lever, one under none."""
    told = {
        "own:a": {"title": "Installer un conseil", "lever": "l1"},
        "own:b": {"title": "Réunir les bénévoles", "lever": "l1", "who": "Adjoint", "order": natural_rank(1, 0)},
        "own-lever:z": {"title": "Patrimoine"},
        "own-lever:vide": {"title": "Vide"},
        "own:c": {"title": "Rouvrir le four", "lever": "z", "note": "Voir l’association."},
        "own:d": {"title": "Sans levier"},
    }
    dossier.values.update({(on, field): value for on, fields in told.items() for field, value in fields.items()})
    dossier.statuses["own:a"] = Status.DONE
    return dossier


def test_own_actions_stand_under_their_lever_as_on_screen(library: Library, with_own: FakeDossier) -> None:
    document = checklist(library, with_own, options=Options(notes=True), today=DAY)
    first, *_, last, no_lever = document.sections
    assert [(item.code, item.title) for item in first.items[-2:]] == [
        ("+", "Réunir les bénévoles"),
        ("+", "Installer un conseil"),
    ]
    assert (first.items[-2].who, first.items[-1].status) == ("Adjoint", Status.DONE)
    assert (first.done, first.applicable, first.own) == (1, 2, 2), "own actions are never counted with the others"
    assert (last.code, last.title, last.own, last.items[0].note) == ("", "Patrimoine", 1, "Voir l’association.")
    assert [item.title for item in no_lever.items] == ["Sans levier"]
    text = " ".join(document_text(checklist_document(document)).split())
    assert "S’y ajoutent 4 actions à nous (+)." in text
    assert "(1 sur 2 · + 2 à nous)" in text and "Patrimoine (+ 1 à nous)" in text and "Vide" not in text


def test_one_lever_is_printed_with_its_own_actions(library: Library, with_own: FakeDossier) -> None:
    one = checklist(library, with_own, levers=("l1",), today=DAY)
    assert [item.code for item in one.items] == ["1.0", "1.1", "1.2", "1.3", "+", "+"]
    own = checklist(library, with_own, levers=("z",), today=DAY)
    assert [item.title for item in own.items] == ["Rouvrir le four"] and own.title == "Un levier à actionner"


def test_a_blank_list_has_own_actions_without_their_state(library: Library, with_own: FakeDossier) -> None:
    blank = checklist(library, with_own, options=Options(blank=True), today=DAY)
    own = [item for item in blank.items if item.code == "+"]
    assert len(own) == 4 and {(item.status, item.who) for item in own} == {(Status.TODO, "")}
    assert "marquées + n’ont pas de numéro" in " ".join(document_text(checklist_document(blank)).split())
    assert "marquées +" not in document_text(checklist_document(checklist(library, None, today=DAY)))


def test_what_remains_leaves_out_own_actions_that_are_done(library: Library, with_own: FakeDossier) -> None:
    document = checklist(library, with_own, options=Options(only_remaining=True), today=DAY)
    assert [item.title for item in document.items if item.code == "+"] == [
        "Réunir les bénévoles",
        "Rouvrir le four",
        "Sans levier",
    ]
