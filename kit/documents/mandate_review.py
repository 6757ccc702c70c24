"""The bilan of a period: its figures, what was done and by whom, what remains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kit.content.blocks import Items, Paragraph, Table
from kit.content.library import Library
from kit.documents.answers import TOLD
from kit.documents.boxes import footer
from kit.documents.document import Block, Document, heading, said, words
from kit.documents.history import Teller
from kit.documents.wording import Wording, wording
from kit.dossier.dossier import ANONYMOUS
from kit.dossier.plan import Plan, PlanItem, build_plan, text_of
from kit.dossier.view import HistoryView
from kit.mandate.figures import Figures, figures
from kit.mandate.renewal import is_to_confirm


def mandate_review_document(
    library: Library,
    dossier: HistoryView,
    first: date,
    last: date,
    *,
    whole: bool = False,
    names: bool = True,
    today: date | None = None,
    size: int = 11,
) -> Document:
    """Return the review of a period, both days included; of the ``whole`` mandate, or at its middle."""
    say, publisher, now = wording(library), library.publisher, today or date.today()
    plan = build_plan(library.outline, dossier, now)
    counted = figures(plan, dossier.history(), first, last)
    return Document(
        title=say.say("mandate_review", "title_whole" if whole else "title"),
        blocks=tuple(review_blocks(library, dossier, plan, counted, names=names)),
        date=now,
        place=text_of(dossier.value("identity", "name")),
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        size=size,
    )


def review_blocks(
    library: Library, dossier: HistoryView, plan: Plan, counted: Figures, *, names: bool
) -> Iterator[Block]:
    """Yield the figures of a period, what was done in it, and what remains."""
    say = wording(library)
    teller = Teller.of(library, dossier, dossier.history())
    yield from said(say.say("mandate_review", "period", first=say.date(counted.first), last=say.date(counted.last)))
    yield heading(2, say.say("mandate_review", "figures"))
    yield Items(False, tuple((Paragraph(words(line)),) for line in _figures(counted, say)))
    if len(counted.by_year) > 1:
        yield heading(3, say.say("mandate_review", "by_year"))
        years = (say.say("mandate_review", "year"), say.say("mandate_review", "done_count"))
        yield table(years, [(str(year), str(n)) for year, n in sorted(counted.by_year.items())])
    yield heading(2, say.say("mandate_review", "done"))
    rows = [(say.date(one.day), teller.titles.get(one.on, one.on), _signed(one.by)) for one in counted.done]
    header = tuple(say.say("mandate_review", key) for key in ("day", "what", "by"))
    if rows:
        is_signed = names and any(by for _, _, by in rows)  # no column for nobody, where one person alone writes
        yield table(header if is_signed else header[:2], rows if is_signed else [row[:2] for row in rows])
    else:
        yield from said(say.say("mandate_review", "nothing"))
    yield from _remaining(dossier, plan, say)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of plain words."""
    return Table(tuple(map(words, header)), tuple(tuple(map(words, row)) for row in rows))


def item_name(item: PlanItem) -> str:
    """Return the code, if any, and the title."""
    return f"{item.code} {item.title}".strip()


def _remaining(dossier: HistoryView, plan: Plan, say: Wording) -> Iterator[Block]:
    waiting = [item for item in plan.items if is_to_confirm(dossier.fields(item.on))]
    if waiting:
        yield heading(2, say.say("mandate_review", "confirm"))
        yield _list([item_name(item) for item in waiting])
    unsettled = [item for item in plan.items if item.conflicts & TOLD]
    if unsettled:
        yield heading(2, say.say("answers", "heading"))
        yield _list([item_name(item) for item in unsettled])
    yield heading(2, say.say("mandate_review", "remains"))
    lines = [f"{item_name(item)} : {item.status.label}" for item in plan.items if item.remains and item not in waiting]
    if lines:
        yield _list(lines)
    else:
        yield from said(say.say("mandate_review", "all_done"))


def _figures(counted: Figures, say: Wording) -> Iterator[str]:
    key = "person" if counted.people == 1 else "persons"
    people = say.say("mandate_review", key, n=counted.people)
    now = "now_one" if counted.after.done < 2 else "now_many"
    yield say.say("mandate_review", now, done=counted.after.done, applicable=counted.after.applicable)
    yield say.say("mandate_review", "was", done=counted.before.done, applicable=counted.before.applicable)
    yield say.say("mandate_review", "begun", n=counted.begun)
    if counted.own_done:
        yield say.say("mandate_review", "own", n=counted.own_done)
    yield say.say("mandate_review", "changes", n=counted.changes, people=people)


def _list(lines: Sequence[str]) -> Items:
    return Items(False, tuple((Paragraph(words(line)),) for line in lines))


def _signed(name: str) -> str:
    return "" if name == ANONYMOUS else name
