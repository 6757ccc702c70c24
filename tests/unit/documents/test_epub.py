"""The book for e-readers: whole or a choice, with the state of a dossier, well-formed whatever the words."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.commands.shared import library
from kit.content.blocks import Callout, Cite, Heading, Items, Link, Paragraph, Table, Text, walk_spans
from kit.content.library import Library
from kit.documents.book import EXAMPLES, GLOSSARY, LISTS, Book, Part, book
from kit.documents.document import Block, Box, Boxes, Drawn, Highlighted, Lead
from kit.documents.epub import MIMETYPE, epub, pages
from kit.documents.typeset import Typesetter
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import highlighted
from kit.dossier.model import Change, Status
from kit.errors import UnknownId
from kit.figures.drawing import Drawing, Words
from kit.text_quote import TextQuote

XHTML, OPF, OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}", "{http://www.idpf.org/2007/ops}"
NOTE = "À revoir avec Paul Exemple"


@pytest.fixture(scope="module")
def texts() -> Library:
    """Return the shipped texts."""
    return library()


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    """Return one for all covers."""
    return Typesetter()


@pytest.fixture(scope="module")
def whole(texts: Library, typesetter: Typesetter) -> dict[str, bytes]:
    """Return the files of the whole book of nobody."""
    return unpacked(epub(book(texts), typesetter))


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    """Return a dossier with a place, a tick, a note, a passage and the note of a page."""
    with Dossier.create(tmp_path / "notre.kitess") as made:
        passage, changes = highlighted("elu-designe", TextQuote("délégation, commission, comité ouvert"))
        made.record_group(
            [
                Change("identity", "name", "Saint-Exemple"),
                Change("action:elu-commission", "status", Status.DONE.value),
                Change("action:elu-commission", "note", NOTE),
                Change("article:elu-designe", "note", "Page lue en bureau"),
                *changes,
                Change(passage.on, passage.note_field, "À citer"),
            ]
        )
        yield made


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def page(files: dict[str, bytes], name: str) -> ElementTree.Element:
    return ElementTree.fromstring(files[f"EPUB/t-{name}.xhtml"])


def said(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_package_begins_as_readers_ask_and_holds_no_script(texts: Library, typesetter: Typesetter) -> None:
    data = epub(book(texts), typesetter)
    assert data[30 : 38 + len(MIMETYPE)] == f"mimetype{MIMETYPE}".encode(), "first, stored, without an extra field"
    assert data == epub(book(texts), Typesetter()), "the same texts give the same bytes"
    files = unpacked(data)
    for name, held in files.items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            tree = ElementTree.fromstring(held)
            assert not [one for one in tree.iter() if str(one.tag).endswith("}script")]
            assert not [key for one in tree.iter() for key in one.attrib if key.startswith("on")]
    assert b"http" not in files["EPUB/style.css"]


def test_every_text_has_its_page_its_words_and_its_place_in_the_contents(
    texts: Library, whole: dict[str, bytes]
) -> None:
    nav = ElementTree.fromstring(whole["EPUB/nav.xhtml"])
    listed = [one.get("href") for one in nav.iter(f"{XHTML}a")]
    for article in texts.articles():
        assert f"t-{article.id}.xhtml" in listed
        shown = letters(said(page(whole, article.id)))
        assert letters(article.title) in shown and letters(article.summary) in shown
        for span in (span for spans in walk_spans(texts.body(article.id)) for span in spans):
            assert isinstance(span, Cite) or letters(span.text) in shown
    for name in (LISTS, EXAMPLES, GLOSSARY, "les-reseaux", "les-dates"):
        assert f"t-{name}.xhtml" in listed
    package = ElementTree.fromstring(whole["EPUB/package.opf"])
    names = {one.get("href") for one in package.iter(f"{OPF}item")}
    assert names == {name.removeprefix("EPUB/") for name in whole if name.startswith("EPUB/")} - {"package.opf"}


def test_every_link_leads_somewhere(whole: dict[str, bytes]) -> None:
    pages = {name.removeprefix("EPUB/"): ElementTree.fromstring(data) for name, data in whole.items()
             if name.endswith(".xhtml")}  # fmt: skip
    ids = {name: [one.get("id") for one in tree.iter() if one.get("id")] for name, tree in pages.items()}
    for name, found in ids.items():
        assert len(found) == len(set(found)), f"an id of {name} stands twice"
    for name, tree in pages.items():
        for link in tree.iter(f"{XHTML}a"):
            target, _, anchor = link.get("href", "").partition("#")
            assert (target or name) in pages
            assert not anchor or anchor in ids[target or name], (name, link.get("href"))


def test_sources_are_notes_that_lead_back(whole: dict[str, bytes]) -> None:
    tree = page(whole, "elu-designe")
    calls = [one for one in tree.iter(f"{XHTML}a") if one.get(f"{OPS}type") == "noteref"]
    notes = {one.get("id"): one for one in tree.iter(f"{XHTML}aside")}
    assert calls and {one.get("role") for one in calls} == {"doc-noteref"}
    for one in notes.values():
        assert (one.get(f"{OPS}type"), one.get("role")) == ("footnote", "doc-footnote")
        (back,) = (link for link in one.iter(f"{XHTML}a") if link.get("role") == "doc-backlink")
        assert back.get("href", "").removeprefix("#") in {call.get("id") for call in calls}
    assert {one.get("href", "").removeprefix("#") for one in calls} == set(notes)


def test_figures_and_the_map_are_drawn_and_told(whole: dict[str, bytes]) -> None:
    for name in (EXAMPLES, "chiffres-nouvelle-aquitaine"):
        drawn = [one for one in page(whole, name).iter(f"{XHTML}div") if one.get("class") == "drawn"]
        assert drawn
        for one in drawn:
            assert one.get("role") == "img" and one.get("aria-label")
            assert one.find("{http://www.w3.org/2000/svg}svg") is not None


def test_it_says_how_it_can_be_read(whole: dict[str, bytes]) -> None:
    package = ElementTree.fromstring(whole["EPUB/package.opf"])
    told: dict[str, list[str]] = {}
    for one in package.iter(f"{OPF}meta"):
        told.setdefault(one.get("property", ""), []).append(one.text or "")
    assert told["schema:accessMode"] == ["textual", "visual"]
    assert "textual" in told["schema:accessModeSufficient"] and told["schema:accessibilityHazard"] == ["none"]
    assert {"tableOfContents", "alternativeText", "structuralNavigation"} <= set(told["schema:accessibilityFeature"])
    assert told["schema:accessibilitySummary"][0]
    assert told["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]


def test_boxes_stand_as_the_dossier_has_them(texts: Library, dossier: Dossier, typesetter: Typesetter) -> None:
    blank, ticked, noted = (
        unpacked(epub(one, typesetter)) for one in (book(texts), book(texts, dossier), book(texts, dossier, notes=True))
    )
    assert "☒" not in said(page(blank, LISTS)) and "Qui ?" not in said(page(blank, LISTS))
    assert "☒" in said(page(ticked, LISTS)) and "fait" in said(page(ticked, LISTS))
    assert b"Saint-Exemple" in ticked["EPUB/title.xhtml"] and b"Saint-Exemple" not in blank["EPUB/title.xhtml"]
    for private in (NOTE, "Page lue en bureau", "À citer"):
        held = [any(private.encode() in data for data in files.values()) for files in (blank, ticked, noted)]
        assert held == [False, False, True], private
    marks = page(noted, "elu-designe").iter(f"{XHTML}mark")
    assert "délégation, commission, comité ouvert" in " ".join(map(said, marks))


def test_a_choice_holds_it_with_what_stands_under_it(texts: Library) -> None:
    chapter, lever, topic = (
        {part.id for part in book(texts, chosen=one).walk()}
        for one in (("agir",), ("elu-designe",), ("elu-designe", "elu-commission", "accueil"))
    )
    assert {"agir", "elu-designe", "elu-commission", LISTS, GLOSSARY} <= chapter and "convaincre" not in chapter
    assert {"elu-designe", "elu-commission", LISTS} <= lever and "agir" not in lever
    assert {"elu-designe", "accueil"} <= topic
    parts = [part.id for part in book(texts, chosen=("elu-designe", "elu-commission")).walk()]
    assert len(parts) == len(set(parts)), "what stands under another one is there once"
    with pytest.raises(UnknownId):
        book(texts, chosen=("rien",))


HARD = st.text(max_size=30) | st.sampled_from(
    ["<b>&amp;", "]]>", "\x00\x0b", "\u00a0[1]", "\u00a0[9, *]", "1er", "\"'"]
)
NAMES = st.sampled_from(["page", "ailleurs", "page#ici", "page/ici"])
SPANS = st.lists(
    st.builds(Text, HARD, st.booleans(), st.booleans()) | st.builds(Highlighted, HARD) | st.builds(Link, NAMES, HARD),
    max_size=3,
).map(tuple)
PARAGRAPHS = st.builds(Paragraph, SPANS)
INNER = st.recursive(
    PARAGRAPHS,
    lambda deeper: (
        st.builds(
            Items, st.booleans(), st.lists(st.lists(deeper, min_size=1, max_size=2).map(tuple), max_size=3).map(tuple)
        )
        | st.builds(Callout, st.sampled_from(["voix", "loi"]), HARD, st.lists(deeper, max_size=2).map(tuple))
    ),
    max_leaves=6,
)
ROWS = st.lists(SPANS, min_size=1, max_size=3).map(tuple)
BLOCKS: st.SearchStrategy[Block] = (
    INNER
    | st.builds(Lead, SPANS)
    | st.builds(Heading, st.integers(2, 6), SPANS, st.just(""))
    | st.builds(Table, ROWS, st.lists(ROWS, max_size=3).map(tuple))
    | st.builds(Boxes, HARD, st.lists(st.builds(Box, HARD, HARD, st.sampled_from(Status), HARD), max_size=3).map(tuple))
    | st.builds(Drawn, HARD.map(lambda text: Drawing(10, 10, (Words(1, 1, text),))), HARD)
)
SOURCES = (Heading(2, (Text("Sources"),), ""), Items(True, ((Paragraph((Text("Une source"),)),),)))


def letters(text: str) -> str:
    """Return the letters and digits of a text, which no spacing and no cut changes."""
    return re.sub(r"[^\w]", "", text)


def spoken(block: object) -> Iterator[str]:  # noqa: C901  one case for each block
    """Yield the words that any block holds, in reading order."""
    match block:
        case Text(text) | Link(_, text):
            yield text
        case Box():
            yield from (block.label, block.code, block.title, block.state)
        case Boxes():
            yield block.title
            for box in block.boxes:
                yield from spoken(box)
        case Callout(_, title, inner):
            yield title
            yield from spoken(inner)
        case Items():
            yield from spoken(block.items)
        case Table():
            yield from spoken((block.header, block.rows))
        case Lead(spans) | Paragraph(spans) | Heading(_, spans):
            yield from spoken(spans)
        case Drawn():
            yield from (shape.text for shape in block.drawing.shapes if isinstance(shape, Words))
        case tuple():
            for one in block:
                yield from spoken(one)


@settings(max_examples=150, deadline=None)
@given(title=HARD, blocks=st.lists(BLOCKS, max_size=5).map(tuple))
def test_any_blocks_give_well_formed_pages_with_all_their_words(
    texts: Library, title: str, blocks: tuple[Block, ...]
) -> None:
    made = Book("Essai", "", (), (Part("page", title, blocks, SOURCES),), texts.publisher)
    tree = ElementTree.fromstring(pages(made)["t-page"])
    (body,) = tree.iter(f"{XHTML}body")
    shown = letters(said(body))
    at = 0
    for text in (title, *spoken(blocks)):
        for word in map(letters, text.split()):
            at = shown.index(word, at) + len(word)
