"""A poster as an office lays it out: its parts in two columns, its letters as large as one page holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from math import ceil

from msgspec import Struct

from kit.content.blocks import Heading, Items, Paragraph, plain
from kit.documents.document import Block, Boxes, Document, Lead

GAP = 10
"""Millimetres between the two columns."""

_POINT = 72 / 25.4  # points in a millimetre
_MARGINS = 40, 56  # millimetres that the sides, and the head and the foot with their lines, take
_LARGEST, _SMALLEST = 24, 9
_LETTER = 0.52  # width of a letter of Arial, in its size; bold ones are wider
_LINE = 1.33  # height of a line of text, in its size
_TITLE, _HEADING, _LEAD = 1.8, 1.3, 1.1  # their sizes, as the styles have them


class Laid(Struct, frozen=True):
    """The blocks of a poster: before its columns, in each of them, after them."""

    head: tuple[Block, ...]
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    foot: tuple[Block, ...]


def laid(document: Document) -> Laid:
    """Return a poster in two columns, as high as each other, that cut no part."""
    head, beside, foot = _parts(document.blocks)
    size, cards = points(document), list(_cards(beside))
    highs = [_highest(card, size, _column(document)) for card in cards]
    left = min(range(len(cards) + 1), key=lambda n: max(sum(highs[:n]), sum(highs[n:])))
    return Laid(head, tuple(chain(*cards[:left])), tuple(chain(*cards[left:])), foot)


def _parts(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]:
    first = next((n for n, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    after = max((n for n, block in enumerate(blocks) if isinstance(block, Boxes)), default=first - 1) + 1
    return blocks[:first], blocks[first:after], blocks[after:]


def points(document: Document) -> float:
    """Return the size of the text of a document in an office: that of a poster is the largest that fits its page."""
    if not document.poster:
        return document.points
    return next((size for size in range(_LARGEST, _SMALLEST, -1) if _fits(document, size)), _SMALLEST)


def _fits(document: Document, size: int) -> bool:
    wide, high = ((length - taken) * _POINT for length, taken in zip(document.sheet_size, _MARGINS, strict=True))
    head, beside, foot = _parts(document.blocks)
    around = _text(document.title, _TITLE * size, wide) + _highest((*head, *foot), size, wide)
    cards = [_highest(card, size, _column(document)) for card in _cards(beside)]
    return around + min(max(sum(cards[:n]), sum(cards[n:])) for n in range(len(cards) + 1)) <= high


def _column(document: Document) -> float:
    return (document.sheet_size[0] - _MARGINS[0] - GAP) * _POINT / 2


def _cards(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks of each part, which begins with a title and is not cut."""
    starts = [number for number, block in enumerate(blocks) if isinstance(block, Heading)]
    for start, end in pairwise((*starts, len(blocks))):
        yield blocks[start:end]


def _highest(blocks: Iterable[Block], size: float, wide: float) -> float:
    return sum(_height(block, size, wide) for block in blocks)


def _height(block: Block, size: float, wide: float) -> float:
    match block:
        case Heading(_, spans):
            return 24 + _text(plain(spans), _HEADING * size, wide)
        case Lead(spans):
            return 10 + _text(plain(spans), _LEAD * size, wide)
        case Paragraph(spans):
            return 6 + _text(plain(spans), size, wide)
        case Boxes(_, boxes):
            told = (f"{box.label} {box.code} {box.title} ({box.state})" for box in boxes)
            return sum(12 + _text(text, size, wide - 2 * size) for text in told)
        case Items(_, items):
            return sum(_height(inner, size, wide - 2 * size) for item in items for inner in item)
    return 0


def _text(text: str, size: float, wide: float) -> float:
    return ceil(len(text) * _LETTER * size / wide) * _LINE * size
