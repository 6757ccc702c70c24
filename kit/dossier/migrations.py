"""Events of older formats, read as events of the present one by ordered steps.

A line is never rewritten for that: the original stays in the file as it is, and is read through the steps each time.
The checksum of the old line is verified first, and the event then bears the one of its new form, so that both forms
of one event are the same event when dossiers are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

type Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[int, Step] = {}
"""From format n to format n + 1. Format 1 is the first, so there is none yet."""


def upgrade(found: Mapping[str, Any], version: int, *, to: int) -> dict[str, Any] | None:
    """Return an event's keys in format ``to``, without ``c``; None when no step begins at its format.

    A step may raise KeyError, TypeError or ValueError for what it cannot read: the line is then set aside.
    """
    body = {key: value for key, value in found.items() if key != "c"}
    for number in range(version, to):
        step = STEPS.get(number)
        if step is None:
            return None
        body = step(body)
    return body | {"v": to}
