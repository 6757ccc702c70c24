"""What the mandate book, the agenda and the directory put on paper, made from a route (see ``ui.output.printables``).

What was chosen on the page is ``chosen`` of the route; None, everything.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kit.dossier.plan import Plan
from kit.mandate import renewal
from kit.mandate.directory import Contact, contacts
from kit.mandate.story import Asked, Kind, moment
from ui.services.context import AppContext
from ui.services.navigation import ToPrint

if TYPE_CHECKING:
    from kit.documents.document import Document

HISTORY, REVIEW, AGENDA, DIRECTORY = "carnet", "bilan", "agenda", "repertoire"


class HistoryChoice(Struct, frozen=True):
    """Which changes go on paper: by whom, of which lever, of which kind, in which period (« ISO/ISO »); empty, all."""

    by: str = ""
    lever: str = ""
    kind: str = ""
    period: str = ""


class ReviewChoice(Struct, frozen=True):
    """Which bilan goes on paper: its period, of the ``whole`` mandate or on the way, with ``names`` or without."""

    first: datetime.date
    last: datetime.date
    whole: bool = True
    names: bool = True


def asked(plan: Plan, choice: HistoryChoice) -> Asked:
    """Return which changes are chosen."""
    first, _, last = choice.period.partition("/")
    return Asked(
        by=choice.by,
        targets=frozenset(item.on for item in plan.items if choice.lever and item.lever_id == choice.lever),
        kinds=frozenset([Kind(choice.kind)]) if choice.kind else frozenset(),
        first=datetime.date.fromisoformat(first) if first else None,
        last=datetime.date.fromisoformat(last) if last else None,
    )


def history(context: AppContext, route: ToPrint) -> Document:
    """Return the mandate book."""
    from kit.documents.history import history_document

    dossier = context.session.dossier
    choice = route.chosen if isinstance(route.chosen, HistoryChoice) else HistoryChoice()
    return history_document(context.library, dossier, asked(context.plan.plan, choice))


def review(context: AppContext, route: ToPrint) -> Document:
    """Return the bilan of a period, of the whole of what is known where none is given."""
    from kit.documents.mandate_review import mandate_review_document

    choice = route.chosen
    if not isinstance(choice, ReviewChoice):
        choice = ReviewChoice(begun(context), datetime.date.today())
    return mandate_review_document(
        context.library, context.session.dossier, choice.first, choice.last, whole=choice.whole, names=choice.names
    )


def begun(context: AppContext) -> datetime.date:
    """Return the first day of the present mandate, else of the dossier."""
    mandates = renewal.mandates(context.session.dossier)
    if mandates:
        return mandates[-1].first
    days = [when.date() for event in context.session.dossier.history() if (when := moment(event)) is not None]
    return min(days, default=datetime.date.today())


def agenda(context: AppContext, route: ToPrint) -> Document:
    """Return the agenda; ``chosen`` is a kind of moments."""
    from kit.documents.agenda import agenda_document
    from kit.mandate.agenda import Kind as MomentKind
    from kit.mandate.agenda import narrowed
    from ui.services.agenda import agenda_of

    found = agenda_of(context, datetime.date.today())
    if isinstance(route.chosen, MomentKind):
        found = narrowed(found, frozenset([route.chosen]))
    session = context.session
    place = session.text("identity", "name")
    return agenda_document(context.library, found, place=place, dossier_id=session.dossier.uuid)


def directory(context: AppContext, route: ToPrint) -> Document:
    """Return the local directory; ``chosen`` are the words that narrow it."""
    return directory_of(context, with_words(contacts(context.session.dossier), str(route.chosen or "")))


def directory_of(context: AppContext, found: Sequence[Contact]) -> Document:
    """Return the local directory of these entries."""
    from kit.documents.directory import directory_document

    titles = {item.on: f"{item.code} {item.title}".strip() for item in context.plan.plan.items}
    return directory_document(context.library, found, titles=titles, place=context.session.text("identity", "name"))


def with_words(entries: Sequence[Contact], typed: str) -> Sequence[Contact]:
    """Return the entries of the directory that have the words typed, those of that name first."""
    from kit.search.narrowing import narrow

    if not typed.strip():
        return entries
    named, told = narrow(entries, typed.strip(), _name, _all_words)
    return [*named, *told]


def _name(one: Contact) -> str:
    return one.name


def _all_words(one: Contact) -> str:
    return " ".join((one.kind, one.activity, one.place, one.contact, one.email, one.phone, one.note))
