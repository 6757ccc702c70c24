"""The local directory: associations, SCIC, shops… that the council meets, kept in the dossier and nowhere else.

Each entry is one target ``contact:<id>``, each of its fields one field of the journal, so that two people may complete
it apart. A link to an action is a field of its own too (``link:<target>``), for the same reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from kit.dossier.model import Change
from kit.dossier.plan_fields import new_id
from kit.dossier.view import DossierView
from kit.folding import fold

TARGET = "contact:"
NAME, KIND, ACTIVITY, PLACE, CONTACT, EMAIL, PHONE, NOTE = (
    "name",
    "kind",
    "activity",
    "place",
    "contact",
    "email",
    "phone",
    "note",
)
MET = "met"
"""An ISO date, or words (« au forum de mars »)."""
FIELDS = (NAME, KIND, ACTIVITY, PLACE, CONTACT, EMAIL, PHONE, MET, NOTE)
LINK = "link:"
_APART = re.compile(r"[^\w']+|_")


class Contact(Struct, frozen=True):
    """One entry; ``links`` are targets of the plan. Personal data: never logged, never sent by the program."""

    on: str
    name: str
    kind: str = ""
    activity: str = ""
    place: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    met: str = ""
    note: str = ""
    links: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Whether someone has met them."""
        return bool(self.met)


def contacts(dossier: DossierView) -> list[Contact]:
    """Return all entries by name."""
    found = [contact(on, dossier.fields(on)) for on in dossier.targets(TARGET)]
    return sorted((one for one in found if one.name), key=lambda one: (_key(one.name), one.on))


def contact(on: str, fields: Mapping[str, object]) -> Contact:
    """Return an entry from the fields of its target; one without a name is one that was removed."""
    texts = {field: "" if fields.get(field) is None else str(fields[field]).strip() for field in FIELDS}
    links = tuple(
        sorted(field.removeprefix(LINK) for field, value in fields.items() if field.startswith(LINK) and value)
    )
    return Contact(on, **texts, links=links)


def linked_to(entries: Iterable[Contact], target: str) -> list[Contact]:
    """Return the entries linked to an action."""
    return [one for one in entries if target in one.links]


def added(values: Mapping[str, str]) -> tuple[str, list[Change]]:
    """Return the target of a new entry and the changes that make it; empty values are left out."""
    on = TARGET + new_id()
    return on, [Change(on, field, values[field].strip()) for field in FIELDS if values.get(field, "").strip()]


def changed(entry: Contact, field: str, text: str) -> list[Change]:
    """Return the change that gives a field another text; an empty one clears it."""
    return [Change(entry.on, field, text.strip() or None)] if getattr(entry, field) != text.strip() else []


def linked(entry: Contact, target: str, *, is_linked: bool) -> list[Change]:
    """Return the change that links an entry to an action, or unlinks it."""
    return (
        [Change(entry.on, LINK + target, True if is_linked else None)] if (target in entry.links) != is_linked else []
    )


def removed(entry: Contact, fields: Mapping[str, object]) -> list[Change]:
    """Return the changes that clear all fields of an entry (``Dossier.fields(entry.on)``)."""
    return [Change(entry.on, field, None) for field in fields]


def named(entries: Iterable[Contact], name: str) -> Contact | None:
    """Return the first entry of this name, however it is spelled: case, accents and apostrophes do not count."""
    wanted = plain(name)
    return next((one for one in entries if wanted and plain(one.name) == wanted), None)


def reached(entries: Iterable[Contact], name: str, *, kind: str = "", email: str = "", place: str = "") -> list[Change]:
    """Return what keeps where someone is reached: in their entry, or in a new one; nothing where nothing is new."""
    told = {field: text.strip() for field, text in ((EMAIL, email), (PLACE, place)) if text.strip()}
    entry = named(entries, name)
    if not told or not name.strip():
        return []
    if entry is None:
        return added({NAME: name, KIND: kind, **told})[1]
    return [change for field, text in told.items() for change in changed(entry, field, text)]


def plain(name: str) -> str:
    """Return a name for comparison: folded, any apostrophe as a straight one, marks and white space as one space."""
    return " ".join(_APART.sub(" ", fold(name).replace("’", "'")).split())


def same_key(name: str, place: str, email: str) -> tuple[str, str]:
    """Return what tells two entries apart: the name with the address of mail, else with the place."""
    return _key(name), _key(email or place)


def _key(text: str) -> str:
    return fold(text).strip()
