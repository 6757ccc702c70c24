"""How easy a French text is to read: Flesch’s formula, words a sentence, long sentences, acronyms left unexplained.

Flesch’s formula as Kandel and Moles set it for French:
207 − 1.015 × words per sentence − 73.6 × syllables per word (Kandel & Moles, « Application de l’indice de Flesch à la
langue française », 1958): 100 is very easy, 60 to 70 plain, below 30 hard. Syllables are counted by groups of vowels,
as they are heard: a silent final e does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

LONG = 25
"""A sentence of more words is long; one of more than 35 is a remark of its own (``rules.language``)."""
_WORD = re.compile(r"[^\W\d_]+(?:·[^\W\d_]+)*", re.UNICODE)
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûùüœæ]+")
_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöûùüœæ])(?:e|es|ent)$")


_ACRONYM = re.compile(r"(?<![\w’·-])(?:[dlDL]’)?([A-ZÀÂÉÈÎÔÛ]{2,}(?:’[A-Z]+)?)(?![\w·]|-\d|[-’]\w)")
_ROMAN = re.compile(r"[IVX]+")
# What nobody spells out: common words, then names of structures, of networks and of their meetings. The CRESS is the
# publisher, which the window names on every screen.
_SAID_AS_WRITTEN = frozenset(
    "HT TVA PDF ODT NVDA UE HLM SIRET CRESS "
    "ACEPP ADMR AFDAS CIRENA COL ELISE ESIAM ESPER ESPRESSO FAIR INAÉ RICLESS UNA".split()
)


class Reading(msgspec.Struct, frozen=True):
    """How a page reads: ``ease`` 0 (hard) to 100; mean ``words`` a sentence; ``long`` the share of long ones, 0 to 1.

    ``acronyms`` are those that nothing explains where the page first says them.
    """

    ease: float
    words: float
    long: float
    acronyms: tuple[str, ...] = ()


def reading(sentences: Sequence[str], body: Sequence[str], expansions: Mapping[str, str]) -> Reading:
    """Return the figures of a page: of all its sentences, its acronyms of those of its body, in order.

    ``expansions`` are the acronyms of the glossary with what they stand for.
    """
    counts = [len(words) for sentence in sentences if (words := _WORD.findall(sentence))]
    total = len(counts) or 1
    return Reading(
        ease=reading_ease(sentences),
        words=round(sum(counts) / total, 1),
        long=round(sum(count > LONG for count in counts) / total, 3),
        acronyms=tuple(unexplained(body, expansions)),
    )


def unexplained(sentences: Iterable[str], expansions: Mapping[str, str]) -> Iterable[str]:
    """Yield the acronyms that are not explained where they are first said.

    Explained is « maison des jeunes (MJC) », « MJC (maison des jeunes) », or one whose words, as the glossary has them,
    were said before or in the same sentence.
    """
    seen: set[str] = set()
    before = ""
    names = [name for name in expansions if not name.isupper()]
    mixed = re.compile(rf"(?<![\w’-])(?:[dl]’)?({'|'.join(map(re.escape, names))})(?!\w)") if names else None
    for sentence in sentences:
        before = f"{before} {sentence}"
        found = [*_ACRONYM.finditer(sentence), *(mixed.finditer(sentence) if mixed else ())]
        for match in sorted(found, key=lambda one: one.start()):
            name = match[1]
            if name in seen or name in _SAID_AS_WRITTEN or _ROMAN.fullmatch(name):
                continue
            seen.add(name)
            beside = sentence[match.start(1) - 1 : match.start(1)] == "(" or sentence[match.end() :].lstrip()[:1] == "("
            if not beside and not _is_said(expansions.get(name, ""), before):
                yield name


def _is_said(expansion: str, text: str) -> bool:
    """Say whether what an acronym stands for was said: its first three words, whatever their endings."""
    stems = [word.lower()[:5] for word in _WORD.findall(expansion) if len(word) > 3][:3]
    return bool(stems) and all(stem in text.lower() for stem in stems)


def syllables(word: str) -> int:
    """Return the number of syllables of a word, at least 1."""
    lowered = word.lower().partition("·")[0]
    groups = _VOWELS.findall(_SILENT.sub("", lowered))
    # two syllables meet in éa, éo, ia of « océan », « théorie »: an accent starts a new one
    breaks = sum(len(re.findall(r"(?<=.)[éèêïü]|é(?=[ao])", group)) for group in groups)
    return max(1, len(groups) + breaks)


def reading_ease(sentences: Iterable[str]) -> float:
    """Return the ease of a text given by its sentences, 0 to 100, to one decimal; 100 when it has no word."""
    counted = [_WORD.findall(sentence) for sentence in sentences]
    counted = [words for words in counted if words]
    total = sum(len(words) for words in counted)
    if not total:
        return 100.0
    sounds = sum(syllables(word) for words in counted for word in words)
    ease = 207 - 1.015 * total / len(counted) - 73.6 * sounds / total
    return round(min(100.0, max(0.0, ease)), 1)
