"""The poster, the booklet, the sheets to fold, other papers and tables of contents."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.content.blocks import Heading, Text
from kit.content.library import Library
from kit.documents.article import chapter_document
from kit.documents.booklet import booklet_document, folded
from kit.documents.document import Box, Boxes, Contents, Document, Drawn, contents, heading, said, words
from kit.documents.docx import docx
from kit.documents.example_map import Home
from kit.documents.folding import folded_pdf, page_count, sides
from kit.documents.odt import odt
from kit.documents.paper import Paper, twips
from kit.documents.payload import TEMPLATE, document_inputs, picture
from kit.documents.poster import poster_document
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.documents.writer import formats, page_images, write
from kit.errors import UnknownFormat
from tests.unit.documents.document_samples import CHANGES, DAY, HistoryDossier, every_document
from tests.unit.documents.office_reading import Office, W
from tests.unit.documents.pdf_reading import Pdf

POINTS = 72 / 25.4


def compiled(document: Document, typesetter: Typesetter) -> Pdf:
    return Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))


def sheet(page: pikepdf.Page) -> tuple[int, int]:
    """Return the size of a page in millimetres."""
    width, height = (float(side) / POINTS for side in page.mediabox[2:])
    return round(width), round(height)


# --- the poster ---


def test_the_poster_is_one_page_of_a3_with_every_lever_and_box(shipped: Library, typesetter: Typesetter) -> None:
    document = poster_document(shipped, place="Saint-Exemple", today=DAY)
    pdf = compiled(document, typesetter)
    assert [sheet(page) for page in pdf.pdf.pages] == [(297, 420)]
    outline = shipped.outline
    milestones = [lever.milestone for lever in outline.levers if lever.milestone]
    assert [figure.alt for figure in pdf.root.all("Figure")] == ["À faire"] * (len(outline.actions) + len(milestones))
    assert [node.tag for node in pdf.root.walk() if re.fullmatch(r"H\d", node.tag)] == ["H1", *["H2"] * 6]
    told = pdf.words()
    places = [told.index(f"{action.code} ") for action in outline.actions]
    assert places == sorted(places), "read lever by lever, as on the screen"
    assert "Saint-Exemple" in told and shipped.publisher.mail in told
    assert pdf.unmarked_operators() == []


def test_the_poster_stays_one_page_and_nothing_is_cut(shipped: Library, typesetter: Typesetter) -> None:
    outline = shipped.outline
    for place in ("", "X" * 120, "Communauté de communes de Saint-Exemple et des Vallées " * 3):
        pdf = compiled(poster_document(shipped, place=place, today=DAY), typesetter)
        assert len(pdf.pdf.pages) == 1
        assert pdf.words().count("☐") == len(outline.actions) + 1
        for found in re.finditer(r'xMax="([-\d.]+)" yMax="([-\d.]+)"', pdf.text("-bbox")):
            right, low = map(float, found.groups())
            assert right <= (297 - 10) * POINTS
            assert low <= (420 - 10) * POINTS


def test_the_text_of_a_poster_shrinks_until_it_fits(typesetter: Typesetter) -> None:
    def poster(length: int) -> Document:
        parts = [
            (heading(2, f"Partie {n}"), *said("mot " * length), Boxes("", (Box("1.1", "Une action"),)))
            for n in range(6)
        ]
        blocks = tuple(itertools.chain.from_iterable(parts))
        return Document("Titre", blocks, DAY, paper=Paper.A3, poster=True)

    def largest(document: Document) -> float:
        pdf = compiled(document, typesetter)
        assert len(pdf.pdf.pages) == 1
        assert pdf.words().split().count("mot") == 6 * int(document.blocks[1].spans[0].text.count("mot"))  # type: ignore[union-attr]
        sizes = re.findall(rb"/f\d+ ([\d.]+) Tf", pdf.pdf.pages[0].Contents.read_bytes())
        return sorted(map(float, sizes))[len(sizes) // 2]

    assert largest(poster(150)) < largest(poster(10))


def test_a_poster_shows_the_state_only_of_a_dossier(typesetter: Typesetter) -> None:
    document = every_document()["poster"]
    assert "[x] 1.1" in document_text(document)
    assert "Fait" in [figure.alt for figure in compiled(document, typesetter).root.all("Figure")]
    assert document.place == "Saint-Exemple"


def test_drawings_are_black_and_passed_over(shipped: Library, typesetter: Typesetter) -> None:
    assert "currentColor" not in picture("elu-designe")
    assert picture("elu-designe").startswith("<svg")
    assert picture("../kit") == picture("nulle-part") == ""
    pdf = compiled(poster_document(shipped, today=DAY), typesetter)
    assert all(figure.alt in ("À faire",) for figure in pdf.root.all("Figure"))


# --- the booklet and its sheets ---


def test_the_booklet_tells_chapters_reasons_and_levers_in_reading_order(
    shipped: Library, typesetter: Typesetter
) -> None:
    document = booklet_document(shipped, today=DAY)
    pdf = compiled(document, typesetter)
    assert {sheet(page) for page in pdf.pdf.pages} == {(148, 210)}
    assert len(pdf.pdf.pages) <= 32, "eight sheets of A4: more cannot be stapled at a desk"
    told = re.sub(r"\s", "", document_text(document))
    outline = shipped.outline
    named = [
        outline.chapters[0].title,
        "L’ESS en cinq minutes",
        outline.chapters[1].title,
        *(reason.title for reason in outline.reasons),
        outline.chapters[2].title,
        *(lever.article.title for lever in outline.levers),
    ]
    places = [told.rindex(re.sub(r"\s", "", name)) for name in named]
    assert places == sorted(places)
    assert all(f"[ ] {action.code} " in document_text(document) for action in outline.actions)
    levels = [1, *(block.level for block in document.blocks if isinstance(block, Heading))]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert pdf.unmarked_operators() == []
    assert str(pdf.pdf.Root.Lang).startswith("fr")


def test_its_first_page_is_a_map_and_the_contents_begin_the_second(shipped: Library, typesetter: Typesetter) -> None:
    """How many examples each département has; whose booklet it is has an edge in black, which changes no word."""
    plain, own = (booklet_document(shipped, home=home, today=DAY) for home in (None, Home(departement="23")))
    drawn, other = (next(one for one in told.blocks if isinstance(one, Drawn)) for told in (plain, own))
    assert drawn.drawing != other.drawing and drawn.alt == other.alt and "Creuse " in drawn.alt
    pdf = compiled(own, typesetter)
    (figure,) = [node for node in pdf.root.all("Figure") if node.alt == drawn.alt]
    assert {page for page, _ in figure.content()} == {0}
    pages = pdf.text("-raw").split("\f")
    assert "Licence Ouverte" in pages[0] and "Dans ce livret" not in pages[0] and "Dans ce livret" in pages[1]
    assert drawn.text in " ".join(document_text(plain).split())


def test_pages_of_sheets_are_in_order_once_folded() -> None:
    assert sides(4) == [(4, 1), (2, 3)]
    assert sides(5) == [(0, 1), (2, 0), (0, 3), (4, 5)]
    assert sides(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert sides(1) == [(0, 1), (0, 0)]
    assert sides(0) == []


@given(count=st.integers(1, 200))
def test_every_page_stands_once_and_the_booklet_reads_in_order(count: int) -> None:
    placed = sides(count)
    assert sorted(page for side in placed for page in side if page) == list(range(1, count + 1))
    # Sheets in each other: fronts' right and backs' left from outside in, then backs' right and fronts' left.
    fronts, backs = placed[::2], placed[1::2]
    first = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    last = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    assert [page for page in [*first, *reversed(last)] if page] == list(range(1, count + 1))


def test_sheets_to_fold_hold_the_same_pages_and_say_that_they_have_no_tags(
    shipped: Library, typesetter: Typesetter, tmp_path: Path
) -> None:
    document = booklet_document(shipped, today=DAY)
    pages = compiled(document, typesetter)
    count = len(pages.pdf.pages)
    assert page_count(pages.data) == count
    write(folded(document), tmp_path / "livret.pdf", typesetter=typesetter)
    made = (tmp_path / "livret.pdf").read_bytes()
    opened = pikepdf.open(io.BytesIO(made))
    assert [sheet(page) for page in opened.pages] == [(297, 210)] * len(sides(count))
    assert "/StructTreeRoot" not in opened.Root
    assert "feuilles à plier, sans balises" in str(opened.docinfo.Title)
    assert len(page_images(folded(document), typesetter, 20)) == len(sides(count))


def test_each_half_of_a_sheet_shows_its_page(typesetter: Typesetter) -> None:
    blocks = tuple(heading(2, f"Partie{n}") for n in range(1, 6))
    broken = tuple(itertools.chain.from_iterable((block, *page_break()) for block in blocks))
    document = Document("Titre", broken, DAY, paper=Paper.A5)
    pages = compiled(document, typesetter)
    assert len(pages.pdf.pages) == 5
    told = _halves(folded_pdf(replace(document, folded=True), typesetter))
    assert told == [("", "Partie1"), ("Partie2", ""), ("", "Partie3"), ("Partie4", "Partie5")]


def page_break() -> tuple[Document | object, ...]:
    from kit.documents.document import PageBreak

    return (PageBreak(),)


def _halves(data: bytes) -> list[tuple[str, str]]:
    found = []
    for page in Pdf(data).text("-bbox").split("<page ")[1:]:
        halves = ["", ""]
        for left, word in re.findall(r'xMin="([-\d.]+)"[^>]*>(Partie\d)<', page):
            halves[float(left) > 148.5 * POINTS] = word
        found.append((halves[0], halves[1]))
    return found


def test_sheets_to_fold_are_a_pdf_only(tmp_path: Path) -> None:
    document = folded(every_document()["booklet"])
    assert formats(document) == (".pdf",)
    with pytest.raises(UnknownFormat):
        write(document, tmp_path / "livret.odt")
    assert list(tmp_path.iterdir()) == []


# --- paper ---


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("landscape", [False, True])
def test_pages_have_the_paper_asked_for_in_every_format(paper: Paper, landscape: bool, typesetter: Typesetter) -> None:
    document = replace(every_document()["article"], paper=paper, landscape=landscape)
    wide, high = document.sheet_size
    assert (wide > high) == landscape
    pdf = compiled(document, typesetter)
    assert sheet(pdf.pdf.pages[0]) == (wide, high)
    size = next(Office(docx(document)).main.iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == (str(twips(wide)), str(twips(high)))
    styles = Office(odt(document)).raw["styles.xml"].decode()
    assert f'fo:page-width="{wide / 10:g}cm" fo:page-height="{high / 10:g}cm"' in styles


def test_a3_is_the_a4_page_enlarged(typesetter: Typesetter) -> None:
    document = every_document()["checklist"]
    small, large = (compiled(replace(document, paper=paper), typesetter) for paper in (Paper.A4, Paper.A3))
    assert len(small.pdf.pages) == len(large.pdf.pages)
    assert small.text("-raw").split() == large.text("-raw").split()
    assert replace(document, paper=Paper.A3).points == 15.5
    assert '<w:sz w:val="31"/>' in Office(docx(replace(document, paper=Paper.A3))).raw["word/styles.xml"].decode()


# --- tables of contents ---


def test_a_chapter_begins_with_its_contents_and_their_pages(shipped: Library, typesetter: Typesetter) -> None:
    document = chapter_document(shipped, "agir", today=DAY)
    listed = contents(document)
    told = [text for level, text in listed if level == 2]
    assert shipped.article("que-faire-une-fois-elus").title in told
    levers = [lever.article.title for lever in shipped.outline.levers]
    assert [title for title in told if title in levers] == levers
    pdf = compiled(document, typesetter)
    assert len(pdf.root.all("TOCI")) == len(listed)
    lines = pdf.text("-layout", "-l", "3").replace("\u00a0", " ")
    for _, text in listed[:5]:
        assert re.search(rf"{re.escape(text[:30].replace('\u00a0', ' '))} (\. )+\W*\d+\s*$", lines, re.MULTILINE), text


def test_every_entry_of_the_contents_leads_to_its_title_in_an_office() -> None:
    document = Document(
        "T",
        (Contents("Sommaire", 3), heading(2, "Un"), heading(3, "Un un"), heading(4, "Bas"), heading(2, "Deux")),
        DAY,
    )  # fmt: skip
    assert contents(document) == ((2, "Un"), (3, "Un un"), (2, "Deux"))
    assert contents(replace(document, blocks=document.blocks[1:])) == ()
    written = Office(docx(document)).raw["word/document.xml"].decode()
    assert re.findall(r'w:anchor="(_Toc\d)"', written) == re.findall(r'w:name="(_Toc\d)"', written)
    assert re.findall(r'w:val="(TOC\d)"', written) == ["TOC1", "TOC2", "TOC1"]
    written = Office(odt(document)).raw["content.xml"].decode()
    assert re.findall(r'xlink:href="#(sommaire\d)"', written) == re.findall(
        r'bookmark-start text:name="(sommaire\d)"', written
    )
    assert "- Un\n  - Un un\n- Deux" in document_text(document)


def test_the_same_booklet_gives_the_same_bytes(typesetter: Typesetter) -> None:
    document = every_document()["booklet"]
    for make in (odt, docx):
        assert make(document) == make(document)
        assert zipfile.ZipFile(io.BytesIO(make(document))).testzip() is None


# --- whatever is typed ---

SPECIAL = '# * _ $x$ \\ @ < > ` ~ " / // /* */ #import "@preview/a:0.1.0" <l> {a} 🎉 שלום'


def test_what_is_typed_stays_literal_on_the_poster(shipped: Library, typesetter: Typesetter) -> None:
    dossier = HistoryDossier([*CHANGES, ("2026-11-24T12:00:00Z", "identity", "name", SPECIAL)])
    document = poster_document(shipped, dossier, today=DAY)
    from kit.documents.glyphs import drawable

    shown = re.sub(r"\s", "", drawable(SPECIAL))
    assert shown in re.sub(r"\s", "", compiled(document, typesetter).words())
    sheets = replace(Document(SPECIAL, (heading(2, SPECIAL),), DAY, SPECIAL, paper=Paper.A5), folded=True)
    assert folded_pdf(sheets, typesetter).startswith(b"%PDF")
    assert shown in re.sub(r"\s", "", Pdf(folded_pdf(sheets, typesetter)).text("-raw"))


def test_an_empty_title_is_still_a_document_on_any_paper(typesetter: Typesetter) -> None:
    for one in ({"poster": True, "paper": Paper.A3}, {"folded": True, "paper": Paper.A5}, {"paper": Paper.A5}):
        document = Document("\x00", (Heading(2, (Text("\x00"),), ""), *said("x")), DAY, "\x00", **one)  # type: ignore[arg-type]
        assert page_images(document, typesetter, 20)
    assert words("") == ()
