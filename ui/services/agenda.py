"""The agenda of the open dossier: the plan, the council with its rétro-planning, the national moments."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from kit import paths
from kit.acts.model import EPCI, ActModel
from kit.days import read_day
from kit.dossier.model import Status
from kit.dossier.plan_fields import STATUS
from kit.errors import ContentError
from kit.mandate.agenda import Agenda, CouncilDay, build_agenda
from kit.mandate.directory import contacts
from kit.typography import number
from ui.services.context import AppContext

_KINDS = {"epci": EPCI, "commune": "commune"}


def agenda_of(context: AppContext, today: datetime.date) -> Agenda:
    """Return the agenda as of a day."""
    session, library, plan = context.session, context.library, context.plan.plan
    council = session.text("identity", "council")
    given = {item.on: session.given_at(item.on, STATUS) for item in plan.items if item.status is Status.DONE}
    return build_agenda(
        plan,
        library.shelf.dates,
        today,
        council=council,
        steps=_steps(context, council, today),
        contacts=contacts(session.dossier),
        done={on: when.date() for on, when in given.items() if when is not None},
    )


def summons_of(context: AppContext, council: datetime.date, today: datetime.date) -> Callable[[], list[CouncilDay]]:
    """Return what reads the last days to send the summons of a council, off the window's thread.

    It gives one day, two where the population is not known.
    """
    population, form = _size(context)

    def read() -> list[CouncilDay]:
        return [step for step in _read_steps(council, population, form, today) if step.id.startswith("summons")]

    return read


def _size(context: AppContext) -> tuple[int | None, str]:
    """Return the population and the form of the collectivité, as the thresholds of the law ask for them."""
    session = context.session
    return number(session.text("identity", "population")), _KINDS.get(session.text("identity", "kind").casefold(), "")


def _steps(context: AppContext, council: str, today: datetime.date) -> list[CouncilDay]:
    """Return what leads to the next council and follows it, for any délibération."""
    day = read_day(council)
    return [] if day is None or day < today else _read_steps(day, *_size(context), today)


def _read_steps(day: datetime.date, population: int | None, form: str, today: datetime.date) -> list[CouncilDay]:
    from kit.acts.loader import ActModels
    from kit.acts.retroplanning import Setting, retroplanning

    voted = ActModel("", "", 0, "", "", "deliberation", "", today.isoformat())
    try:
        thresholds = ActModels(paths.acts()).thresholds
    except (ContentError, OSError):
        return []
    found = retroplanning(voted, Setting(day, form, population), thresholds, today)
    return [
        CouncilDay(step.id, step.day, step.title, " ".join((step.text, step.warning)).strip())
        for step in found
        if step.id != "council"
    ]
