"""What the kit knows and a message may tell, so that nobody types it: levers, dates of the plan, pages, questions."""

from __future__ import annotations

from collections.abc import Iterable

from kit import __version__
from kit.content.library import Library
from kit.content.model import Article, Lever
from kit.days import day_in_words, day_or_words
from kit.dossier.model import Status, progress
from kit.dossier.plan_fields import OWN, TITLE, WHO
from kit.dossier.view import DossierView
from kit.errors import UnknownId
from kit.mail import share_line
from kit.mail.draft import Changes, ChosenLever, PageReference
from kit.mail.templates import CHANGED
from kit.mandate.since import Since

PAGE = "page:"
"""Targets of what was noted on a page, by the page's id; what is asked there is the field ``question``."""
QUESTION = "question"
_OPEN = (Status.TODO, Status.DOING, Status.DISCUSS)


def chosen_levers(library: Library, dossier: DossierView, lever_ids: Iterable[str]) -> tuple[ChosenLever, ...]:
    """Return levers as the dossier says they stand. Raises UnknownId with the ids there are."""
    return tuple(_chosen(_lever(library, lever_id), dossier) for lever_id in lever_ids)


def page_reference(library: Library, page_id: str) -> PageReference | None:
    """Return how a message names a page; None where no text has this id."""
    if not library.has(page_id):
        return None
    article = library.article(page_id)
    return PageReference(article.id, article.title, library.publisher.content_version, article.summary)


def noted_questions(library: Library, dossier: DossierView) -> tuple[tuple[str, str], ...]:
    """Return the questions noted on pages, with the titles of these, in the order they were first noted."""
    found = []
    for target in dossier.targets(PAGE):
        page_id, text = target.removeprefix(PAGE), _text(dossier, target, QUESTION)
        if text and library.has(page_id):
            found.append((library.article(page_id).title, text))
    return tuple(found)


def shared(library: Library, dossier: DossierView) -> str:
    """Return the line that says where the collectivité stands. Raises UnsharedPlace."""
    ids = [action.id for action in library.outline.actions]
    return share_line.encode(
        {action_id: dossier.status(action_id) for action_id in ids},
        ids,
        place=(_text(dossier, "identity", "insee"), _text(dossier, "identity", "siren")),
        program=__version__,
        texts=library.publisher.content_version,
    )


def changes(library: Library, dossier: DossierView, since: Since, *, names: bool) -> Changes:
    """Return what a message tells of what has changed; what was typed and who is in charge only with ``names``."""
    counts = tuple((kind, len(getattr(since, kind))) for kind in CHANGED)
    order = dict.fromkeys(on for kind in CHANGED for on in getattr(since, kind)) if names else {}
    named = tuple(
        (_title(library, dossier, on), dossier.status(on).label, _text(dossier, on, WHO))
        for on in order
        if on not in since.removed
    )
    return Changes(day_in_words(since.day), counts, tuple(one for one in named if one[0]))


def _title(library: Library, dossier: DossierView, on: str) -> str:
    """Return the number and the title of an action of the texts, the title alone of an own one."""
    target = on.partition(":")[2]
    if on.startswith(OWN) or not library.has(target):
        return _text(dossier, on, TITLE)
    article = library.article(target)
    return f"{article.code} {article.title}".strip()


def _lever(library: Library, lever_id: str) -> Lever:
    lever = library.outline.lever(lever_id)
    if lever is None:
        raise UnknownId(lever_id, tuple(item.article.id for item in library.outline.levers))
    return lever


def _chosen(lever: Lever, dossier: DossierView) -> ChosenLever:
    statuses = {action.id: dossier.status(action.id) for action in lever.actions}
    state = progress(statuses, statuses)
    article = lever.article
    return ChosenLever(
        number=int(article.code) if article.code.isdecimal() else article.order,
        title=article.title,
        done=state.done,
        applicable=state.applicable,
        hesitating=tuple(a.label for a in lever.actions if statuses[a.id] is Status.DISCUSS),
        dates=tuple(_dates([a for a in lever.actions if statuses[a.id] in _OPEN], dossier)),
    )


def _dates(actions: Iterable[Article], dossier: DossierView) -> Iterable[tuple[str, str]]:
    for action in actions:
        due = _text(dossier, f"action:{action.id}", "due")
        if due:
            yield action.label, day_or_words(due)


def _text(dossier: DossierView, on: str, field: str) -> str:
    value = dossier.value(on, field)
    return value.strip() if isinstance(value, str) else ""
