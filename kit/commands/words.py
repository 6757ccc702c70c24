"""French words that the calls share: a number with its noun, the names of fields, what the system refuses."""

from __future__ import annotations

import errno

from kit.dossier import plan_fields as names
from kit.files import NotRegular

FIELDS = {
    names.STATUS: "état",
    names.WHO: "élu·e référent·e",
    names.PILOT: "pilote",
    names.PARTNERS: "partenaires",
    names.START: "début",
    names.DUE: "échéance",
    names.BUDGET: "budget",
    names.NOTE: "note",
    names.ORDER: "place dans la liste",
    names.TITLE: "titre",
    names.LEVER: "levier",
    names.TO_CONFIRM: "à confirmer",
    names.DONE_YEAR: "année",
    "name": "nom",
    "kind": "sorte de collectivité",
    "insee": "code INSEE",
    "siren": "numéro SIREN",
    "departement": "département",
    "departement_code": "numéro du département",
    "population": "population",
    "epci": "intercommunalité",
    "mayor": "maire",
    "council": "date du conseil",
}
_ENTRIES = ((names.STEP, "étape"), (names.EVIDENCE, "pièce"))

_REFUSALS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre espace sur ce disque est plein",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EACCES: "l’accès est refusé",
    errno.EPERM: "l’accès est refusé",
    errno.ENOENT: "cet emplacement n’existe pas",
    errno.ENOTDIR: "cet emplacement passe par un fichier, qui ne contient rien d’autre",
    errno.EISDIR: "c’est un dossier, non un fichier",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.EIO: "le disque répond mal",
    errno.EBUSY: "un autre programme s’en sert",
    errno.EFBIG: "le fichier serait trop gros",
}


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 0 and 1 take the singular; ``many`` is for a plural that is not ``one`` + s."""
    return f"{number} {one if number in (0, 1) else many or one + 's'}"


def field_in_words(field: str) -> str:
    """Return how a field of a dossier is called; a name that has no words as it is."""
    entry = next((words for start, words in _ENTRIES if field.startswith(start)), field)
    return FIELDS.get(field, entry)


def of_system(error: OSError) -> str:
    """Return what the system refused, to be put inside a sentence: never its own words, which are English."""
    if isinstance(error, NotRegular):
        return "un lien, ou autre chose qu’un fichier, y tient la place, et n’est pas suivi"
    if error.errno is None:
        return "le système a refusé"
    return _REFUSALS.get(error.errno, f"erreur du système n° {error.errno}")
