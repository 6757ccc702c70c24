"""The due dates of a plan as a calendar file (RFC 5545), written by hand.

Only all-day events without time zones are made: some seventy lines here, where ``icalendar`` would bring four packages.
VEVENT and not VTODO, as Outlook takes in no tasks from a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from kit.documents.document import Document, Due
from kit.errors import NothingDated

_PRODUCT = "-//Kit ESS//Kit ESS//FR"
_LIMIT = 75  # octets of a line without its CRLF (RFC 5545, 3.1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def ics(document: Document) -> bytes:
    """Return the due dates of a document as the bytes of a calendar; NothingDated when it has none."""
    if not document.dues:
        raise NothingDated(document.title)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escape(document.title)}")
    for due in document.dues:
        lines += _event(due, document)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(due: Due, document: Document) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    # The same id each time: a calendar then moves the event instead of showing it twice.
    yield f"UID:{escape(due.id.replace(':', '-'))}-{document.dossier or 'kit-ess'}@kit-ess"
    yield f"DTSTAMP:{_day(document.date)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(due.day)}"
    yield f"SUMMARY:{escape(due.title)}"
    if due.text:
        yield f"DESCRIPTION:{escape(due.text)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime writes years before 1000 without their zeros


def escape(text: str) -> str:
    """Return a TEXT value (RFC 5545, 3.3.11): without control characters, on one line."""
    lines = "\n".join(text.splitlines()).replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).translate(_ESCAPES)


def folded(line: str) -> bytes:
    """Return a content line with its CRLF, folded at 75 octets and never inside a character."""
    parts, current, room = [], b"", _LIMIT
    for character in line:
        octets = character.encode("utf-8")
        if len(current) + len(octets) > room:
            parts.append(current)
            current, room = b"", _LIMIT - 1  # the space of the next line counts
        current += octets
    return b"\r\n ".join([*parts, current]) + b"\r\n"
