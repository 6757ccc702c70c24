"""The local directory: associations, SCIC, shops… that the council meets, kept in the dossier and nowhere else.

Each entry is one target ``contact:<id>``, each of its fields one field of the journal, so that two people may complete
it apart. A link to an action is a field of its own too (``link:<target>``), for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from kit.dossier.model import Change
from kit.dossier.plan_fields import new_id
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


class DirectoryView(Protocol):
    """What is asked of a dossier."""

    def targets(self, prefix: str = "", /) -> list[str]: ...
    def fields(self, on: str, /) -> dict[str, object]: ...


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


def contacts(dossier: DirectoryView) -> list[Contact]:
    """Return all entries by name; one without a name is one that was removed."""
    found = [_contact(on, dossier.fields(on)) for on in dossier.targets(TARGET)]
    return sorted((one for one in found if one.name), key=lambda one: (_key(one.name), one.on))


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


def same_key(name: str, place: str, email: str) -> tuple[str, str]:
    """Return what tells two entries apart: the name with the address of mail, else with the place."""
    return _key(name), _key(email or place)


def _key(text: str) -> str:
    return fold(text).strip()


def _contact(on: str, fields: Mapping[str, object]) -> Contact:
    texts = {field: "" if fields.get(field) is None else str(fields[field]).strip() for field in FIELDS}
    links = tuple(
        sorted(field.removeprefix(LINK) for field, value in fields.items() if field.startswith(LINK) and value)
    )
    return Contact(on, **texts, links=links)
