"""What the lists of the kit have in common on paper: title and lead, the entries chosen, what is said of the choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from kit.content.blocks import Paragraph
from kit.content.library import Library
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Lead, said, words
from kit.documents.sheet import Sheet
from kit.documents.wording import wording


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def chosen[T: _Named](entries: Iterable[T], only: Sequence[str] | None) -> tuple[T, ...]:
    """Return the entries of these ids in the order of the ids, all in their own without any; unknown ids are passed."""
    if only is None:
        return tuple(entries)
    known = {one.id: one for one in entries}
    return tuple(known[one] for one in dict.fromkeys(only) if one in known)


def narrowed(told: str) -> tuple[Paragraph, ...]:
    """Return the sentence that says how a list was narrowed, nothing for a whole one."""
    return said(wording().say("listing", "narrowed", told=told)) if told else ()


def list_document(
    library: Library,
    title: str,
    lead: str,
    blocks: Iterable[Block],
    *,
    told: str,
    today: date | None,
    sheets: tuple[Sheet, ...] = (),
) -> Document:
    """Return a list of the publisher's: its entries under a title, a lead and how it was narrowed."""
    publisher = library.publisher
    return Document(
        title=title,
        blocks=(Lead(words(lead)), *narrowed(told), *blocks),
        date=today or date.today(),
        place=publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        sheets=sheets,
    )
