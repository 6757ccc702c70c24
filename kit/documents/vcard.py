"""The local directory as an address book: vCard 3.0 (RFC 2426), all entries in one file.

Version 3.0 rather than 4.0 (RFC 6350): classic Outlook, Windows Contacts and old telephones of a mairie read no 4.0,
and all that read 4.0 read 3.0. An entry is a structure, so its name is the formatted name and the organisation; the
person to ask for, who may be « Camille Martin, présidente », is told in the note rather than cut into first and last
name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kit.documents.calendar_file import escape, folded
from kit.mandate.directory import Contact

_PRODUCT = "-//Kit ESS//Kit ESS//FR"


def vcards(entries: Iterable[Contact], dossier: str, *, person: str = "{}") -> bytes:
    """Return entries as the bytes of a ``.vcf``; ``dossier`` is its uuid, ``person`` names whom to ask for in the note.

    The same entry has the same UID each time, so that importing again changes it where the address book knows how.
    """
    return b"".join(folded(line) for one in entries for line in _card(one, dossier, person))


def _card(one: Contact, dossier: str, person: str) -> Iterator[str]:
    name = escape(one.name)
    yield from ("BEGIN:VCARD", "VERSION:3.0", f"PRODID:{_PRODUCT}")
    yield f"UID:{escape(one.on.replace(':', '-'))}-{escape(dossier) or 'kit-ess'}@kit-ess"
    yield f"FN:{name}"
    yield f"N:{name};;;;"
    yield f"ORG:{name}"
    if one.kind:
        yield f"CATEGORIES:{escape(one.kind)}"
    if one.email:
        yield f"EMAIL;TYPE=INTERNET:{escape(one.email)}"
    if one.phone:
        yield f"TEL;TYPE=WORK,VOICE:{escape(one.phone)}"
    if one.place:
        yield f"ADR;TYPE=WORK:;;{escape(one.place)};;;;"
    asked = person.format(one.contact) if one.contact else ""
    note = "\n".join(part for part in (asked, one.activity, one.note) if part)
    if note:
        yield f"NOTE:{escape(note)}"
    yield "END:VCARD"
