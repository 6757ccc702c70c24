"""Days as people type and read them, and as the dossier keeps them: an ISO date, or words as they are."""

from __future__ import annotations

import datetime
import re

from ui.widgets.dates import MONTHS

_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEARS = range(2000, 2101)  # a mandate lies well within: another year is more often a slip of the finger
_DAY_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([^\W\d]+) (\d{4})")


def read_day(text: str) -> datetime.date | None:
    """Read « 5/3/27 », « 05.03.2027 », « 5 mars 2027 » or an ISO date; None for what is not a day of the calendar."""
    if not (parts := _parts(text.strip())):
        return None
    year, month_number, day = parts
    try:
        return datetime.date(year if year > 99 else 2000 + year, month_number, day)
    except ValueError:
        return None


def doubt(text: str) -> str:
    """Return what to say of a day that no calendar has, or of a year far from a mandate; empty for all else."""
    date = read_day(text)
    if date is None:
        return "Ce jour n’existe pas dans le calendrier." if _parts(text.strip()) else ""
    return "" if date.year in _YEARS else f"Est-ce bien l’année {date.year}\u00a0?"


def _parts(words: str) -> tuple[int, int, int] | None:
    """Return year, month and day of what is written as a date, be it one or not."""
    if found := _DAY.fullmatch(words):
        day, month_number, year = (int(part) for part in found.groups())
    elif found := _ISO.fullmatch(words):
        year, month_number, day = (int(part) for part in found.groups())
    elif (found := _DAY_IN_WORDS.fullmatch(words)) and found[2].casefold() in MONTHS:
        day, month_number, year = int(found[1]), MONTHS.index(found[2].casefold()) + 1, int(found[3])
    else:
        return None
    return year, month_number, day


def kept_day(text: str) -> str:
    """Return a date as the dossier keeps it (ISO), and other words, as « mars 2027 », as they were typed."""
    date = read_day(text)
    return date.isoformat() if date else text.strip()


def shown_day(text: str) -> str:
    """Return a date as JJ/MM/AAAA, and other words as they are."""
    date = read_day(text)
    return f"{date:%d/%m/%Y}" if date else text.strip()
