"""What the spreadsheets share (ODS, XLSX), and CSV: UTF-8 with its mark, ``;``, CRLF, as a French desk opens it.

A file of ours never holds a formula. ODS and XLSX say of each cell whether it is words, a day or a number. In CSV, a
cell that would be taken for a formula is given an apostrophe (OWASP, « CSV Injection »): it may come from a dossier
that someone else filled in.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from kit.documents.document import Document
from kit.documents.office import full_title
from kit.documents.sheet import Euros, Linked, Sheet, SheetCell, SheetRow
from kit.documents.wording import wording

CELL_LIMIT = 32_767
"""What a cell of Excel holds, in UTF-16 units; LibreOffice holds as much."""
LINK_LIMIT = 2_079
"""Characters of an address that Excel follows."""
DAY_WIDTH = 12

_MARK = "\ufeff"
_CONTROL = ("Cc", "Cs")  # control characters, halves of pairs
_STARTS = frozenset("=+-@")
_LEAST, _MOST = 8, 28  # characters across a column; longer words are wrapped
_ADDRESS = re.compile(r"(?i)(?:https?://|mailto:)[^\s\x00-\x20\"<>\\^`{|}]+")


def csv_file(rows: Iterable[SheetRow]) -> bytes:
    """Return rows as the bytes of a CSV file; days are ISO, a link is its words."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(in_words(value)) for value in row] for row in rows)
    return (_MARK + out.getvalue()).encode("utf-8", "replace")


def cell(text: str) -> str:
    """Return a text for CSV: as ``plain``, and never a formula."""
    told = plain(text)
    return f"'{told}" if looks_like_formula(told) else told


def looks_like_formula(text: str) -> bool:
    """Say whether a spreadsheet in which one typed this text would take it for a formula."""
    # Full-width signs count; spaces and what cannot be seen before a sign do not.
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] not in "CZ")
    return next(seen, "") in _STARTS


def plain(text: str) -> str:
    """Return a text without what no XML holds and without control characters; line breaks stay, as ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        c for c in lines if c == "\n" or (c not in "\ufffe\uffff" and unicodedata.category(c) not in _CONTROL)
    )


def fitting(text: str) -> str:
    """Return a text, as ``plain``, that a cell of Excel holds: what is cut ends with « … »."""
    told = plain(text)
    if len(told) <= CELL_LIMIT // 2 or _units(told) <= CELL_LIMIT:
        return told
    cut = told.encode("utf-16-le")[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore")
    return f"{cut}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def in_words(value: SheetCell) -> str:
    """Return what stands for a value where all are words."""
    match value:
        case Linked(text, _):
            return text
        case Euros(amount):
            return f"{amount} €".replace(".", ",")
        case date():
            return value.isoformat()
    return str(value)


def address(value: Linked) -> str:
    """Return the address that a cell may lead to: of the web or of mail, whole and not too long; else none."""
    return value.url if len(value.url) <= LINK_LIMIT and _ADDRESS.fullmatch(value.url) else ""


def head_of(document: Document, sheet: Sheet) -> tuple[str, ...]:
    """Return the lines above the header of a table: its title with the collectivité, and the day."""
    if sheet.head is not None:
        return sheet.head
    say = wording()
    day = say.say("documents", "on_day", day=say.date(document.date))
    title = full_title(document)
    if len(document.sheets) > 1 and sheet is not document.sheets[0]:
        title = f"{title} – {sheet.name}"
    return title, day


def widths(sheet: Sheet) -> tuple[int, ...]:
    """Return how many characters wide each column is: as its longest line, within what a page bears."""
    found = [len(title) + 3 for title in sheet.header]  # room for the button of the filter
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, date):
                wide = DAY_WIDTH
            elif isinstance(value, Euros):
                wide = len(f"{value.amount:,.2f} €") + 2
            else:
                text = in_words(value)
                wide = max(map(len, text[:400].split("\n"))) + 1
            found[column] = max(found[column], wide)
    return tuple(max(_LEAST, min(_MOST, wide)) for wide in found)
