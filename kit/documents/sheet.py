"""A table for a spreadsheet: cells that are words, days, numbers, sums or links, and how words typed become them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from msgspec import Struct

from kit.days import read_day
from kit.figures.drawing import Drawing

_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_SUM = re.compile(r"(\d{1,3}(?:[\s\u00a0\u202f]?\d{3})*)(?:,(\d{1,2}))?[\s\u00a0\u202f]*(?:€|euros?)", re.IGNORECASE)


class Linked(Struct, frozen=True):
    """Words of a cell that lead to ``url``, an address of the web or of mail."""

    text: str
    url: str


class Euros(Struct, frozen=True):
    """A sum of money in a cell."""

    amount: Decimal


SheetCell = str | int | date | Euros | Linked
"""What a cell of a spreadsheet holds: words are words whatever they begin with, days are days, numbers numbers."""
SheetRow = tuple[SheetCell, ...]


class Sheet(Struct, frozen=True):
    """A table of a spreadsheet; each row is as long as the header.

    ``name`` stands on its tab: no ``[]:*?/\\'``, 31 characters at most. ``head`` are the lines above the header, the
    first of them its title; None, those of the document. ``hints`` say below the header what a column takes.
    ``drawn`` is what an ``.ods`` shows of the values, at their right, and ``alt`` the words for it.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    head: tuple[str, ...] | None = None
    hints: tuple[str, ...] = ()
    drawn: Drawing | None = None
    alt: str = ""

    @property
    def lines(self) -> tuple[SheetRow, ...]:
        """The header and the rows."""
        return self.header, *self.rows


def day_cell(text: str) -> str | date:
    """Return a day that was typed as a day; what is no day, or before those of a spreadsheet, as it was typed."""
    day = read_day(text)
    return day if day and day >= _FIRST_DAY else text


def sum_cell(text: str) -> str | Euros:
    """Return « 1 500,50 € » as a sum; what is not one, or says more (« 500 € par an »), as it was typed."""
    found = _SUM.fullmatch(text.strip())
    if not found:
        return text
    whole = re.sub(r"\D", "", found[1])
    return Euros(Decimal(f"{whole}.{found[2]}" if found[2] else whole))


def code_cell(code: str) -> str:
    """Return « n° 1.10 » for a code: a CSV would give it back as the number 1.1, or as a day."""
    return f"n°\u00a0{code}" if code else ""


def mail_cell(text: str) -> str | Linked:
    """Return an address of mail as a link that opens the mail program; any other words as they are."""
    return Linked(text, f"mailto:{text}") if _MAIL.fullmatch(text) else text
