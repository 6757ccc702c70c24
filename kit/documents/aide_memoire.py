"""The aide-mémoire: the kit on one page, for the mayor's folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.content.blocks import Items, Paragraph, Text
from kit.content.library import Library
from kit.content.model import Lever
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Fields, Lead, heading, said, words
from kit.documents.wording import Wording, wording
from kit.errors import UnknownId


def aide_memoire_document(library: Library, *, today: date | None = None, size: int = 11) -> Document:
    """Return what it is, why, how, and who helps: one page at 11 points."""
    say, publisher = wording(library), library.publisher
    return Document(
        title=say.say("aide_memoire", "title"),
        blocks=(
            *_what(library),
            heading(2, say.say("aide_memoire", "why")),
            Items(False, tuple((Paragraph(words(reason.title)),) for reason in library.outline.reasons)),
            heading(2, say.say("aide_memoire", "how")),
            Items(False, tuple((_lever(lever),) for lever in library.outline.levers)),
            heading(2, say.say("aide_memoire", "here")),
            Fields((say.say("aide_memoire", "person"),)),
            Fields((say.say("aide_memoire", "first"), say.say("checklist", "ask_due"))),
            heading(2, say.say("aide_memoire", "help")),
            *_help(library, say),
        ),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
    )


def _what(library: Library) -> Iterator[Block]:
    try:
        term = library.term("ess")
    except UnknownId:
        return
    yield Lead((Text(f"{term.term}\u00a0: ", bold=True), Text(term.definition)))


def _lever(lever: Lever) -> Paragraph:
    actions = "\u00a0; ".join(f"{action.code}\u00a0{action.label}" for action in lever.actions)
    return Paragraph((Text(f"{lever.article.code}. {lever.article.title}", bold=True), Text(f"\u00a0: {actions}.")))


def _help(library: Library, say: Wording) -> Iterator[Block]:
    publisher = library.publisher
    yield from said(f"{publisher.full_name} ({publisher.name})" if publisher.full_name else publisher.name)
    if publisher.mail or publisher.site:
        yield from said(" · ".join(part for part in (publisher.mail, publisher.site) if part))
    yield from said(say.say("aide_memoire", "program"))
