"""The one block tree that every medium is written from: screen, print, files, mail.

A body is a tuple of blocks; a block holds spans. Plain values only, so that the tree can be
compiled to JSON once (``pack``) and read back without any Markdown (``unpack``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True):
    """Running text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


class Link(msgspec.Struct, frozen=True):
    """A link to another article; ``target`` is its id, with ``#anchor`` where there is one."""

    target: str
    text: str


class Cite(msgspec.Struct, frozen=True):
    """A call to the facts that carry a sentence: ids such as F140."""

    facts: tuple[str, ...]


Span = Text | Link | Cite
Spans = tuple[Span, ...]


class Heading(msgspec.Struct, frozen=True):
    """A heading inside an article: ``level`` 2 to 4, as the page's title is level 1."""

    level: int
    spans: Spans
    anchor: str


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph."""

    spans: Spans


class Items(msgspec.Struct, frozen=True):
    """A list; each item is a tuple of blocks, the first a paragraph."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


class Table(msgspec.Struct, frozen=True):
    """A table with one header row."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


class Callout(msgspec.Struct, frozen=True):
    """A framed part; ``kind`` is one of CALLOUTS."""

    kind: str
    title: str
    blocks: tuple[Block, ...]


class Examples(msgspec.Struct, frozen=True):
    """The place where the article's examples stand."""


class Steps(msgspec.Struct, frozen=True):
    """The place where an action's steps stand."""


Block = Heading | Paragraph | Items | Table | Callout | Examples | Steps
Body = tuple[Block, ...]

CALLOUTS = frozenset({"voix", "objection", "loi", "avertissement", "petite-commune", "a-completer"})


def plain(spans: Iterable[Span]) -> str:
    """Return the words of spans, without the calls to facts."""
    return "".join(span.text for span in spans if not isinstance(span, Cite))


def facts(body: Iterable[Block]) -> Iterator[str]:
    """Yield the facts that a body calls, in reading order."""
    for spans in walk_spans(body):
        for span in spans:
            if isinstance(span, Cite):
                yield from span.facts


def links(body: Iterable[Block]) -> Iterator[Link]:
    """Yield the links of a body, in reading order."""
    for spans in walk_spans(body):
        for span in spans:
            if isinstance(span, Link):
                yield span


def headings(body: Iterable[Block]) -> tuple[Heading, ...]:
    """Return the headings of a body, in reading order."""
    return tuple(block for block in body if isinstance(block, Heading))


def walk_spans(body: Iterable[Block]) -> Iterator[Spans]:
    """Yield each run of spans of a body, in reading order; a callout's title counts as one."""
    for block in body:
        if isinstance(block, (Heading, Paragraph)):
            yield block.spans
        elif isinstance(block, Items):
            for item in block.items:
                yield from walk_spans(item)
        elif isinstance(block, Table):
            yield from block.header
            for row in block.rows:
                yield from row
        elif isinstance(block, Callout):
            yield (Text(block.title),)
            yield from walk_spans(block.blocks)


def plain_body(body: Iterable[Block]) -> str:
    """Return the words of a body, a line for each run of spans."""
    return "\n".join(plain(spans) for spans in walk_spans(body))


# --- to JSON and back ---------------------------------------------------------------------


def _pack_spans(spans: Spans) -> list[Any]:
    packed: list[Any] = []
    for span in spans:
        if isinstance(span, Text):
            style = (1 if span.bold else 0) + (2 if span.italic else 0)
            packed.append([span.text, style] if style else span.text)
        elif isinstance(span, Link):
            packed.append({"a": span.target, "t": span.text})
        else:
            packed.append({"f": list(span.facts)})
    return packed


def _unpack_spans(packed: list[Any]) -> Spans:
    return tuple(_unpack_span(item) for item in packed)


def _unpack_span(item: Any) -> Span:
    if isinstance(item, str):
        return Text(item)
    if isinstance(item, list):
        return Text(item[0], bold=bool(item[1] & 1), italic=bool(item[1] & 2))
    if "a" in item:
        return Link(item["a"], item["t"])
    return Cite(tuple(item["f"]))


def pack(body: Iterable[Block]) -> list[Any]:
    """Return a body as lists and dicts for JSON."""
    return [_pack_block(block) for block in body]


def _pack_block(block: Block) -> list[Any]:
    match block:
        case Heading(level, spans, anchor):
            return ["h", level, _pack_spans(spans), anchor]
        case Paragraph(spans):
            return ["p", _pack_spans(spans)]
        case Items(ordered, items):
            return ["l", ordered, [pack(item) for item in items]]
        case Table(header, rows):
            return ["t", [_pack_spans(c) for c in header], [[_pack_spans(c) for c in row] for row in rows]]
        case Callout(kind, title, blocks):
            return ["c", kind, title, pack(blocks)]
        case Examples():
            return ["e"]
        case Steps():
            return ["s"]


def unpack(packed: Iterable[list[Any]]) -> Body:
    """Return the body that ``pack`` made lists of."""
    return tuple(_unpack_block(item) for item in packed)


def _unpack_block(item: list[Any]) -> Block:
    match item:
        case ["h", level, spans, anchor]:
            return Heading(level, _unpack_spans(spans), anchor)
        case ["p", spans]:
            return Paragraph(_unpack_spans(spans))
        case ["l", ordered, items]:
            return Items(ordered, tuple(unpack(blocks) for blocks in items))
        case ["t", header, rows]:
            cells = tuple(tuple(_unpack_spans(c) for c in row) for row in rows)
            return Table(tuple(_unpack_spans(c) for c in header), cells)
        case ["c", kind, title, blocks]:
            return Callout(kind, title, unpack(blocks))
        case ["e"]:
            return Examples()
        case ["s"]:
            return Steps()
    raise ValueError(f"unknown block {item[:1]}")
