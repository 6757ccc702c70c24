"""Markdown → block tree: what writers may use, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.content import blocks
from kit.content.blocks import Callout, Cite, Examples, Heading, Items, Link, Paragraph, Table, Text
from kit.content.markdown import MarkdownReader
from kit.errors import ContentError

FILE = Path("essai.md")


@pytest.fixture(scope="module")
def reader() -> MarkdownReader:
    return MarkdownReader()


def test_headings_paragraphs_and_styles(reader: MarkdownReader) -> None:
    body = reader.read("## Ce que ça coûte\n\nDu **temps** et de l’*écoute*.\n", FILE)
    assert body == (
        Heading(2, (Text("Ce que ça coûte"),), "ce-que-ca-coute"),
        Paragraph((Text("Du "), Text("temps", bold=True), Text(" et de l’"), Text("écoute", italic=True), Text("."))),
    )


def test_calls_to_facts_leave_the_words_alone(reader: MarkdownReader) -> None:
    (paragraph,) = reader.read("En 2022, 12,2 % [F140, F141b]. Suite.", FILE)
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans == (Text("En 2022, 12,2 %"), Cite(("F140", "F141b")), Text(". Suite."))
    assert blocks.plain(paragraph.spans) == "En 2022, 12,2 %. Suite."


def test_links_lists_tables_callouts_and_places(reader: MarkdownReader) -> None:
    text = (
        "- un [lien](elu-commission)\n- deux & trois\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n\n"
        '!!! loi "Ce que dit la loi"\n    Un article.\n\n[[exemples]]\n'
    )
    items, table, callout, place = reader.read(text, FILE)
    assert isinstance(items, Items) and not items.ordered
    assert items.items[0][0] == Paragraph((Text("un "), Link("elu-commission", "lien")))
    assert items.items[1][0] == Paragraph((Text("deux & trois"),))
    assert table == Table(((Text("A"),), (Text("B"),)), (((Text("1"),), (Text("2"),)),))
    assert callout == Callout("loi", "Ce que dit la loi", (Paragraph((Text("Un article."),)),))
    assert isinstance(place, Examples)


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("Bon.\n\n# Titre de page\n", 12, "titre"),
        ("Bon.\n\nDu <b>HTML</b> ici.\n", 12, "html"),
        ("Bon.\n\n![image](x.png)\n", 10, "balisage"),
        ('Bon.\n\n!!! inconnu "Titre"\n    Texte.\n', 12, "encadre"),
        ("Bon.\n\n---\n", 10, "balisage"),
    ],
)
def test_what_has_no_block_is_refused_with_its_line(reader: MarkdownReader, text: str, line: int, rule: str) -> None:
    with pytest.raises(ContentError) as caught:
        reader.read(text, FILE, first_line=10)
    assert (caught.value.line, caught.value.rule, caught.value.file) == (line, rule, FILE)


def test_equal_headings_get_anchors_of_their_own(reader: MarkdownReader) -> None:
    body = reader.read("## Coût\n\n## Coût\n", FILE)
    assert [heading.anchor for heading in blocks.headings(body)] == ["cout", "cout-2"]


texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=30)
spans = st.one_of(
    st.builds(Text, texts, st.booleans(), st.booleans()),
    st.builds(Link, texts, texts),
    st.builds(Cite, st.lists(texts, min_size=1, max_size=3).map(tuple)),
)
runs = st.lists(spans, max_size=3).map(tuple)
leaves = st.one_of(
    st.builds(Heading, st.integers(2, 4), runs, texts),
    st.builds(Paragraph, runs),
    st.builds(Table, st.lists(runs, max_size=2).map(tuple), st.lists(st.lists(runs, max_size=2).map(tuple)).map(tuple)),
    st.just(Examples()),
    st.just(blocks.Steps()),
)
bodies = st.recursive(
    st.lists(leaves, max_size=3).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            leaves,
            st.builds(Callout, st.sampled_from(sorted(blocks.CALLOUTS)), texts, inner),
            st.builds(Items, st.booleans(), st.lists(inner, max_size=2).map(tuple)),
        ),
        max_size=3,
    ).map(tuple),
    max_leaves=8,
)


@given(bodies)
def test_a_body_survives_the_index(body: blocks.Body) -> None:
    assert blocks.DECODER.decode(msgspec.msgpack.encode(body)) == body
