"""The rule of the double form, on any text at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kit.content.blocks import Cite, Link, Paragraph, Text
from kit.content.writing import changes, double
from kit.content.written import double_body

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
