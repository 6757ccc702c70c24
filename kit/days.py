"""Days as they are typed, shown in French and kept (ISO 8601)."""

from __future__ import annotations

import re
from datetime import date

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
SHORT_MONTHS = "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.".split()
_ISO = r"(\d{4})-(\d{2})-(\d{2})"
_NUMBERS = r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})"
_WORDS = r"(\d{1,2})(?:er)? ([^\W\d]+) (\d{4})"


def read_day(text: str) -> date | None:
    """Read an ISO date, « 5/3/27 », « 05.03.2027 » or « 5 mars 2027 »; None for what is not a day of the calendar.

    A year of two digits is of this century.
    """
    if not (parts := _parts(text)):
        return None
    year, month, day = parts
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def is_written_as_day(text: str) -> bool:
    """Say whether a text has the form of a date, be it one of the calendar or not (« 31/02/2027 »)."""
    return _parts(text) is not None


def day_in_words(day: date) -> str:
    """Return « 24 novembre 2026 », « 1er mars 2027 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def day_or_words(text: str) -> str:
    """Return a day, however it was typed, as ``day_in_words`` does; any other text (« fin mars ») as it is."""
    day = read_day(text)
    return day_in_words(day) if day else text


def month_in_words(month: tuple[int, int]) -> str:
    """Return « mars 2027 » for a year and a month."""
    return f"{MONTHS[month[1] - 1]} {month[0]}"


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days, below 0 where the last is the earlier."""
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)


def of_month(month: str) -> str:
    """Return « de mars 2027 » for a month in words, « d’octobre 2026 » where it begins with a vowel."""
    return f"d’{month}" if month[:1].casefold() in ("a", "o") else f"de {month}"


def _parts(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day as written."""
    words = " ".join(text.split())
    if found := re.fullmatch(_ISO, words):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(_NUMBERS, words):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := re.fullmatch(_WORDS, words)) and found[2].casefold() in MONTHS:
        return int(found[3]), MONTHS.index(found[2].casefold()) + 1, int(found[1])
    return None
