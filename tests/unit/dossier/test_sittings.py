"""« Par où commencer » answered again: one gesture, the first answers beside, none invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.diagnostic import TARGET, Answer
from kit.content.shelf import Question
from kit.dossier.diagnostic import (
    Sitting,
    answers_of,
    first_sitting,
    held_on,
    last_sitting,
    sitting_changes,
)
from kit.dossier.dossier import Dossier

QUESTIONS = tuple(Question(f"q{n}", f"Question {n} ?") for n in (1, 2, 3))
FIRST, NEXT, THIRD = date(2026, 3, 12), date(2027, 3, 20), date(2028, 4, 2)
YES, NO, UNKNOWN = Answer


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.create(tmp_path / "d.kitess") as made:
        yield made


def sit(dossier: Dossier, day: date, **answers: Answer) -> None:
    dossier.record_group(sitting_changes(QUESTIONS, dossier, Sitting(day, answers)))


def test_the_first_answers_stay_beside_those_of_each_later_year(dossier: Dossier) -> None:
    sit(dossier, FIRST, q1=NO, q2=UNKNOWN)
    assert first_sitting(QUESTIONS, dossier) is None and held_on(dossier) == FIRST
    sit(dossier, NEXT, q1=YES, q3=NO)
    assert answers_of(QUESTIONS, dossier) == {"q1": YES, "q3": NO}, "what was not answered again has no answer now"
    assert first_sitting(QUESTIONS, dossier) == Sitting(FIRST, {"q1": NO, "q2": UNKNOWN})
    sit(dossier, THIRD, q1=YES)
    assert first_sitting(QUESTIONS, dossier) == Sitting(FIRST, {"q1": NO, "q2": UNKNOWN})
    assert answers_of(QUESTIONS, dossier, f"{TARGET}:{NEXT}") == {"q1": YES, "q3": NO}


def test_a_sitting_is_one_gesture(dossier: Dossier) -> None:
    sit(dossier, FIRST, q1=NO, q2=UNKNOWN)
    sit(dossier, NEXT, q1=YES)
    dossier.commit(*dossier.undo())
    assert answers_of(QUESTIONS, dossier) == {"q1": NO, "q2": UNKNOWN}
    assert first_sitting(QUESTIONS, dossier) is None and held_on(dossier) == FIRST
    dossier.commit(*dossier.undo())
    assert last_sitting(QUESTIONS, dossier) is None


def test_answers_given_one_by_one_have_the_day_of_the_first_of_them(dossier: Dossier) -> None:
    dossier.record(TARGET, "q1", "non")
    last = last_sitting(QUESTIONS, dossier)
    assert last is not None and last.answers == {"q1": NO}
    sit(dossier, date(2099, 1, 1), q1=YES)
    assert first_sitting(QUESTIONS, dossier) == last


def test_the_same_day_again_is_a_correction(dossier: Dossier) -> None:
    sit(dossier, FIRST, q1=NO)
    sit(dossier, FIRST, q1=YES, q2=NO)
    assert first_sitting(QUESTIONS, dossier) is None
    assert answers_of(QUESTIONS, dossier) == {"q1": YES, "q2": NO}


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), st.sampled_from(Answer))),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_the_first_and_the_last_sitting_are_what_was_said(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, dict[str, Answer]]]
) -> None:
    """Whatever was answered when, in order: what is shown is what someone answered, on the day it was answered."""
    said: dict[date, dict[str, Answer]] = {}
    with Dossier.create(tmp_path_factory.mktemp("sittings") / "d.kitess") as dossier:
        for days, answers in sorted(told, key=lambda one: one[0]):
            day = FIRST + timedelta(days=days)
            said[day] = answers
            sit(dossier, day, **answers)
        assert answers_of(QUESTIONS, dossier) == said[max(said)]
        first = first_sitting(QUESTIONS, dossier)
        if first is not None:
            assert said[first.day] == first.answers
            assert not any(answers for day, answers in said.items() if day < first.day)
        else:
            assert sum(bool(answers) for day, answers in said.items() if day < max(said)) == 0
