"""The local directory on paper: as a list in every format, and as labels for envelopes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from kit.content.blocks import Table
from kit.content.library import Library
from kit.days import day_or_words
from kit.documents.boxes import footer
from kit.documents.document import Document, Row, said, words
from kit.documents.glyphs import drawable
from kit.documents.sheet import Sheet, SheetCell, SheetRow, day_cell, mail_cell
from kit.documents.typeset import Typesetter
from kit.documents.wording import Wording, wording
from kit.mandate.directory import EMAIL, FIELDS, MET, Contact

LABELS_TEMPLATE = "labels.typ"
_LONGEST = 120  # characters of a line of a label


def directory_document(
    library: Library,
    contacts: Sequence[Contact],
    *,
    titles: Mapping[str, str] | None = None,
    place: str = "",
    today: date | None = None,
) -> Document:
    """Return the list; ``titles`` names the actions that entries are linked to."""
    say, publisher, known = wording(library), library.publisher, titles or {}
    met = sum(one.is_met for one in contacts)
    key = "none" if not contacts else "one" if len(contacts) == 1 else "many"
    header = tuple(words(say.say("directory", name)) for name in ("name", "activity", "reach", "met", "note"))
    table = Table(header, tuple(tuple(map(words, _row(one, known, say))) for one in contacts))
    return Document(
        title=say.say("directory", "title"),
        blocks=(
            *said(say.say("directory", key, n=len(contacts), met=met)),
            *((table,) if contacts else ()),
            *said(say.say("directory", "personal")),
        ),
        date=today or date.today(),
        place=place,
        footer=footer(publisher.name, publisher.content_version),
        author=place or publisher.name,
        landscape=True,
        sheets=(Sheet(say.say("directory", "sheet"), _header(say), tuple(_sheet_row(one, known) for one in contacts)),),
    )


def labels_pdf(contacts: Sequence[Contact], typesetter: Typesetter, *, today: date | None = None) -> bytes:
    """Return sheets of labels: the name, the person, the address. Raises CompileFailed."""
    day = today or date.today()
    shown = [[line for line in _label(one) if line] for one in contacts]
    title = drawable(wording().say("directory", "labels"))
    values = {"title": title, "day": [day.year, day.month, day.day], "labels": shown}
    return typesetter.compile_pdf(LABELS_TEMPLATE, {"data": json.dumps(values, ensure_ascii=False)})


def _label(one: Contact) -> tuple[str, ...]:
    lines = (one.name, one.contact, *(part.strip() for part in one.place.replace("\n", ",").split(",")))
    return tuple(drawable(line[:_LONGEST]) for line in lines)


def _row(one: Contact, titles: Mapping[str, str], say: Wording) -> Row:
    linked = "; ".join(titles[target] for target in one.links if target in titles)
    note = [one.note, f"{say.say('directory', 'links')}\u00a0: {linked}" if linked else ""]
    return (
        "\n".join(part for part in (one.name, one.kind) if part),
        one.activity,
        "\n".join(part for part in (one.contact, one.phone, one.email, one.place) if part),
        day_or_words(one.met),
        "\n".join(part for part in note if part),
    )


def _header(say: Wording) -> Row:
    return (*(say.say("directory", field) for field in FIELDS), say.say("directory", "links"))


def _sheet_row(one: Contact, titles: Mapping[str, str]) -> SheetRow:
    linked = "; ".join(titles[target] for target in one.links if target in titles)
    told: dict[str, SheetCell] = {field: getattr(one, field) for field in FIELDS}
    told |= {EMAIL: mail_cell(one.email), MET: day_cell(one.met)}
    return (*told.values(), linked)
