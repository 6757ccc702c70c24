"""A passage of a text, named by its words with some before and after, so that it is found again in a corrected text.

The idea is the text quote selector of the W3C Web Annotation Data Model (4.2.4). Words are compared without case,
accents, punctuation or middle dots: another writing of the text, or another medium, has the same passage.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from kit.folding import fold

EXACT_LIMIT, AROUND_LIMIT = 3_000, 300
"""Characters of a passage, and of what is kept of the text on each side of it."""

_AROUND = 8  # words kept on each side
_SHORT = 4  # a passage of fewer words is told from others by what stands around it
_SURE = 3  # words around it that have to agree then
_ALIKE = 0.6  # share of its words that a corrected passage has to keep
_LONG = 12  # words of a passage below which what stands around it has to be kept as well
_WORK = 100_000  # pairs of equal words that are compared: a passage that repeats one word for ever is not looked for
_WORD = re.compile(r"[^\W_]+(?:·[^\W_]+)*")
_CLOSING = re.compile(r"(?:[\u00a0\u202f ]?[.!?…»)\]])+")

type Span = tuple[int, int]


class TextQuote(Struct, frozen=True):
    """The words themselves, and some that stand before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Words:
    """A text cut into words, once for all passages of it; what lies in ``left_out`` (ordered) is no part of it."""

    def __init__(self, text: str, left_out: Sequence[Span] = ()) -> None:
        for start, end in left_out:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        self._text = text
        found = [*_WORD.finditer(text)]
        self._starts = [one.start() for one in found]
        self._ends = [one.end() for one in found]
        self._words = [_folded(one[0]) for one in found]
        self._line = f" {' '.join(self._words)} "

    def quote(self, start: int, end: int) -> TextQuote | None:
        """Return the whole words that a stretch of the text touches; None where it touches none, or is too long."""
        first, after = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if start >= end or first >= after:
            return None
        begin, stop = self._starts[first], self._ends[after - 1]
        if closing := _CLOSING.match(self._text, stop, max(end, stop)):
            stop = closing.end()
        exact = _tidy(self._text[begin:stop])
        if len(exact) > EXACT_LIMIT:
            return None
        before = self._text[self._starts[max(0, first - _AROUND)] : begin]
        behind = self._text[stop : self._ends[min(len(self._ends), after + _AROUND) - 1]]
        return TextQuote(exact, _tidy(before)[-AROUND_LIMIT:], _tidy(behind)[:AROUND_LIMIT])

    def find(self, quote: TextQuote) -> Span | None:
        """Return where a passage stands in the text, as it was or corrected; None where it does not any more."""
        wanted = _words(quote.exact)
        if not wanted:
            return None
        before, behind = _words(quote.prefix), _words(quote.suffix)
        found = self._find_exact(wanted, before, behind) or self._find_alike(wanted, before, behind)
        return self._span(*found, quote.exact) if found else None

    def _find_exact(self, wanted: list[str], before: list[str], behind: list[str]) -> Span | None:
        """Return the words that are those of the passage, where what stands around agrees most."""
        line, best, most = f" {' '.join(wanted)} ", None, -1
        place, number, seen = self._line.find(line), 0, 0
        while place >= 0:
            number += self._line.count(" ", seen, place)
            seen = place
            agrees = _same(reversed(self._words[max(0, number - len(before)) : number]), reversed(before))
            agrees += _same(self._words[number + len(wanted) :][: len(behind)], behind)
            if agrees > most:
                best, most = (number, number + len(wanted)), agrees
            place = self._line.find(line, place + 1)
        needed = min(_SURE, len(before) + len(behind)) if len(wanted) < _SHORT else 0
        return best if most >= needed else None

    def _find_alike(self, wanted: list[str], before: list[str], behind: list[str]) -> Span | None:
        """Return the stretch that most words of the passage stand in, in their order."""
        from difflib import SequenceMatcher  # the start of the program has no need of it

        told = [*before, *wanted, *behind]
        often = Counter(told)
        if sum(often[word] for word in self._words) > _WORK:
            return None
        first, last = len(before), len(before) + len(wanted)
        pairs = [
            (one.a + n, one.b + n)
            for one in SequenceMatcher(None, self._words, told, autojunk=False).get_matching_blocks()
            for n in range(one.size)
        ]
        inside = [pair for pair in pairs if first <= pair[1] < last]
        around = len(told) if len(wanted) < _LONG else 0
        if len(inside) < max(2, _ALIKE * len(wanted)) or len(pairs) < _ALIKE * around:
            return None
        floor = max((place + 1 for place, own in pairs if own < first), default=0)
        ceiling = min((place for place, own in pairs if own >= last), default=len(self._words))
        start = max(floor, inside[0][0] - (inside[0][1] - first))
        stop = min(ceiling, inside[-1][0] + last - inside[-1][1])
        places, most = {own: place for place, own in pairs}, 2 * len(wanted) + _SHORT
        if first - 1 in places and stop - floor <= most:  # what stood right before it still does: it begins there
            start = floor
        if last in places and ceiling - start <= most:
            stop = ceiling
        return (start, stop) if stop - start <= most else None

    def _span(self, first: int, after: int, exact: str) -> Span:
        """Return where words stand, with the point or the mark that closes the passage."""
        start, stop = self._starts[first], self._ends[after - 1]
        closing = None if exact[-1].isalnum() else _CLOSING.match(self._text, stop)
        return start, closing.end() if closing else stop


def _words(text: str) -> list[str]:
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=4096)  # a text has few words, each many times: half the time of reading it
def _folded(word: str) -> str:
    return fold(word).replace("·", "")


def _tidy(text: str) -> str:
    """Return a stretch with one space between words, and lines where paragraphs end."""
    lines = (
        " ".join(re.split(r"[ \t\ufffc]+", line)).strip(" ")
        for line in re.split(r"[\n\u2028\u2029\ufdd0\ufdd1]+", text)
    )
    return "\n".join(line for line in lines if line)


def _same(some, others) -> int:  # type: ignore[no-untyped-def]
    """Return how many words two sequences share from their beginning on."""
    number = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        number += 1
    return number
