"""Kandel and Moles: short words in short sentences are easy, long ones are not."""

from __future__ import annotations

import pytest

from kit.content.reading_ease import LONG, reading, reading_ease, syllables, unexplained


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


def test_a_page_tells_its_sentences_and_the_share_of_long_ones() -> None:
    long = " ".join(["mot"] * (LONG + 1)) + "."
    read = reading(["Le maire lit.", "Il signe.", long], ["Le maire lit."], {})
    assert read.words == pytest.approx((3 + 2 + LONG + 1) / 3, abs=0.05)
    assert read.long == pytest.approx(1 / 3, abs=0.001)
    assert reading([], [], {}).words == 0


@pytest.mark.parametrize(
    ("sentences", "left"),
    [
        (["La CAF paie."], ["CAF"]),
        (["La caisse d’allocations familiales (CAF) paie.", "La CAF aide."], []),
        (["La CAF (caisse d’allocations familiales) paie."], []),
        (["La caisse d’allocations familiales paie.", "La CAF aide."], []),
        (["La CAF aide.", "C’est la caisse d’allocations familiales (CAF)."], ["CAF"]),
        (["Une Scic vend du pain."], ["Scic"]),
        (["L’EPCI vote ; l’EPCI paie."], ["EPCI"]),
        (["Article II, L2121-22, 60 000 € HT, un PDF, la CRESS."], []),
        (["Les élu·es de la MAIRIE·."], []),
    ],
)
def test_an_acronym_is_explained_where_it_is_first_said(sentences: list[str], left: list[str]) -> None:
    glossary = {"CAF": "caisse d’allocations familiales", "Scic": "société coopérative d’intérêt collectif"}
    assert list(unexplained(sentences, glossary)) == left
