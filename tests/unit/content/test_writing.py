"""The rule of the double form, on any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content.blocks import Cite, Link, Paragraph, Text
from kit.content.double_form import double_body
from kit.content.writing import changes, double, said_twice

parts = st.sampled_from(
    [
        "élu·es",
        "un·e",
        "désigné·e",
        "les",
        "des",
        "d’habitant·es",
        "et",
        "ou",
        "aux",
        "agents",
        "deux",
        "sont",
        "sans",
        "12",
        "tou·tes",
        "conseiller·ère",
        ",",
        ".",
        "·",
        "a·b",
        "l’",
        "qu’un·e",
        "chaque",
        "maire",
    ]
)


@given(st.lists(parts, max_size=12).map(" ".join))
def test_any_sentence_is_written_once_and_for_all(text: str) -> None:
    once = double(text)
    assert list(changes(once)) == []
    assert double(once) == once


@given(st.text(max_size=60))
def test_any_text_goes_through(text: str) -> None:
    written = double(text)
    assert written == text or "·" in text


def test_marks_stay_where_they_are() -> None:
    body = (
        Paragraph(
            (Text("Les "), Text("élu·es", bold=True), Text(" et les "), Link("agir", "habitant·es"), Cite(("F1",)))
        ),
    )
    (paragraph,) = double_body(body)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans[-1] == Cite(("F1",))
    assert paragraph.spans[:-1] == (
        Text("Les élues, les élus", bold=True),
        Link("agir", ", les habitantes et les habitants"),
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("les élues et les élus", ["élues et les élus"]),
        ("des habitants et habitantes", ["habitants et habitantes"]),
        ("d’habitantes et d’habitants", ["habitantes et d’habitants"]),
        ("une vice-présidente ou un vice-président", ["vice-présidente ou un vice-président"]),
        (
            "conseillers et conseillères, porteuses et porteurs",
            ["conseillers et conseillères", "porteuses et porteurs"],
        ),
        ("les actrices et acteurs, les actives et actifs", ["actrices et acteurs", "actives et actifs"]),
        ("les élu·es, les élus et les agents, une association et un club", []),
        ("Réglages propose « élues et élus »", []),
        ("toutes et tous, celles et ceux, le maire ou la maire", []),
    ],
)
def test_both_forms_written_by_hand_are_seen(text: str, found: list[str]) -> None:
    assert list(said_twice(text)) == found
