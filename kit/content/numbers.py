"""The numbers of a French sentence, written in figures or in words, so that two texts can be compared.

« 160 000 », « 160 000 », « 2,6 millions », « un tiers », « une quarantaine », « L. 2121-22 » : each becomes a
``Number`` whose ``values`` are the ways in which another text may say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import msgspec

_UNITS = {
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "cent": 100,
    "cents": 100,
    "mille": 1000,
}
_ROUND = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}
_PARTS = {"moitié": 2, "demi": 2, "demie": 2, "tiers": 3, "quart": 4, "quarts": 4}
_TIMES = {"million": 10**6, "milliard": 10**9, "M€": 10**6, "Md€": 10**9}
_NOT_A_PART = frozenset("lieu lieux payant secteur".split())  # tiers-lieu, tiers payant

_CODE = re.compile(r"\b[LRDA]\.?[ \u00a0]?(\d+(?:-\d+)*)\b")
_GROUPED = re.compile(
    r"(?<![\d,])(\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+)(?:,(\d+))?(?![\d])(?:[ \u00a0](million|milliard|M€|Md€|%)s?)?"
)
_DASHED = re.compile(r"(?<![\w-])\d+(?:-\d+)+(?![\w-])")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


class Number(msgspec.Struct, frozen=True):
    """A number as it is written, and the values that say the same; ``in_words`` when no digit was used."""

    written: str
    values: frozenset[str]
    in_words: bool = False


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text: articles of law and numbers of laws, then figures, then words."""
    found: list[Number] = []

    def code(match: re.Match[str]) -> str:
        found.append(Number(match[0], frozenset({f"{match[0][0]}{match[1]}"})))
        return " "

    rest = _CODE.sub(code, text)

    def dashed(match: re.Match[str]) -> str:
        found.append(Number(match[0], frozenset({match[0]})))
        return match[0].replace("-", " ") if all(len(p) <= 4 for p in match[0].split("-")) else " "

    dashes = [match[0] for match in _DASHED.finditer(rest)]
    rest = _DASHED.sub(dashed, rest)
    joined = {part for each in dashes for part in each.split("-")}
    for match in _GROUPED.finditer(rest):
        if match[1] in joined and not match[2]:
            continue
        found.append(_figure(match))
    found += _words(text)
    return tuple(found)


def _figure(match: re.Match[str]) -> Number:
    whole = re.sub(r"[ \u00a0\u202f.]", "", match[1])
    value = Fraction(f"{whole}.{match[2]}" if match[2] else whole)
    values = {_key(value)}
    if match[3] == "%":
        values |= {_key(value / 100)}  # 50 % is said « la moitié »
    elif match[3]:
        values = {_key(value * _TIMES[match[3]])}
    return Number(match[0], frozenset(values))


def _key(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _words(text: str) -> Iterator[Number]:
    words = [(m[0], m[0].lower()) for m in _WORD.finditer(text)]
    place = 0
    while place < len(words):
        written, word = words[place]
        before = words[place - 1][1] if place else ""
        after = words[place + 1][1] if place + 1 < len(words) else ""
        thirds = word == "tiers" and (after in _NOT_A_PART or before not in ("un", "deux", "le", "d"))
        if thirds or (word == "tiers" and place > 1 and words[place - 2][1] == "à"):
            pass  # somebody else, or a part of another word
        elif word in _PARTS:
            top = _UNITS.get(before, 1)
            yield Number(written, frozenset({_key(Fraction(top, _PARTS[word]))}), in_words=True)
        elif word.rstrip("s") in _ROUND and before in ("une", "un", "la", "cette", "quelque"):
            yield Number(written, frozenset({_key(Fraction(_ROUND[word.rstrip("s")]))}), in_words=True)
        elif word in _UNITS:
            last = place
            while last + 1 < len(words) and words[last + 1][1] in _UNITS:
                last += 1
            if last + 1 >= len(words) or words[last + 1][1] not in _PARTS:
                value = _value([w for _, w in words[place : last + 1]])
                yield Number(" ".join(w for w, _ in words[place : last + 1]), frozenset({str(value)}), in_words=True)
            place = last
        place += 1


def _value(words: list[str]) -> int:
    """Return the value of number words in a row: « deux cent cinquante », « quatre vingt »."""
    total = current = 0
    for word in words:
        unit = _UNITS[word]
        if unit == 1000:
            total, current = total + (current or 1) * 1000, 0
        elif unit == 100 or (unit == 20 and current == 4):
            current = (current or 1) * unit
        else:
            current += unit
    return total + current


def all_values(text: str) -> frozenset[str]:
    """Return every value that a text gives, each part of a range or of a number of law too."""
    values: set[str] = set()
    for number in numbers(text):
        values |= number.values
        for value in number.values:
            values |= set(re.findall(r"\d+", value)) if "-" in value else set()
    values |= {str(_UNITS[word.lower()]) for word in _WORD.findall(text) if word.lower() in _UNITS}
    values |= {re.sub(r"^0+(?=\d)", "", part) for part in re.findall(r"\d+", text)}
    return frozenset(values)
