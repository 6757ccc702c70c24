"""How much room a text takes on a page, about: which rows and tables can stay whole."""

from __future__ import annotations

from collections.abc import Iterable

from kit.content.blocks import Spans, Table
from kit.documents.document import Document, runs, shares
from kit.documents.paper import Paper

_PAGE_OF_TEXT = 200_000  # characters × points² that fit half a page with room to spare
_WHOLE = 0.6  # of that: a table that takes less, about a fifth of a page, stays whole
_WHOLE_SMALL = 0.9  # on a small page about a third, where most tables would leave a row alone on the next page
_LINE = 60  # characters that a line that ends early counts for


def is_long(lengths: Iterable[int], document: Document) -> bool:
    """Say whether the longest of some texts side by side, in characters over the whole width, is over half a page."""
    return max(lengths, default=0) * document.size**2 > _room(document)


def is_tall(row: Iterable[Spans], widths: Iterable[int], document: Document) -> bool:
    """Say whether a row of a table, its widths in hundredths of the page, is over half a page tall."""
    return is_long(_lengths(row, widths), document)


def is_small(table: Table, document: Document) -> bool:
    """Say whether a table is under about a fifth of a page tall, of a small one a third: it then stays whole."""
    widths = shares(table, document)
    rows = [row for row in (table.header, *table.rows) if row]
    is_small_page = document.paper is Paper.A5
    least, whole = (_LINE // 2, _WHOLE_SMALL) if is_small_page else (_LINE, _WHOLE)
    told = sum(max(least, *_lengths(row, widths)) + least for row in rows)
    return told * document.size**2 < whole * _room(document)


def length(spans: Spans) -> int:
    """Return about how many characters of a line spans take, those that end early whole."""
    return sum(len(run.text) + _LINE * run.text.count("\n") for run in runs(spans))


def _lengths(row: Iterable[Spans], widths: Iterable[int]) -> list[int]:
    return [length(cell) * 100 // width for cell, width in zip(row, widths, strict=False)]


def _room(document: Document) -> int:
    return _PAGE_OF_TEXT // 2 if document.paper is Paper.A5 else _PAGE_OF_TEXT
