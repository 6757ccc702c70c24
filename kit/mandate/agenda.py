"""What is to come, month by month: national moments, the council and what leads to it, due dates, yearly actions.

A moment without a known day has none: its month alone, or no month at all. What leads to a national moment has its
days: counted from its first day, from the first of its month until that is known. What was done on a known day stands
apart.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from kit.content.shelf import NationalDate
from kit.days import read_day
from kit.dossier.model import Status
from kit.dossier.plan import FINISHED, Plan, PlanItem
from kit.mandate.directory import Contact

Month = tuple[int, int]
"""A year and a month."""
AHEAD = 12
"""Months that the agenda shows, the present one included."""
NEVER: Mapping[str, date] = MappingProxyType({})


class Kind(StrEnum):
    """What a moment is."""

    NATIONAL = "national"
    COUNCIL = "council"
    STEP = "step"
    DUE = "due"
    YEARLY = "yearly"
    MEETING = "meeting"
    DONE = "done"


class Ahead(Struct, frozen=True):
    """What there is to do ``days`` before a national moment; no ``day`` where that has no month."""

    days: int
    text: str
    day: date | None = None


class Moment(Struct, frozen=True):
    """One moment; ``on`` is a target of the plan or of the directory, the id of a national date, or a step's.

    ``words`` is what was said in place of a day (« fin mars », « dates à vérifier »); ``is_late``: due and still to do.
    A national moment has what leads to it ``ahead``, as moments of their own too: those are ``before`` days before its
    ``start``, which is the first of its month where it ``is_counted`` from there until its days are known. ``last`` is
    its last day.
    """

    kind: Kind
    on: str
    title: str
    day: date | None = None
    month: Month | None = None
    words: str = ""
    text: str = ""
    who: str = ""
    is_late: bool = False
    ahead: tuple[Ahead, ...] = ()
    before: int = 0
    start: date | None = None
    is_counted: bool = False
    last: date | None = None

    @property
    def key(self) -> str:
        """What no other moment of an agenda is called; it stays when a day moves."""
        if self.kind is not Kind.NATIONAL:
            return f"{self.kind}:{self.on}"
        year = f":{self.start.year}" if self.start else ""
        return f"{self.kind}:{self.on}{year}" + (f":{self.before}" if self.before else "")


class CouncilDay(Struct, frozen=True):
    """One day that leads to a council, as its rétro-planning tells it."""

    id: str
    day: date
    title: str
    text: str = ""


class Agenda(Struct, frozen=True):
    """The moments in order: late ones, month after month, then those without a month.

    ``past`` are those that are over, each with its day: actions that were done, meetings that were held.
    """

    first: Month
    late: tuple[Moment, ...]
    months: tuple[tuple[Month, tuple[Moment, ...]], ...]
    undated: tuple[Moment, ...]
    past: tuple[Moment, ...] = ()

    @property
    def moments(self) -> Iterator[Moment]:
        """All that is to come or late, in order."""
        yield from self.late
        for _, found in self.months:
            yield from found
        yield from self.undated

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to come."""
        return not any(True for _ in self.moments)

    def by_day(self) -> dict[date, tuple[Moment, ...]]:
        """Return the moments that have a day by it, those that are over too."""
        days: dict[date, list[Moment]] = {}
        for one in (*self.moments, *self.past):
            if one.day is not None:
                days.setdefault(one.day, []).append(one)
        return {day: tuple(sorted(found, key=_order)) for day, found in days.items()}


def build_agenda(
    plan: Plan,
    national: Iterable[NationalDate],
    today: date,
    *,
    council: str = "",
    steps: Iterable[CouncilDay] = (),
    contacts: Iterable[Contact] = (),
    done: Mapping[str, date] = NEVER,
) -> Agenda:
    """Return the agenda as of a day; ``council`` is an ISO date or words, ``steps`` what leads to it.

    ``done`` gives the day on which an item of the plan was marked as done.
    """
    found = [*_due(plan), *_yearly(plan, today), *_council(council, today), *_steps(steps, today)]
    met = [*_met(contacts)]
    found += [*_national(national, today), *(one for one in met if one.day and one.day >= today)]
    past = [*_done(plan, done), *(one for one in met if one.day and one.day < today)]
    first = (today.year, today.month)
    last = _later(first, AHEAD - 1)
    months: dict[Month, list[Moment]] = {}
    late, undated = [], []
    for one in found:
        month = one.month or ((one.day.year, one.day.month) if one.day else None)
        if one.is_late:
            late.append(one)
        elif month is None:
            undated.append(one)
        elif first <= month and (one.kind is Kind.DUE or month <= last):
            months.setdefault(month, []).append(one)
    return Agenda(
        first,
        tuple(sorted(late, key=_order)),
        tuple((month, tuple(sorted(months[month], key=_order))) for month in sorted(months)),
        tuple(sorted(undated, key=_order)),
        tuple(sorted(past, key=_order)),
    )


