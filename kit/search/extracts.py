"""The part of a text that answers, with the words found marked in the original words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

from kit.search import folding
from kit.search.inverted import Page
from kit.search.matching import Concept
from kit.search.stopwords import STOP

_WIDTH = 180
Mark = tuple[int, int]
Marks = tuple[Mark, ...]


def marks(text: str, typed: list[str]) -> Marks:
    """Return where typed words stand in the original text, the last one as a beginning."""
    return places(text, typed[:-1], typed[-1:])


def places(text: str, words: Collection[str], beginnings: Collection[str] = ()) -> Marks:
    """Return where words, and words that begin so, stand in the original text."""
    return tuple(_matching(folding.words(text), words, tuple(beginnings)))


def _matching(each: Iterable[folding.Word], words: Collection[str], beginnings: tuple[str, ...]) -> Iterator[Mark]:
    for start, end, forms in each:
        for form in forms:
            if form in words or (form.startswith(beginnings) and form not in STOP):
                yield start, end
                break


def words_of(page: Page, concept: Concept) -> set[str]:
    """Return the words by which a page answers: those typed or of their stem, else another name that it has whole."""
    folded = page.folded
    found = {form for form in concept.forms if f" {form} " in folded}
    if found or (concept.beginning and f" {concept.beginning}" in folded):
        return found
    return {word for name in concept.names for word in name if all(f" {each} " in folded for each in name)}


def best_line(page: Page, concepts: list[Concept]) -> tuple[int, float]:
    """Return which line of a page (0 title, 1 summary, then the body) has most of the words, and how much of all."""
    folded = page.folded
    parts: dict[int, float] = {}
    for concept in concepts:
        lines: set[int] = set()
        for needle in _needles(concept):
            line, counted = 0, 0
            at = folded.find(needle)
            while at >= 0:
                line, counted = line + folded.count("\n", counted, at), at
                lines.add(line)
                end = folded.find("\n", at)
                at = folded.find(needle, end) if end >= 0 else -1
        for line in lines:
            parts[line] = parts.get(line, 0.0) + concept.rarity
    best, most = 1, 0.0
    for line in sorted(parts):
        if line and parts[line] > most + 1e-9:
            best, most = line, parts[line]
    return best, most / (sum(concept.rarity for concept in concepts) or 1.0)


def _needles(concept: Concept) -> list[str]:
    found = [f" {form} " for form in concept.forms]
    found += [f" {' '.join(name)} " for name in concept.names]
    if concept.beginning:
        found.append(f" {concept.beginning}")
    return found


def line_of(page: Page, number: int) -> str:
    """Return a line in its original words."""
    return page.summary if number <= 1 else page.body.split("\n")[number - 2]


def cut(text: str, words: Collection[str], beginnings: Collection[str], width: int = _WIDTH) -> tuple[str, Marks]:
    """Return the part of a text round the first word found, cut at words, and where the words stand in it."""
    if len(text) <= width:
        return text, places(text, words, beginnings)
    each, begun = folding.words(text), tuple(beginnings)
    first = next(_matching(each, words, begun), None)
    start = max(0, min((first[0] if first else 0) - width // 3, len(text) - width))
    if start:
        start = text.rfind(" ", 0, start) + 1
    stop = text.find(" ", start + width)
    stop = len(text) if stop < 0 else stop
    before = "… " if start else ""
    shift = len(before) - start
    shown = takewhile(lambda word: word[1] <= stop, each)  # the rest of a long paragraph is not looked at
    found = (first, *_matching(shown, words, begun)) if first else ()
    kept = tuple((a + shift, b + shift) for a, b in found if b <= stop)
    return before + text[start:stop] + (" …" if stop < len(text) else ""), kept
