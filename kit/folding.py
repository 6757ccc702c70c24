"""Text without case, accents and ligatures: for search, comparison, sorting, anchors and names of files."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ı": "i"})
_ACCENTS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"


def without_accents(text: str) -> str:
    """Return ``text`` with its accents removed; case and ligatures stay."""
    return text if text.isascii() else re.sub(_ACCENTS, "", unicodedata.normalize("NFKD", text))


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents or ligatures; other characters stay."""
    return without_accents(text.casefold().translate(_LIGATURES))


def by_name(name: str) -> str:
    """Return the key that sorts French names: « Éducation » under E, « L’ESPER » under L."""
    return fold(name).replace("’", "'")


def letter_of(name: str) -> str:
    """Return the letter that a name stands under."""
    first = by_name(name)[:1].upper()
    return first if first.isalpha() else "0-9"
