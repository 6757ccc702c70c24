"""Days as the fields show and keep them: a date, or words as they are."""

from __future__ import annotations

import datetime
import re

from kit.days import is_written_as_day, month_in_words, read_day
from kit.typography import fr

DAY_LIMIT = 40  # characters of a field for one day
_YEARS = range(2000, 2101)  # a mandate lies well within: another year is more often a slip of the finger
_UNREADABLE = fr("Cette date ne se lit pas : écrivez 15/03/2027, ou un mois.")
_NEARLY = re.compile(r"[\d\s]*\d\s*[/.-][\d\s/.-]*")  # figures and strokes that make no date: « 15/3 », « 1/2/20277 »


def doubt(text: str) -> str:
    """Return what to say of a day that no calendar has, of one that cannot be read, or of a year far from a mandate.

    Empty for all else: words as « mars 2027 » are what a council knows.
    """
    date = read_day(text)
    if date is None:
        if is_written_as_day(text):
            return "Ce jour n’existe pas dans le calendrier."
        return _UNREADABLE if _NEARLY.fullmatch(text.strip()) else ""
    return "" if date.year in _YEARS else fr("Est-ce bien l’année {year} ?", year=date.year)


def past(text: str, today: datetime.date) -> str:
    """Return what to say of a day that is over, where one asks for what is to come; empty for all else."""
    date = read_day(text)
    return "Cette date est déjà passée." if date is not None and date < today else ""


def kept_day(text: str) -> str:
    """Return a date as the dossier keeps it (ISO), and other words, as « mars 2027 », as they were typed."""
    date = read_day(text)
    return date.isoformat() if date else text.strip()


def shown_day(text: str) -> str:
    """Return a date as JJ/MM/AAAA, and other words as they are."""
    date = read_day(text)
    return f"{date:%d/%m/%Y}" if date else text.strip()


def month(iso: str) -> str:
    """Return « novembre 2026 » for an ISO date, empty for none."""
    try:
        date = datetime.date.fromisoformat(iso)
    except ValueError:
        return ""
    return month_in_words((date.year, date.month))
