"""From the texts and a dossier to the checklist of one lever or of all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol

from kit.content.library import Library
from kit.content.model import Article, Lever, Step
from kit.documents.model import Checklist, Item, Options, Section
from kit.documents.wording import wording
from kit.dossier.model import Progress, Status, progress
from kit.errors import UnknownId

NAME_FIELD = ("identity", "name")
NOTE, WHO, DUE = "note", "who", "due"
_FINISHED = (Status.DONE, Status.NOT_CONCERNED, Status.DROPPED)


class DossierLike(Protocol):
    """What a checklist asks of a dossier; targets are ``action:<id>`` and ``milestone:<id>``."""

    def status(self, action_id: str, /) -> Status: ...
    def value(self, on: str, field: str, /) -> object: ...


class NoDossier:
    """Stands for the dossier of nobody: all is to do, nothing is noted."""

    def status(self, action_id: str, /) -> Status:
        """Return to do."""
        return Status.TODO

    def value(self, on: str, field: str, /) -> object:
        """Return nothing."""
        return None


def checklist(
    library: Library,
    dossier: DossierLike | None,
    *,
    levers: tuple[str, ...] = (),
    options: Options | None = None,
    collectivite: str = "",
    today: date | None = None,
) -> Checklist:
    """Return the checklist of these levers, in the order of the texts (all when none is named).

    Without a dossier it is blank. Raises UnknownId for a lever that no text has.
    """
    options = options or Options()
    if dossier is None:
        dossier, options = NoDossier(), replace(options, blank=True)
    chosen = _chosen(library, levers)
    sections = tuple(_section(lever, dossier, options) for lever in chosen)
    publisher = library.publisher
    return Checklist(
        title=_title(len(chosen), whole=len(chosen) == len(library.outline.levers)),
        collectivite=collectivite or _text(dossier.value(*NAME_FIELD)),
        date=today or date.today(),
        sections=tuple(section for section in sections if section.items or not options.only_remaining),
        progress=_progress([action.id for lever in chosen for action in lever.actions], dossier),
        options=options,
        publisher=publisher.name,
        version=publisher.content_version,
    )


def _chosen(library: Library, wanted: tuple[str, ...]) -> tuple[Lever, ...]:
    known = library.outline.levers
    for lever_id in wanted:
        if library.outline.lever(lever_id) is None:
            raise UnknownId(lever_id, library.near(lever_id))
    return tuple(lever for lever in known if not wanted or lever.article.id in wanted)


def _title(count: int, *, whole: bool) -> str:
    key = "title_one" if count == 1 else "title_all" if whole else "title_some"
    return wording().say("checklist", key)


def _progress(action_ids: list[str], dossier: DossierLike) -> Progress:
    return progress({found: dossier.status(f"action:{found}") for found in action_ids}, action_ids)


def _section(lever: Lever, dossier: DossierLike, options: Options) -> Section:
    boxes = (lever.milestone, *lever.actions) if lever.milestone else lever.actions
    found = [(article, dossier.status(f"{article.kind}:{article.id}")) for article in boxes]
    counted = _progress([action.id for action in lever.actions], dossier)
    return Section(
        code=lever.article.code,
        title=lever.article.title,
        items=tuple(
            _item(article, status, dossier, options)
            for article, status in found
            if not (options.only_remaining and status in _FINISHED)
        ),
        done=counted.done,
        applicable=counted.applicable,
    )


def _item(article: Article, status: Status, dossier: DossierLike, options: Options) -> Item:
    on = f"{article.kind}:{article.id}"
    return Item(
        code=article.code,
        title=article.title,
        status=Status.TODO if options.blank else status,
        is_milestone=article.kind == "milestone",
        why=article.summary if options.why else "",
        steps=tuple(_step(step) for step in article.steps) if options.steps else (),
        note=_text(dossier.value(on, NOTE)) if options.notes else "",
        who="" if options.blank else _text(dossier.value(on, WHO)),
        due="" if options.blank else _day(_text(dossier.value(on, DUE))),
    )


def _step(step: Step) -> str:
    details = ", ".join(part for part in (step.who, step.time) if part)
    return f"{step.text.rstrip(' .')} ({details})." if details else step.text


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _day(text: str) -> str:
    try:
        return wording().date(date.fromisoformat(text))
    except ValueError:  # a date said in words: « fin mars »
        return text
