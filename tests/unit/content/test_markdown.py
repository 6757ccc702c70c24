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
        ("Bon.\n\n![image](x.png)\n", 12, "balisage"),  # what has no words has its line too
        ('Bon.\n\n!!! inconnu "Titre"\n    Texte.\n', 12, "encadre"),
        ("Bon.\n\n???+ loi\n    Texte.\n", 12, "encadre"),
        ("Bon.\n\n---\n", 12, "balisage"),
        ("Un titre ?\n---\n", 11, "balisage"),  # titles are written with ##
        ("Bon.\n\n    du code\n", 12, "balisage"),
        ("# Pas ce titre\n\nBon.\n", 10, "titre"),
        ("Le mot Titre.\n\n# Titre\n", 12, "titre"),  # not where its words stand first
        ("Bon.\n\nUne ligne,\nune **autre\n`ligne`**.\n", 14, "balisage"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | <b>4</b> |\n", 13, "html"),
        ('!!! loi "Titre"\n    - un\n\n        <div>deux</div>\n', 13, "html"),
    ],
)
def test_what_has_no_block_is_refused_with_its_line(reader: MarkdownReader, text: str, line: int, rule: str) -> None:
    with pytest.raises(ContentError) as caught:
        reader.read(text, FILE, first_line=10)
    assert (caught.value.line, caught.value.rule, caught.value.file) == (line, rule, FILE)


def test_lists_need_no_empty_line_and_may_count_with_a_bracket(reader: MarkdownReader) -> None:
    one, two = (Paragraph((Text("un"),)),), (Paragraph((Text("deux"),)),)
    assert reader.read("Trois choses :\n- un\n- deux\n", FILE)[1:] == (Items(False, (one, two)),)
    assert reader.read("1) un\n2) deux\n", FILE) == (Items(True, (one, two)),)
    assert reader.read("* un\n+ deux\n", FILE) == (Items(False, (one,)), Items(False, (two,)))


@pytest.mark.parametrize(("written", "read"), [("&eacute;", "é"), (r"\*", "*"), ("a < b & c", "a < b & c")])
def test_signs_of_the_markup_can_be_written(reader: MarkdownReader, written: str, read: str) -> None:
    assert reader.read(written, FILE) == (Paragraph((Text(read),)),)


def test_no_line_that_an_author_writes_vanishes(reader: MarkdownReader) -> None:
    """« [F140]: … » is how other writings of Markdown define a link."""
    assert reader.read("[F140]: douze", FILE) == (Paragraph((Cite(("F140",)), Text(": douze"))),)


def test_a_call_to_a_fact_may_begin_a_line(reader: MarkdownReader) -> None:
    assert reader.read("Douze\n[F140]. Suite.", FILE) == (
        Paragraph((Text("Douze"), Cite(("F140",)), Text(". Suite."))),
    )


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
