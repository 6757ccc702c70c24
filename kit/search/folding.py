"""The words of a French text, folded for search: apostrophes, the middle dot of « élu·es », « st » for « saint »."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from kit.folding import fold

_NUMBER = r"(?<![\d,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"  # « 23 000 » is one word
_REFERENCE = r"(?<![^\W_])[LRDlrd](?=\d{3})"  # « L2113-15 » reads as « L. 2113-15 »
_WORD = re.compile(rf"{_NUMBER}|{_REFERENCE}|[^\W_]+(?:[·.•‧](?:[^\W\d_]+))*")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_SAINTS = {"st": "saint", "ste": "sainte"}
Word = tuple[int, int, tuple[str, ...]]
"""Where a word starts and ends in the original text, and its folded forms."""
_DOT = re.compile(r"[·.•‧]")


def inclusive_forms(word: str) -> tuple[str, ...]:
    """Return the words that one inclusive form stands for, folded: « élu·e·s » → elu, elue, elus, elues.

    « adjoint·es » gives adjoint, adjointe, adjoints, adjointes; a word without a middle dot gives itself.
    An ending that replaces letters (« conseiller·ère ») gives the stem and the stem with the ending merged.
    """
    parts = [fold(part) for part in _DOT.split(word)]
    stem, endings = parts[0], parts[1:]
    if not endings:
        return (_SAINTS.get(stem, stem),)
    if len(endings) == 2 and endings[1] == "s":
        feminine = _merge(stem, endings[0])
        return tuple(dict.fromkeys((stem, feminine, stem + "s", feminine + "s")))
    ending = endings[0]
    feminine = _merge(stem, ending)
    if ending.endswith("s") and len(ending) > 1:
        single = _merge(stem, ending[:-1])
        return tuple(dict.fromkeys((stem, single, stem + "s", feminine)))
    return tuple(dict.fromkeys((stem, feminine)))


def _merge(stem: str, ending: str) -> str:
    """Join an ending to its stem, replacing the letters that it repeats (conseiller·ère → conseillere)."""
    first = ending[:1]
    if len(ending) >= 3 and first and first in stem[-3:]:
        return stem[: stem.rindex(first)] + ending
    return stem + ending


@functools.lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, ...]:
    """Return the folded forms of a word; the same few thousand words come again at each key."""
    return inclusive_forms(_SPACES.sub("", word))


def words(text: str) -> Iterator[Word]:
    """Yield each word of ``text`` as (start, end, folded forms); positions are in the original text."""
    for match in _WORD.finditer(text):
        word = match[0]
        if "." not in word or "·" in word or "•" in word or "‧" in word:
            start, end = match.span()
            yield start, end, _forms(word)
            continue
        place = match.start()  # a full stop inside (« e.g. », « L.2121 ») only separates
        for part in re.split(r"(\.)", word):
            if part and part != ".":
                yield place, place + len(part), (fold(part),)
            place += len(part)


def folded_text(text: str) -> str:
    """Return the folded forms of all words, separated by spaces: what is put in the index."""
    return " ".join(form for _, _, forms in words(text) for form in forms)


def query_words(text: str) -> list[str]:
    """Return the words of a query, folded; an inclusive form counts as its first form."""
    return [forms[0] for _, _, forms in words(text)]
