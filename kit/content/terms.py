"""Finds the words of the glossary in a text.

A form (term, expansion, alias) matches whole words only. What is written in small letters matches in any case; a
sigle or a name matches as it is written, so that « ami » is not AMI and « avise » not Avise. A sigle of four letters
or more also matches with one capital (CRESS, Cress); one of three or fewer only as it stands.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from itertools import takewhile

import msgspec

from kit.content.shelf import Term

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans({"'": "’", "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " "})
_GLUE = "_-·@/\u2011"  # beside these a word is a part of a longer one
_SHORT = 3


class Found(msgspec.Struct, frozen=True):
    """A place of a text where a term stands: ``text[start:end]``."""

    start: int
    end: int
    term_id: str


class _Form(msgspec.Struct, frozen=True):
    """One way to write a term; ``exact`` when its capitals count."""

    words: str
    exact: bool
    term_id: str


class TermFinder:
    """The forms of all terms by their first word: a text is read once, whatever the number of terms."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._forms: dict[str, list[_Form]] = {}
        for term in terms:
            for form in _forms(term):
                first = _WORD.search(form.words)
                if first:
                    self._forms.setdefault(_lower(first[0]), []).append(form)
        for forms in self._forms.values():
            forms.sort(key=lambda form: len(form.words), reverse=True)

    def find(self, text: str, seen: set[str] | None = None) -> list[Found]:
        """Return the terms of ``text`` in order, the longest form at each place, each term once.

        A term in ``seen`` is passed over, those found are added to it: one set for each section.
        """
        seen = set() if seen is None else seen
        plain = text.translate(_PLAIN)
        lower = _lower(plain)
        found: list[Found] = []
        end = 0
        for word in _WORD.finditer(plain):
            start = word.start()
            forms = self._forms.get(lower[start : word.end()])
            if forms is None or start < end:
                continue
            form = _longest(forms, plain, lower, start)
            if form is not None:
                end = start + len(form.words)
                if form.term_id not in seen:
                    seen.add(form.term_id)
                    found.append(Found(start, end, form.term_id))
        return found


@functools.lru_cache(maxsize=4)
def finder(terms: tuple[Term, ...]) -> TermFinder:
    """Return the finder of a glossary, made once."""
    return TermFinder(terms)


def _longest(forms: list[_Form], plain: str, lower: str, start: int) -> _Form | None:
    for form in forms:
        if (plain if form.exact else lower).startswith(form.words, start) and _whole(
            plain, start, start + len(form.words)
        ):
            return form
    return None


def _whole(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is made of whole words: not a part of « sous-régie », « avise.org » or « élu·es »."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (before.isalnum() or before in _GLUE or (before == "." and text[start - 2 : start - 1].isalnum())):
        return False
    if after == ".":
        return not text[end + 1 : end + 2].isalnum()
    return not (after and (after.isalnum() or after in _GLUE))


def _forms(term: Term) -> list[_Form]:
    """Return the ways to write a term, each once."""
    forms: dict[tuple[str, bool], _Form] = {}
    for written in (term.term, term.expansion, *term.aliases):
        words = " ".join(written.translate(_PLAIN).split())
        for variant, exact in _variants(words):
            forms.setdefault((variant, exact), _Form(variant, exact, term.id))
    return list(forms.values())


def _variants(words: str) -> list[tuple[str, bool]]:
    if not words:
        return []
    if " " in words and words[1:] == _lower(words[1:]):  # « Bloc communal »: a capital only where the line starts
        return [(_lower(words), False)]
    if words == _lower(words) and len(words) > _SHORT:
        return [(words, False)]
    letters = "".join(takewhile(str.isalnum, words))
    if letters == words and words.isupper() and len(words) > _SHORT:
        return [(words, True), (words.capitalize(), True)]
    return [(words, True)]


def _lower(text: str) -> str:
    """Return ``text`` in small letters, character for character, so that places hold."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
