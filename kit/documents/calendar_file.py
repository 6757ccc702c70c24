"""The days of a plan or of an agenda as a calendar file (RFC 5545), written by hand.

Only all-day events without time zones are made: some seventy lines here, where ``icalendar`` would bring four packages.
VEVENT and not VTODO, as Outlook takes in no tasks from a file. An event keeps its UID from one file to the next,
whichever screen it comes from; SEQUENCE grows with the time of writing, so that a calendar which goes by them takes the
newer day. What was removed since is not sent as CANCELLED: see docs/decisions/0097.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from kit.documents.document import Document, Due
from kit.errors import NothingDated

_PRODUCT = "-//Kit ESS//Kit ESS//FR"
_LIMIT = 75  # octets of a line without its CRLF (RFC 5545, 3.1)
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)  # minutes from here on are the sequence: below 2**31 until the year 6000
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def ics(document: Document, now: datetime | None = None) -> bytes:
    """Return the days of a document as the bytes of a calendar, written ``now``; NothingDated when it has none."""
    if not document.dues:
        raise NothingDated(document.title)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escape(document.title)}")
    now = (now or datetime.now(UTC)).astimezone(UTC)
    for due in document.dues:
        lines += _event(due, document, now)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(due: Due, document: Document, now: datetime) -> Iterator[str]:
    stamp = f"{_day(now.date())}T{now:%H%M%S}Z"
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(due.id.replace(':', '-'))}-{document.dossier or 'kit-ess'}@kit-ess"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{max(0, (now - _FIRST) // timedelta(minutes=1))}"
    yield f"DTSTART;VALUE=DATE:{_day(due.day)}"
    if due.last and due.day < due.last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(due.last + timedelta(days=1))}"  # the day after the last one
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
