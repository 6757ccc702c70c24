"""What a gesture of an earlier run is called, from what the journal knows of it, and when it was made."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kit.days import day_in_words
from kit.dossier.highlights import HIGHLIGHT, is_note
from kit.dossier.model import Event
from kit.typography import fr
from ui.services import identity
from ui.services.plan.model import PlanModel

_KINDS = {  # of targets, before the colon
    "identity": identity.LABEL,
    "contact": "répertoire local",
    "act": "textes d’un modèle d’acte",
    "acts": "textes d’un modèle d’acte",
    "article": "note sur un texte",
    "diagnostic": "réponses aux 12 questions",
    "instant": "instantané",
    "mandate": "mandat ouvert",
    "sending": "envoi noté",
}
PASSAGE_MARKED, PASSAGE_REMOVED, PASSAGE_NOTED = "passage surligné", "surlignage retiré", "note sur un passage"
_WAYS = {"papier": "saisie depuis le papier", "reunion": "réunion de deux dossiers"}


def name_of(events: Sequence[Event], plan: PlanModel) -> str:
    """Return what the undo list calls these changes; they are one gesture at least."""
    way = next((_WAYS[event.via] for event in events if event.via in _WAYS), "")
    if way or (way := plan.label_of(events)):
        return way
    if all(event.f.startswith(HIGHLIGHT) for event in events):
        return _passage_name(events)
    kinds = [event.on.partition(":")[0] for event in events]
    if "mandate" in kinds:
        return _KINDS["mandate"]
    named = {_KINDS[kind] for kind in kinds if kind in _KINDS}
    if len(named) == 1 and all(kind in _KINDS for kind in kinds):
        return named.pop()
    count = len(events)
    return fr("{count} changements", count=count) if count > 1 else "un changement"


def _passage_name(events: Sequence[Event]) -> str:
    marks = [event for event in events if not is_note(event.f)]
    if not marks:
        return PASSAGE_NOTED
    return PASSAGE_REMOVED if all(event.x is None for event in marks) else PASSAGE_MARKED


def when_of(event: Event, today: datetime.date) -> str:
    """Return « aujourd’hui à 14 h 32 », « hier à 9 h 05 », « 3 mars 2026 à 9 h 05 »; empty where no clock gave it."""
    try:
        at = datetime.datetime.fromisoformat(event.t).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    day = {0: "aujourd’hui", 1: "hier"}.get((today - at.date()).days) or day_in_words(at.date())
    return fr("{day} à {hour} h {minute}", day=day, hour=at.hour, minute=f"{at.minute:02}")
