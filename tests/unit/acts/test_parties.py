"""Whom an act is made with: found in the fields of each model, filled in from an entry without a word lost."""

from __future__ import annotations

from kit import paths
from kit.acts.loader import ActModels
from kit.acts.parties import filled, parties
from kit.mandate.directory import Contact

MODELS = ActModels(paths.acts())
ENTRY = Contact("contact:a", "La Ressourcerie", place="1 rue Exemple, 23000 Guéret", contact="Camille Martin")


def party(model_id: str, name: str) -> dict[str, str]:
    found = parties(MODELS.fields(MODELS.get(model_id)).values())
    return {about: field.name for about, field in found[name].items()}


def test_each_model_that_is_made_with_someone_has_its_party() -> None:
    found = {model.id: set(parties(MODELS.fields(model).values())) for model in MODELS.all()}
    assert {model_id: names for model_id, names in found.items() if names} == {
        "convention-dernier-commerce": {"beneficiaire.nom"},
        "convention-objectifs": {"association.nom"},
        "convention-pret-local": {"association.nom"},
        "convention-toiture-citoyenne": {"occupant.nom"},
        "courrier-intervenant": {"destinataire.structure"},
        "deliberation-parts-scic": {"scic.nom"},
        "encart-bulletin": {"rubrique.structure"},
        "fiche-acteur": {"structure.nom"},
        "lettre-conseil-developpement": {"epci.nom"},
        "lettre-reseaux-ess": {"reseau.nom"},
    }


def test_the_fields_of_a_party_are_those_of_an_entry() -> None:
    assert party("convention-objectifs", "association.nom") == {
        "name": "association.nom",
        "place": "association.siege",
        "contact": "association.representant",
    }
    assert party("courrier-intervenant", "destinataire.structure") == {
        "name": "destinataire.structure",
        "place": "destinataire.adresse",
        "contact": "destinataire.nom",
    }


def test_what_is_typed_already_stays_and_an_address_takes_its_lines() -> None:
    fields = MODELS.fields(MODELS.get("convention-objectifs")).values()
    one = parties(fields)["association.nom"]
    told = filled(one, ENTRY, {"association.nom": "ressou", "association.representant": "Alix Un"})
    assert told == {"association.nom": ENTRY.name, "association.siege": ENTRY.place}
    assert filled(one, Contact("contact:b", "Fournil"), {}) == {"association.nom": "Fournil"}
    letter = parties(MODELS.fields(MODELS.get("lettre-reseaux-ess")).values())["reseau.nom"]
    address = filled(letter, ENTRY, {})["reseau.adresse"]
    assert address == ("1 rue Exemple\n23000 Guéret" if letter["place"].type == "texte-long" else ENTRY.place)