def narrowed(agenda: Agenda, kinds: frozenset[Kind]) -> Agenda:
    """Return the agenda with these kinds only."""
    months = ((month, tuple(one for one in found if one.kind in kinds)) for month, found in agenda.months)
    return Agenda(
        agenda.first,
        tuple(one for one in agenda.late if one.kind in kinds),
        tuple((month, found) for month, found in months if found),
        tuple(one for one in agenda.undated if one.kind in kinds),
        tuple(one for one in agenda.past if one.kind in kinds),
    )


def _due(plan: Plan) -> Iterator[Moment]:
    for item in plan.items:
        if not item.due or (item.status in FINISHED and not item.is_to_redo):
            continue
        words = "" if item.due_day else item.due
        yield Moment(
            Kind.DUE, item.on, _name(item), item.due_day, words=words, text=item.lever_title, who=item.who,
            is_late=item.is_late,
        )  # fmt: skip


def _yearly(plan: Plan, today: date) -> Iterator[Moment]:
    """Yield the actions of each year: now where the year of the last time is over, else from next January on."""
    for item in plan.items:
        if not item.is_yearly or item.due or item.done_year is None:
            continue
        month = None if item.is_to_redo else (max(item.done_year, today.year) + 1, 1)
        yield Moment(Kind.YEARLY, item.on, _name(item), month=month, text=str(item.done_year), who=item.who)


def _council(told: str, today: date) -> Iterator[Moment]:
    day = read_day(told)
    if told and (day is None or day >= today):
        yield Moment(Kind.COUNCIL, "council", "", day, words="" if day else told)


def _steps(steps: Iterable[CouncilDay], today: date) -> Iterator[Moment]:
    for step in steps:
        if step.day >= today:
            yield Moment(Kind.STEP, step.id, step.title, step.day, text=step.text)


def _national(national: Iterable[NationalDate], today: date) -> Iterator[Moment]:
    for one in national:
        start, last, is_month = _edition(one, today)
        known = None if is_month else start
        month = (max(start, today).year, max(start, today).month) if start else None
        nearest = start, is_month
        if start and last and start <= today:  # it is on: what leads to the next one
            nearest = _edition(one, last + timedelta(days=1))[::2]
        ahead = tuple(_ahead(one, nearest[0]))
        yield Moment(
            Kind.NATIONAL, one.id, one.title, known, month, one.when, one.what,
            ahead=ahead, start=start, is_counted=is_month and one.check_by is not None, last=last,
        )  # fmt: skip
        for step in ahead:
            if step.day and step.day >= today:
                yield Moment(
                    Kind.NATIONAL, one.id, one.title, step.day, text=step.text,
                    before=step.days, start=nearest[0],
                    is_counted=nearest[1] and one.check_by is not None,
                )  # fmt: skip


def _ahead(one: NationalDate, start: date | None) -> Iterator[Ahead]:
    for days, text in one.ahead:
        yield Ahead(days, text, start - timedelta(days=days) if start else None)


def _edition(one: NationalDate, today: date) -> tuple[date | None, date | None, bool]:
    """Return the first and the last day of the edition that is on or comes next, and whether they are its month's."""
    if one.first_day and one.last_day and one.last_day >= today:
        return one.first_day, one.last_day, False
    if not one.month:
        return None, None, False
    year = today.year + (one.month < today.month)
    if one.last_day and (one.last_day.year, one.last_day.month) >= (year, one.month):  # that edition is over
        year = one.last_day.year + 1
    last = calendar.monthrange(year, one.month)[1]
    return date(year, one.month, 1), date(year, one.month, last), True


def _met(contacts: Iterable[Contact]) -> Iterator[Moment]:
    for one in contacts:
        if day := read_day(one.met):
            yield Moment(Kind.MEETING, one.on, one.name, day)


def _done(plan: Plan, days: Mapping[str, date]) -> Iterator[Moment]:
    for item in plan.items:
        if item.status is Status.DONE and (day := days.get(item.on)):
            yield Moment(Kind.DONE, item.on, _name(item), day, text=item.code if item.kind == "action" else "")


def _order(one: Moment) -> tuple[date, bool, int, str]:
    """Return where a moment stands: by its day, her own before what is national."""
    return one.day or date.max, one.kind is Kind.NATIONAL, list(Kind).index(one.kind), one.title


def _later(month: Month, count: int) -> Month:
    whole = month[0] * 12 + month[1] - 1 + count
    return whole // 12, whole % 12 + 1


def _name(item: PlanItem) -> str:
    return f"{item.code} {item.title}".strip() if item.kind == "action" else item.title
