"""The relevé de décisions: what was decided since a day, to be signed, sent and filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from kit.content.blocks import Items, Paragraph, Spans, Text
from kit.content.library import Library
from kit.days import day_or_words
from kit.documents.boxes import footer, plan_line
from kit.documents.document import Block, Document, Fields, heading, labelled, said
from kit.documents.plan import FIELDS, Line, lever_lines, own_lines
from kit.documents.wording import Wording, wording
from kit.dossier.model import Status
from kit.dossier.plan import text_of
from kit.dossier.view import DossierView, HistoryView

_ORDER = (
    Status.DONE,
    Status.DOING,
    Status.DISCUSS,
    Status.PAUSED,
    Status.NOT_CONCERNED,
    Status.DROPPED,
    Status.TODO,
)
_TOLD = frozenset({"status", "title", *FIELDS})


def decisions_document(
    library: Library,
    dossier: HistoryView,
    *,
    since: date | datetime | None = None,
    today: date | None = None,
    size: int = 11,
) -> Document:
    """Return what changed since the beginning of a day (today when not given) or a moment, by what it has become.

    The day begins at midnight of this computer. Changes of the same field count once, with the value that stands.
    """
    say, publisher, now = wording(library), library.publisher, today or date.today()
    begun = since if isinstance(since, datetime) else datetime.combine(since or now, time())
    first = begun.astimezone().date()
    before, changed = _changes(dossier, begun.astimezone())
    lines = [line for line in _lines(library, dossier) if line.on in changed]
    intro = say.say("decisions", "since", day=say.date(first)) if first != now else ""
    asked = ("meeting", "present", "absent")
    return Document(
        title=say.say("decisions", "title"),
        blocks=(
            *said(intro),
            *(Fields((say.say("decisions", key),)) for key in asked),
            *_groups(lines, before, say),
            *(() if lines else said(say.say("decisions", "nothing"))),
            Fields((say.say("decisions", "other"),)),
            Fields((say.say("decisions", "next"), say.say("decisions", "signed"))),
        ),
        date=now,
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
    )


def _lines(library: Library, dossier: DossierView) -> Iterator[Line]:
    for lever in library.outline.levers:
        yield from lever_lines(lever, dossier)
    yield from own_lines(dossier)


def _changes(dossier: HistoryView, since: datetime) -> tuple[dict[str, Status], set[str]]:
    """Return the statuses before a moment, and the targets that something changed since."""
    first = since.astimezone(UTC).isoformat()[:19] + "Z"
    before: dict[str, Status] = {}
    changed: set[str] = set()
    for event in dossier.history():
        if event.t >= first and event.f in _TOLD:
            changed.add(event.on)
        elif event.f == "status":
            before[event.on] = Status(event.x) if isinstance(event.x, str) and event.x in set(Status) else Status.TODO
    return before, changed


def _groups(lines: list[Line], before: dict[str, Status], say: Wording) -> Iterator[Block]:
    for status in _ORDER:
        found = [line for line in lines if line.status is status]
        if found:
            yield heading(2, say.say("decisions", status))
            yield Items(False, tuple((*_decision(line, before, say),) for line in found))


def _decision(line: Line, before: dict[str, Status], say: Wording) -> Iterable[Paragraph]:
    earlier = before.get(line.on, Status.TODO)
    name: Spans = (Text(f"{line.code} ", bold=True),) if line.code else ()
    moved = say.say("decisions", "was", state=earlier.label) if earlier is not line.status else ""
    yield Paragraph((*name, Text(f"{line.title}{moved}")))
    yield from said(plan_line(line.who, day_or_words(line.due), say))
    yield from labelled(say.say("checklist", "note"), line.note)
    yield from said(line.answers)
