"""Targets, fields and values of a dossier in words, for what compares two states of it."""

from __future__ import annotations

from kit.content.library import Library
from kit.dossier.highlights import HIGHLIGHT, is_note
from kit.dossier.model import Status
from kit.dossier.plan_fields import EVIDENCE, STEP, STEP_DONE, STEP_RANK
from kit.errors import UnknownId
from ui.services.plan.words import LABELS
from ui.widgets.days import shown_day
from ui.widgets.own_words import in_chosen_form

_LABELS_ELSEWHERE = {
    "name": "Nom",
    "kind": "Sorte de structure",
    "departement": "Département",
    "population": "Nombre d’habitants",
    "epci": "Intercommunalité",
    "mayor": "Maire ou président·e",
    "council": "Prochaine séance du conseil",
    "v:collectivite.adresse": "Adresse de la mairie ou du siège",
    "v:collectivite.siren": "Numéro SIREN",
    "v:collectivite.secretaire": "Secrétaire de mairie",
    "v:seance.lieu": "Lieu de la séance",
    "v:seance.secretaire": "Secrétaire de séance",
    "done_year": "Fait en",
    "dossier": "Dernier envoi",
    "order": "Ordre",
}
_KINDS = {
    "identity": "Ma collectivité",
    "acts": "Modèles à adapter",
    "act": "Modèle adapté",
    "own": "Action ajoutée",
    "own-lever": "Levier ajouté",
    "contact": "Répertoire local",
    "instant": "Instantané",
    "mandate": "Mandat",
    "sending": "Dossier",
    "diagnostic": "Par où commencer",
}
_EMPTY = "(vide)"
_LONG = 160


def target_words(library: Library, on: str, own: str = "") -> str:
    """Return « 1.1 Avoir une commission ESS »; ``own`` is the title of an action or lever of one's own."""
    kind, _, target_id = on.partition(":")
    if kind in ("action", "milestone", "article"):
        try:
            article = library.article(target_id)
        except UnknownId:
            return target_id
        return f"{article.code} {article.title}".strip() if kind == "action" else article.title
    return own or _KINDS.get(kind, on)


def field_words(field: str) -> str:
    """Return what a field is called."""
    if field.startswith(EVIDENCE):
        return "Pièce jointe"
    if field.startswith(HIGHLIGHT):
        return "Note sur un passage" if is_note(field) else "Passage surligné"
    if field.startswith(STEP):
        return "Étape faite" if field.endswith(STEP_DONE) else "Ordre" if field.endswith(STEP_RANK) else "Étape"
    return in_chosen_form(LABELS.get(field) or _LABELS_ELSEWHERE.get(field) or "Autre")


def value_words(field: str, value: object) -> str:
    """Return a value as one reads it."""
    if value is None or value == "":
        return Status.TODO.label if field == "status" else _EMPTY
    if field == "status" and isinstance(value, str) and value in set(Status):
        return Status(value).label
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        day = shown_day(str(value.get("day") or ""))
        return str(value.get("title") or value.get("exact") or value.get("file") or value.get("url") or day or "…")
    words = " ".join(str(value).split())
    words = shown_day(words) if field in ("due", "start", "council") else words
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"
