"""Made-up values to try a model with: Saint-Exemple, of any size, and an EPCI of its kind."""

from __future__ import annotations

from collections.abc import Iterable

from kit.acts.model import COMMUNE, YES, Field

_BY_TYPE = {
    "date": "2026-12-15",
    "nombre": "12",
    "montant": "1500",
    "personne": "Prénom Nom",
    "siren": "217500016",
    "texte-long": "une première ligne,\nune seconde",
    "liste": "premier point\nsecond point",
}


def blank(form: str, population: str) -> dict[str, str]:
    """Return the form of collectivité and its population, nothing else; empty ones are left out."""
    told = {"collectivite.forme": form, "collectivite.population": population}
    return {name: value for name, value in told.items() if value}


def filled_in(fields: Iterable[Field], form: str, population: str) -> dict[str, str]:
    """Return a value for each field: the first option of a choice, yes, a sample of its type."""
    found = {field.name: sample(field) for field in fields}
    name = "Saint-Exemple" if form == COMMUNE else "CC du Pays d’Exemple"
    title = "la-maire" if form == COMMUNE else "la-presidente"
    told = {"collectivite.nom": name, "collectivite.departement": "Creuse", "executif.titre": title}
    return {**found, **told, **blank(form, population)}


def sample(field: Field) -> str:
    """Return a value that a field may hold."""
    if field.options:
        return field.options[0][0]
    return YES if field.type == "oui-non" else _BY_TYPE.get(field.type, field.example or field.label)
