"""« La fiche du maire »: one sheet to hand round, three sentences, and hours that are the sum of the steps."""

from __future__ import annotations

import re

from kit.content import blocks
from kit.content.blocks import Callout
from kit.content.library import Library
from kit.content.sentences import split
from kit.documents.article import article_document, short_document
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.text import document_text
from kit.documents.typeset import ARCHIVED, Typesetter
from tests.unit.documents.pdf_reading import Pdf

SHEET = "la-fiche-du-maire"
HOURS = {"une demi-journée": 3.5, "une journée": 7.0, "deux heures": 2.0, "une heure": 1.0}
COUNTED = (("soutenir-association", 1), ("foncier-et-locaux", 1), ("foncier-et-locaux", 5), ("financer-un-projet", 3))


def test_the_sheet_is_one_page_without_calls_to_sources(library: Library) -> None:
    document = short_document(library, SHEET)
    assert len(Pdf(Typesetter().compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED)).pages) == 1
    text = document_text(document)
    assert not re.search(r"\[\d", text) and "sources sont dans le kit" in text
    assert "Sources" in document_text(article_document(library, SHEET))


def test_a_text_without_a_fold_is_given_whole(library: Library) -> None:
    text = document_text(short_document(library, "comprendre"))
    assert blocks.plain(blocks.headings(library.body("comprendre"))[-1].spans) in text


def test_three_sentences_are_ready_for_the_council(library: Library) -> None:
    said = [b for b in library.body(SHEET) if isinstance(b, Callout) and b.kind == "voix"]
    assert len(said) == 1
    assert len(split(blocks.plain_body(said[0].blocks))) == 3


def test_the_hours_of_the_staff_are_the_sum_of_the_steps(library: Library) -> None:
    steps = [library.article(page).steps[number - 1] for page, number in COUNTED]
    assert all("secrétaire" in step.who or "agent" in step.who for step in steps)
    assert sum(HOURS[step.time] for step in steps) == 16
    text = blocks.plain_body(library.body(SHEET))
    assert "seize heures" in text and "somme calculée" in text
