"""French typography: no-break spaces and apostrophes, where the rules leave no choice; numbers with their nouns.

``french`` mends what was written by hand, in texts and lists; ``fr`` sets a sentence of the program, which is typed
with an ordinary space wherever one is due. Both give the same for such a sentence.

Source: Lexique des règles typographiques en usage à l’Imprimerie nationale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

NBSP = "\u00a0"

_KEPT = r"(https?://\S+|\[\[\w+\]\]|\[F\d[^\]]*\]|\]\([^)]*\)|!!! [a-z-]+|`[^`]*`)"


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the rules for texts, compiled at the first: the window sets its own sentences before any text."""
    return (
        (re.compile(r"(?<=[^\s\u00a0\u202f!?:;«(\[|])[ \t\u202f]?([!?;])(?=[\s\u00a0»)\]*]|$)", re.M), NBSP + r"\1"),
        (re.compile(r"(?<=[^\s\u00a0\u202f:|])[ \u202f](:)(?=\s|$)", re.M), NBSP + r"\1"),
        (re.compile(r"«[ \u202f]?(?=[^\s\u00a0])"), "«" + NBSP),
        (re.compile(r"(?<=[^\s\u00a0])[ \u202f]?»"), NBSP + "»"),
        (re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))"), NBSP),
        (re.compile(r"(?<=\d)[ \u202f]?(?=[%€])"), NBSP),
        (re.compile(r"\b([Nn]°|[Aa]rt\.|[LRD]\.)[ \u202f]?(?=\d)"), r"\1" + NBSP),
        (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_«])"), "’"),
    )


def french(text: str) -> str:
    """Return ``text`` with French no-break spaces; marks of the Markdown are left alone."""
    parts = re.split(_KEPT, text)
    for place in range(0, len(parts), 2):
        part = parts[place]
        for pattern, replacement in _rules():
            part = pattern.sub(replacement, part)
        parts[place] = part
    return "".join(parts)


_UNIT = r"\d{3}(?!\d)|[KMG]o\b|habitants|pages|points|résultat"  # what a number is not parted from
_UNBROKEN = re.compile(rf" (?:(?=[:;!?»%€↓](?![\w:]))|(?=→$)|(?<=[«+≈] )|(?<=EN )(?=\d)|(?<=[\d}}] )(?={_UNIT}))")


def fr(words: str, /, **values: object) -> str:
    """Return a sentence of the program with no-break spaces in place of ordinary ones where French asks for them.

    ``values`` fill its ``{fields}`` afterwards, so that a name or a path stays as it is. Without values, braces are
    left alone: the sentence may be filled later, by ``format``.
    """
    words = _UNBROKEN.sub(NBSP, words)
    return words.format_map(values) if values else words


def number(raw: str) -> int | None:
    """Return a whole number typed with or without spaces, None for anything else."""
    digits = re.sub(r"[\s\u00a0\u202f]", "", raw)
    return int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else None


def thousands(number: int) -> str:
    """Return a whole number as it is read: « 12 000 »."""
    return f"{number:,}".replace(",", NBSP)


def counted(number: int, one: str, many: str = "", *, none: str = "") -> str:
    """Return a number with its noun: « 1 page », « 3 pages »; ``many`` for a plural that is not ``one`` + s.

    0 takes the singular, as in French, behind ``none`` where that is given: « Aucune page ».
    """
    return f"{number or none or 0} {one if number in (0, 1) else many or f'{one}s'}"


_FIRST = re.compile(r"(?<=(?<![\w-])1)(er)(?![\w-])")  # not in an address: « au-1er-janvier »


def raised(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, and whether each is raised: the letters of « 1er »."""
    for number, part in enumerate(_FIRST.split(text)):
        if part:
            yield part, number % 2 == 1
