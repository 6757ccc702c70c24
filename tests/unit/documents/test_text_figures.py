"""Figures of a text in every medium: the drawing with its words, the values as a table, year and source."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from kit.commands.shared import library
from kit.content.blocks import Figure
from kit.content.figure_words import alternative, sentence, value_words
from kit.documents.article import article_document
from kit.documents.document import Document
from kit.documents.docx import docx
from kit.documents.figures import figures_document
from kit.documents.odt import odt
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import NothingDrawn
from tests.unit.documents.document_samples import DAY
from tests.unit.documents.pdf_reading import Pdf

PAGE = "chiffres-nouvelle-aquitaine"


def figures(page: str = PAGE) -> list[Figure]:
    return [block for block in library().body(page) if isinstance(block, Figure)]


@pytest.fixture(scope="module")
def document() -> Document:
    return article_document(library(), PAGE, today=DAY)


def test_the_pdf_is_for_everyone(document: Document, typesetter: Typesetter) -> None:
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    drawn = pdf.root.all("Figure")
    assert [node.alt for node in drawn] == [alternative(one) for one in figures()]
    assert not pdf.unmarked_operators()
    tables = pdf.root.all("Table")
    tabled = [one for one in figures() if one.kind != "chiffre"]
    sizes = {len(table.all("TR")) for table in tables}
    for one in tabled:
        assert len(one.series.values) + len(one.series.missing) + 1 in sizes
    order = [node for node in pdf.root.walk() if node.tag in ("Figure", "Table")]
    for number, node in enumerate(order):
        if node.alt.startswith(("Carte", "Diagramme")):
            assert order[number + 1].tag == "Table"  # the values follow their picture


def test_text_says_every_value_with_year_and_source(document: Document) -> None:
    words = re.sub(r"\s+", " ", document_text(document))
    for one in figures():
        assert re.sub(r"\s+", " ", one.series.source) in words and str(one.series.year) in words
        for value in one.series.values:
            assert re.sub(r"\s+", " ", value_words(one.series, value.value)) in words
        for label in one.series.missing:
            assert f"{label} ;" in words or f"{label} " in words


@pytest.mark.parametrize("write", [odt, docx])
def test_an_office_has_each_picture_with_its_words(write, document: Document, typesetter: Typesetter) -> None:  # type: ignore[no-untyped-def]
    with ZipFile(BytesIO(write(document, typesetter))) as package:
        pictures = [name for name in package.namelist() if name.endswith(".png")]
        whole = "".join(package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels")))
    assert len(pictures) == len(figures())
    for picture in pictures:
        assert picture.rpartition("/")[2] in whole
    for one in figures():
        assert alternative(one).replace("&", "&amp;") in whole


def test_every_reason_has_a_figure_and_what_was_asked_for() -> None:
    texts = library()
    pages = [*(reason.id for reason in texts.outline.reasons), PAGE, "la-fiche-du-maire", "de-l-idee-a-l-ouverture"]
    assert {page: bool(figures(page)) for page in pages} == dict.fromkeys(pages, True)
    for page in pages:
        assert all(sentence(one).count("\n") == 0 and one.series.source in sentence(one) for one in figures(page))


def test_figures_alone_are_one_picture(typesetter: Typesetter) -> None:
    made = figures_document(library(), PAGE, today=DAY)
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(made), ARCHIVED))
    assert len(pdf.root.all("Figure")) == 1
    with pytest.raises(NothingDrawn):
        figures_document(library(), "elu-commission", today=DAY)
