"""From a query to scored texts: each word with its stem, its synonyms, its unfinished end, or one letter mended."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from kit.search.inverted import SHORT_PREFIXES, Page, Posting, Reader
from kit.search.query import Query
from kit.search.stemming import stem
from kit.search.stopwords import WEAK
from kit.search.synonyms import LONGEST, Words

# What a text counts for that has the word itself, a longer word, one of its stem, another name for it.
_EXACT, _BEGUN, _OF_STEM, _OTHER, _MENDED = 1.0, 0.85, 0.75, 0.7, 0.9
_WEAK = 0.35
_MOST_BEGUN = 40
_SHORTEST_MENDED = 4
_FEW, _OFTEN = 1, 4  # texts
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Scores = dict[int, float]


class Concept(msgspec.Struct):
    """One word of a query: how rare it is, the texts that answer it, and the words that do so.

    ``forms`` are the word and those of its stem, ``names`` what else it may be called.
    """

    word: str
    rarity: float = 0.0
    scores: Scores = msgspec.field(default_factory=dict)
    forms: set[str] = msgspec.field(default_factory=set)
    names: list[Words] = msgspec.field(default_factory=list)
    beginning: str = ""
    mended: str = ""


class JointIndex:
    """The shipped index and the small one of the user's own texts, seen as one; own texts have numbers below 0."""

    def __init__(self, shipped: Reader, own: Reader | None) -> None:
        self.shipped, self.own = shipped, own
        self.own_marks = own.marks_of_pages() if own else []
        """Id, kind and levers of each own text: read once a search, for any of them may answer."""

    def synonyms(self, typed: Words) -> list[Words]:
        """Return what else these words may be called."""
        return self.shipped.synonyms(typed)

    def add(self, scores: Scores, word: str, factor: float) -> None:
        """Give each text that has a word its weight, where it has no better one."""
        _raise(scores, self.shipped.posting(word), factor)
        if self.own:
            _raise(scores, self.own.posting(word), factor, own=True)

    def add_short(self, scores: Scores, prefix: str, factor: float) -> None:
        """The same for all words that begin with one to three letters."""
        _raise(scores, self.shipped.prefixed(prefix), factor)
        if self.own:
            _raise(scores, self.own.prefixed(prefix), factor, own=True)

    def starting(self, prefix: str) -> list[str]:
        """Return words that begin so."""
        found = self.shipped.starting(prefix, _MOST_BEGUN)
        return found + (self.own.starting(prefix, _MOST_BEGUN) if self.own else [])

    def sharing(self, word: str) -> list[str]:
        """Return the words of the stem of a word."""
        root = stem(word)
        return self.shipped.sharing(root) + (self.own.sharing(root) if self.own else [])

    def pages(self, numbers: list[int]) -> dict[int, Page]:
        """Return texts by their number."""
        found = self.shipped.pages([n for n in numbers if n >= 0])
        if self.own and (mine := [~n for n in numbers if n < 0]):
            found |= {~n: page for n, page in self.own.pages(mine).items()}
        return found


def _raise(scores: Scores, posting: Posting | None, factor: float, *, own: bool = False) -> None:
    if posting is None:
        return
    pages: Iterable[int] = (~page for page in posting.pages) if own else posting.pages
    for page, weight in zip(pages, posting.weights, strict=True):
        value = weight * factor
        if value > scores.get(page, 0.0):
            scores[page] = value


def concepts(index: JointIndex, query: Query) -> list[Concept]:
    """Return each word of a query with the texts that answer it."""
    last = len(query.words) - 1
    found = [_concept(index, word, is_open=query.open and at == last) for at, word in enumerate(query.words)]
    for size in range(2, min(LONGEST, len(found)) + 1):
        for start in range(len(found) - size + 1):
            run = found[start : start + size]
            for meant in index.synonyms(tuple(concept.mended or concept.word for concept in run)):
                for concept in run:
                    _add_meant(index, concept, meant)
    return found


