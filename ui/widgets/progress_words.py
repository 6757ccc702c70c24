"""How far a list has come, in words and figures."""

from __future__ import annotations

from kit.dossier.model import Progress


def short(value: Progress) -> str:
    """Return « 1/2 », or « — » when no action applies."""
    return f"{value.done}/{value.applicable}" if value.applicable else "—"


def in_words(value: Progress) -> str:
    """Return « 1 action faite sur 2 · 1 non concernée », in whole words."""
    if not value.applicable:
        return "Aucune action ne concerne la commune"
    plural = "s" if value.done > 1 else ""
    words = f"{value.done} action{plural} faite{plural} sur {value.applicable}"
    if value.not_concerned:
        words += f" · {value.not_concerned} non concernée{'s' if value.not_concerned > 1 else ''}"
    return words
