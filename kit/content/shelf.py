"""The lists beside the articles: glossary, sources, facts, networks."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary."""

    id: str
    term: str
    definition: str
    expansion: str = ""
    aliases: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    to_check: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read; ``address`` has no scheme, as nothing is fetched."""

    id: str
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Which sources carry a fact of the collection, and how sure it is (LU, CONNU, MIXTE, DOUTEUX)."""

    id: str
    sources: tuple[str, ...]
    confidence: str
    check_by: int | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """An organisation that an élu·e may turn to."""

    id: str
    name: str
    what: str = ""
    ask: str = ""
    reach: str = ""
    acronym: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lists beside the articles: glossary, sources, facts, networks."""

    terms: tuple[Term, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    networks: tuple[Network, ...] = ()
    retired: frozenset[str] = frozenset()
