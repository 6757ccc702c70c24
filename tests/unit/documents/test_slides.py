"""Slides for the council: a lever a page, lying, in letters that are read from the back of the room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kit.content.library import Library
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.slides import slides_document
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from kit.dossier.dossier import Dossier
from tests.unit.documents.pdf_reading import Pdf

DAY = date(2026, 11, 24)
COMMISSION, EXTRA = "action:elu-commission", "action:elu-extra-municipale"


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    with Dossier.create(tmp_path / "d.kitess") as made:
        made.record("identity", "name", "Saint-Exemple")
        made.record(COMMISSION, "status", "fait")
        for field, value in (("status", "en-cours"), ("who", "Adjointe à l’économie"), ("due", "2027-03-15")):
            made.record(EXTRA, field, value)
        yield made


def proposed(shipped: Library, dossier: Dossier) -> str:
    """Return the words of the last page."""
    told = " ".join(document_text(slides_document(shipped, dossier, today=DAY)).split())
    return told.partition("Ce que nous proposons")[2]


def test_a_council_sees_a_lever_on_each_page_and_then_what_is_proposed(shipped: Library, dossier: Dossier) -> None:
    document = slides_document(shipped, dossier, today=DAY)
    pdf = Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
    wide, high = (float(side) for side in list(pdf.pdf.pages[0].MediaBox)[2:])
    assert wide > high
    pages = [{page for page, _ in node.content()} for node in pdf.root.all("H2")]
    assert pages == [{number} for number in range(2 + len(shipped.outline.levers))]
    assert len(pdf.pdf.pages) == len(pages)


def test_what_is_under_way_is_proposed_with_who_and_when(shipped: Library, dossier: Dossier) -> None:
    told = proposed(shipped, dossier)
    assert "Adjointe à l’économie" in told and "15 mars 2027" in told
    assert "Avoir une commission ESS" not in told


def test_a_council_that_has_done_all_is_told_so(shipped: Library, dossier: Dossier) -> None:
    for action in shipped.outline.actions:
        dossier.record(f"action:{action.id}", "status", "non-concerne")
    assert "Rien ne reste à faire" in proposed(shipped, dossier)
