"""Names of the local directory on offer while one types who takes part in an action, or whom an act is made with."""

from __future__ import annotations

from collections.abc import Callable

from kit.mandate.directory import Contact, contacts, plain
from ui.services.session import DossierSession

_LEAST, _MOST = 2, 8  # letters typed before names are on offer, and names at once


def structures(session: DossierSession, typed: str) -> list[tuple[str, str]]:
    """Return the target and the name of the entries of which a word begins as what was typed."""
    return [(one.on, one.name) for one in _begun(session, typed, lambda one: one.name)][:_MOST]


def partners(session: DossierSession, typed: str) -> list[tuple[str, str]]:
    """Return as ``structures``, structures and whom to ask for there, behind what is typed before the last comma."""
    before, comma, last = typed.rpartition(",")
    head = f"{before}{comma} " if comma else ""
    named = [(one.on, one.name) for one in _begun(session, last, lambda one: one.name)]
    asked = [(one.on, f"{one.contact} ({one.name})") for one in _begun(session, last, lambda one: one.contact)]
    return [(on, head + words) for on, words in (*named, *asked)][:_MOST]


def _begun(session: DossierSession, typed: str, name: Callable[[Contact], str]) -> list[Contact]:
    wanted = plain(typed)
    if len(wanted) < _LEAST:
        return []
    return [one for one in contacts(session.dossier) if f" {wanted}" in f" {plain(name(one))}"]
