"""The PDF of each kind of document before a checker that is not ours: PDF/UA-1 and PDF/A-2a, nothing to say of either.

``test_every_kind.py`` looks at the same documents by ``pdf_reading``, our reader of tags, and poppler reads them here.
"""

from __future__ import annotations

import itertools
import re
import subprocess
from functools import cache

import page as checker
import pytest

from kit import paths
from kit.commands.shared import library
from kit.consolidate.answers import Answer, Latest
from kit.consolidate.document import consolidation_document
from kit.consolidate.earlier import Standing
from kit.consolidate.whole import compared, table_of
from kit.documents.document import Document
from kit.documents.typeset import Typesetter
from kit.documents.writer import WRITERS
from kit.territoires import departements
from tests.unit.documents.document_samples import DAY, every_document
from tests.unit.documents.pdf_reading import Pdf
from tests.unit.documents.shipped_documents import shipped_documents

PROFILES = ("ua1", "2a")
UNITED = "collectivites"
MISTAKEN = ("PDFA2A-STREAM-LENGTH-001",)
"""It takes a carriage return that ends compressed data for a part of the line's end: lengths are looked at here."""


@cache
def united() -> Document:
    """Return the table of 120 collectivités of ten départements, two of them with few, compared with a year before."""
    names = list(departements(paths.territories()).values())[:10]
    sizes = (30, 20, 20, 12, 12, 10, 8, 4, 3, 1)
    where = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    texts, bands = library(), itertools.cycle(("under-500", "from-500", "from-2000"))
    answers = [
        Answer(str(n), 0.0, next(bands), name, (n * 2654435761 >> 3) % 2**20 & (n * 40503 % 2**20), n % 7)
        for n, name in enumerate(where)
    ]
    found = table_of(texts, Latest(answers))
    levers = {line.lever: 12 + n for n, line in enumerate(found.levers)} | {found.levers[-1].lever: None}
    before = Standing(2025, "réponses reçues par la CRESS, novembre 2025", 80, levers)
    return consolidation_document(texts, found, compared=compared(texts, found, before, DAY), today=DAY)


@cache
def documents() -> dict[str, Document]:
    """Return each kind of document of the shipped texts, small ones made for the tests, and the united table.

    A folded booklet is for paper alone and has no tags.
    """
    small = {f"essai-{name}": made for name, made in every_document().items()}
    return {name: made for name, made in (shipped_documents() | small).items() if not made.folded} | {UNITED: united()}


@pytest.mark.parametrize("name", sorted(documents()))
def test_a_checker_has_nothing_to_say(name: str, typesetter: Typesetter) -> None:
    made = WRITERS[".pdf"](documents()[name], typesetter)
    for profile in PROFILES:
        report = checker.validate_pdf_bytes(made, profile=profile)
        assert report.rules.total > 50
        assert [(one.rule_id, one.message) for one in report.failures if one.rule_id not in MISTAKEN] == []
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\n", made))
    assert streams and all(made.startswith(b"\nendstream", one.end() + int(one[1])) for one in streams)


def test_the_checker_sees_what_is_wrong(typesetter: Typesetter) -> None:
    made = WRITERS[".pdf"](united(), typesetter)
    for without in (b"/Lang", b"/StructTreeRoot", b"/Alt"):
        data = made.replace(without, b"/" + b"x" * (len(without) - 1))
        assert data != made and not checker.is_pdf_compliant_bytes(data, profile="ua1"), without


def test_each_figure_of_the_united_table_has_its_words_and_its_values_as_a_table(typesetter: Typesetter) -> None:
    """What is drawn is told: whoever reads by the tags, ours or poppler's, finds each value twice, beside its name."""
    made = WRITERS[".pdf"](united(), typesetter)
    document = Pdf(made)
    figures = [node for node in document.root.walk() if node.tag == "Figure"]
    assert len(figures) >= 8 and all(len(figure.alt) > 40 for figure in figures)
    assert document.unmarked_operators() == []
    shown = figures[0].alt
    assert shown.startswith("Carte des départements\u00a0: Collectivités qui ont répondu, par département")
    values = re.findall(r"([\w’ -]+) (\d+)(?=[,.;\u00a0])", shown.partition("). ")[2])
    assert len(values) >= 7 and "caché" in shown
    command = ["pdfinfo", "-struct-text", "-"]
    told = subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    cells = re.findall(r'^\s+TD.*\n(?:.*\n){0,4}?\s+"(.*)"', told, re.M)
    for name, count in values:
        assert (name.strip(), count) in itertools.pairwise(cells), (name, count)
    headings = [node.tag for node in document.root.walk() if re.fullmatch(r"H\d", node.tag)]
    assert headings[0] == "H1" and all(int(b[1]) - int(a[1]) <= 1 for a, b in itertools.pairwise(headings))


def test_every_figure_carries_year_and_source() -> None:
    text = " ".join(WRITERS[".txt"](united(), Typesetter()).decode().split())
    assert text.count("2026 ; source : réponses reçues par") >= 8
