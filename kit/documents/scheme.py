"""The map of the reasons on one A4 on its side: each reason and its topics, tied to one node; lists elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.content.blocks import Items
from kit.content.library import Library
from kit.content.model import Article
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Lead, Picture, heading, said, words
from kit.documents.wording import wording


def scheme_document(library: Library, *, place: str = "", today: date | None = None) -> Document:
    """Return the map, always one page; ODT, DOCX and text tell it as titles and lists."""
    say, publisher = wording(library), library.publisher
    return Document(
        title=say.say("scheme", "title"),
        blocks=(
            Lead(words(say.say("scheme", "node"))),
            *(block for reason in library.outline.reasons for block in _reason(reason, library)),
        ),
        date=today or date.today(),
        place=place or publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        landscape=True,
        scheme=True,
    )


def _reason(reason: Article, library: Library) -> Iterator[Block]:
    yield Picture(reason.pictogram)
    yield heading(2, f"{reason.code}. {reason.title}")
    topics = library.children(reason.id, "topic")
    if topics:
        yield Items(False, tuple(said(topic.label) for topic in topics))
