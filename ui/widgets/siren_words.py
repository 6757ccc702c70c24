"""What is said of a number that is no SIREN; it is kept all the same."""

from __future__ import annotations

from kit.siren import Doubt, doubt
from kit.typography import fr

_WORDS = {
    Doubt.NONE: "",
    Doubt.SIRET: fr("Ces 14 chiffres sont un SIRET : le SIREN en est les 9 premiers. Gardé tel quel."),
    Doubt.COUNT: fr("Un SIREN a 9 chiffres. Ce que vous avez écrit est gardé tel quel : vérifiez-le."),
    Doubt.CHECK: fr("Un chiffre semble faux : ce numéro ne peut pas être un SIREN. Gardé tel quel : vérifiez-le."),
}


def siren_doubt(text: str) -> str:
    """Return a sentence, empty where nothing speaks against the number."""
    return _WORDS[doubt(text)]
