"""Pages two by two on sheets to fold in the middle (imposition): which page goes where, and the sheets as PDF or PNG.

Typst cannot place a PDF inside a PDF/UA, so the sheets have no tags: they are for paper alone.
"""

from __future__ import annotations

import json
import re

from kit.documents.document import Document
from kit.documents.glyphs import drawable
from kit.documents.office import full_title
from kit.documents.payload import TEMPLATE as PAGES
from kit.documents.payload import document_inputs
from kit.documents.typeset import Typesetter
from kit.documents.wording import wording

TEMPLATE = "folded.typ"
_COARSEST = 96.0  # below, Typst draws the lines of text of a placed PDF ragged
_PAGE = re.compile(rb"/Type\s*/Page(?![a-z])")

Side = tuple[int, int]
"""The pages on the left and on the right of one side of a sheet, from 1; 0 is an empty one."""


def sides(count: int) -> list[Side]:
    """Return the sides of the sheets for ``count`` pages, the front and the back of each in turn.

    Printed on both sides (turned on the short edge), laid in each other and folded, they read in order. Blank pages
    come at the end.
    """
    whole = count + -count % 4
    placed: list[Side] = []
    for low in range(1, whole // 2, 2):
        high = whole + 1 - low
        placed += [(high, low), (low + 1, high - 1)]
    return [(left * (left <= count), right * (right <= count)) for left, right in placed]


def folded_pdf(document: Document, typesetter: Typesetter) -> bytes:
    """Return the sheets of a document as a PDF. Raises CompileFailed."""
    return typesetter.compile_pdf(TEMPLATE, _inputs(document, typesetter), (), tagged=False)


def folded_images(document: Document, typesetter: Typesetter, ppi: float) -> list[bytes]:
    """Return one PNG for each side of a sheet, never coarser than its text can be read. Raises CompileFailed."""
    return typesetter.page_images(TEMPLATE, _inputs(document, typesetter), max(ppi, _COARSEST))


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF of the typesetter has: it writes each page's object in clear."""
    return len(_PAGE.findall(pdf))


def _inputs(document: Document, typesetter: Typesetter) -> dict[str, str]:
    pages = typesetter.compile_pdf(PAGES, document_inputs(document))
    # Inputs are text: the bytes go as numbers.
    placed = {"pdf": list(pages), "sides": sides(page_count(pages)), "size": document.sheet_size}
    data = {**placed, "title": drawable(wording().say("booklet", "folded", title=full_title(document)))}
    return {"data": json.dumps(data, separators=(",", ":"))}
