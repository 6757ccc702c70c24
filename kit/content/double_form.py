"""All texts in the writing that the reader chose: a view of a Library, made at reading, never a second copy."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from kit.content import blocks
from kit.content.blocks import Block, Body, Callout, Cite, Figure, Heading, Items, Paragraph, Span, Spans, Table
from kit.content.library import Library, Store
from kit.content.model import ROLES, Article, Example, Outline
from kit.content.writing import DOUBLE, Change, changes, double

if TYPE_CHECKING:
    from kit.content.cases import Case
    from kit.content.shelf import Shelf
    from kit.errors import ContentError

# What stays as it is: the lines of the CRESS page, the forms that a term is found by, addresses. Ids have no dot.
_KEPT = frozenset({"page_text", "aliases", "address"})


def written(library: Library, writing: str) -> Library:
    """Return the texts of a library in this writing (``writing.WRITINGS``); the library itself for the page's own."""
    return Library(WrittenStore(library), DOUBLE) if writing == DOUBLE else library


class WrittenStore:
    """The texts of another library in the double form; follows it when it reads from another store."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._made: tuple[Outline, Outline] | None = None

    @property
    def outline(self) -> Outline:
        told = self._library.outline
        if self._made is None or self._made[0] is not told:
            self._made = told, double_record(told)
        return self._made[1]

    @property
    def problems(self) -> list[ContentError]:
        return self._library.problems

    def close(self) -> None:
        """Let the files of the library that is looked at go."""
        self._library.close()

    def adopt(self, store: Store) -> None:
        """Have the library that is looked at read from another store."""
        self._library.adopt(store)

    def article(self, article_id: str) -> Article | None:
        return double_record(self._library.article(article_id)) if self._library.has(article_id) else None

    def body(self, article_id: str) -> Body:
        return double_body(self._library.body(article_id))

    def children(self, parent: str, kinds: tuple[str, ...] = ()) -> tuple[Article, ...]:
        return tuple(double_record(article) for article in self._library.children(parent, *kinds))

    def articles(self, kinds: tuple[str, ...] = ()) -> Iterator[Article]:
        return (double_record(article) for article in self._library.articles(*kinds))

    def among(self, ids: Collection[str]) -> Iterator[Article]:
        return (double_record(article) for article in self._library.among(ids))

    def cases(self) -> tuple[Case, ...]:
        return tuple(double_record(case) for case in self._library.cases)

    def case_like(self, departement: str, population: int | None) -> Case | None:
        found = self._library.case_like(departement, population)
        return None if found is None else double_record(found)

    def question_ids(self) -> tuple[str, ...]:
        return self._library.question_ids

    def shelf(self) -> Shelf:
        return double_record(self._library.shelf)


def double_record[T: msgspec.Struct](value: T) -> T:
    """Return a model value (article, outline, shelf…) with its sentences in the double form."""
    new = {name: _double_value(getattr(value, name)) for name in value.__struct_fields__ if name not in _KEPT}
    if isinstance(value, Example):
        new["role"] = tuple(map(_double_role, value.role))
    return msgspec.structs.replace(value, **new)


def _double_role(word: str) -> str:
    """Return what a reader sees of a role where that has two writings, else the word of the header."""
    words = ROLES.get(word, word)
    return double(words) if "·" in words else word


def _double_value(value: Any) -> Any:
    if isinstance(value, str):
        return double(value)
    if isinstance(value, tuple):
        return tuple(_double_value(item) for item in value)
    if isinstance(value, dict):
        return {key: _double_value(item) for key, item in value.items()}
    return double_record(value) if isinstance(value, msgspec.Struct) else value


def double_body(body: Body) -> Body:
    """Return a block tree in the double form; anchors and targets stay, so that links still lead there."""
    return tuple(_double_block(block) for block in body)


def _double_block(block: Block) -> Block:
    match block:
        case Heading(level, spans, anchor):
            return Heading(level, double_spans(spans), anchor)
        case Paragraph(spans):
            return Paragraph(double_spans(spans))
        case Items(ordered, items):
            return Items(ordered, tuple(double_body(item) for item in items))
        case Table(header, rows):
            cells = tuple(tuple(double_spans(cell) for cell in row) for row in rows)
            return Table(tuple(double_spans(cell) for cell in header), cells)
        case Callout(kind, title, inner):
            return Callout(kind, double(title), double_body(inner))
        case Figure(kind, series, words):
            return Figure(kind, double_record(series), double_spans(words))
        case _:
            return block


def double_spans(spans: Spans) -> Spans:
    """Return a run in the double form; the whole run is read, and a group stands where its last word stood.

    So « les » before a link goes into the link with both nouns.
    """
    whole = blocks.plain(spans)
    found = list(changes(whole))
    return _changed(spans, found) if found else spans


def _changed(spans: Spans, found: list[Change]) -> Spans:
    made: list[Span] = []
    start = 0
    for span in spans:
        if isinstance(span, Cite):
            made.append(span)
            continue
        end, text, place = start + len(span.text), "", start
        for change in found:
            if change.end <= start or change.start >= end:
                continue
            text += span.text[place - start : max(0, change.start - start)]
            text += change.words if change.end <= end else ""
            place = min(end, change.end)
        made.append(msgspec.structs.replace(span, text=text + span.text[place - start :]))
        start = end
    return tuple(span for span in made if isinstance(span, Cite) or span.text)
