"""« Par où commencer » in a dossier: what was answered, and the actions that it suggests and that are still to do.

The answers in sight stand under ``diagnostic``, each in the field of its question, with the day of their sitting
(``held``). A later sitting copies them to ``diagnostic:<day>`` in the same gesture; ``first`` is the day of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from kit.content.diagnostic import TARGET, Answer, Suggestion, first_actions, rank, read_answers
from kit.content.library import Library
from kit.content.shelf import Question
from kit.days import read_day
from kit.dossier.model import Change, Event
from kit.dossier.plan import FINISHED
from kit.dossier.view import DossierView, HistoryView

HELD, FIRST = "held", "first"


class Sitting(Struct, frozen=True):
    """What was answered on a day; some questions may have no answer."""

    day: date
    answers: Mapping[str, Answer]


def answers_of(questions: Iterable[Question], dossier: DossierView, on: str = TARGET) -> dict[str, Answer]:
    """Return the answers that a dossier holds, by question; ``on`` is where a sitting of before is kept."""
    asked = tuple(questions)
    return read_answers(asked, {one.id: str(dossier.value(on, one.id) or "") for one in asked})


def first_sitting(questions: Iterable[Question], dossier: DossierView) -> Sitting | None:
    """Return what was answered the first time, where it was asked again since."""
    day = read_day(str(dossier.value(TARGET, FIRST) or ""))
    answers = answers_of(questions, dossier, _target_of_day(day)) if day else {}
    return Sitting(day, answers) if day and answers else None


def held_on(dossier: DossierView) -> date | None:
    """Return the day of the answers in sight, None where it was not kept."""
    return read_day(str(dossier.value(TARGET, HELD) or ""))


def last_sitting(questions: Iterable[Question], dossier: HistoryView) -> Sitting | None:
    """Return the answers in sight with their day: the one kept, else that of the earliest of them; None without any."""
    answers = answers_of(questions, dossier)
    given = (_given(dossier.change(TARGET, question)) for question in answers)
    day = held_on(dossier) or min((day for day in given if day), default=None)
    return Sitting(day, answers) if day and answers else None


def sitting_changes(questions: Iterable[Question], dossier: HistoryView, new: Sitting) -> list[Change]:
    """Return what keeps the answers of a sitting, and those of before beside them, to be made as one gesture.

    What is not answered in it has no answer any more; another sitting of the same day is a correction of it.
    """
    asked = tuple(questions)
    last = last_sitting(asked, dossier)
    found: list[Change] = []
    if last and last.day != new.day:
        found += [Change(_target_of_day(last.day), question, answer.value) for question, answer in last.answers.items()]
        if first_sitting(asked, dossier) is None:
            found.append(Change(TARGET, FIRST, last.day.isoformat()))
    found.append(Change(TARGET, HELD, new.day.isoformat()))
    answers = last.answers if last else {}
    for question in asked:
        answer = new.answers.get(question.id)
        if answer is not answers.get(question.id):
            found.append(Change(TARGET, question.id, answer.value if answer else None))
    return found


def _target_of_day(day: date) -> str:
    return f"{TARGET}:{day.isoformat()}"


def _given(event: Event | None) -> date | None:
    try:
        return datetime.fromisoformat(event.t).astimezone().date() if event else None
    except (ValueError, OverflowError, OSError):  # a time that no clock gave
        return None


def target_of(library: Library, action_id: str) -> str:
    """Return what an action or a milestone is called in a dossier."""
    kind = "milestone" if library.article(action_id).kind == "milestone" else "action"
    return f"{kind}:{action_id}"


def suggestions_of(library: Library, dossier: DossierView) -> tuple[Suggestion, ...]:
    """Return the three actions to start with; what is done, dropped, not concerned or gone from the texts is passed."""
    questions = library.shelf.questions
    answers = answers_of(questions, dossier)
    ids = {one.action_id for one in rank(questions, answers)}
    over = {one for one in ids if not library.has(one) or dossier.status(target_of(library, one)) in FINISHED}
    departures = [lever.milestone.id for lever in library.outline.levers if lever.milestone]
    return first_actions(questions, answers, over, departures)
