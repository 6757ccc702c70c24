"""Two writings of one text: « élu·es » as on the page, or « élues et élus » in full, made by one rule.

``double`` reads a group of words (« un·e élu·e désigné·e », « des habitant·es ») and writes both forms of it, the
feminine first, with article and preposition said again. Adjectives after a plural, and what « être » says of a group
already written twice, take the masculine alone: « des habitantes et des habitants âgés ». Where the group stands in an
enumeration, a comma takes the place of its « et »: « élues, élus et agents ». A text without middle dot stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from kit.content.gender import are_both, feminine_of, forms, is_plural

PAGE, DOUBLE = "page", "double"
WRITINGS = (PAGE, DOUBLE)

_S = "[ \u00a0]"
_NUMERALS = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cent|quelques|plusieurs"
# Only the endings of French genders: the dot of « kW·h » is left alone.
_ENDINGS = (
    "e|ne|le|te|se|he|ve|ce|ue|que|sse|tte|ère|rice|trice|euse|ive|enne|ienne|onne|elle|ale|ine|celle|ceux|eux|il|la|"
    "sa|ma|ta|iche|îche|oïne|belle|vieille|olle"
)
_DOTTED = rf"[^\W\d_]+(?:-[^\W\d_]+)*(?:·(?:{_ENDINGS})s?)+(?:·s)?"
_BOTH = (
    rf"un·e|le·la|la·le|du·de{_S}la|au·à{_S}la|son·sa|mon·ma|ton·ta|cet·te|ce·tte|quel·les?|aucun·e|"
    rf"tou·te·?s{_S}(?:les|nos|vos)"
)
_ONE = (
    "tous les|les|des|aux|ses|nos|vos|leurs|mes|tes|ces|son|sa|mon|ma|ton|ta|leur|notre|votre|chaque|"
    rf"{_NUMERALS}|\d+(?:{_S}\d{{3}})*"
)
_ADJECTIVES = "jeunes?|simples?|autres?|futurs?|premiers?|anciens?|nouveaux|seuls?|principaux"
_GROUP = re.compile(
    rf"(?<![\w·-])(?P<elided>(?:qu|jusqu|lorsqu|puisqu)[’'])?"
    rf"(?P<prep>(?:à|de){_S}|d[’'])?"
    rf"(?:(?P<both>{_BOTH}){_S}(?P<noun>[^\W\d_]+{_S})?|(?P<one>(?:{_ONE}){_S}|l[’']))?"
    rf"(?P<adjectives>(?:(?:{_ADJECTIVES}){_S})*)"
    rf"(?P<core>(?:du·de|au·à){_S}la|{_DOTTED}(?:{_S}{_DOTTED})*)(?![\w·])",
    re.IGNORECASE,
)
_PRENOMINAL = re.compile(r"(?:nouve(?:au|aux|l)|ancien|premier|dernier|futur)·", re.IGNORECASE)
_STOP = re.compile(r"[.!?;:…]")
_BE = re.compile(
    r"\b(?:est|sont|était|étaient|sera|seront|serait|seraient|soit|soient|être|été|reste|restent)"
    rf"(?:{_S}(?:aussi|alors|souvent|bien|tous))?{_S}$",
    re.IGNORECASE,
)
_SAID_ONCE = re.compile(rf"(?:{_NUMERALS}|[\d \u00a0]+)", re.IGNORECASE)
_VOWELS = "aeiouyàâéèêëîïôöûùœ"
_FEW = frozenset("deux trois quatre cinq".split())
_NO_NOUN = re.compile(
    r"(?:le|la|les|un|une|du|des|de|à|au|aux|en|y|se|ne|que|qui|dont|où|il|elle|on|ils|elles|nous|vous|leur|lui|pas|"
    r"par|pour|sans|avec|chez|dans|sur)\b|[dlnsqc]u?[’']",
    re.IGNORECASE,
)


_WORD = r"(?:[^\W\d_]+-)?[^\W\d_]{3,}"
_TWICE = re.compile(
    rf"(?<!«{_S})\b({_WORD}){_S}(?:et|ou){_S}(?:(?:les|des|aux|une?|le|la|du|de|à){_S}|[ld]’)*({_WORD})(?![\w-])"
)


def said_twice(text: str) -> Iterator[str]:
    """Yield each « élues et élus » written by hand, where « élu·es » would be read in both writings.

    Words named between guillemets are left alone.
    """
    yield from (match[0] for match in _TWICE.finditer(text) if are_both(match[1], match[2]))


class Change(msgspec.Struct, frozen=True):
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
        yield _Group(match).change()


class _Group:
    """A group of words found in a text: preposition, article, adjectives, and the dotted words."""

    def __init__(self, match: re.Match[str]) -> None:
        self._match = match
        self._before, self._after = match.string[: match.start()], match.string[match.end() :]
        self._elided, self._prep = match["elided"] or "", match["prep"] or ""
        self._article = match["both"] or (match["one"] or "").rstrip(" \u00a0")
        self._adjectives = (match["adjectives"] or "").split()
        if match["noun"]:
            self._adjectives.insert(0, match["noun"].strip())
        core = match["core"]
        self._core = [core] if core.lower().endswith(" la") else re.split(_S, core)
        self._plural = is_plural(self._core[0])

    def change(self) -> Change:
        """Return what is written instead of the group, with the « et » before it where it enumerates."""
        match = self._match
        if self._is_said_of_a_group():
            lead = match.string[match.start() : match.start("core")]
            return Change(match.start(), match.end(), lead + " ".join(forms(word)[1] for word in self._core))
        joined = self._joined()
        start = match.start() - len(joined)
        return Change(start, match.end(), (", " if joined else "") + self._both())

    def _both(self) -> str:
        if self._match["core"].isupper():
            return double(self._match[0].lower()).upper()
        feminine = self._lead(0) + self._noun(0)
        masculine = self._dotted_words(1) if self._said_once else self._lead(1) + self._noun(1)
        if not self._elided:
            masculine = masculine[0].lower() + masculine[1:]
        return f"{self._elided}{feminine}{self._conjunction()}{masculine}"

    @property
    def _said_once(self) -> bool:
        return self._plural and bool(_SAID_ONCE.fullmatch(self._article))

    @property
    def _key(self) -> str:
        """What stands before the noun, reduced to what two parts of an enumeration share."""
        article = self._article.lower()
        article = {"un·e": "un", "des": "", "le·la": "le", "la·le": "le"}.get(article, article)
        if self._prep or self._article.lower() == "des":
            opening = "(?:des|du|de|d[’'])" if not self._prep.lower().startswith("à") else "à"
            article = f"{opening}{_S}?{article}" if article else opening
        return article.replace("un", "une?") if article.endswith("un") else article

    def _is_said_of_a_group(self) -> bool:
        clause = _STOP.split(self._before)[-1]
        return not (self._prep or self._article) and bool(_BE.search(clause)) and "·" in clause

    def _lead(self, side: int) -> str:
        article = self._article
        if "·" in article:
            article = forms(article)[side]
        elif side == 0 and not (article.lower() in ("son", "mon", "ton") and self._starts_with_vowel()):
            article = feminine_of(article)
        gap = "" if not article or article.endswith(("’", "'")) else " "
        return self._prep + article + gap

    def _noun(self, side: int) -> str:
        adjectives = [feminine_of(a) if side == 0 else a for a in self._adjectives]
        return " ".join([*adjectives, self._dotted_words(side)])

    def _dotted_words(self, side: int) -> str:
        """Return the dotted words on one side: after a plural, adjectives are said once, with the masculine."""
        noun = 2 if _PRENOMINAL.match(self._core[0]) else 1
        said = [forms(word)[side] for word in (self._core[:noun] if self._plural and side == 0 else self._core)]
        if len(said) > 1 and said[0].lower() == "nouveau" and said[1][0].lower() in _VOWELS:
            said[0] = said[0][:-2] + "l"
        return " ".join(said)

    def _starts_with_vowel(self) -> bool:
        return (self._adjectives or self._core)[0][0].lower() in _VOWELS

    def _conjunction(self) -> str:
        if re.search(rf"(?<!\bavec ou )\bsans{_S}$", self._before):
            return " ni "
        told = self._word()
        return ", " if self._goes_on(told) else f" {told} "

    def _word(self) -> str:
        article = self._article.lower()
        if article == "aucun·e":
            return "ni"
        if self._plural:
            return "ou" if article in _FEW else "et"
        return "et" if article == "chaque" or self._core[0].lower() == "chacun·e" else "ou"

    def _goes_on(self, told: str) -> bool:
        """Whether the same « et » or « ou » follows with another part of the enumeration."""
        match = re.match(rf"{_S}{told}{_S}(?=\w)", self._after)
        if not match:
            return False
        rest = self._after[match.end() :]
        if self._key and not self._said_once:
            numeral = self._plural and re.match(rf"(?:{_NUMERALS}|\d)", rest, re.IGNORECASE)
            return bool(re.match(rf"{self._key}(?![\w])", rest, re.IGNORECASE) or numeral)
        return not _NO_NOUN.match(rest)

    def _joined(self) -> str:
        """Return the « et » or « ou » right before the group when it ends an enumeration, or nothing."""
        match = re.search(rf"{_S}{self._word()}{_S}$", self._before)
        if not match or self._said_once or self._elided:
            return ""
        clause = _STOP.split(self._before[: match.start()])[-1]
        if not clause or not clause[-1].isalpha():
            return ""
        if not self._key:
            return match[0]
        last = " ".join(re.split(_S, clause)[-5:])
        return match[0] if re.search(rf"(?<!\w){self._key}(?!\w)", last, re.IGNORECASE) else ""
