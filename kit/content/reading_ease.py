"""How easy a French text is to read: Flesch’s formula as Kandel and Moles set it for French.

207 − 1.015 × words per sentence − 73.6 × syllables per word (Kandel & Moles, « Application de l’indice de Flesch à la
langue française », 1958): 100 is very easy, 60 to 70 plain, below 30 hard. Syllables are counted by groups of vowels,
as they are heard: a silent final e does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:·[^\W\d_]+)*", re.UNICODE)
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöûùüœæ]+")
_SILENT = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöûùüœæ])(?:e|es|ent)$")


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
