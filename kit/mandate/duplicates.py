"""Entries of the directory that seem to be one structure spelled in two ways: found, joined into one, or kept apart.

Nothing is joined by itself. Joining is one gesture and loses nothing: what two entries say differently stays in the
note of the one that remains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kit.dossier.model import Change
from kit.dossier.view import DossierView
from kit.mandate.directory import FIELDS, LINK, MET, NOTE, Contact, plain, removed

APART = "apart:"
"""Before the target of another entry of a like name that someone said to be another structure."""
_SHORT = {
    "assoc": "association",
    "asso": "association",
    "ass": "association",
    "st": "saint",
    "ste": "sainte",
    "coop": "cooperative",
    "fed": "federation",
    "et": "",
    "cie": "compagnie",
}
_ARTICLES = ("l", "d", "le", "la", "les", "du", "de", "des")


def spelling(name: str) -> str:
    """Return a name without what spellings differ in: case, accents, marks, articles, usual short forms."""
    words = plain(plain(name)).replace("'", " ").split()  # a letter as « 𝗔 » is a capital only once it is folded
    return " ".join(word for one in words if (word := _SHORT.get(one, one)) and word not in _ARTICLES)


def doubles(entries: Iterable[Contact], dossier: DossierView) -> list[tuple[Contact, Contact]]:
    """Return the pairs of entries that seem to be one, by name; a pair said to be two is left out.

    Of several of one spelling, the first comes with each of the others.
    """
    seen: dict[str, list[Contact]] = {}
    found = []
    for one in entries:
        key = spelling(one.name)
        others = seen.setdefault(key, []) if key else []
        first = next((other for other in others if not _are_apart(other, one, dossier)), None)
        if first is not None:
            found.append((first, one))
        else:
            others.append(one)
    return found


def joined(first: Contact, second: Contact, dossier: DossierView, labels: Mapping[str, str]) -> list[Change]:
    """Return the changes that make one entry of two: the one that says more stays, the other goes.

    ``labels`` name a field in the note.
    """
    stays, goes = (first, second) if _fullness(first) >= _fullness(second) else (second, first)
    changes: list[Change] = []
    left: list[str] = []
    for field in FIELDS:
        kept, other = getattr(stays, field), getattr(goes, field)
        if field == NOTE or not other or other == kept:
            continue
        if not kept:
            changes.append(Change(stays.on, field, other))
        elif field == MET and other > kept:
            changes.append(Change(stays.on, field, other))
            left.append(f"{labels[field]}\u00a0: {kept}")
        else:
            left.append(f"{labels[field]}\u00a0: {other}")
    notes = [stays.note, *left, goes.note if goes.note not in stays.note else ""]
    note = "\n".join(part for part in notes if part)
    if note != stays.note:
        changes.append(Change(stays.on, NOTE, note))
    changes += [Change(stays.on, LINK + target, True) for target in goes.links if target not in stays.links]
    return changes + removed(goes, dossier.fields(goes.on))


def kept_apart(first: Contact, second: Contact) -> list[Change]:
    """Return the change that says that two entries of a like name are two structures."""
    return [Change(first.on, APART + second.on, True)]


def _are_apart(one: Contact, other: Contact, dossier: DossierView) -> bool:
    return bool(dossier.fields(one.on).get(APART + other.on) or dossier.fields(other.on).get(APART + one.on))


def _fullness(one: Contact) -> int:
    return sum(bool(getattr(one, field)) for field in FIELDS) + len(one.links)
