"""The lists beside the articles: glossary, sources, facts, networks, dates, questions."""

from __future__ import annotations

from datetime import date

import msgspec


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
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


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a fact was read; ``address`` has no scheme, as nothing is fetched."""

    id: str
    title: str
    address: str = ""


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which sources carry a fact of the collection, and how sure it is (LU, CONNU, MIXTE, DOUTEUX).

    ``law`` holds the articles and laws that the fact names: ``L2122-18``, ``2000-321``.
    """

    id: str
    sources: tuple[str, ...]
    confidence: str
    check_by: int | None = None
    law: tuple[str, ...] = ()


class Network(msgspec.Struct, frozen=True, omit_defaults=True):
    """An organisation that an élu·e may turn to; ``mail`` is an address that can be written to, where one was read."""

    id: str
    name: str
    what: str = ""
    ask: str = ""
    reach: str = ""
    acronym: str = ""
    mail: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    to_check: str = ""


class NationalDate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A national moment of the year: ``when`` in words, ``month`` where it has one, checked anew in ``check_by``.

    ``first_day`` and ``last_day`` are those of the newest edition whose days a fact gives; ``before_90`` and so on,
    what there is to do that many days before.
    """

    id: str
    title: str
    when: str = ""
    what: str = ""
    month: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    before_90: str = ""
    before_30: str = ""
    before_7: str = ""
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    check_by: int | None = None
    to_check: str = ""

    @property
    def ahead(self) -> tuple[tuple[int, str], ...]:
        """What there is to do and how many days before, the earliest first."""
        told = ((90, self.before_90), (30, self.before_30), (7, self.before_7))
        return tuple((days, text) for days, text in told if text)


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """A question of « Par où commencer »: what yes and no imply, and the actions they suggest, most useful first.

    « Je ne sais pas » counts as no.
    """

    id: str
    question: str
    help: str = ""
    yes: str = ""
    no: str = ""
    suggests_yes: tuple[str, ...] = ()
    suggests_no: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Shelf(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lists beside the articles; ``retired`` are ids that no text may take again."""

    terms: tuple[Term, ...] = ()
    sources: dict[str, Source] = msgspec.field(default_factory=dict)
    facts: dict[str, Fact] = msgspec.field(default_factory=dict)
    networks: tuple[Network, ...] = ()
    retired: tuple[str, ...] = ()
    dates: tuple[NationalDate, ...] = ()
    questions: tuple[Question, ...] = ()
