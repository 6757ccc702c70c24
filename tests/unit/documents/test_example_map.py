"""The map of the examples on paper: one picture with words for who does not see it, and its whole list."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from kit import paths
from kit.commands.shared import library
from kit.content.nearby import Place, near_examples
from kit.documents.document import Document
from kit.documents.docx import docx
from kit.documents.example_map import Home, example_map_document
from kit.documents.odt import odt
from kit.documents.paper import Paper
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.errors import UnknownId
from kit.figures.atlas import atlas
from kit.territoires import Territories
from tests.unit.documents.pdf_reading import Pdf

TERRITORIES = Territories.shared(paths.territories())
HOME = Home("23022", "23", 389)


def made(departement: str = "", paper: Paper = Paper.A4) -> Document:
    document, _ = example_map_document(
        library(), TERRITORIES, atlas(paths.territories()), HOME,
        departement=departement, place="Bétête", paper=paper, today=date(2026, 11, 24),
    )  # fmt: skip
    return document


@pytest.mark.parametrize("paper", [Paper.A4, Paper.A3])
def test_the_pdf_is_for_everyone_and_its_picture_stands_on_the_first_page(paper: Paper, typesetter: Typesetter) -> None:
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(made(paper=paper)), ARCHIVED))
    (figure,) = pdf.root.all("Figure")
    assert "Creuse 9" in figure.alt and "Gironde" in figure.alt
    assert {page for page, _ in figure.content()} == {0}
    assert not pdf.unmarked_operators()
    wide = float(pdf.pdf.pages[0].mediabox[2])
    assert wide == pytest.approx(paper.size[0] / 25.4 * 72, abs=1)
    first = pdf.text("-f", "1", "-l", "1")
    assert "Un territoire, place approchée" in first and "50 km" in first.replace("\u00a0", " ")
    assert "Emplois durables" in first  # its letters are letters


def test_the_list_says_all_that_the_map_says(typesetter: Typesetter) -> None:
    told = near_examples(library(), TERRITORIES, Place("23", 389))
    words = re.sub(r"\s+", " ", document_text(made()))
    for one in told:
        assert re.sub(r"\s+", " ", one.example.place) in words, one.example.place
    pdf = Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(made()), ARCHIVED))
    rows = sum(len(table.all("TR")) - 1 for table in pdf.root.all("Table"))
    assert rows == len(told)
    assert words.index("Creuse : 9 exemples") < words.index(" Charente : ")  # one's own comes first


def test_one_departement_alone(typesetter: Typesetter) -> None:
    document = made("33")
    assert document.title == "La carte des exemples : Gironde"
    words = document_text(document)
    assert "Gironde : 22 exemples" in words and "Creuse" not in words
    with pytest.raises(UnknownId):
        made("75")


@pytest.mark.parametrize("write", [odt, docx])
def test_an_office_shows_the_picture_with_its_words(write, typesetter: Typesetter) -> None:  # type: ignore[no-untyped-def]
    data = write(made("23"), typesetter)
    with ZipFile(BytesIO(data)) as package:
        (picture,) = [name for name in package.namelist() if name.endswith(".png")]
        assert package.read(picture).startswith(b"\x89PNG")
        whole = b"".join(package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels")))
    assert "Carte des exemples, 9 signes" in whole.decode() and Path(picture).name in whole.decode()
