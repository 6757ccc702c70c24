"""What was typed, taken apart: words, phrases in quotes, filters (``levier:2``, ``statut:fait``, ``type:sujet``)."""

from __future__ import annotations

import re

import msgspec

from kit.folding import fold
from kit.search.folding import query_words
from kit.search.stopwords import STOP

_QUOTED = re.compile(r"[\"«“„]\s*([^\"«»“”„]*?)\s*[\"»”]")
_FILTER = re.compile(r"(?<!\S)(levier|statut|type)\s?:\s?(\S+)", re.IGNORECASE)
_LONGEST = 300  # characters that are looked at
_MOST = 12  # words

TYPES = {
    "article": ("article", "chapter"),
    "sujet": ("topic",),
    "raison": ("reason",),
    "action": ("action", "own"),
    "levier": ("lever", "milestone"),
    "competence": ("competence",),
    "exemple": ("example",),
    "terme": ("term",),
    "mot": ("term",),
    "glossaire": ("term",),
    "reseau": ("network",),
    "date": ("date",),
    "agenda": ("date",),
    "source": ("source",),
    "modele": ("model",),
    "acte": ("model",),
    "note": ("note",),
}
STATUSES = ("a-faire", "en-cours", "fait", "non-concerne", "a-discuter", "en-pause", "abandonne")


class Query(msgspec.Struct, frozen=True):
    """``words`` are those to look for, ``typed`` all of them in order; ``open`` says that the last is unfinished."""

    words: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    kinds: frozenset[str] = frozenset()
    levers: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    open: bool = True

    @property
    def filters(self) -> bool:
        """Whether only some texts may answer."""
        return bool(self.kinds or self.levers or self.statuses)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is asked."""
        return not (self.words or self.phrases or self.filters)


def parse(text: str) -> Query:
    """Return what ``text`` asks; a filter that means nothing counts as words."""
    text = text[:_LONGEST]
    wanted: dict[str, set[str]] = {"type": set(), "levier": set(), "statut": set()}

    def take(match: re.Match[str]) -> str:
        name, value = match[1].lower(), fold(match[2]).strip('"«»').replace("_", "-")
        values = _values(name, value)
        wanted[name].update(values)
        return " " if values else match[0].replace(":", " ")

    rest = _FILTER.sub(take, text)
    phrases = tuple(words for part in _QUOTED.findall(rest) if (words := tuple(query_words(part))))
    typed = tuple(query_words(_QUOTED.sub(r" \1 ", rest)))[:_MOST]
    words = tuple(dict.fromkeys(word for word in typed if word not in STOP)) or typed
    is_open = bool(typed) and words[-1] == typed[-1] and not rest[-1:].isspace() and rest[-1:] not in '"»”'
    kinds, levers, statuses = (frozenset(wanted[name]) for name in ("type", "levier", "statut"))
    return Query(words, typed, phrases, kinds, levers, statuses, is_open)


def _values(name: str, value: str) -> tuple[str, ...]:
    if name == "levier":
        return (value,) if value.isdigit() else ()
    if name == "statut":
        return tuple(status for status in STATUSES if status == value)
    return TYPES.get(value, TYPES.get(value.rstrip("sx"), ()))
