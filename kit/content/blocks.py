"""The one block tree that every medium is written from: screen, print, files, mail.

A body is a tuple of blocks; a block holds spans. It is kept as MessagePack, each node an array that begins with its
name, and read back in one go, without any Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kit.content.model import Series


class Node(msgspec.Struct, frozen=True, array_like=True, tag=str.lower):
    """What a body is made of: a child of it that ``Block`` or ``Span`` names can be encoded."""


class Text(Node, frozen=True):
    """Running text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


class Link(Node, frozen=True):
    """A link to another article; ``target`` is its id, with ``#anchor`` where there is one."""

    target: str
    text: str


class Cite(Node, frozen=True):
    """A call to the facts that carry a sentence: ids such as F140."""

    facts: tuple[str, ...]


Span = Text | Link | Cite
Spans = tuple[Span, ...]


class Heading(Node, frozen=True):
    """A heading inside an article: ``level`` 2 to 4, as the page's title is level 1."""

    level: int
    spans: Spans
    anchor: str


class Paragraph(Node, frozen=True):
    """A paragraph."""

    spans: Spans


class Items(Node, frozen=True):
    """A list; each item is a tuple of blocks, the first a paragraph."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


class Table(Node, frozen=True):
    """A table with one header row."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


class Callout(Node, frozen=True):
    """A framed part; ``kind`` is one of CALLOUTS."""

    kind: str
    title: str
    blocks: tuple[Block, ...]


class Examples(Node, frozen=True):
    """The place where the article's examples stand."""


class Steps(Node, frozen=True):
    """The place where an action's steps stand."""


class Figure(Node, frozen=True):
    """Values of the header that are drawn: ``kind`` is one of FIGURES, ``words`` what is written below."""

    kind: str
    series: Series
    words: Spans = ()


Block = Heading | Paragraph | Items | Table | Callout | Examples | Steps | Figure
Body = tuple[Block, ...]

FIGURES = frozenset({"chiffre", "barres", "parts", "carte"})
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
    """Yield each run of spans of a body, in reading order; a callout's title counts as one.

    Of a figure those are its facts and the words below it: its title and labels are no sentences."""
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
        elif isinstance(block, Figure):
            yield (Cite(block.series.facts),)
            yield block.words


def plain_body(body: Iterable[Block]) -> str:
    """Return the words of a body, a line for each run of spans."""
    return "\n".join(plain(spans) for spans in walk_spans(body))


DECODER = msgspec.msgpack.Decoder(Body)
"""Reads a body as ``msgspec.msgpack.encode`` writes it; raises msgspec.DecodeError for anything else."""