def _concept(index: JointIndex, word: str, *, is_open: bool) -> Concept:
    concept = _looked_up(index, word, is_open=is_open)
    if not concept.scores and (mended := mend(index.shipped, word)):
        concept = _looked_up(index, mended, is_open=False, factor=_MENDED)
        concept.word, concept.mended = word, mended
    elif len(concept.scores) <= _FEW and (commoner := mend(index.shipped, word, least=_OFTEN)):
        for mate in {commoner, *index.sharing(commoner)}:  # a slip that some title has made too
            index.add(concept.scores, mate, _OF_STEM)
            concept.forms.add(mate)
    return concept


def _looked_up(index: JointIndex, word: str, *, is_open: bool, factor: float = 1.0) -> Concept:
    concept = Concept(word, forms={word})
    scores = concept.scores
    index.add(scores, word, _EXACT * factor)
    exact = len(scores)
    if is_open:
        concept.beginning = word
        _add_begun(index, concept, _BEGUN * factor)
    for mate in index.sharing(word):
        if mate != word:
            index.add(scores, mate, _OF_STEM * factor)
            concept.forms.add(mate)
    texts = exact if exact and len(word) > SHORT_PREFIXES[-1] else len(scores)
    for meant in index.synonyms((word,)):
        _add_meant(index, concept, meant)
    if not scores and len(word) > SHORT_PREFIXES[-1] and not is_open:  # « resto » of « resto scolaire »
        concept.beginning = word
        _add_begun(index, concept, _BEGUN * factor)
    concept.rarity = _rarity(texts or len(scores), index.shipped.count) * (_WEAK if word in WEAK else 1.0)
    return concept


def _rarity(texts: int, total: int) -> float:
    return math.log(1 + (max(total, texts) - texts + 0.5) / (texts + 0.5))


def _add_begun(index: JointIndex, concept: Concept, factor: float) -> None:
    if len(concept.word) in SHORT_PREFIXES:
        index.add_short(concept.scores, concept.word, factor)
        return
    for longer in index.starting(concept.word):
        index.add(concept.scores, longer, factor)


def _add_meant(index: JointIndex, concept: Concept, meant: Words) -> None:
    """Let a text that has all the words of another name answer too."""
    each = [_any_form(index, word) for word in meant]
    common = set(each[0]).intersection(*each[1:]) if each else set()
    for page in common:
        value = _OTHER * min(scores[page] for scores in each)
        if value > concept.scores.get(page, 0.0):
            concept.scores[page] = value
    if common:
        concept.names.append(meant)


def _any_form(index: JointIndex, word: str) -> Scores:
    scores: Scores = {}
    for mate in {word, *index.sharing(word)}:
        index.add(scores, mate, _EXACT if mate == word else _OF_STEM)
    return scores


def mend(index: Reader, word: str, least: int = 1) -> str:
    """Return the word of the texts that is one letter away (wrong, missing, too many, swapped), the commonest.

    ``least`` is the number of texts that must have it.
    """
    if len(word) < _SHORTEST_MENDED or word.isdigit():
        return ""
    near = [item for item in index.known(sorted(_one_letter_away(word))) if item[1] >= least]
    best = max(
        near, key=lambda item: (item[0][0] == word[0], stem(item[0]) == stem(word), item[1], item[0]), default=None
    )
    return best[0] if best and len(best[0]) >= _SHORTEST_MENDED else ""


def _one_letter_away(word: str) -> set[str]:
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    other = {a + letter + b[1:] for a, b in halves if b for letter in _LETTERS}
    more = {a + letter + b for a, b in halves for letter in _LETTERS}
    return (less | swapped | other | more) - {word}


def combined(found: list[Concept], relevant: float) -> Scores:
    """Return the score of every text that answers: the sum over the words, less where words are missing.

    A text that lacks words answers only where its score is at least ``relevant`` of the best.
    """
    total = sum(concept.rarity for concept in found) or 1.0
    scores: Scores = {}
    seen: Scores = {}
    for concept in found:
        rarity = concept.rarity
        for page, value in concept.scores.items():
            scores[page] = scores.get(page, 0.0) + rarity * value
            seen[page] = seen.get(page, 0.0) + rarity
    if len(found) < 2:
        return scores
    for page, part in seen.items():
        scores[page] *= (part / total) ** 1.2
    least, whole = relevant * max(scores.values(), default=0.0), total - 1e-9
    return {page: score for page, score in scores.items() if score >= least or seen[page] >= whole}
