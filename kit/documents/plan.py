"""The plan of a collectivité as a document: every action with its state, who, by when, and the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct

from kit.content.blocks import Table
from kit.content.library import Library
from kit.content.model import Lever
from kit.days import day_or_words, read_day
from kit.documents.answers import answers_in_words, unsettled
from kit.documents.boxes import count, footer, summary
from kit.documents.document import Bar, Block, Document, Due, Row, heading, said, words
from kit.documents.sheet import Linked, Sheet, SheetCell, SheetRow, code_cell, day_cell, sum_cell
from kit.documents.wording import Wording, wording
from kit.dossier.model import Status, progress
from kit.dossier.pieces import shown_name
from kit.dossier.plan import text_of
from kit.dossier.plan_fields import STATUS, TITLE
from kit.dossier.plan_lists import Evidence, SubStep, evidence_of, steps_of
from kit.dossier.view import DossierView

FIELDS = ("who", "pilot", "partners", "start", "due", "budget", "note")
_FINISHED = (Status.DONE, Status.NOT_CONCERNED, Status.DROPPED)
_IN_CELL = 240  # characters of steps and note that a cell of the table holds well; more stands below
OWN = "own:"


class Line(Struct, frozen=True):
    """One action of the plan, as its dossier tells it; ``day`` is the due date where it is one."""

    on: str
    code: str
    title: str
    status: Status
    lever: str = ""
    who: str = ""
    pilot: str = ""
    partners: str = ""
    start: str = ""
    due: str = ""
    budget: str = ""
    note: str = ""
    steps: tuple[SubStep, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answers: str = ""
    """In words, the several answers that stand for something of it."""

    @property
    def name(self) -> str:
        """The code, if any, and the title."""
        return f"{self.code} {self.title}".strip()

    @property
    def day(self) -> date | None:
        """The due date, None when none is given or when it is said in words."""
        return read_day(self.due)

    @property
    def is_own(self) -> bool:
        """True for an action that the collectivité added itself."""
        return self.on.startswith(OWN)


def plan_document(
    library: Library,
    dossier: DossierView,
    *,
    today: date | None = None,
    size: int = 11,
    dossier_id: str = "",
    table: Callable[[Iterable[Line]], Sheet] | None = None,
) -> Document:
    """Return the whole plan: a table for each lever, then one's own actions, then the longer notes.

    ``table`` makes the spreadsheet of its lines in other columns than ours.
    """
    say, publisher = wording(library), library.publisher
    sections = [(lever, tuple(lever_lines(lever, dossier))) for lever in library.outline.levers]
    own = tuple(own_lines(dossier))
    lines = [line for _, found in sections for line in found] + [*own]
    counted = [line.on for _, found in sections for line in found if line.on.startswith("action:")]
    done = progress({line.on: line.status for line in lines}, counted)
    return Document(
        title=say.say("plan", "title"),
        blocks=(
            *said(summary(done, say), *unsettled(sum(bool(line.answers) for line in lines), say)),
            *(block for lever, found in sections for block in _section(lever, found, say)),
            *_own(own, say),
            *_notes(lines, say),
        ),
        date=today or date.today(),
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
        sheets=(table(lines),) if table else tuple(_sheets(lines, say)),
        dues=tuple(_dues(lines, say)),
        dossier=dossier_id,
    )


def lever_lines(lever: Lever, dossier: DossierView) -> Iterator[Line]:
    """Yield the milestone of a lever, then its actions."""
    name = f"{lever.article.code}. {lever.article.title}"
    for article in (lever.milestone, *lever.actions) if lever.milestone else lever.actions:
        on = f"{article.kind}:{article.id}"
        title = article.title
        if article.kind == "milestone":
            title = f"{title} ({wording().say('checklist', 'milestone').lower()})"
        yield _line(on, article.code, title, name, dossier)


def own_lines(dossier: DossierView) -> Iterator[Line]:
    """Yield the actions that the collectivité added, the oldest first."""
    say = wording()
    for on in dossier.targets(OWN):
        title = text_of(dossier.value(on, "title")) or on.removeprefix(OWN)
        yield _line(on, "", title, say.say("plan", "own"), dossier)


def _line(on: str, code: str, title: str, lever: str, dossier: DossierView) -> Line:
    told = {field: text_of(dossier.value(on, field)) for field in FIELDS}
    fields = dossier.fields(on)
    lists = {"steps": steps_of(fields), "evidence": evidence_of(fields)}
    answers = answers_in_words(dossier, on, (STATUS, TITLE, *FIELDS), wording())
    return Line(on, code, title, dossier.status(on), lever=lever, answers=answers, **lists, **told)  # type: ignore[arg-type]


def _section(lever: Lever, lines: tuple[Line, ...], say: Wording) -> Iterator[Block]:
    counted = [line.on for line in lines if line.on.startswith("action:")]
    done = progress({line.on: line.status for line in lines}, counted)
    title = say.say("checklist", "lever", code=lever.article.code, title=lever.article.title)
    yield heading(2, f"{title} ({_unbroken(count(done.done, done.applicable, say))})")
    yield Bar(tuple(line.status for line in lines if line.on.startswith("action:")))
    yield _table(lines, say)


def _own(lines: tuple[Line, ...], say: Wording) -> Iterator[Block]:
    if lines:
        yield heading(2, say.say("plan", "own"))
        yield _table(lines, say)


def _table(lines: tuple[Line, ...], say: Wording) -> Table:
    header = tuple(words(_unbroken(say.say("plan", key))) for key in ("short_code", "action", "state", "who", "due"))
    return Table(header, tuple(tuple(map(words, row)) for row in (_row(line, say) for line in lines)))


def _unbroken(text: str) -> str:
    """Return words that stay on one line."""
    return text.replace(" ", "\u00a0")


def _row(line: Line, say: Wording) -> Row:
    people = [line.who]
    people += [say.say("plan", "pilot_is", name=line.pilot)] if line.pilot else []
    people += [say.say("plan", "partners_are", names=line.partners)] if line.partners else []
    when = [say.say("plan", "from", day=day_or_words(line.start))] if line.start else []
    when += [day_or_words(line.due)] if line.due else []
    note = [say.say("plan", "budget_is", sum=line.budget)] if line.budget else []
    if _is_long(line):
        note.append(say.say("plan", "answers_below" if line.answers else "below"))
    else:
        note += [*_steps(line, say), line.note, _pieces(line, say), line.answers]
    told = ("\n".join(part for part in parts if part) for parts in ([line.title, *note], people, when))
    title, who, due = told
    return (line.code or say.say("checklist", "own_code"), title, line.status.label, who, due)


def _is_long(line: Line) -> bool:
    listed = (*(step.text for step in line.steps), *map(piece_in_words, line.evidence), line.answers)
    return len(line.note) + sum(map(len, listed)) > _IN_CELL


def piece_in_words(one: Evidence) -> str:
    """Return how a document names a piece: its title, and the address or the file where that says something else."""
    place = one.url or shown_name(one)
    return one.title if place == one.title else f"{one.title} ({place})"


def _pieces(line: Line, say: Wording) -> str:
    names = "\u00a0; ".join(map(piece_in_words, line.evidence))
    return say.say("plan", "pieces_are", names=names) if names else ""


def _steps(line: Line, say: Wording) -> list[str]:
    return [say.say("plan", "step_done" if step.is_done else "step_todo", step=step.text) for step in line.steps]


def _notes(lines: list[Line], say: Wording) -> Iterator[Block]:
    long = [line for line in lines if _is_long(line)]
    if long:
        yield heading(2, say.say("plan", "notes_and_steps" if any(line.steps for line in long) else "notes"))
    for line in long:
        yield heading(3, line.name if len(line.name) < 160 else f"{line.name[:159]}…")
        note = (part for part in line.note.splitlines() if part.strip())
        yield from said(*_steps(line, say), *note, _pieces(line, say), line.answers)


def _sheets(lines: list[Line], say: Wording) -> Iterator[Sheet]:
    """Yield the plan, and where there are pieces a sheet that names each and leads to it.

    A last column holds the several answers that stand, where there are any.
    """
    header, rows = _sheet_header(say), tuple(_sheet_row(line, say) for line in lines)
    if any(line.answers for line in lines):
        header = (*header, say.say("answers", "column"))
        rows = tuple((*row, line.answers) for row, line in zip(rows, lines, strict=True))
    yield Sheet(say.say("plan", "sheet"), header, rows)
    pieces = tuple(_piece_row(line, one) for line in lines for one in line.evidence)
    if pieces:
        header = tuple(say.say("plan", key) for key in ("code", "action", "piece", "piece_where"))
        yield Sheet(say.say("plan", "sheet_pieces"), header, pieces)


def _piece_row(line: Line, one: Evidence) -> SheetRow:
    where: SheetCell = one.url or shown_name(one)
    if one.is_web:
        where = Linked(one.url, one.url)
    return (code_cell(line.code), line.title, one.title, where)


def _sheet_header(say: Wording) -> Row:
    keys = ("lever", "code", "action", "state", "who", "pilot", "partners", "start", "due", "budget", "note", "steps")
    return tuple(say.say("plan", key) for key in (*keys, "pieces", "id"))


def _sheet_row(line: Line, say: Wording) -> SheetRow:
    people, days = (line.who, line.pilot, line.partners), (day_cell(line.start), day_cell(line.due))
    rest = (*people, *days, sum_cell(line.budget), line.note)
    steps = "\n".join(_steps(line, say))
    pieces = "\n".join(map(piece_in_words, line.evidence))
    return (
        line.lever,
        code_cell(line.code),
        line.title,
        line.status.label,
        *rest,
        steps,
        pieces,
        line.on.partition(":")[2],
    )


def _dues(lines: Iterable[Line], say: Wording) -> Iterator[Due]:
    for line in lines:
        if line.day and line.status not in _FINISHED:
            who = say.say("checklist", "done_by", who=line.who) if line.who else ""
            text = "\n".join(part for part in (who, line.lever) if part)
            yield Due(line.on, line.day, say.say("plan", "event", action=line.name), text)
