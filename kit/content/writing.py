"""Two writings of one text: « élu·es » as on the page, or « élues et élus » in full, made by one rule.

``double`` reads a group of words (« un·e élu·e désigné·e », « des habitant·es ») and writes both forms of it, the
feminine first, with article and preposition said again. Adjectives after a plural, and what « être » says of a group
already written twice, take the masculine plural alone: « des habitantes et des habitants âgés ». A text that has no
middle dot comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kit.content.gender import forms, is_plural

PAGE, DOUBLE = "page", "double"
WRITINGS = (PAGE, DOUBLE)

_S = "[ \u00a0]"
_DOTTED = r"[^\W\d_]+(?:-[^\W\d_]+)*(?:·[^\W\d_]+)+(?:-[^\W\d_]+)?"
_BOTH_DETS = r"un·e|le·la|la·le|cet·te|ce·tte|quel·les?|aucun·e|certain·es|chacun·e|tou·te?s"
_ONE_DETS = (
    "tous les|les|des|aux|ses|nos|vos|leurs|mes|tes|ces|son|sa|mon|ma|ton|ta|leur|notre|votre|chaque|quelques|"
    "plusieurs|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cent"
)
_ADJECTIVES = r"jeunes?|simples?|autres?|futurs?|premiers?|anciens?|nouveaux|seuls?|principaux"
_GROUP = re.compile(
    rf"(?<![\w·-])(?P<elided>(?:qu|jusqu|lorsqu|puisqu)[’'])?"
    rf"(?P<prep>(?:à|de){_S}|d[’'])?"
    rf"(?P<det>(?:{_BOTH_DETS}|{_ONE_DETS}|\d+(?:{_S}\d{{3}})*){_S}|l[’'])?"
    rf"(?P<adjs>(?:(?:{_ADJECTIVES}){_S})*)"
    rf"(?P<core>{_DOTTED}(?:{_S}{_DOTTED})*)(?![\w·])",
    re.IGNORECASE,
)
_ANY_DOT = re.compile(_DOTTED)
_STOP = re.compile(r"[.!?;:…]")
_BE = re.compile(
    r"\b(?:est|sont|était|étaient|sera|seront|serait|seraient|soit|soient|être|été|reste|restent)"
    rf"(?:{_S}(?:aussi|alors|souvent|bien|tous))?{_S}$",
    re.IGNORECASE,
)
_FEMININE = {
    "son": "sa",
    "mon": "ma",
    "ton": "ta",
    "tous les": "toutes les",
    "futur": "future",
    "futurs": "futures",
    "premier": "première",
    "premiers": "premières",
    "ancien": "ancienne",
    "anciens": "anciennes",
    "nouveaux": "nouvelles",
    "principaux": "principales",
    "seul": "seule",
    "seuls": "seules",
}
_FEW = frozenset("deux trois quatre cinq".split())
_SAID_ONCE = re.compile(rf"(?:quelques|plusieurs|{_ONE_DETS[_ONE_DETS.index('deux') :]}|[\d \u00a0]+)$", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôöûùœ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """A part of a text, ``text[start:end]``, and what is written instead."""

    start: int
    end: int
    words: str


def double(text: str) -> str:
    """Return a text in the double form: no middle dot is left, the other words stay as they are."""
    written, place = "", 0
    for change in changes(text):
        written += text[place : change.start] + change.words
        place = change.end
    return written + text[place:]


def changes(text: str) -> Iterator[Change]:
    """Yield what ``double`` changes in a text, in order, without overlap."""
    if "·" not in text:
        return
    for match in _GROUP.finditer(text):
        group = _Group(match)
        before, after = text[: match.start()], text[match.end() :]
        joined = _joined_before(before, group)
        start = match.start() - (len(joined) if joined else 0)
        yield Change(start, match.end(), (", " if joined else "") + group.written(before, after))


class _Group:
    """A group of words found in a text: preposition, article, adjectives, and the dotted words."""

    def __init__(self, match: re.Match[str]) -> None:
        self.elided = match["elided"] or ""
        self.prep = match["prep"] or ""
        self.det = match["det"] or ""
        self.adjs = (match["adjs"] or "").split()
        self.core = re.split(_S, match["core"])
        self.plural = is_plural(self.core[0])
        self.word = re.sub(rf"{_S}$", "", self.det).lower()

    @property
    def bare(self) -> bool:
        """Whether nothing stands before the noun."""
        return not (self.prep or self.det)

    def written(self, before: str, after: str) -> str:
        """Return both forms, or the masculine alone where « être » says it of a group already doubled."""
        if self.bare and _BE.search(before) and _ANY_DOT.search(_STOP.split(before)[-1]):
            return " ".join(forms(word)[1] for word in self.core)
        feminine, masculine = self._side(0), self._side(1)
        if self._said_once():
            lead = self.elided + self.prep + self.det
            return f"{lead}{feminine} {self._between(before, after)}{masculine}"
        first = self.elided + self._lead(0) + feminine
        second = self._lead(1) + masculine
        if not self.elided:
            second = second[0].lower() + second[1:]
        return f"{first}{self._conjunction(before, after)}{second}"

    def _said_once(self) -> bool:
        return bool(self.plural and self.word and _SAID_ONCE.fullmatch(self.word))

    def _between(self, before: str, after: str) -> str:
        return "ou " if self.word in _FEW else "et "

    def _side(self, side: int) -> str:
        """Return adjectives and noun in the feminine (0) or the masculine (1)."""
        words = [_FEMININE.get(a.lower(), a) if side == 0 else a for a in self.adjs]
        kept = self.core[:1] if self.plural and side == 0 else self.core
        said = [forms(word)[side] for word in kept]
        if side == 1 and not self.adjs:
            said[0] = said[0][0].lower() + said[0][1:]
        if self._said_once() and side == 1:
            words = []
        return " ".join([*words, *said])

    def _lead(self, side: int) -> str:
        if "·" in self.det:
            return self.prep + forms(self.word)[side].join(_case(self.det)) + " "
        if side == 0 and self.word in _FEMININE and not (self.word != "tous les" and self._starts_with_vowel()):
            told = _FEMININE[self.word]
            return self.prep + (told.capitalize() if self.det[0].isupper() else told) + " "
        return self.prep + self.det

    def _starts_with_vowel(self) -> bool:
        return bool(_VOWEL.match(self.adjs[0] if self.adjs else self.core[0]))

    def _conjunction(self, before: str, after: str) -> str:
        if re.search(rf"\bsans{_S}$", before) and not self.plural:
            return " ni "
        if self.word in ("aucun·e",):
            return " ni "
        if self.plural or self.word == "chaque":
            return ", " if _goes_on(self, after, "et") else " et "
        return ", " if _goes_on(self, after, "ou") else " ou "


def _case(det: str) -> tuple[str, str]:
    return ("", "")


def _goes_on(group: _Group, after: str, conjunction: str) -> bool:
    return False


def _joined_before(before: str, group: _Group) -> str:
    return ""
