"""« Par où commencer » : from the answers of a commune to its first actions.

Each answer gives points to the actions that it suggests: what is missing counts more than what is there, the first
suggestion, which the sentence of the answer speaks of, far more than those after it. « Je ne sais pas » counts as no.
Equal points stand in the order of the questions. A point of departure that is missing comes before all else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kit.content.shelf import Question

TARGET = "diagnostic"
"""What answers are kept under in a dossier; the field is the id of the question."""
FIRST = 3


class Answer(StrEnum):
    """What one answers; the value is what a dossier holds."""

    YES = "oui"
    NO = "non"
    UNKNOWN = "je-ne-sais-pas"


_POINTS = {Answer.YES: (2, 1), Answer.NO: (4, 1), Answer.UNKNOWN: (4, 1)}


class Reason(msgspec.Struct, frozen=True):
    """A question whose answer suggests an action; ``is_first`` when what it implies speaks of this very action."""

    question: Question
    answer: Answer
    is_first: bool = True

    @property
    def implies(self) -> str:
        """The sentence of the question for this answer."""
        return self.question.yes if self.answer is Answer.YES else self.question.no


class Suggestion(msgspec.Struct, frozen=True):
    """An action (or milestone) to start with, and why: the strongest reason first."""

    action_id: str
    points: int
    reasons: tuple[Reason, ...]


def read_answers(questions: Iterable[Question], values: Mapping[str, str]) -> dict[str, Answer]:
    """Return the answers among values by question; what is no answer is left out."""
    known = {answer.value for answer in Answer}
    return {q.id: Answer(values[q.id]) for q in questions if values.get(q.id) in known}


def rank(
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    left_out: Iterable[str] = (),
    leading: Iterable[str] = (),
) -> tuple[Suggestion, ...]:
    """Return all suggested actions, the most useful first, without those ``left_out`` (done, not concerned).

    Those of ``leading`` (the points of departure) come before all others.
    """
    out, ahead = frozenset(left_out), frozenset(leading)
    weighed: dict[str, list[tuple[int, Reason]]] = {}
    for question in questions:
        answer = answers.get(question.id)
        if answer is None:
            continue
        ids = question.suggests_yes if answer is Answer.YES else question.suggests_no
        first, later = _POINTS[answer]
        for place, action_id in enumerate(ids):
            points = later if place else first
            weighed.setdefault(action_id, []).append((points, Reason(question, answer, not place)))
    found = [_suggestion(action_id, reasons) for action_id, reasons in weighed.items() if action_id not in out]
    return tuple(sorted(found, key=lambda told: (told.action_id not in ahead, -told.points)))


def first_actions(
    questions: Sequence[Question],
    answers: Mapping[str, Answer],
    left_out: Iterable[str] = (),
    leading: Iterable[str] = (),
) -> tuple[Suggestion, ...]:
    """Return the three actions to start with; fewer where the answers suggest fewer."""
    return rank(questions, answers, left_out, leading)[:FIRST]


def _suggestion(action_id: str, reasons: list[tuple[int, Reason]]) -> Suggestion:
    strongest = sorted(reasons, key=lambda pair: -pair[0])
    return Suggestion(action_id, sum(points for points, _ in reasons), tuple(reason for _, reason in strongest))
