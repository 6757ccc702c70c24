"""Where the words given for the fields of a form stand on the pages, so that a preview can show them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from kit.documents.document import Document
from kit.documents.payload import TEMPLATE, document_inputs
from kit.documents.typeset import Typesetter

_LABEL = "given"
_ABOVE, _BELOW = 0.86, 0.3  # of the size of the letters, from the line that they stand on
_GAP = 0.5  # of that size: words of one line that are nearer belong together


class Place(Struct, frozen=True):
    """Words of one line: their page, from 1, and their edges in points from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, page: int, x: float, y: float) -> bool:
        """Say whether a point of a page, in points, is on these words."""
        return page == self.page and self.left <= x <= self.right and self.top <= y <= self.bottom


Places = Mapping[str, tuple[Place, ...]]
"""By the name of a field, in reading order; a field that the document does not write has none."""


def placed_images(document: Document, typesetter: Typesetter, ppi: float) -> tuple[list[bytes], Places]:
    """Return one PNG a page, as ``page_images`` does, and where what was given for each field stands on them."""
    images, told = typesetter.told(TEMPLATE, document_inputs(document, placed=True), _LABEL, ppi)
    return images, _places(json.loads(told), document.size)


def _places(marks: list[tuple[str, int, int, float, float]], size: float) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for field, place in _words(marks, size):
        before = found.setdefault(field, [])
        if before and _goes_on(before[-1], place, size):
            place = Place(place.page, before.pop().left, place.top, place.right, place.bottom)
        before.append(place)
    return {field: tuple(places) for field, places in found.items()}


def _words(marks: list[tuple[str, int, int, float, float]], size: float) -> Iterator[tuple[str, Place]]:
    """Yield each word between two marks, the first of which says that it begins."""
    for (field, end, page, left, line), (_, _, page_after, right, line_after) in pairwise(marks):
        if end == 0 and (page, line) == (page_after, line_after):
            yield field, Place(page, left, line - _ABOVE * size, right, line + _BELOW * size)


def _goes_on(before: Place, after: Place, size: float) -> bool:
    same_line = (before.page, before.top) == (after.page, after.top)
    return same_line and -_GAP * size < after.left - before.right < _GAP * size
