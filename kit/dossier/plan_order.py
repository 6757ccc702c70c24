"""Ranks: texts of digits, compared letter by letter, between any two of which there is always another.

Moving an action writes one field of that action only, so that two people who move different actions never conflict.
"""

from __future__ import annotations

_STEP = 10


def natural_rank(*places: int) -> str:
    """Return the rank of what nobody has moved, from its places in the texts (lever, then place in the lever)."""
    return "".join(f"{place:03d}" for place in places) + "5"  # never ends with 0: there is room below


def rank_between(before: str, after: str) -> str:
    """Return a rank after ``before`` and before ``after``; an empty one means: first, or last.

    Where the two are equal or in the wrong order, it comes right after ``before``.
    """
    if after and before >= after:
        after = ""
    found = ""
    for place in range(len(before) + len(after) + 2):
        low = int(before[place]) if place < len(before) else 0
        high = int(after[place]) if place < len(after) else _STEP
        if high - low > 1:
            return found + str((low + high) // 2)
        found += str(low)
        if high > low:  # what follows need only be greater than the rest of ``before``
            after = ""
    return found + "5"


def is_rank(value: object) -> bool:
    """Say whether a value of the journal can be a rank: digits, the last not 0, so that there is room before it."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and value[-1] != "0"
