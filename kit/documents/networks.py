"""Whom to ask and the moments of the year, on paper: the networks, the national dates, with where they were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from kit.content.library import Library
from kit.content.shelf import NationalDate, Network
from kit.days import MONTHS
from kit.documents.document import Block, Document, heading, labelled, said
from kit.documents.listing import chosen, list_document
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording


def networks_document(
    library: Library, *, only: Sequence[str] | None = None, told: str = "", today: date | None = None
) -> Document:
    """Return the networks, those of the ids ``only`` where it is given; ``told`` says how they were narrowed."""
    say, sources = wording(library), Sources(library)
    shown = chosen(library.shelf.networks, only)
    blocks = [block for one in shown for block in _network(one, sources, say)]
    title, lead = say.say("networks", "title"), say.say("networks", "lead")
    return list_document(library, title, lead, (*blocks, *sources.listed()), told=told, today=today)


def dates_document(
    library: Library, *, only: Sequence[str] | None = None, told: str = "", today: date | None = None
) -> Document:
    """Return the national dates month by month, those without a month last; arguments as for the networks."""
    say, sources = wording(library), Sources(library)
    ordered = sorted(chosen(library.shelf.dates, only), key=lambda one: one.month or len(MONTHS) + 1)
    blocks: list[Block] = []
    for month, dates in groupby(ordered, key=lambda one: one.month):
        blocks.append(heading(2, MONTHS[month - 1].capitalize() if month else say.say("networks", "no_month")))
        blocks += [block for one in dates for block in _date(one, sources, say)]
    title, lead = say.say("networks", "dates_title"), say.say("networks", "dates_lead")
    return list_document(library, title, lead, (*blocks, *sources.listed()), told=told, today=today)


def _network(one: Network, sources: Sources, say: Wording) -> Iterator[Block]:
    acronym = one.acronym if one.acronym not in one.name else ""
    yield heading(2, f"{one.name} ({acronym})" if acronym else one.name)
    yield from said(_read(one.what, one.sources, sources, say))
    yield from labelled(say.say("networks", "ask"), one.ask)
    yield from labelled(say.say("networks", "reach"), one.reach)


def _date(one: NationalDate, sources: Sources, say: Wording) -> Iterator[Block]:
    yield heading(3, one.title)
    check = say.say("networks", "check_by", year=one.check_by) if one.check_by else ""
    when = one.when[:1].upper() + one.when[1:]
    yield from said(" ".join(part for part in (f"{when.rstrip('.')}." if when else "", check) if part))
    yield from said(_read(one.what, one.sources, sources, say))
    for days, text in one.ahead:
        yield from labelled(f"{say.say('agenda', 'before', n=days)}\u00a0:", text)


def _read(text: str, named: Iterable[str], sources: Sources, say: Wording) -> str:
    """Return a text with the numbers of its sources, or that there is none to quote it by."""
    call = sources.named(named)
    return f"{text}{call}" if call else f"{text} {say.say('networks', 'no_source')}"
