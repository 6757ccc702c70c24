"""Days: clear days (jours francs) as the law counts them, and the public holidays, which only ever warn.

The holidays are reckoned here, in some forty lines: the package ``holidays`` takes 13 MB and 110 ms for the same
eleven days. The tests compare them with it, year by year.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

_FIXED = {
    (1, 1): "new_year",
    (5, 1): "labour",
    (5, 8): "victory",
    (7, 14): "national",
    (8, 15): "assumption",
    (11, 1): "all_saints",
    (11, 11): "armistice",
    (12, 25): "christmas",
}
_AFTER_EASTER = {1: "easter_monday", 39: "ascension", 50: "whit_monday"}
_DAY = timedelta(days=1)
SATURDAY = 5


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    quarter, left = divmod(century, 4)
    moon = (19 * golden + century - quarter - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * left + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> str:
    """Return the key of the public holiday that a day is (table ``holidays`` of the wording), "" for none."""
    fixed = _FIXED.get((day.month, day.day), "")
    return fixed or _AFTER_EASTER.get((day - easter(day.year)).days, "")


def is_open(day: date) -> bool:
    """Say whether a town hall is likely to be open: neither Saturday, Sunday nor a holiday."""
    return day.weekday() < SATURDAY and not holiday(day)


def open_day_before(day: date) -> date:
    """Return the last open day up to this one."""
    while not is_open(day):
        day -= _DAY
    return day


def open_day_after(day: date) -> date:
    """Return the first open day after this one."""
    day += _DAY
    while not is_open(day):
        day += _DAY
    return day


def last_sending(meeting: date, days: int) -> date:
    """Return the last day to send a summons that asks for so many clear days."""
    return meeting - timedelta(days=days + 1)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
