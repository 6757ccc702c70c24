"""The other party of an act: which of its fields an entry of the local directory fills in, once its name is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kit.acts.model import Field
from kit.mandate.directory import CONTACT, NAME, PLACE, Contact

_NAMES = ("structure", "nom")
_TOLD = {"siege": PLACE, "adresse": PLACE, "representant": CONTACT}
_OF_A_PARTY = frozenset((*_TOLD, "siret", "statut"))
"""Words behind the dot of a field: what has one of them beside its name is a structure."""


def parties(fields: Iterable[Field]) -> dict[str, dict[str, Field]]:
    """Return, by the name of the field of a party's name, the fields of it by the field of the directory."""
    told: dict[str, dict[str, Field]] = {}
    for field in fields:
        prefix, _, word = field.name.partition(".")
        if word and not field.common and field.type in ("texte", "texte-long", "personne", "choix"):
            told.setdefault(prefix, {})[word] = field
    found = {}
    for prefix, words in told.items():
        name = next((word for word in _NAMES if word in words), "")
        if not name or not _OF_A_PARTY & words.keys():
            continue
        filled = {about: words[word] for word, about in _TOLD.items() if word in words}
        if name == "structure" and "nom" in words:
            filled[CONTACT] = words["nom"]
        found[f"{prefix}.{name}"] = {NAME: words[name], **filled}
    return found


def filled(party: Mapping[str, Field], entry: Contact, values: Mapping[str, str]) -> dict[str, str]:
    """Return what to type in the fields of a party: the name, and what is empty there and known of the entry."""
    told = {NAME: entry.name, PLACE: entry.place, CONTACT: entry.contact}
    found = {}
    for about, field in party.items():
        text = told[about]
        if field.type == "texte-long":
            text = "\n".join(part.strip() for part in text.split(","))
        if text and (about == NAME or not values.get(field.name)):
            found[field.name] = text
    return found
