"""Rows to CSV as Excel and LibreOffice of a French desk open it: UTF-8 with its mark, ``;``, CRLF.

A cell that a spreadsheet would take for a formula is given an apostrophe (OWASP, « CSV Injection »): it may come from
a dossier that someone else filled in.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable

from kit.documents.document import Row

_MARK = "\ufeff"
_STARTS = frozenset("=+-@")


def csv_file(rows: Iterable[Row]) -> bytes:
    """Return rows as the bytes of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(text) for text in row] for row in rows)
    return (_MARK + out.getvalue()).encode("utf-8", "replace")


def cell(text: str) -> str:
    """Return a text without control characters, and never a formula; line breaks stay, as ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    # Full-width signs count; spaces and what cannot be seen before a sign do not.
    seen = (c for c in unicodedata.normalize("NFKC", plain) if unicodedata.category(c)[0] not in "CZ")
    return f"'{plain}" if next(seen, "") in _STARTS else plain
