"""« Par où commencer » on one sheet: the questions to tick by hand, and what the answers suggest, on its other side.

With the answers of a dossier the sheet is filled in, and has the first actions in place of what each answer suggests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kit.content.blocks import Callout, Items, Paragraph, Table, Text
from kit.content.diagnostic import FIRST, Answer, Suggestion
from kit.content.library import Library
from kit.content.shelf import Question
from kit.documents.article import title
from kit.documents.boxes import footer
from kit.documents.document import TICK, Block, Document, Fields, Lead, PageBreak, heading, said, words
from kit.documents.wording import Wording, wording
from kit.dossier.diagnostic import Sitting, answers_of, first_sitting, held_on, suggestions_of
from kit.dossier.view import DossierView


def diagnostic_document(
    library: Library, dossier: DossierView | None = None, *, place: str = "", today: date | None = None
) -> Document:
    """Return the sheet: to fill in by hand without a dossier or without an answer in it, else as it was answered."""
    say, publisher, questions = wording(library), library.publisher, library.shelf.questions
    answers = answers_of(questions, dossier) if dossier is not None else {}
    blank = not answers
    if dossier is None or blank:
        blocks = tuple(_to_fill(library, questions, say, place))
    else:
        first, held = first_sitting(questions, dossier), held_on(dossier)
        name = "answer" if first is None else "today" if held in (None, today or date.today()) else "today_of"
        now = say.say("diagnostic", name, day=say.date(held) if held else "")
        blocks = tuple(_answered(library, questions, answers, suggestions_of(library, dossier), say, first, now))
    return Document(
        title=say.say("diagnostic", "title"),
        blocks=blocks,
        date=today or date.today(),
        place=place,
        footer=footer(publisher.name, publisher.content_version),
        author=publisher.name,
        blank=blank,
    )


def _to_fill(library: Library, questions: Sequence[Question], say: Wording, place: str) -> Iterator[Block]:
    yield Lead(words(say.say("diagnostic", "lead", n=len(questions))))
    asked = ("ask_meeting",) if place.strip() else ("ask_place", "ask_meeting")
    yield Fields(tuple(say.say("checklist", key) for key in asked))
    header = ("number", "question", "yes", "no", "unknown")
    rows = ((str(n), one.question, TICK, TICK, TICK) for n, one in enumerate(questions, 1))
    yield _table(header, rows, say)
    yield PageBreak()
    yield heading(2, say.say("diagnostic", "suggested"))
    yield from said(say.say("diagnostic", "how_to_choose"))
    told = (
        (str(n), _leads(library, one.suggests_yes), _leads(library, one.suggests_no))
        for n, one in enumerate(questions, 1)
    )
    yield _table(("number", "if_yes", "if_no"), told, say)
    yield heading(2, say.say("diagnostic", "first"))
    for _ in range(FIRST):
        yield Fields((say.say("diagnostic", "action"), say.say("diagnostic", "who_and_when")))
    yield _on_return(say)


def _answered(
    library: Library,
    questions: Sequence[Question],
    answers: dict[str, Answer],
    suggestions: Sequence[Suggestion],
    say: Wording,
    first: Sitting | None,
    today: str,
) -> Iterator[Block]:
    """Yield the answers, beside those of the first time where there are; ``today`` names the later ones."""
    key = "answered_one" if len(answers) == 1 else "answered_many"
    yield Lead(words(say.say("diagnostic", key, n=len(answers), of=len(questions))))
    before = [] if first is None else [(say.say("diagnostic", "first_time", day=say.date(first.day)), first.answers)]
    columns = [*before, (today, answers)]
    heads = (say.say("diagnostic", "number"), say.say("diagnostic", "question"), *(head for head, _ in columns))
    rows = (
        (str(n), one.question, *(say.say("diagnostic", told.get(one.id, "unanswered")) for _, told in columns))
        for n, one in enumerate(questions, 1)
    )
    yield Table(tuple(map(words, heads)), tuple(tuple(map(words, row)) for row in rows))
    yield heading(2, say.say("diagnostic", "first" if len(suggestions) == FIRST else "first_few"))
    if not suggestions:
        yield from said(say.say("diagnostic", "all_done"))
    yield Items(True, tuple(_first(library, one) for one in suggestions))


def _first(library: Library, one: Suggestion) -> tuple[Paragraph, ...]:
    """Return an action, and what the strongest answer implies, where its sentence speaks of this very action."""
    reason = one.reasons[0]
    why = f" {reason.implies}" if reason.is_first else ""
    return (Paragraph((Text(title(library.article(one.action_id)), bold=True), *words(f".{why}"))),)


def _leads(library: Library, actions: Iterable[str]) -> str:
    named = (library.article(one) for one in actions if library.has(one))
    return "\u00a0;\n".join(f"{one.code}\u00a0{one.label}" for one in named)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], say: Wording) -> Table:
    heads = tuple(words(say.say("diagnostic", key)) for key in header)
    return Table(heads, tuple(tuple(map(words, row)) for row in rows))


def _on_return(say: Wording) -> Callout:
    return Callout("avertissement", say.say("checklist", "on_return_title"), said(say.say("diagnostic", "on_return")))
