"""From answers to first actions: what counts more, what is left out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import paths
from kit.content.diagnostic import FIRST, Answer, first_actions, rank, read_answers
from kit.content.files import FileStore
from kit.content.library import Library
from kit.content.shelf import Question

QUESTIONS = (
    Question("q1", "Un ?", yes="oui un", no="non un", suggests_yes=("b", "c"), suggests_no=("a", "d")),
    Question("q2", "Deux ?", yes="oui deux", no="non deux", suggests_yes=("c",), suggests_no=("d", "b")),
    Question("q3", "Trois ?", yes="oui trois", no="non trois", suggests_yes=("a",), suggests_no=("e",)),
)
SHIPPED = Library(FileStore(paths.content(), paths.kit_file()))


def ids(answers: dict[str, Answer], left_out: tuple[str, ...] = ()) -> list[str]:
    return [suggestion.action_id for suggestion in rank(QUESTIONS, answers, left_out)]


def test_no_answer_suggests_nothing() -> None:
    assert rank(QUESTIONS, {}) == ()


def test_what_is_missing_counts_more_than_what_is_there() -> None:
    assert ids({"q1": Answer.YES, "q3": Answer.NO}) == ["e", "b", "c"]


def test_the_first_suggestion_counts_more_and_points_add_up() -> None:
    found = rank(QUESTIONS, {"q1": Answer.NO, "q2": Answer.NO})
    assert [(s.action_id, s.points) for s in found] == [("d", 5), ("a", 4), ("b", 1)]
    assert [(reason.question.id, reason.is_first) for reason in found[0].reasons] == [("q2", True), ("q1", False)]
    assert found[0].reasons[0].implies == "non deux"


def test_a_point_of_departure_comes_before_what_more_answers_suggest() -> None:
    answers = {"q1": Answer.NO, "q2": Answer.NO}
    assert [s.action_id for s in first_actions(QUESTIONS, answers, leading=["a"])] == ["a", "d", "b"]
    assert [s.action_id for s in first_actions(QUESTIONS, answers, ["a"], ["a"])] == ["d", "b"]


def test_the_shipped_answers_are_followed_by_their_own_actions() -> None:
    """Who has nobody in charge is told to choose the person: that comes first, and no answer contradicts it."""
    questions = SHIPPED.shelf.questions
    departure = [lever.milestone.id for lever in SHIPPED.outline.levers if lever.milestone]
    for count in range(1, len(questions) + 1):
        found = first_actions(questions, {q.id: Answer.NO for q in questions[:count]}, leading=departure)
        assert found[0].action_id == "elu-designation"
        said = [told.reasons[0].implies for told in found if told.reasons[0].is_first]
        assert len(set(said)) == len(said)
    assert all(told.reasons[0].is_first for told in found), "with all answers, each action has a sentence of its own"


def test_i_do_not_know_counts_as_no() -> None:
    assert ids({"q1": Answer.UNKNOWN}) == ids({"q1": Answer.NO})
    assert rank(QUESTIONS, {"q1": Answer.UNKNOWN})[0].reasons[0].implies == "non un"


def test_done_and_not_concerned_actions_are_left_out() -> None:
    assert ids({"q1": Answer.NO, "q2": Answer.NO}, ("d",)) == ["a", "b"]


def test_there_are_at_most_three_first_actions() -> None:
    answers = {"q1": Answer.NO, "q2": Answer.NO, "q3": Answer.NO}
    assert len(first_actions(QUESTIONS, answers)) == FIRST < len(rank(QUESTIONS, answers))


def test_values_that_are_no_answer_are_left_out() -> None:
    assert read_answers(QUESTIONS, {"q1": "oui", "q2": "", "q3": "peut-être", "q9": "non"}) == {"q1": Answer.YES}


@given(st.dictionaries(st.sampled_from([q.id for q in SHIPPED.shelf.questions]), st.sampled_from(list(Answer))))
def test_each_suggestion_has_a_reason_among_the_answers(answers: dict[str, Answer]) -> None:
    found = rank(SHIPPED.shelf.questions, answers)
    assert [s.points for s in found] == sorted((s.points for s in found), reverse=True)
    for suggestion in found:
        assert suggestion.reasons
        for reason in suggestion.reasons:
            assert answers[reason.question.id] is reason.answer
            yes = reason.answer is Answer.YES
            wanted = reason.question.suggests_yes if yes else reason.question.suggests_no
            assert suggestion.action_id in wanted and reason.implies
    everything = tuple(s.action_id for s in found)
    assert rank(SHIPPED.shelf.questions, answers, everything) == ()


def test_the_shipped_questions_are_twelve_and_lead_to_actions_of_the_kit() -> None:
    questions = SHIPPED.shelf.questions
    assert len(questions) == 12
    for question in questions:
        for action_id in itertools.chain(question.suggests_yes, question.suggests_no):
            assert SHIPPED.article(action_id).kind in ("action", "milestone")


@pytest.mark.parametrize("answer", list(Answer))
def test_the_same_answer_to_all_gives_three_actions(answer: Answer) -> None:
    found = first_actions(SHIPPED.shelf.questions, {q.id: answer for q in SHIPPED.shelf.questions})
    assert len({s.action_id for s in found}) == 3
