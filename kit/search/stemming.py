"""Light stems of French words, on folded text: « financer », « financements » and « financière » share one.

It is meant for a second look behind exact hits, so it may join a little too much, never part singular and plural.
Why no library: docs/recherche.md, « Les racines ».
"""

from __future__ import annotations

import functools

_LEFT = 4  # letters that must stay
_LEFT_BY_LIGHT = 3  # the same, for the endings of every other verb and feminine
LIGHT = frozenset(("er", "ee", "e", "ement"))
ENDINGS = tuple(
    sorted(
        {
            *(
                "ionner",
                "ionnement",
                "issement",
                "issage",
                "issante",
                "issant",
                "isation",
                "isateur",
                "isatrice",
                "isme",
                "iste",
                "ise",
            ),
            *("ablement", "iblement", "ivement", "eusement", "ellement", "alement", "ement", "ment", "iser", "isse"),
            *("ification", "ication", "ation", "ition", "ateur", "atrice", "atif", "ative", "itif", "itive", "if"),
            *("ive", "ion", "eur", "euse", "rice", "teur", "trice", "age", "ance", "ence", "ant", "ante", "ent"),
            *("ente", "able", "ible", "ite", "ique", "aire", "eux", "al", "ale", "aux", "el", "elle", "ier", "iere"),
            *("ien", "ienne", "erie", "er", "ee", "e", "ez", "on", "ait", "aient", "ir", "ie", "i", "it", "re", "ure"),
        },
        key=len,
        reverse=True,
    )
)


@functools.lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return the stem of a folded word; short words and numbers are their own."""
    if len(word) < _LEFT or not word.isalpha():
        return word
    base = word[:-1] if word[-1] in "sx" and not word.endswith("aux") else word
    for ending in ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= (_LEFT_BY_LIGHT if ending in LIGHT else _LEFT):
            base = base[: -len(ending)]
            break
    if len(base) > _LEFT and base[-1] == base[-2]:
        base = base[:-1]
    return base[:-1] if len(base) > _LEFT and base[-1] in "ei" else base
