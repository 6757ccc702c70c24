"""What holds of every kind of document, of the shipped texts and of a dossier at work: tags, ends of pages, ink."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from kit.documents.document import PageBreak
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import ARCHIVED, Typesetter
from tests.unit.documents.pdf_reading import Node, Pdf
from tests.unit.documents.shipped_documents import shipped_documents

KINDS = sorted(shipped_documents())
FLOWING = [
    name
    for name, made in shipped_documents().items()
    if not (made.poster or made.scheme or made.landscape or made.official or made.letter)
    and not any(isinstance(block, PageBreak) for block in made.blocks)
]
_LEAST = 0.55  # of the height of a page that is followed by another


@pytest.fixture(scope="module")
def made(typesetter: Typesetter) -> dict[str, Pdf]:
    """Return each kind as a PDF, made once."""
    return {
        name: Pdf(typesetter.compile_pdf(TEMPLATE, document_inputs(document), ARCHIVED))
        for name, document in shipped_documents().items()
    }


def leaves(node: Node) -> Iterator[tuple[int, str]]:
    """Yield the page and the nearest tag of each piece of marked content, titles as « H », in reading order."""
    for kid in node.kids:
        if isinstance(kid, Node):
            is_title = re.fullmatch(r"H\d", kid.tag)
            yield from ((page, "H") for page, _ in kid.content()) if is_title else leaves(kid)
        else:
            yield kid[0], node.tag


@pytest.mark.parametrize("name", KINDS)
def test_no_page_ends_on_a_title(name: str, made: dict[str, Pdf]) -> None:
    """A title has what it stands for on its own page; the fiche or the poster may end on none at all."""
    told = list(leaves(made[name].root))
    ends = {page: tag for page, tag in told}
    assert told and [page + 1 for page, tag in ends.items() if tag == "H"] == []


@pytest.mark.parametrize("name", FLOWING)
def test_no_page_is_half_blank_before_the_next(name: str, made: dict[str, Pdf]) -> None:
    pages = made[name].text("-bbox").split("<page ")[1:]
    high = [float(found) for found in re.findall(r'height="([\d.]+)"', "".join(page[:80] for page in pages))]
    ends = []
    for page, height in zip(pages, high, strict=True):
        tops = [float(found) for found in re.findall(r'<word xMin="[\d.]+" yMin="([\d.]+)"', page)]
        ends.append(max((top for top in tops if top < 0.92 * height), default=0) / height)
    assert [(number, round(end, 2)) for number, end in enumerate(ends[:-1], 1) if end < _LEAST] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_reader_of_tags_finds_all_that_is_painted_in_order(name: str, made: dict[str, Pdf]) -> None:
    document, pdf = shipped_documents()[name], made[name]
    assert pdf.unmarked_operators() == []
    assert str(pdf.pdf.Root.Lang) == "fr-FR" and str(pdf.pdf.docinfo.Title).startswith(document.title[:100])
    nodes = list(pdf.root.walk())
    levels = [int(node.tag[1]) for node in nodes if re.fullmatch(r"H\d", node.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    assert all(node.alt for node in nodes if node.tag == "Figure")
    for table in pdf.root.all("Table"):
        assert table.all("TD")
    pages = [page for page, _ in pdf.root.content()]
    assert pages == sorted(pages) and set(pages) | _blank(pdf) == set(range(len(pdf.pdf.pages)))


def _blank(pdf: Pdf) -> set[int]:
    """Return the pages without a word: the back of the last page of an act of one page."""
    return {number for number, text in enumerate(pdf.text().split("\f")[:-1]) if not text.strip()}
