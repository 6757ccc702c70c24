"""The part of a text that answers, with the words found marked in the original words."""

from __future__ import annotations

from collections.abc import Collection

from kit.search import folding
from kit.search.inverted import Page
from kit.search.matching import Concept
from kit.search.stopwords import STOP

_WIDTH = 180
Marks = tuple[tuple[int, int], ...]


def marks(text: str, typed: list[str]) -> Marks:
    """Return where typed words stand in the original text, the last one as a beginning."""
    return places(text, typed[:-1], typed[-1:])


def places(text: str, words: Collection[str], beginnings: Collection[str] = ()) -> Marks:
    """Return where words, and words that begin so, stand in the original text."""
    starts = tuple(beginnings)
    return tuple(
        (start, end)
        for start, end, forms in folding.words(text)
        if any(form in words or (form.startswith(starts) and form not in STOP) for form in forms)
    )


def words_of(page: Page, concept: Concept) -> set[str]:
    """Return the words by which a page answers: those typed or of their stem, else another name that it has whole."""
    folded = page.folded
    found = {form for form in concept.forms if f" {form} " in folded}
    if found or (concept.beginning and f" {concept.beginning}" in folded):
        return found
    return {word for name in concept.names for word in name if all(f" {each} " in folded for each in name)}


def best_line(page: Page, concepts: list[Concept]) -> tuple[int, float]:
    """Return which line of a page (0 title, 1 summary, then the body) has most of the words, and how much of all."""
    total = sum(concept.rarity for concept in concepts) or 1.0
    needles = [_needles(concept) for concept in concepts]
    best, most = 1, 0.0
    for number, line in enumerate(page.folded.split("\n")):
        part = 0.0
        for concept, wanted in zip(concepts, needles, strict=True):
            if any(needle in line for needle in wanted):
                part += concept.rarity
        if number and part > most + 1e-9:
            best, most = number, part
    return best, most / total


def _needles(concept: Concept) -> list[str]:
    found = [f" {form} " for form in concept.forms]
    found += [f" {' '.join(name)} " for name in concept.names]
    if concept.beginning:
        found.append(f" {concept.beginning}")
    return found


def line_of(page: Page, number: int) -> str:
    """Return a line in its original words."""
    return page.summary if number <= 1 else page.body.split("\n")[number - 2]


def cut(text: str, words: Collection[str], beginnings: Collection[str], width: int = _WIDTH) -> str:
    """Return the part of a text round the first word found, cut at words."""
    if len(text) <= width:
        return text
    found = places(text, words, beginnings)
    middle = found[0][0] if found else 0
    start = max(0, min(middle - width // 3, len(text) - width))
    if start:
        start = text.rfind(" ", 0, start) + 1
    stop = text.find(" ", start + width)
    stop = len(text) if stop < 0 else stop
    return ("… " if start else "") + text[start:stop] + (" …" if stop < len(text) else "")
