"""« Par où commencer » in a dossier: what was answered, and the actions that it suggests and that are still to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kit.content.diagnostic import TARGET, Answer, Suggestion, first_actions, rank, read_answers
from kit.content.library import Library
from kit.content.shelf import Question
from kit.dossier.model import Status
from kit.dossier.plan import FINISHED


class AnsweredDossier(Protocol):
    """What is asked of a dossier; targets are ``action:<id>`` and ``milestone:<id>``."""

    def status(self, action_id: str, /) -> Status: ...
    def value(self, on: str, field: str, /) -> object: ...


def answers_of(questions: Iterable[Question], dossier: AnsweredDossier) -> dict[str, Answer]:
    """Return the answers that a dossier holds, by question."""
    asked = tuple(questions)
    return read_answers(asked, {one.id: str(dossier.value(TARGET, one.id) or "") for one in asked})


def target_of(library: Library, action_id: str) -> str:
    """Return what an action or a milestone is called in a dossier."""
    kind = "milestone" if library.article(action_id).kind == "milestone" else "action"
    return f"{kind}:{action_id}"


def suggestions_of(library: Library, dossier: AnsweredDossier) -> tuple[Suggestion, ...]:
    """Return the three actions to start with; what is done, dropped, not concerned or gone from the texts is passed."""
    questions = library.shelf.questions
    answers = answers_of(questions, dossier)
    ids = {one.action_id for one in rank(questions, answers)}
    over = {one for one in ids if not library.has(one) or dossier.status(target_of(library, one)) in FINISHED}
    departures = [lever.milestone.id for lever in library.outline.levers if lever.milestone]
    return first_actions(questions, answers, over, departures)
