"""The inverted index: for each word the texts that have it, with a weight that says how much the word says of the text.

Made in memory (``collect``), then written to one SQLite file (``storage.py``) or used as it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from kit.search import folding
from kit.search.documents import Document
from kit.search.stemming import stem
from kit.search.stopwords import STOP
from kit.search.synonyms import Words

# What a word counts for by where it stands (before its length is taken into account), and by what the text is.
_TITLE, _NAME, _SUMMARY, _BODY = 3.2, 1.6, 1.1, 1.0
_OF_KIND = {
    "source": 0.2,  # addresses: after whatever can be read here
    "example": 0.8,
    "date": 0.75,
    "term": 0.9,
    "network": 0.95,
    "model": 0.85,
    "chapter": 0.85,
    "reason": 0.9,
    "lever": 0.9,
    "milestone": 0.9,
}
_PROVISIONAL = 0.92
_USUAL = 300.0  # words of a text
_SCALE = 40.0
_FULL = 255
SHORT_PREFIXES = (1, 2, 3)
_MOST_OF_PREFIX = 300


class Posting(msgspec.Struct, frozen=True):
    """The texts that have a word, by their number, with the weight of the word in each."""

    pages: array[int]
    weights: bytearray


class Page(msgspec.Struct, frozen=True):
    """One text as it is kept: what is shown of it and, folded, what is looked at for its best paragraph."""

    id: str
    kind: str
    title: str
    where: str
    summary: str
    body: str
    parent: str
    lever: str
    folded: str


class Reader(Protocol):
    """What a search asks of an index, wherever it lies."""

    @property
    def count(self) -> int: ...
    def posting(self, word: str) -> Posting | None: ...
    def starting(self, prefix: str, most: int) -> list[str]: ...
    def prefixed(self, prefix: str) -> Posting | None: ...
    def sharing(self, root: str) -> list[str]: ...
    def known(self, words: list[str]) -> list[tuple[str, int]]: ...
    def synonyms(self, typed: Words) -> list[Words]: ...
    def pages(self, numbers: list[int]) -> dict[int, Page]: ...
    def marks_of_pages(self) -> list[tuple[str, str, str]]: ...


class Inverted:
    """An index in memory, to which texts are added and from which they are taken; their numbers have no gaps."""

    def __init__(self, synonyms: dict[Words, list[Words]] | None = None) -> None:
        self._pages: list[Page] = []
        self._words: list[tuple[str, ...]] = []  # of each page
        self.postings: dict[str, Posting] = {}
        self._roots: dict[str, list[str]] = {}
        self._prefixed: dict[str, Posting] = {}  # those asked for since the last change
        self.others = synonyms or {}

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self._pages)

    def add(self, document: Document) -> None:
        """Add a text, with the next number."""
        number = len(self._pages)
        title, summary = folding.folded_text(document.title), folding.folded_text(document.summary)
        lines = [folding.folded_text(line) for line in document.body.split("\n")]
        weights = dict(_weights(document, title, summary, " ".join(lines)))
        self._pages.append(_page(document, [title, summary, *lines]))
        self._words.append(tuple(weights))
        self._prefixed.clear()
        for word, weight in weights.items():
            posting = self.postings.get(word)
            if posting is None:
                posting = self.postings[word] = Posting(array("I"), bytearray())
                self._roots.setdefault(stem(word), []).append(word)
            posting.pages.append(number)
            posting.weights.append(weight)

    def take_out(self, number: int) -> None:
        """Take a text out; the last one gets its number."""
        self._prefixed.clear()
        for word in self._words[number]:
            posting = self.postings[word]
            place = posting.pages.index(number)
            del posting.pages[place], posting.weights[place]
            if not posting.pages:
                del self.postings[word]
                self._forget_form(word)
        last = len(self._pages) - 1
        if number != last:
            for word in self._words[last]:
                pages = self.postings[word].pages
                pages[pages.index(last)] = number
            self._pages[number], self._words[number] = self._pages[last], self._words[last]
        del self._pages[last], self._words[last]

    def posting(self, word: str) -> Posting | None:
        """Return the texts that have this very word."""
        return self.postings.get(word)

    def starting(self, prefix: str, most: int) -> list[str]:
        """Return words that begin so, those in most texts first."""
        found = [word for word in self.postings if word.startswith(prefix)]
        return sorted(found, key=lambda word: -len(self.postings[word].pages))[:most]

    def prefixed(self, prefix: str) -> Posting | None:
        """Return the texts that have any word that begins so, for prefixes of one to three letters."""
        found = self._prefixed.get(prefix)
        if found is None:
            words = (word for word in self.postings if word.startswith(prefix) and word not in STOP)
            found = self._prefixed[prefix] = _best([self.postings[word] for word in words])
        return found if found.pages else None

    def prefixes(self) -> Iterator[tuple[str, Posting]]:
        """Yield each beginning of one to three letters with what ``prefixed`` returns for it, in order."""
        words: dict[str, list[Posting]] = {}
        for word, posting in self.postings.items():
            if word not in STOP:
                for size in SHORT_PREFIXES:
                    if len(word) >= size:
                        words.setdefault(word[:size], []).append(posting)
        for prefix, found in sorted(words.items()):
            yield prefix, _best(found)

    def sharing(self, root: str) -> list[str]:
        """Return the words of one stem."""
        return self._roots.get(root, [])

    def known(self, words: list[str]) -> list[tuple[str, int]]:
        """Return those of the words that stand in a text, with the number of texts."""
        return [(word, len(self.postings[word].pages)) for word in words if word in self.postings]

    def synonyms(self, typed: Words) -> list[Words]:
        """Return what else these words may be called."""
        return self.others.get(typed, [])

    def pages(self, numbers: list[int]) -> dict[int, Page]:
        """Return texts by their number."""
        return {number: self._pages[number] for number in numbers}

    def marks_of_pages(self) -> list[tuple[str, str, str]]:
        """Return id, kind and levers of every text, in order."""
        return [(page.id, page.kind, page.lever) for page in self._pages]

    def _forget_form(self, word: str) -> None:
        root = stem(word)
        self._roots[root].remove(word)
        if not self._roots[root]:
            del self._roots[root]

    def __iter__(self) -> Iterator[Page]:
        return iter(self._pages)


def collect(documents: Iterable[Document], synonyms: dict[Words, list[Words]] | None = None) -> Inverted:
    """Return the index of these documents."""
    index = Inverted(synonyms)
    for document in documents:
        index.add(document)
    return index


def _page(document: Document, lines: list[str]) -> Page:
    d = document
    folded = "\n".join(f" {line} " for line in lines)
    return Page(d.id, d.kind, d.title, d.where, d.summary, d.body, d.parent, d.lever, folded)


def _weights(document: Document, title: str, summary: str, body: str) -> Iterator[tuple[str, int]]:
    """Yield each word of a document with its weight, 1 to 255."""
    titles, summaries = title.split(), set(summary.split())
    names = set(folding.folded_text(document.names).split())
    counts: dict[str, int] = {}
    length = 0
    for word in body.split():
        counts[word] = counts.get(word, 0) + 1
        length += 1
    of_title = _TITLE / (0.75 + 0.05 * len(titles))
    slow = 1.2 * (0.5 + 0.5 * max(0.5, length / _USUAL))
    factor = _OF_KIND.get(document.kind, 1.0) * (_PROVISIONAL if document.provisional else 1.0) * _SCALE
    title_words = set(titles)
    for word in title_words | summaries | names | counts.keys():
        weight = of_title * (word in title_words) + _NAME * (word in names and word not in title_words)
        weight += _SUMMARY * (word in summaries)
        if count := counts.get(word, 0):
            weight += _BODY * count * 2.2 / (count + slow) / 1.4
        yield word, max(1, min(_FULL, round(weight * factor)))


def _best(postings: list[Posting]) -> Posting:
    """Return the texts of several words, each with the most that one of them weighs; at most ``_MOST_OF_PREFIX``."""
    kept: dict[int, int] = {}
    for posting in postings:
        for number, weight in zip(posting.pages, posting.weights, strict=True):
            if weight > kept.get(number, 0):
                kept[number] = weight
    top = sorted(kept.items(), key=lambda item: -item[1])[:_MOST_OF_PREFIX]
    top.sort()
    return Posting(array("I", [number for number, _ in top]), bytearray(weight for _, weight in top))
