"""The A3 poster: the levers side by side, their boxes large enough to be ticked on a wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.content.library import Library
from kit.content.model import Article, Lever
from kit.documents.boxes import footer
from kit.documents.checklist import NAME_FIELD, NoDossier
from kit.documents.document import Block, Box, Boxes, Document, Lead, Picture, heading, said, words
from kit.documents.paper import Paper
from kit.documents.wording import Wording, wording
from kit.dossier.model import Status
from kit.dossier.view import DossierView


def poster_document(
    library: Library, dossier: DossierView | None = None, *, place: str = "", today: date | None = None
) -> Document:
    """Return the poster: empty boxes without a dossier, else as far as the work is; one page of A3."""
    say, publisher = wording(library), library.publisher
    known = dossier or NoDossier()
    contact = ", ".join(part for part in (publisher.name, publisher.mail) if part)
    named = place or str(known.value(*NAME_FIELD) or "").strip()
    return Document(
        title=say.say("poster", "title"),
        blocks=(
            Lead(words(say.say("poster", "lead" if dossier is None else "lead_state"))),
            *(block for lever in library.outline.levers for block in _lever(lever, known, say, blank=dossier is None)),
            *said(say.say("poster", "help", contact=contact)),
        ),
        date=today or date.today(),
        place=named or publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        blank=dossier is None,
        paper=Paper.A3,
        poster=True,
    )


def _lever(lever: Lever, dossier: DossierView, say: Wording, *, blank: bool) -> Iterator[Block]:
    article = lever.article
    yield Picture(article.pictogram)
    yield heading(2, say.say("checklist", "lever", code=article.code, title=article.title))
    yield from said(article.summary)
    boxes = (lever.milestone, *lever.actions) if lever.milestone else lever.actions
    bar = () if blank else tuple(dossier.status(f"action:{one.id}") for one in lever.actions)
    yield Boxes("", tuple(_box(one, dossier, say, blank=blank) for one in boxes), bar=bar)


def _box(article: Article, dossier: DossierView, say: Wording, *, blank: bool) -> Box:
    status = Status.TODO if blank else dossier.status(f"{article.kind}:{article.id}")
    label = say.say("checklist", "milestone") if article.kind == "milestone" else ""
    return Box(article.code, article.title, status, "" if blank else status.label, label)
