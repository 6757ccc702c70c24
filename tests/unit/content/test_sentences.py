"""Sentences of a run, each with the facts that it calls."""

from __future__ import annotations

import pytest

from kit.content.blocks import Cite, Link, Text
from kit.content.sentences import Sentence, sentences, split


def test_a_call_belongs_to_the_sentence_before_it() -> None:
    run = (
        Text("Un chiffre"),
        Cite(("F140",)),
        Text(". Un autre, "),
        Link("agir", "ailleurs"),
        Text("."),
        Cite(("F141", "F142")),
        Text(" Sans appel. "),
        Cite(("F143",)),
    )
    assert sentences(run) == (
        Sentence("Un chiffre.", ("F140",)),
        Sentence("Un autre, ailleurs.", ("F141", "F142")),
        Sentence("Sans appel.", ("F143",)),
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le code (art. L2121-22) le dit.", 1),
        ("C’est l’art. 10. La suite.", 2),
        ("Vraiment\u00a0? Oui. « Non. »", 3),
        ("En 2024, 491 millions. 70 000 emplois.", 2),
        ("", 0),
    ],
)
def test_abbreviations_end_no_sentence(text: str, count: int) -> None:
    assert len(split(text)) == count
