"""The dossier de séance: note to the mayor, checklist, acts, notes de synthèse, contact, in one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from kit.acts.document import Issued, last_page, with_checks
from kit.acts.model import Field, Threshold
from kit.acts.rendering import RenderedAct
from kit.acts.retroplanning import SUMMARY, passes_council
from kit.content.blocks import Block as ContentBlock
from kit.content.blocks import Callout, Figure, Heading, Items, Paragraph, Text, plain
from kit.content.example_words import details, role_words
from kit.content.library import Library
from kit.content.model import Article
from kit.content.nearby import NearExample, is_like_in_size
from kit.days import read_day
from kit.documents.boxes import checklist_document, footer
from kit.documents.checklist import checklist
from kit.documents.document import (
    DEEPEST,
    Block,
    Boxes,
    Commented,
    Contents,
    Document,
    PageBreak,
    Styled,
    heading,
    said,
    words,
)
from kit.documents.sources import Sources
from kit.documents.wording import Wording, wording
from kit.dossier.view import DossierView
from kit.typography import number

ARGUMENTS = 3
_NO_FIELDS: Mapping[str, Field] = MappingProxyType({})
_COSTS = ("Ce que cela coûte ou demande", "Combien cela coûte-t-il ?")
_CONTACT = "contact"


class Session(msgspec.Struct, frozen=True):
    """What a dossier de séance is made of; ``arguments`` are ids of texts, three of which are told.

    ``example`` is the one nearest in size, said to be near only where it is; ``form`` and ``population`` also say
    whether the note de synthèse is due. ``executive`` is whom the note is for, ``day`` and ``room`` those of the
    council; what is not known is left out.
    """

    acts: tuple[RenderedAct, ...]
    arguments: tuple[str, ...] = ()
    example: NearExample | None = None
    place: str = ""
    form: str = ""
    population: int | None = None
    executive: str = ""
    day: str = ""
    room: str = ""

    @classmethod
    def of(
        cls,
        acts: tuple[RenderedAct, ...],
        values: Mapping[str, str],
        arguments: tuple[str, ...] = (),
        example: NearExample | None = None,
        *,
        common: Mapping[str, Field] = _NO_FIELDS,
    ) -> Session:
        """Return the dossier of acts, with what the values of an act (by field name) say of whom and when.

        ``common`` are the fields of all acts, whose words a title is said in.
        """
        return cls(
            acts,
            arguments,
            example,
            place=" ".join(values.get("collectivite.nom", "").split()),
            form=values.get("collectivite.forme", ""),
            population=number(values.get("collectivite.population", "")),
            executive=_who_signs(values, common),
            day=values.get("seance.date", ""),
            room=values.get("seance.lieu", ""),
        )


def _who_signs(values: Mapping[str, str], common: Mapping[str, Field]) -> str:
    """Return « la maire, Alix Exemple », or what is known of it."""
    title = common.get("executif.titre")
    said_as = dict(title.options).get(values.get("executif.titre", ""), "") if title else ""
    return ", ".join(part for part in (said_as, values.get("executif.nom", "")) if part)


def proposed_arguments(library: Library, acts: Iterable[RenderedAct]) -> tuple[Article, ...]:
    """Return the topics that argue for what acts serve, one of each reason first, to choose three from."""
    levers = {lever for act in acts for lever in act.model.levers}
    topics = [topic for topic in library.articles("topic") if not levers or levers & set(topic.levers)]
    first: dict[str, Article] = {}
    for topic in topics:
        first.setdefault(topic.parent, topic)
    chosen = list(first.values())
    return (*chosen, *(topic for topic in topics if topic not in chosen))


def session_document(
    library: Library,
    dossier: DossierView | None,
    session: Session,
    thresholds: Mapping[str, Threshold],
    issued: Issued,
    *,
    size: int = 11,
) -> Document:
    """Return the whole dossier de séance, with a table of contents. Raises UnknownId for an argument no text has."""
    say, sources = wording(library), Sources(library)
    parts: list[Block] = [Contents(say.say("session", "contents"))]
    parts += (PageBreak(), heading(2, say.say("session", "note")), *_note(library, session, sources, say))
    parts += (PageBreak(), heading(2, say.say("session", "checklist")))
    parts += _checklist(library, dossier, session, issued.today)
    for act in session.acts:
        parts += (PageBreak(), heading(2, say.say("session", "act", title=act.title)), *map(_lowered, with_checks(act)))
        if passes_council(act.model):
            parts += (PageBreak(), heading(2, say.say("session", "summary", title=act.title)))
            parts += _summary(act, session, thresholds[SUMMARY], say)
    parts += (PageBreak(), heading(2, say.say("session", "contact")), *_contact(library, sources))
    parts += sources.listed()
    for act in session.acts:
        parts += (PageBreak(), heading(2, say.say("session", "checks", title=act.title)))
        parts += list(last_page(act, issued))[1:]
    publisher = issued.publisher
    return Document(
        title=say.say("session", "title"),
        blocks=tuple(parts),
        date=issued.today,
        place=session.place,
        footer=footer(publisher.name, publisher.content_version),
        author=session.place or publisher.name,
        size=size,
    )


def _note(library: Library, session: Session, sources: Sources, say: Wording) -> Iterator[Block]:
    topics = tuple(library.article(one) for one in session.arguments)[:ARGUMENTS]
    topics = topics or proposed_arguments(library, session.acts)[:ARGUMENTS]
    models = [act.model for act in session.acts]
    yield from said(*_meeting(session, say))
    yield heading(3, say.say("session", "proposed"))
    yield _items(say.say("session", "proposal", title=act.title, summary=act.model.summary) for act in session.acts)
    yield heading(3, say.say("session", "arguments"))
    yield Items(False, tuple((_argument(topic, say),) for topic in topics))
    if session.example:
        # The places of the examples are communes: an intercommunalité is near none of them in size.
        near = session.form in ("", "commune") and is_like_in_size(session.example, session.population)
        yield heading(3, say.say("session", "example" if near else "example_any"))
        yield _example(session.example, sources)
    costs = [(topic, part) for topic in topics if (part := _cost(library, topic.id))]
    if costs:
        yield heading(3, say.say("session", "cost"))
        for topic, part in costs:
            yield Paragraph((Text(topic.label, bold=True),))
            yield from sources.body(part)
    yield heading(3, say.say("session", "who"))
    yield _items(
        say.say("session", "decided", title=act.title, who=model.signed_by, when=model.when).strip()
        for act, model in zip(session.acts, models, strict=True)
    )
    if any(model.money for model in models):
        yield heading(3, say.say("session", "deports"))
        yield from said(say.say("session", "deports_text"))


def _meeting(session: Session, say: Wording) -> Iterator[str]:
    """Yield whom the note is for, and for which meeting."""
    if session.executive:
        yield say.say("session", "for", name=session.executive)
    found = read_day(session.day)
    day = say.date(found) if found else session.day
    if day or session.room:
        key = "meeting_room" if day and session.room else "meeting" if day else "room"
        yield say.say("session", key, day=day, room=session.room)


def _argument(topic: Article, say: Wording) -> Paragraph:
    return Paragraph((Text(say.say("session", "argument", title=topic.label), bold=True), Text(topic.summary)))


def _example(near: NearExample, sources: Sources) -> Paragraph:
    example = near.example
    around = ", ".join(details(example))
    where = Text(f"{example.place} ({around})" if around else example.place, bold=True)
    role = f" {role_words(example)}." if role_words(example) else ""
    return Paragraph((where, Text(f"\u00a0: {example.text}{sources.call(example.facts)}{role}")))


def _cost(library: Library, topic_id: str) -> tuple[ContentBlock, ...]:
    """Return the first thing that a text says of costs, its facts with it; nothing where it says nothing."""
    found: list[ContentBlock] = []
    inside = False
    for block in library.body(topic_id):
        if isinstance(block, Heading):
            inside = plain(block.spans).strip() in _COSTS
        elif inside and not isinstance(block, (Callout, Figure)):
            found.append(block)
    return tuple(found[:1])


def _checklist(library: Library, dossier: DossierView | None, session: Session, today: date) -> Iterator[Block]:
    levers = tuple(dict.fromkeys(lever for act in session.acts for lever in act.model.levers))
    blank = checklist_document(checklist(library, dossier, levers=levers, today=today))
    for block in blank.blocks:
        if isinstance(block, Boxes):
            yield heading(3, f"{block.title} ({block.count})" if block.count else block.title)
            yield Boxes("", block.boxes)
        else:
            yield block


def _summary(act: RenderedAct, session: Session, threshold: Threshold, say: Wording) -> Iterator[Block]:
    model = act.model
    key = {True: "summary_due", False: "summary_free", None: "summary_unknown"}
    yield from said(
        say.say("session", key[threshold.holds(session.population, session.form)], article=threshold.article)
    )
    for title, lines in (
        ("subject", (model.summary,)),
        ("law", tuple(reference.text for reference in model.references)),
        ("reasons", tuple(why.text for why in model.why)),
        ("follow", model.after),
    ):
        if any(lines):
            yield heading(3, say.say("session", title))
            yield from said(*lines) if title == "subject" else (_items(lines),)


def _contact(library: Library, sources: Sources) -> Iterator[Block]:
    if library.has(_CONTACT):
        yield from map(_lowered, sources.body(library.body(_CONTACT)))
    publisher = library.publisher
    yield from said(" · ".join(part for part in (publisher.name, publisher.mail, publisher.site) if part))


def _lowered(block: Block) -> Block:
    """Return a block of a document that is now a part: its titles one level down."""
    match block:
        case Heading(level, spans, anchor):
            return Heading(min(level + 1, DEEPEST), spans, anchor)
        case Styled(role, spans, level):
            return Styled(role, spans, min(level + 1, DEEPEST))
        case Commented(inner, comments):
            return Commented(_lowered(inner), comments)
    return block


def _items(lines: Iterable[str]) -> Items:
    return Items(False, tuple((Paragraph(words(line)),) for line in lines))
