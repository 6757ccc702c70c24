"""A checklist as a document: its sentences, its boxes, what stands under each."""

from __future__ import annotations

from collections.abc import Iterator

from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Callout, Items, Paragraph
from kit.documents.answers import unsettled
from kit.documents.document import Block, Box, Boxes, Document, Fields, labelled, said, words
from kit.documents.model import Checklist, Item, Section
from kit.documents.wording import Wording, wording
from kit.dossier.model import Progress, Status


def checklist_document(checklist: Checklist) -> Document:
    """Return the document that every writer takes."""
    say = wording()
    blank = checklist.options.blank
    blocks: list[Block] = [*said(*intro(checklist, say))]
    if blank:
        asked = ("ask_meeting",) if checklist.collectivite.strip() else ("ask_place", "ask_meeting")
        blocks.append(Fields(tuple(say.say("checklist", key) for key in asked)))
    blocks += [_boxes(section, checklist, say) for section in checklist.sections]
    if blank:
        blocks.append(_on_return(checklist, say))
    return Document(
        title=checklist.title,
        blocks=tuple(blocks),
        date=checklist.date,
        place=checklist.collectivite,
        footer=footer(checklist.publisher, checklist.version),
        author=checklist.publisher,
        size=checklist.options.size,
        blank=blank,
    )


def intro(checklist: Checklist, say: Wording) -> list[str]:
    """Return the sentences under the title: how far the work is, or how to fill the boxes."""
    if checklist.options.blank:
        found = [say.say("checklist", "how_to_fill")]
    else:
        own = say.say("checklist", "own_one" if checklist.own == 1 else "own_many", n=checklist.own)
        found = [f"{summary(checklist.progress, say)} {own}" if checklist.own else summary(checklist.progress, say)]
    found += unsettled(sum(bool(item.answers) for item in checklist.items), say)
    if checklist.options.only_remaining:
        found.append(say.say("checklist", "only_remaining" if checklist.items else "nothing_remains"))
    return found


def summary(counted: Progress, say: Wording) -> str:
    """Return how many actions are done, of those that apply."""
    if not counted.applicable:
        return say.say("checklist", "summary_none")
    key = "summary_one" if counted.done < 2 else "summary_many"
    text = say.say("checklist", key, done=counted.done, applicable=counted.applicable)
    if counted.not_concerned:
        key = "not_concerned_one" if counted.not_concerned < 2 else "not_concerned_many"
        text += " " + say.say("checklist", key, n=counted.not_concerned)
    return text


def footer(publisher: str, version: str) -> str:
    """Return the last line of each page: who publishes the texts, and which."""
    return wording().say("documents", "footer", publisher=publisher, version=version)


def count(done: int, applicable: int, say: Wording) -> str:
    """Return « 1 sur 2 », or a dash when no action applies."""
    if not applicable:
        return say.say("checklist", "count_none")
    return say.say("checklist", "count", done=done, applicable=applicable)


def _on_return(checklist: Checklist, say: Wording) -> Block:
    own = say.say("checklist", "on_return_own") if checklist.own else ""
    told = said(say.say("checklist", "on_return"), own)
    return Callout("avertissement", say.say("checklist", "on_return_title"), tuple(told))


def plan_line(who: str, due: str, say: Wording) -> str:
    """Return who does an item and by when, as far as known."""
    parts = []
    if who:
        parts.append(say.say("checklist", "done_by", who=who))
    if due:
        parts.append(say.say("checklist", "due_on" if due[0].isdigit() else "due_said", due=due))
    return " · ".join(parts)


def _boxes(section: Section, checklist: Checklist, say: Wording) -> Boxes:
    blank = checklist.options.blank
    title = say.say("checklist", "lever", code=section.code, title=section.title) if section.code else section.title
    return Boxes(
        title=title,
        boxes=tuple(_box(item, say, blank=blank) for item in section.items),
        count="" if blank else _count(section, say),
        bar=() if blank or checklist.options.only_remaining else section.bar,
    )


def _count(section: Section, say: Wording) -> str:
    of_kit = count(section.done, section.applicable, say) if section.code else ""
    own = say.say("checklist", "own", n=section.own) if section.own else ""
    return " · ".join(part for part in (of_kit, own) if part)


def _box(item: Item, say: Wording, *, blank: bool) -> Box:
    return Box(
        code=item.code,
        title=item.title,
        status=item.status,
        state="" if blank else item.status.label,
        label=say.say("checklist", "milestone") if item.is_milestone else "",
        blocks=tuple(_details(item, say, blank=blank)),
    )


def _details(item: Item, say: Wording, *, blank: bool) -> Iterator[ContentBlock | Fields]:
    yield from said(plan_line(item.who, item.due, say), item.answers, item.why)
    if item.steps:
        yield from said(say.say("checklist", "steps"))
        yield Items(True, tuple((Paragraph(words(step)),) for step in item.steps))
    yield from labelled(say.say("checklist", "note"), item.note)
    if blank:
        yield Fields((say.say("checklist", "ask_who"), say.say("checklist", "ask_due")))


def says_more(box: Box) -> bool:
    """Whether the words of the state add to the sign of the box: « fait » and « à faire » do not, for the eye."""
    return bool(box.state) and box.status not in (Status.TODO, Status.DONE)
