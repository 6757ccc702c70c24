"""Searches the texts: what was typed in, hits out, best first, each with an extract and the words found in it.

Ranking: title over names and summary over body; the word itself over a longer one, one of its stem, another name;
texts that have all the words over those that have some; a text that is provisional a little lower.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kit import paths
from kit.content.library import Library
from kit.search import extracts, matching, storage, synonyms
from kit.search.documents import Document, documents
from kit.search.extracts import Marks, marks
from kit.search.folding import query_words
from kit.search.inverted import Inverted, Page, Reader, collect
from kit.search.matching import Concept, Scores
from kit.search.query import Query, parse
from kit.search.storage import FILE

if TYPE_CHECKING:
    from kit.acts.loader import ActModels

__all__ = ["FILE", "Answer", "Document", "Hit", "SearchIndex", "build", "documents", "marks"]

_LOOKED_AT = 40  # texts whose very words are read to order them
_RELEVANT = 0.2  # of the best score: a text that lacks words and lies below is no answer
_NEAREST = 4
Status = Callable[[str], str]


class Hit(msgspec.Struct, frozen=True):
    """One answer: what it is, where it stands, and an extract with the words found in it.

    ``marks`` are (start, end) positions in ``extract``; ``title_marks`` in ``title``; ``parent`` is the page that
    shows it where it has none of its own, ``found`` the words, folded, that answer.
    """

    id: str
    kind: str
    title: str
    where: str
    extract: str
    marks: Marks = ()
    title_marks: Marks = ()
    parent: str = ""
    found: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What a search gives: the best hits, how many texts of each kind answer, and what was made of the words.

    ``mended`` are pairs (word typed, word looked for); ``words`` those that counted; ``near`` words of the texts
    that look like those typed, where nothing was found.
    """

    hits: tuple[Hit, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many texts answer."""
        return sum(count for _, count in self.counts)


def build(library: Library, folder: Path, content: Path | None = None, models: ActModels | None = None) -> None:
    """Make the index of all texts in ``folder``, beside the old one, then put it in place."""
    storage.write(gather(library, content, models), folder)


def gather(library: Library, content: Path | None = None, models: ActModels | None = None) -> Inverted:
    """Return the index of all texts, in memory; ``content`` holds the synonyms, beside the models."""
    from kit.acts.loader import ActModels

    read = models or ActModels(content.parent / "actes" if content else paths.acts())
    return collect(documents(library, read), synonyms.load(content or paths.content(), library))


class SearchIndex:
    """An index opened for reading; raises IndexUnusable where the file is missing or damaged.

    One connection, used from one thread at a time.
    """

    def __init__(self, source: Path | Reader) -> None:
        self._stored = storage.StoredIndex(source) if isinstance(source, Path) else None
        self._reader: Reader = self._stored or source  # type: ignore[assignment]
        self._page_marks: list[tuple[str, str, str]] = []

    @classmethod
    def in_memory(cls, library: Library) -> SearchIndex:
        """Return an index made on the spot, for texts that have none on disk."""
        return cls(gather(library))

    def close(self) -> None:
        """Close the index."""
        if self._stored:
            self._stored.close()

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the best hits for what was typed, best first; the last word may be unfinished."""
        return list(self.answer(text, limit).hits)

    def answer(
        self,
        text: str,
        limit: int = 20,
        *,
        kinds: frozenset[str] = frozenset(),
        own: Reader | None = None,
        status: Status | None = None,
    ) -> Answer:
        """Return all that is to be said of a search; ``kinds`` narrows the hits, not the counts.

        ``own`` are the user's texts, ``status`` tells where an action stands.
        """
        query = parse(text)
        index = matching.JointIndex(self._reader, own)
        if query.empty or not self._reader.count:
            return Answer()
        found = matching.concepts(index, query)
        scores = matching.combined(found, _RELEVANT) if query.words else dict.fromkeys(self._all(own), 1.0)
        scores = self._passing(scores, query, index, status)
        if query.phrases:
            scores = _with_phrases(index, scores, query)
        return self._answer(index, query, found, scores, limit, kinds)

    def _answer(
        self,
        index: matching.JointIndex,
        query: Query,
        found: list[Concept],
        scores: Scores,
        limit: int,
        kinds: frozenset[str],
    ) -> Answer:
        told = {number: self._marks_of(number, index)[1] for number in scores}
        counts = Counter(told.values())
        mended = tuple((c.word, c.mended) for c in found if c.mended)
        if kinds:
            scores = {number: score for number, score in scores.items() if told[number] in kinds}
        near = () if scores else self._near(found)
        hits = _hits(index, query, found, scores, limit)
        return Answer(tuple(hits), tuple(sorted(counts.items())), query.words, mended, near)

    def _passing(self, scores: Scores, query: Query, index: matching.JointIndex, status: Status | None) -> Scores:
        """Return the texts that the filters let through."""
        if not query.filters:
            return scores
        kept = {}
        for number, score in scores.items():
            identity, kind, levers = self._marks_of(number, index)
            if query.kinds and kind not in query.kinds:
                continue
            if query.levers and not query.levers & set(levers.split()):
                continue
            if query.statuses and (kind not in _TICKED or not status or status(identity) not in query.statuses):
                continue
            kept[number] = score
        return kept

    def _marks_of(self, number: int, index: matching.JointIndex) -> tuple[str, str, str]:
        """Return id, kind and levers of a text."""
        if number < 0:
            return index.own_marks[~number]
        if not self._page_marks:
            self._page_marks = self._reader.marks_of_pages()
        return self._page_marks[number]

    def _all(self, own: Reader | None) -> list[int]:
        return [*range(self._reader.count), *(~n for n in range(own.count if own else 0))]

    def _near(self, found: list[Concept]) -> tuple[str, ...]:
        """Return words of the texts that begin as those typed do, the longest beginning first."""
        near: list[str] = []
        for concept in found:
            for size in range(len(concept.word) - 1, 2, -1):
                if words := self._reader.starting(concept.word[:size], _NEAREST):
                    near += words
                    break
        return tuple(dict.fromkeys(near))[:_NEAREST]


_TICKED = frozenset(("action", "milestone", "own"))


def _with_phrases(index: matching.JointIndex, scores: Scores, query: Query) -> Scores:
    """Return the texts that have every phrase word for word."""
    wanted = [f" {' '.join(phrase)} " for phrase in query.phrases]
    kept: Scores = {}
    for start in range(0, len(numbers := sorted(scores)), 500):
        for number, page in index.pages(numbers[start : start + 500]).items():
            if all(phrase in page.folded for phrase in wanted):
                kept[number] = scores[number]
    return kept


def _hits(index: matching.JointIndex, query: Query, found: list[Concept], scores: Scores, limit: int) -> list[Hit]:
    """Return the best hits; the very words of the best texts are read to put them in order."""
    if not query.words:
        best = sorted(scores, key=lambda number: (number < 0, number))[:limit]
        pages = index.pages(best)
        return [_hit(pages[number], found, 1) for number in best]
    best = heapq.nlargest(max(limit, _LOOKED_AT), scores, key=scores.__getitem__)
    pages = index.pages(best)
    ordered = []
    for number in best:
        page = pages[number]
        line, part = extracts.best_line(page, found)
        score = scores[number] * (1 + 0.35 * part) * _in_order(page, query)
        ordered.append((not _is_name_of(page, query), -score, number, page, line))
    ordered.sort(key=lambda item: item[:3])
    return [_hit(page, found, line) for *_, page, line in ordered[:limit]]


def _is_name_of(page: Page, query: Query) -> bool:
    """Say whether what was typed is the very name of a word of the glossary: its definition answers first.

    The title of such a page is « name » or « name (in full) »: either is its name.
    """
    if page.kind != "term":
        return False
    name, _, in_full = page.title.partition(" (")
    return list(query.typed) in (query_words(name), query_words(in_full))


def _in_order(page: Page, query: Query) -> float:
    """Return by how much a text counts more that has the words typed one after the other."""
    if len(query.typed) < 2:
        return 1.0
    phrase = " " + " ".join(query.typed) + ("" if query.open else " ")
    if phrase in page.folded:
        return 1.5 if phrase in page.folded[: page.folded.find("\n")] else 1.3
    pairs = list(zip(query.words, query.words[1:], strict=False))
    if not pairs:
        return 1.0
    return 1 + 0.2 * sum(f" {a} {b}" in page.folded for a, b in pairs) / len(pairs)


def _hit(page: Page, found: list[Concept], line: int) -> Hit:
    words = {word for concept in found for word in extracts.words_of(page, concept)}
    beginnings = {concept.beginning for concept in found if concept.beginning}
    extract, in_extract = extracts.cut(extracts.line_of(page, line), words, beginnings)
    hit = Hit(page.id, page.kind, page.title, page.where, extract, parent=page.parent)
    in_title = extracts.places(page.title, words, beginnings)
    shown = dict.fromkeys(extract[a:b] for a, b in in_extract) | dict.fromkeys(page.title[a:b] for a, b in in_title)
    return msgspec.structs.replace(hit, marks=in_extract, title_marks=in_title, found=tuple(shown))
