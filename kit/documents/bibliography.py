"""The sources of the kit on paper: a row for each, with its address and the pages that cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kit.content.blocks import Spans, Table
from kit.content.citations import Citation, citations
from kit.content.library import Library
from kit.content.shelf import Source
from kit.documents.document import Document, Row, words
from kit.documents.listing import chosen, list_document
from kit.documents.sheet import Sheet, SheetRow
from kit.documents.wording import Wording, wording


def bibliography_document(
    library: Library, *, only: Sequence[str] | None = None, told: str = "", today: date | None = None
) -> Document:
    """Return all sources, or those of the ids ``only`` in that order; ``told`` says why these."""
    say, cited = wording(library), citations(library)
    header = tuple(say.say("bibliography", key) for key in ("code", "source", "cited"))
    shown = chosen(library.shelf.sources.values(), only)
    rows = tuple(_row(one, cited.get(one.id, ()), say) for one in shown)
    table = Table(tuple(map(words, header)), tuple(map(_cells, rows)))
    title, lead = say.say("bibliography", "title"), say.say("bibliography", "lead")
    blocks, sheets = (table,) if rows else (), (_sheet(shown, cited, say),)
    return list_document(library, title, lead, blocks, told=told, today=today, sheets=sheets)


def _sheet(shown: Sequence[Source], cited: Mapping[str, Sequence[Citation]], say: Wording) -> Sheet:
    header = tuple(say.say("bibliography", key) for key in ("code", "source", "address", "cited"))
    rows = tuple(_sheet_row(one, cited.get(one.id, ()), say) for one in shown)
    return Sheet(say.say("bibliography", "sheet"), header, rows)


def _sheet_row(one: Source, cited: Sequence[Citation], say: Wording) -> SheetRow:
    return one.id, one.title, one.address, _named(cited, say)


def _row(one: Source, cited: Sequence[Citation], say: Wording) -> Row:
    source = "\n".join(part for part in (one.title, one.address) if part)
    return one.id, source, _named(cited, say)


def _named(cited: Sequence[Citation], say: Wording) -> str:
    named = "\u00a0; ".join(dict.fromkeys(_title(use, say) for use in cited))
    return named or say.say("bibliography", "not_cited")


def _title(use: Citation, say: Wording) -> str:
    return say.say("bibliography", use.kind, title=use.title) if use.kind in ("date", "term") else use.title


def _cells(row: Row) -> tuple[Spans, ...]:
    return tuple(map(words, row))
