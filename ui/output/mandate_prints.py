"""What the mandate book, the agenda and the directory put on paper, made from a route (see ``ui.output.printables``).

The route's ``anchor`` tells what was chosen on the page; empty, everything.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kit.dossier.plan import Plan
from kit.mandate import renewal
from kit.mandate.directory import Contact, contacts
from kit.mandate.story import Asked, Kind, moment
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route

if TYPE_CHECKING:
    from kit.documents.document import Document

HISTORY, REVIEW, AGENDA, DIRECTORY = "carnet", "bilan", "agenda", "repertoire"
_MIDDLE, _WHOLE, _NO_NAMES = "mi-mandat", "mandat", "sans-noms"
_PARTS = "\n"


def history_route(by: str, lever: str, kind: str, period: str) -> Route:
    """Return the way to the history on paper; ``period`` is « ISO/ISO », either side may be empty."""
    return Route(PageId.PRINT, HISTORY, anchor=_PARTS.join((by, lever, kind, period)))


def asked(plan: Plan, by: str = "", lever: str = "", kind: str = "", period: str = "") -> Asked:
    """Return which changes are chosen."""
    first, _, last = period.partition("/")
    return Asked(
        by=by,
        targets=frozenset(item.on for item in plan.items if lever and item.lever_id == lever),
        kinds=frozenset([Kind(kind)]) if kind else frozenset(),
        first=datetime.date.fromisoformat(first) if first else None,
        last=datetime.date.fromisoformat(last) if last else None,
    )


def history(context: AppContext, route: Route) -> Document:
    """Return the mandate book."""
    from kit.documents.history import history_document

    dossier = context.session.dossier
    chosen = route.anchor.split(_PARTS) if route.anchor else []
    return history_document(context.library, dossier, asked(context.plan.plan, *chosen))


def review_route(first: datetime.date, last: datetime.date, *, whole: bool, names: bool) -> Route:
    """Return the way to the bilan on paper."""
    parts = (first.isoformat(), last.isoformat(), _WHOLE if whole else _MIDDLE, "" if names else _NO_NAMES)
    return Route(PageId.PRINT, REVIEW, _PARTS.join(parts))


def review(context: AppContext, route: Route) -> Document:
    """Return the bilan of a period, of the whole of what is known where none is given."""
    from kit.documents.mandate_review import mandate_review_document

    first, last, kind, names = (begun(context), datetime.date.today(), _WHOLE, "")
    if route.anchor:
        told, until, kind, names = route.anchor.split(_PARTS)
        first, last = datetime.date.fromisoformat(told), datetime.date.fromisoformat(until)
    return mandate_review_document(
        context.library, context.session.dossier, first, last, whole=kind == _WHOLE, names=names != _NO_NAMES
    )


def begun(context: AppContext) -> datetime.date:
    """Return the first day of the present mandate, else of the dossier."""
    mandates = renewal.mandates(context.session.dossier)
    if mandates:
        return mandates[-1].first
    days = [when.date() for event in context.session.dossier.history() if (when := moment(event)) is not None]
    return min(days, default=datetime.date.today())


def agenda(context: AppContext, route: Route) -> Document:
    """Return the agenda; ``anchor`` is the kind of moments that is chosen."""
    from kit.documents.agenda import agenda_document
    from kit.mandate.agenda import Kind as MomentKind
    from kit.mandate.agenda import narrowed
    from ui.services.agenda import agenda_of

    found = agenda_of(context, datetime.date.today())
    if route.anchor:
        found = narrowed(found, frozenset([MomentKind(route.anchor)]))
    session = context.session
    place = session.text("identity", "name")
    return agenda_document(context.library, found, place=place, dossier_id=session.dossier.uuid)


def directory(context: AppContext, route: Route) -> Document:
    """Return the local directory; ``anchor`` are the words that narrow it."""
    from kit.documents.directory import directory_document

    session = context.session
    titles = {item.on: f"{item.code} {item.title}".strip() for item in context.plan.plan.items}
    place = session.text("identity", "name")
    found = with_words(contacts(session.dossier), route.anchor)
    return directory_document(context.library, found, titles=titles, place=place)


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
