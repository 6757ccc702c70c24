"""Sheets of paper: how large a page is, and how much larger all that stands on it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Paper(StrEnum):
    """A sheet of ISO 216; the value is its name for Typst."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright sheet, in millimetres."""
        return _SIZES[self]

    @property
    def zoom(self) -> float:
        """How much larger text and margins are than on A4: an A3 page is the A4 one enlarged, for a wall."""
        return 2**0.5 if self is Paper.A3 else 1.0


class Margins(Struct, frozen=True):
    """How far from the edges of a page, as it lies before one, anything is printed, in millimetres.

    The line at the head of each page stands at ``top``, that at its foot at ``bottom``, the text between them.
    """

    left: float
    top: float
    right: float
    bottom: float

    def within(self, sheet: tuple[int, int]) -> Margins:
        """Return margins that leave half of this sheet and more to the text, none below nothing."""
        (left, right), (top, bottom) = (
            _bounded(first, last, side / 2)
            for first, last, side in ((self.left, self.right, sheet[0]), (self.top, self.bottom, sheet[1] * 0.7))
        )
        return Margins(left, top, right, bottom)


def _bounded(first: float, last: float, most: float) -> tuple[float, float]:
    first, last = max(0.0, first), max(0.0, last)
    over = max(1.0, (first + last) / most)
    return first / over, last / over


_SIZES = {Paper.A3: (297, 420), Paper.A4: (210, 297), Paper.A5: (148, 210)}


class PageLayout(Struct, frozen=True):
    """A page of an office, in millimetres: its size, its margins, and where its header and its footer begin."""

    width: float
    height: float
    left: float = 20
    right: float = 20
    top: float = 23
    bottom: float = 20
    header: float = 12
    footer: float = 10

    @property
    def across(self) -> float:
        """How wide the text is."""
        return self.width - self.left - self.right

    @property
    def inside(self) -> float:
        """How high the text is."""
        return self.height - self.top - self.bottom


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, as Word counts."""
    return round(millimetres / 25.4 * 1440)
