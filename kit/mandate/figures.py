"""The figures of a period: what was done, begun and changed, recounted from the events and the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from kit.dossier.model import Event, Progress, Status
from kit.dossier.plan import Plan
from kit.dossier.plan_fields import STATUS
from kit.mandate.instant import Instant, at_end_of
from kit.mandate.story import Told, folded, story


class Done(Struct, frozen=True):
    """One target done in the period: the day and the name of the change that last said so."""

    on: str
    day: date
    by: str


class Figures(Struct, frozen=True):
    """The counts of a period. ``before`` and ``after`` are the kit's actions on its first morning and last evening.

    ``changes`` are those that the Carnet tells: without what was undone by the last evening. ``people`` signed at least
    one of them. ``by_year`` counts what was done, own actions and milestones included.
    """

    first: date
    last: date
    before: Progress
    after: Progress
    done: tuple[Done, ...]
    begun: int
    own_done: int
    changes: int
    people: int
    by_year: Mapping[int, int]


def figures(plan: Plan, events: Iterable[Event], first: date, last: date) -> Figures:
    """Count a period, both days included."""
    history = list(events)
    ids = [item.id for item in plan.items if item.is_counted]
    morning = at_end_of(date.fromordinal(first.toordinal() - 1), history)
    evening = at_end_of(last, history)
    until = [one for one in story(history) if one.day is not None and one.day <= last]  # an undo later on is not
    told = [one for one in folded(until) if one.day is not None and one.day >= first]
    done = _done(told, evening)
    by_year: dict[int, int] = {}
    for one in done:
        by_year[one.day.year] = by_year.get(one.day.year, 0) + 1
    return Figures(
        first=first,
        last=last,
        before=morning.progress(ids),
        after=evening.progress(ids),
        done=done,
        begun=sum(evening.status(f"action:{one}") == Status.DOING for one in ids),
        own_done=sum(one.on.startswith("own:") for one in done),
        changes=len(told),
        people=len({one.by for one in told if one.by}),
        by_year=by_year,
    )


def _done(told: list[Told], evening: Instant) -> tuple[Done, ...]:
    """Return what the last change of its status in the period left done, in the order of the days."""
    latest: dict[str, Told] = {}
    for one in told:
        if one.field == STATUS:
            latest[one.on] = one
    found = [
        Done(on, one.day, one.by)
        for on, one in latest.items()
        if one.day is not None and one.after == Status.DONE.value and evening.status(on) == Status.DONE
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.on)))
