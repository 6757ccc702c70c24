"""What is to come, month by month: national moments, the council and what leads to it, due dates, yearly actions.

A moment without a known day has none: its month alone, or no month at all. What was done on a known day stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
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


class Moment(Struct, frozen=True):
    """One moment; ``on`` is a target of the plan or of the directory, the id of a national date, or a step's.

    ``words`` is what was said in place of a day (« fin mars », « dates à vérifier »); ``is_late``: due and still to do.
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


class Step(Struct, frozen=True):
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
    steps: Iterable[Step] = (),
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
        month = (one.day.year, one.day.month) if one.day else one.month
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


def _steps(steps: Iterable[Step], today: date) -> Iterator[Moment]:
    for step in steps:
        if step.day >= today:
            yield Moment(Kind.STEP, step.id, step.title, step.day, text=step.text)


def _national(national: Iterable[NationalDate], today: date) -> Iterator[Moment]:
    for one in national:
        month = None
        if one.month:
            month = (today.year + (one.month < today.month), one.month)
        yield Moment(Kind.NATIONAL, one.id, one.title, month=month, words=one.when, text=one.what)


def _met(contacts: Iterable[Contact]) -> Iterator[Moment]:
    for one in contacts:
        if day := read_day(one.met):
            yield Moment(Kind.MEETING, one.on, one.name, day)


def _done(plan: Plan, days: Mapping[str, date]) -> Iterator[Moment]:
    for item in plan.items:
        if item.status is Status.DONE and (day := days.get(item.on)):
            yield Moment(Kind.DONE, item.on, _name(item), day, text=item.code if item.kind == "action" else "")


def _order(one: Moment) -> tuple[date, int, str]:
    return one.day or date.max, list(Kind).index(one.kind), one.title


def _later(month: Month, count: int) -> Month:
    whole = month[0] * 12 + month[1] - 1 + count
    return whole // 12, whole % 12 + 1


def _name(item: PlanItem) -> str:
    return f"{item.code} {item.title}".strip() if item.kind == "action" else item.title
