"""From the texts and a dossier to the checklist of one lever or of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from kit.content.library import Library
from kit.content.model import Article, Lever, Step
from kit.days import day_or_words
from kit.documents.answers import answers_in_words
from kit.documents.model import Checklist, Item, Options, Section
from kit.documents.wording import wording
from kit.dossier.model import Progress, Status, progress
from kit.dossier.plan import own_by_lever, text_of
from kit.dossier.plan_fields import DUE, NOTE, STATUS, TITLE, WHO
from kit.dossier.view import DossierView
from kit.errors import UnknownId

NAME_FIELD = ("identity", "name")
_FINISHED = (Status.DONE, Status.NOT_CONCERNED, Status.DROPPED)


class NoDossier:
    """Stands for the dossier of nobody: all is to do, nothing is noted."""

    def status(self, action_id: str, /) -> Status:
        """Return to do."""
        return Status.TODO

    def value(self, on: str, field: str, /) -> object:
        """Return nothing."""
        return None

    def heads(self, on: str, field: str, /) -> tuple[()]:
        """Return nothing."""
        return ()

    def fields(self, on: str, /) -> Mapping[str, object]:
        """Return nothing."""
        return {}

    def targets(self, prefix: str = "", /) -> list[str]:
        """Return nothing."""
        return []


def checklist(
    library: Library,
    dossier: DossierView | None,
    *,
    levers: tuple[str, ...] = (),
    options: Options | None = None,
    collectivite: str = "",
    today: date | None = None,
) -> Checklist:
    """Return the checklist of these levers, in the order of the texts, own ones last (all when none is named).

    What the collectivité added stands in it too, blank or not. Without a dossier it is blank, and has the texts' alone.
    Raises UnknownId for a lever that neither the texts nor the dossier have.
    """
    options = options or Options()
    if dossier is None:
        dossier, options = NoDossier(), replace(options, blank=True)
    known = _sections(library, dossier, options)
    for lever_id in levers:
        if lever_id not in known:
            raise UnknownId(lever_id, library.near(lever_id))
    sections = tuple(section for lever_id, section in known.items() if not levers or lever_id in levers)
    chosen = [lever for lever in library.outline.levers if not levers or lever.article.id in levers]
    publisher = library.publisher
    return Checklist(
        title=_title(len(sections), whole=len(sections) == len(known)),
        collectivite=collectivite or text_of(dossier.value(*NAME_FIELD)),
        date=today or date.today(),
        sections=tuple(one for one in sections if one.items or (one.code and not options.only_remaining)),
        progress=_progress([action.id for lever in chosen for action in lever.actions], dossier),
        options=options,
        publisher=publisher.name,
        version=publisher.content_version,
    )


def _sections(library: Library, dossier: DossierView, options: Options) -> dict[str, Section]:
    """Return every section by the id of its lever; empty for own actions that belong to none."""
    outline, found = library.outline, {}
    for told, targets in own_by_lever(outline, dossier):
        own = _own_items(targets, dossier, options)
        if lever := outline.lever(told.id):
            section = _section(lever, dossier, options)
            found[told.id] = replace(section, items=(*section.items, *own), own=len(targets))
        else:
            title = told.title or wording().say("checklist", "untitled" if told.id else "own_no_lever")
            found[told.id] = Section("", title, own, 0, 0, len(targets))
    return found


def _own_items(targets: Iterable[str], dossier: DossierView, options: Options) -> tuple[Item, ...]:
    found = ((on, dossier.status(on)) for on in targets)
    return tuple(
        _own_item(on, status, dossier, options)
        for on, status in found
        if not (options.only_remaining and status in _FINISHED)
    )


def _own_item(on: str, status: Status, dossier: DossierView, options: Options) -> Item:
    say = wording()
    title = text_of(dossier.value(on, TITLE)) or say.say("checklist", "untitled")
    return _noted(Item(say.say("checklist", "own_code"), title, status), on, dossier, options)


def _title(count: int, *, whole: bool) -> str:
    key = "title_one" if count == 1 else "title_all" if whole else "title_some"
    return wording().say("checklist", key)


def _progress(action_ids: list[str], dossier: DossierView) -> Progress:
    return progress({found: dossier.status(f"action:{found}") for found in action_ids}, action_ids)


def _section(lever: Lever, dossier: DossierView, options: Options) -> Section:
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
        bar=tuple(dossier.status(f"action:{action.id}") for action in lever.actions),
    )


def _item(article: Article, status: Status, dossier: DossierView, options: Options) -> Item:
    item = Item(
        code=article.code,
        title=article.title,
        status=status,
        is_milestone=article.kind == "milestone",
        why=article.summary if options.why else "",
        steps=tuple(step_line(step) for step in article.steps) if options.steps else (),
    )
    return _noted(item, f"{article.kind}:{article.id}", dossier, options)


def _noted(item: Item, on: str, dossier: DossierView, options: Options) -> Item:
    """Return an item with what the dossier notes of it; a blank list shows the notes alone."""
    note = text_of(dossier.value(on, NOTE)) if options.notes else ""
    if options.blank:
        return replace(item, status=Status.TODO, note=note)
    shown = (STATUS, TITLE, WHO, DUE, *((NOTE,) if options.notes else ()))
    return replace(
        item,
        note=note,
        who=text_of(dossier.value(on, WHO)),
        due=day_or_words(text_of(dossier.value(on, DUE))),
        answers=answers_in_words(dossier, on, shown, wording()),
    )


def step_line(step: Step) -> str:
    """Return a step with who does it and how long it takes."""
    details = ", ".join(part for part in (step.who, step.time) if part)
    return f"{step.text.rstrip(' .')} ({details})." if details else step.text
