"""Two spellings of one structure: found, joined without losing a word, kept apart; and where an entry is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change
from kit.mandate import directory, duplicates
from kit.mandate.directory import FIELDS, Contact, contacts
from kit.mandate.mentions import mentions
from tests.growth import LINEAR, growth

COMMISSION = "action:elu-commission"
LABELS = {field: field for field in FIELDS}


def add(dossier: Dossier, name: str, **values: str) -> Contact:
    on, changes = directory.added({"name": name, **values})
    dossier.commit(*dossier.group(changes))
    return next(one for one in contacts(dossier) if one.on == on)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Association La Ressourcerie", "assoc. la ressourcerie"),
        ("ASSO La Ressourcerie", "Association « La Ressourcerie »"),
        ("L’Épicerie d’en face", "l'epicerie d'en face"),
        ("Saint-Exemple Réemploi", "St Exemple reemploi"),
        ("Pain & Cie", "Pain et compagnie"),
        ("Coop. des Œuvres", "Coopérative Oeuvres"),
    ],
)
def test_two_spellings_of_one_name_are_found(dossier: Dossier, one: str, other: str) -> None:
    add(dossier, one)
    add(dossier, "Fournil")
    assert duplicates.doubles(contacts(dossier), dossier) == []
    add(dossier, other)
    ((first, second),) = duplicates.doubles(contacts(dossier), dossier)
    assert {first.name, second.name} == {one, other}


@pytest.mark.parametrize(("one", "other"), [("Fournil", "Fournil 2"), ("La Ressourcerie", "La Recyclerie"), ("…", "!")])
def test_two_names_are_two_structures(dossier: Dossier, one: str, other: str) -> None:
    add(dossier, one)
    add(dossier, other)
    assert duplicates.doubles(contacts(dossier), dossier) == []


def test_joining_is_one_gesture_that_keeps_every_word_and_is_undone_in_one(dossier: Dossier) -> None:
    one = add(dossier, "Assoc. Exemple", phone="05 00", met="2026-01-05", note="Un mot")
    other = add(
        dossier, "Association Exemple", phone="06 11", met="2026-03-01", email="a@b.example", kind="association"
    )
    dossier.commit(*dossier.group(directory.linked(one, COMMISSION, is_linked=True)))
    one, other = (next(c for c in contacts(dossier) if c.on == on) for on in (one.on, other.on))
    before = contacts(dossier)
    dossier.commit(*dossier.group(duplicates.joined(one, other, dossier, LABELS)))
    (left,) = contacts(dossier)
    assert (left.met, left.email, left.kind, left.links) == ("2026-03-01", "a@b.example", "association", (COMMISSION,))
    whole = " ".join(str(getattr(left, field)) for field in FIELDS)
    for word in ("Assoc. Exemple", "Association Exemple", "05 00", "06 11", "2026-01-05", "Un mot"):
        assert word in whole
    dossier.commit(*dossier.undo())
    assert contacts(dossier) == before


def test_two_that_were_said_to_be_two_are_not_offered_again(dossier: Dossier) -> None:
    one, other = add(dossier, "Exemple"), add(dossier, "EXEMPLE")
    dossier.commit(*dossier.group(duplicates.kept_apart(other, one)))
    assert duplicates.doubles(contacts(dossier), dossier) == []
    third = add(dossier, "exemple")
    pairs = duplicates.doubles(contacts(dossier), dossier)
    assert pairs and all(third in pair for pair in pairs)


@given(st.text(max_size=30))
@example("𝗔")
def test_a_spelling_is_settled_at_once(name: str) -> None:
    assert duplicates.spelling(duplicates.spelling(name)) == duplicates.spelling(name)
    assert duplicates.spelling(name.upper()) == duplicates.spelling(name.upper().casefold())


def test_actions_and_acts_that_name_an_entry_are_found(dossier: Dossier) -> None:
    entry = add(dossier, "L’Épicerie d’en face")
    dossier.record(COMMISSION, "partners", "Mairie, l'epicerie d'en face et le Fournil")
    dossier.record("action:elu-extra-municipale", "who", "Camille")
    dossier.record("own:a1", "note", "Voir L’ÉPICERIE D’EN FACE.")
    dossier.record("act:b2", "model", "convention-objectifs")
    dossier.record("act:b2", "v:association.nom", "L’Épicerie d’en face")
    assert mentions(dossier, entry) == (COMMISSION, "own:a1", "act:b2")
    assert mentions(dossier, add(dossier, "Fourn")) == ()  # words, not beginnings of words
    assert mentions(dossier, add(dossier, "…")) == ()


def test_a_thousand_entries_are_compared_once_each(dossier: Dossier) -> None:
    def work(size: int) -> None:
        duplicates.doubles((Contact(f"contact:{n}", f"Association {n} d’Exemple") for n in range(size)), dossier)

    assert growth(work, 1_000) < LINEAR


def test_looking_for_who_names_an_entry_grows_with_the_dossier_alone(tmp_path: Path) -> None:
    entry = Contact("contact:a", "La Ressourcerie")
    made = {}
    for size in (50, 500):
        made[size] = Dossier.create(tmp_path / f"{size}.kitess")
        made[size].record_group([Change(f"own:{n}", "partners", f"Association {n} d’Exemple") for n in range(size)])
    assert growth(lambda size: mentions(made[size], entry), 50) < LINEAR
    for dossier in made.values():
        dossier.close()
