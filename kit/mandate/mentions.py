"""Where a dossier names an entry of its directory: actions (who, pilot, partners, note) and acts, by their words."""

from __future__ import annotations

from collections.abc import Iterable

from kit.dossier.plan_fields import ACTION, MILESTONE, NOTE, OWN, PARTNERS, PILOT, WHO
from kit.dossier.view import DossierView
from kit.mandate.directory import Contact, plain

ACT = "act:"
_WORDS = (WHO, PILOT, PARTNERS, NOTE)
_PLAN = (ACTION, MILESTONE, OWN)
_LEAST = 3  # letters of a name: fewer are found everywhere


def mentions(dossier: DossierView, entry: Contact) -> tuple[str, ...]:
    """Return the targets whose words name an entry, actions first; spelled with other accents or case all the same."""
    name = plain(entry.name)
    if len(name) < _LEAST:
        return ()
    found = [on for prefix in _PLAN for on in dossier.targets(prefix) if _names(name, _of_action(dossier, on))]
    return (*found, *(on for on in dossier.targets(ACT) if _names(name, _texts(dossier.fields(on).values()))))


def _of_action(dossier: DossierView, on: str) -> list[str]:
    fields = dossier.fields(on)
    return _texts(fields.get(field) for field in _WORDS)


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _names(name: str, texts: Iterable[str]) -> bool:
    return any(f" {name} " in f" {plain(text)} " for text in texts)
