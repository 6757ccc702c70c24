"""Light stems of French words, on folded text: « financer », « financements » and « financière » share one.

It is meant for a second look behind exact hits, so it may join a little too much, never part singular and plural.
"""

from __future__ import annotations

import functools

_SHORTEST = 4  # letters that must be left
_ENDINGS = tuple(
    sorted(
        (
            *("issement", "issements", "issage", "issante", "issant"),
            *("ablement", "iblement", "ivement", "eusement", "ellement", "alement", "ement", "ements", "ment"),
            *("isation", "isateur", "isatrice", "ication", "ification", "ations", "ation", "itions", "ition", "ateur"),
            *("atrice", "atif", "ative", "itif", "itive", "if", "ive", "ion", "eur", "euse", "rice", "teur", "trice"),
            *("age", "ance", "ence", "ant", "ante", "ent", "ente", "able", "ible", "iste", "isme", "ite", "ique"),
            *("aire", "eux", "al", "ale", "aux", "el", "elle", "ier", "iere", "ien", "ienne", "erie", "er", "ee", "e"),
            *("es", "ez", "ons", "ait", "aient", "ir", "ie", "i", "is", "it", "isse", "re", "ure", "iser", "ise"),
        ),
        key=len,
        reverse=True,
    )
)


@functools.lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return the stem of a folded word; short words and numbers are their own."""
    if len(word) < _SHORTEST + 1 or not word.isalpha():
        return word[:-1] if len(word) == _SHORTEST and word.endswith("s") else word
    base = word[:-1] if word[-1] in "sx" and not word.endswith("aux") else word
    for ending in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _SHORTEST:
            base = base[: -len(ending)]
            break
    if len(base) > _SHORTEST and base[-1] == base[-2]:
        base = base[:-1]
    return base[:-1] if len(base) > _SHORTEST and base[-1] in "ei" else base
