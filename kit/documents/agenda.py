"""The agenda on one page: a line for each moment, month by month, and its days for a calendar.

On a second page, what leads to each national moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kit.content.blocks import Spans, Table
from kit.content.library import Library
from kit.days import month_in_words, of_month
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, Due, Lead, PageBreak, Row, heading, said, shares, words
from kit.documents.sheet import Sheet, SheetRow
from kit.documents.wording import Wording, wording
from kit.mandate.agenda import Agenda, Ahead, Kind, Moment, Month

_ROOM = 520.0  # points of the height of A4 that the table may take; what comes later is counted, not shown
_ROW, _LINE = 6.0, 13.75  # points of an empty row, and of each line of it, at 11 points
_ACROSS = 86  # characters across the page at 11 points


def agenda_document(
    library: Library, agenda: Agenda, *, place: str = "", today: date | None = None, dossier_id: str = ""
) -> Document:
    """Return the page. Its calendar has the moments that have a day, and as a whole month what has only that."""
    say, publisher = wording(library), library.publisher
    rows = list(_rows(agenda, say))
    header = tuple(say.say("agenda", key) for key in ("month", "when", "what"))
    return Document(
        title=say.say("agenda", "title"),
        blocks=tuple(_blocks(agenda, rows, header, say)),
        date=today or date.today(),
        place=place,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        sheets=(Sheet(say.say("agenda", "title"), header, tuple(_sheet_rows(agenda, say))),),
        dues=tuple(_dues(agenda, say)),
        dossier=dossier_id,
    )


def told(moment: Moment, say: Wording) -> str:
    """Return what a moment is in one line."""
    match moment.kind:
        case Kind.COUNCIL:
            title = say.say("agenda", "council")
        case Kind.YEARLY:
            title = say.say("agenda", "yearly", year=moment.text, title=moment.title)
        case Kind.MEETING:
            title = say.say("agenda", "meeting", title=moment.title)
        case Kind.NATIONAL if moment.before:
            title = say.say("agenda", "ahead", title=moment.title, n=moment.before)
        case _:
            title = moment.title
    return say.say("agenda", "who", title=title, who=moment.who) if moment.who else title


def month_words(month: Month) -> str:
    """Return « Mars 2027 »."""
    return month_in_words(month).capitalize()


def when(moment: Moment, say: Wording) -> str:
    """Return the day, else what was said in its place, else that it is not fixed."""
    if moment.day:
        return say.date(moment.day)
    return moment.words or ("" if moment.kind is Kind.YEARLY else say.say("agenda", "no_day"))


def _groups(agenda: Agenda, say: Wording) -> Iterator[tuple[str, Sequence[Moment]]]:
    yield say.say("agenda", "late"), agenda.late
    yield from ((month_words(month), found) for month, found in agenda.months)
    yield say.say("agenda", "undated"), agenda.undated


def _rows(agenda: Agenda, say: Wording) -> Iterator[Row]:
    for title, found in _groups(agenda, say):
        for place, moment in enumerate(one for one in found if not one.before):
            yield ("" if place else title), when(moment, say), told(moment, say)


def _sheet_rows(agenda: Agenda, say: Wording) -> Iterator[SheetRow]:
    for title, found in _groups(agenda, say):
        for moment in found:
            step = f" – {moment.text}" if moment.before else ""
            yield title, moment.day or when(moment, say), told(moment, say) + step


def _blocks(agenda: Agenda, rows: list[Row], header: Row, say: Wording) -> Iterator[Block]:
    if not rows:
        yield from said(say.say("agenda", "nothing"))
        return
    last = agenda.first[0] + (agenda.first[1] > 1), (agenda.first[1] - 2) % 12 + 1
    first = of_month(month_words(agenda.first).lower())
    yield Lead(words(say.say("agenda", "lead", first=first, last=month_words(last).lower())))
    heads = tuple(map(words, header))
    shown = _fitting(rows, Table(heads, tuple(map(_cells, rows))))
    yield Table(heads, tuple(map(_cells, shown)))
    if len(shown) < len(rows):
        yield from said(say.say("agenda", "more", n=len(rows) - len(shown)))
    yield from _preparing([one for one in agenda.moments if one.ahead], say)


def _preparing(moments: Sequence[Moment], say: Wording) -> Iterator[Block]:
    """Yield the page that tells what leads to the national moments: a line for each, a column for each step."""
    if not moments:
        return
    yield PageBreak()
    yield heading(2, say.say("agenda", "preparing"))
    yield from said(say.say("agenda", "preparing_lead"))
    heads = (say.say("agenda", "moment"), *(say.say("agenda", "before", n=step.days) for step in moments[0].ahead))
    rows = ((words(one.title, bold=True), *(words(_step(step, say)) for step in one.ahead)) for one in moments)
    yield Table(tuple(map(words, heads)), tuple(rows))


def _step(step: Ahead, say: Wording) -> str:
    return f"{say.date(step.day)}{say.say('agenda', 'colon')}{step.text}" if step.day else step.text


def _fitting(rows: list[Row], table: Table) -> list[Row]:
    """Return the first rows, as many as one page holds: an estimate that leaves room to spare."""
    blank = Document("", (), date.min)
    limits = [max(8, _ACROSS * share // 100 - 4) for share in shares(table, blank)]
    room, shown = _ROOM, []
    for row in rows:
        lines = max(-(-len(text) // limit) for text, limit in zip(row, limits, strict=True))
        room -= _ROW + _LINE * max(1, lines)
        if room < 0:
            break
        shown.append(row)
    return shown


def _cells(row: Row) -> tuple[Spans, ...]:
    return words(row[0], bold=True), words(row[1]), words(row[2])


def _dues(agenda: Agenda, say: Wording) -> Iterator[Due]:
    for moment in agenda.moments:
        day = moment.day or moment.start
        if day is None or moment.is_late:
            continue
        title, text = told(moment, say), moment.text
        if moment.kind is Kind.DUE:  # the same event as the plan's own calendar has
            yield Due(moment.on, day, say.say("agenda", "due", title=title), text)
            continue
        if moment.before and moment.is_counted and moment.start:
            text = f"{text}\n{say.say('agenda', 'counted', day=say.date(moment.start))}"
        elif moment.is_counted and moment.words:
            title = say.say("agenda", "who", title=title, who=moment.words)
        yield Due(f"agenda:{moment.key}", day, title, text, moment.last)
