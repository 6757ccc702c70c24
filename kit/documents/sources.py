"""The sources of a document: each numbered at its first call, listed once at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Callout, Cite, Figure, Heading, Items, Paragraph, Spans, Table, Text
from kit.content.library import Library
from kit.documents.document import heading, words
from kit.documents.wording import wording

UNREAD = "*"  # stands for a fact that no source in the kit carries yet

CALLS = re.compile(r"\u00a0\[[\d*, ]+\]")
"""The numbers of sources as ``Sources.call`` writes them, where a text is read for its words."""


class Sources:
    """Gives sources their numbers, in the order of their first call; one for each document."""

    def __init__(self, library: Library, *, told: bool = True) -> None:
        """Take the facts and sources of these texts; ``told`` false leaves all calls out."""
        self._shelf = library.shelf
        self._is_told = told
        self._numbers: dict[str, int] = {}
        self._has_unread = False

    def body(self, blocks: Iterable[ContentBlock]) -> tuple[ContentBlock, ...]:
        """Return blocks with every call to facts as its numbers: « [2, 5] »."""
        return tuple(map(self._block, blocks))

    def call(self, facts: Iterable[str]) -> str:
        """Return the numbers of the sources that carry these facts, empty for none."""
        numbers: set[int] = set()
        is_unread = False
        for key in facts if self._is_told else ():
            fact = self._shelf.facts.get(key)
            found = (
                {self._number(source) for source in fact.sources if source in self._shelf.sources} if fact else set()
            )
            numbers |= found
            is_unread = is_unread or not found
        self._has_unread = self._has_unread or is_unread
        marks = [str(number) for number in sorted(numbers)] + [UNREAD] * is_unread
        return f"\u00a0[{', '.join(marks)}]" if marks else ""

    def named(self, sources: Iterable[str]) -> str:
        """Return the numbers of these sources themselves, empty where the texts have none of them."""
        numbers = sorted({self._number(one) for one in sources if self._is_told and one in self._shelf.sources})
        return f"\u00a0[{', '.join(map(str, numbers))}]" if numbers else ""

    def listed(self, others: Iterable[str] = ()) -> Iterator[ContentBlock]:
        """Yield the list of sources: those called in their order, then ``others``; nothing when there are none."""
        for source in others:
            if source in self._shelf.sources:
                self._number(source)
        say = wording()
        if self._numbers or self._has_unread:
            yield heading(2, say.say("article", "sources"))
        if any(self._shelf.sources[source].address for source in self._numbers):
            yield Paragraph(words(say.say("article", "online")))
        if self._numbers:
            yield Items(True, tuple((Paragraph(words(self._entry(source))),) for source in self._numbers))
        if self._has_unread:
            yield Paragraph(words(say.say("article", "unread")))

    def _entry(self, source: str) -> str:
        found, say = self._shelf.sources[source], wording()
        if not found.address:
            return found.title
        return say.say("article", "source", title=found.title, address=found.address)

    def _number(self, source: str) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def _block(self, block: ContentBlock) -> ContentBlock:
        match block:
            case Heading(level, spans, anchor):
                return Heading(level, self._spans(spans), anchor)
            case Paragraph(spans):
                return Paragraph(self._spans(spans))
            case Items(ordered, items):
                return Items(ordered, tuple(self.body(item) for item in items))
            case Table(header, rows):
                cells = tuple(tuple(map(self._spans, row)) for row in rows)
                return Table(tuple(map(self._spans, header)), cells)
            case Callout(kind, title, blocks):
                return Callout(kind, title, self.body(blocks))
            case Figure(kind, series, spans):
                self.call(series.facts)  # numbered here, in the order of the text
                return Figure(kind, series, self._spans(spans))
        return block

    def _spans(self, spans: Spans) -> Spans:
        return tuple(Text(self.call(span.facts)) if isinstance(span, Cite) else span for span in spans)
