"""Slides for the council: why, a lever a page as far as the work is, what is proposed next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kit.content.blocks import Items, Paragraph
from kit.content.library import Library
from kit.days import day_in_words
from kit.documents.boxes import checklist_document, footer, plan_line
from kit.documents.checklist import checklist
from kit.documents.document import Block, Box, Boxes, Document, PageBreak, heading, said, words
from kit.documents.wording import Wording, wording
from kit.dossier.plan import PlanItem, build_plan, in_turn, text_of
from kit.dossier.view import HistoryView

_PROPOSED = 4
"""Actions on the last page: what a council takes in at once."""
_SIZE = 24
"""Points: five boxes fill a page that lies, and are read from the back of a room."""


def slides_document(library: Library, dossier: HistoryView, *, today: date | None = None) -> Document:
    """Return pages that lie, to be shown on a wall or printed: the reasons, each lever with its boxes, what is next."""
    say, publisher, now = wording(library), library.publisher, today or date.today()
    lists = checklist_document(checklist(library, dossier, today=now))
    return Document(
        title=say.say("slides", "title"),
        blocks=(
            *(block for block in lists.blocks if isinstance(block, Paragraph)),  # how far the work is
            heading(2, say.say("slides", "why")),
            Items(False, tuple((Paragraph(words(reason.title)),) for reason in library.outline.reasons)),
            *(one for boxes in lists.blocks if isinstance(boxes, Boxes) for one in (PageBreak(), boxes)),
            PageBreak(),
            *_proposed(in_turn(build_plan(library.outline, dossier, now).items), say),
        ),
        date=now,
        place=text_of(dossier.value("identity", "name")) or publisher.name,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=_SIZE,
        landscape=True,
        bound=True,
    )


def _proposed(waiting: list[PlanItem], say: Wording) -> Iterator[Block]:
    if not waiting:
        yield heading(2, say.say("slides", "next"))
        yield from said(say.say("slides", "nothing"))
        return
    yield Boxes(say.say("slides", "next"), tuple(_box(one, say) for one in waiting[:_PROPOSED]))


def _box(item: PlanItem, say: Wording) -> Box:
    due = day_in_words(item.due_day) if item.due_day else item.due
    return Box(item.code, item.title, item.status, item.status.label, blocks=said(plan_line(item.who, due, say)))
