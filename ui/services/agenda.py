"""The agenda of the open dossier: the plan, the council with its rétro-planning, the national moments."""

from __future__ import annotations

import datetime

from kit import paths
from kit.acts.model import EPCI, ActModel
from kit.days import read_day
from kit.dossier.model import Status
from kit.dossier.plan_fields import STATUS
from kit.errors import ContentError
from kit.mandate.agenda import Agenda, Step, build_agenda
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


def _steps(context: AppContext, council: str, today: datetime.date) -> list[Step]:
    """Return what leads to the next council and follows it, for any délibération."""
    day = read_day(council)
    if day is None or day < today:
        return []
    from kit.acts.loader import ActModels
    from kit.acts.retroplanning import Setting, retroplanning

    population = number(context.session.text("identity", "population"))
    form = _KINDS.get(context.session.text("identity", "kind").casefold(), "")
    voted = ActModel("", "", 0, "", "", "deliberation", "", today.isoformat())
    try:
        thresholds = ActModels(paths.acts()).thresholds
    except (ContentError, OSError):
        return []
    found = retroplanning(voted, Setting(day, form, population), thresholds, today)
    return [
        Step(step.id, step.day, step.title, " ".join((step.text, step.warning)).strip())
        for step in found
        if step.id != "council"
    ]
