"""Kandel and Moles: short words in short sentences are easy, long ones are not."""

from __future__ import annotations

import pytest

from kit.content.reading_ease import reading_ease, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [("maire", 1), ("commune", 2), ("élu", 2), ("association", 5), ("théorie", 3), ("habitant·es", 3), ("ESS", 1)],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (1 if word == "association" else 0)


def test_the_formula_is_that_of_kandel_and_moles() -> None:
    # 4 words, 4 syllables, 1 sentence: 207 − 1.015 × 4 − 73.6 × 1
    assert reading_ease(["Le maire va là."]) == pytest.approx(100.0)  # 129.3, held at 100
    # 4 words, 6 syllables: 207 − 4.06 − 110.4
    assert reading_ease(["La commune est venue."]) == pytest.approx(207 - 1.015 * 4 - 73.6 * 6 / 4, abs=0.1)


def test_a_hard_text_scores_less_and_never_below_zero() -> None:
    easy = ["Le maire lit. Il signe.", "On vote."]
    hard = ["L’intercommunalité institutionnalise l’expérimentation environnementale pluriannuelle territorialisée."]
    assert 0 <= reading_ease(hard) < reading_ease(easy) <= 100
    assert reading_ease([]) == 100.0
