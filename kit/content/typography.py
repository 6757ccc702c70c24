"""French typography: no-break spaces and apostrophes, where the rules leave no choice.

Source: Lexique des règles typographiques en usage à l’Imprimerie nationale.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\s\u00a0\u202f!?:;«(\[|])[ \t\u202f]?([!?;])(?=[\s\u00a0»)\]*]|$)", re.M), NBSP + r"\1"),
    (re.compile(r"(?<=[^\s\u00a0\u202f:|])[ \u202f](:)(?=\s|$)", re.M), NBSP + r"\1"),
    (re.compile(r"«[ \u202f]?(?=[^\s\u00a0])"), "«" + NBSP),
    (re.compile(r"(?<=[^\s\u00a0])[ \u202f]?»"), NBSP + "»"),
    (re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))"), NBSP),
    (re.compile(r"(?<=\d)[ \u202f]?(?=[%€])"), NBSP),
    (re.compile(r"\b([Nn]°|[Aa]rt\.|[LRD]\.)[ \u202f]?(?=\d)"), r"\1" + NBSP),
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_«])"), "’"),
)
_KEPT = re.compile(r"(https?://\S+|\[\[\w+\]\]|\[F\d[^\]]*\]|\]\([^)]*\)|!!! [a-z-]+|`[^`]*`)")


def french(text: str) -> str:
    """Return ``text`` with French no-break spaces; marks of the Markdown are left alone."""
    parts = _KEPT.split(text)
    for place in range(0, len(parts), 2):
        part = parts[place]
        for pattern, replacement in _RULES:
            part = pattern.sub(replacement, part)
        parts[place] = part
    return "".join(parts)
