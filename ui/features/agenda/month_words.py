"""A month of the calendar in words: its weeks, what a cell shows and what a screen reader hears. Pure: only values."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from kit.days import SHORT_MONTHS, day_in_words, month_in_words
from kit.mandate.agenda import Agenda, Kind, Moment, Month
from kit.typography import fr
from ui.features.agenda.agenda_cards import title_of, when_of

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
FIRST, LAST = (2000, 1), (2100, 12)
"""The months that can be shown."""
_COUNTED = {
    Kind.COUNCIL: ("séance du conseil", "séances du conseil"),
    Kind.STEP: ("étape du conseil", "étapes du conseil"),
    Kind.DUE: ("échéance", "échéances"),
    Kind.MEETING: ("rencontre", "rencontres"),
    Kind.NATIONAL: ("temps national", "temps nationaux"),
    Kind.YEARLY: ("action à refaire", "actions à refaire"),
    Kind.DONE: ("action faite", "actions faites"),
}


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return day.year, day.month


def weeks(month: Month) -> list[list[date]]:
    """Return the weeks of a month, from Monday to Sunday, the days of its neighbours that they have too."""
    return calendar.Calendar().monthdatescalendar(*month)


def moved(day: date, by: int) -> date:
    """Return the same day of the month ``by`` months later, the last one where that month is shorter."""
    whole = day.year * 12 + day.month - 1 + by
    first, last = (year * 12 + month - 1 for year, month in (FIRST, LAST))
    year, month = divmod(min(max(whole, first), last), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def where_to_open(days: Iterable[date], today: date) -> tuple[date, str]:
    """Return the day on which the calendar opens, and why in words where that is not today.

    ``days`` are those that hold something. Where none of this month is to come, it is the next one; where none is to
    come at all, nor was any in this month, the last.
    """
    known, month = sorted(days), month_of(today)
    following = next((day for day in known if day >= today), None)
    if not known or (following and month_of(following) == month):
        return today, ""
    if following:
        this, there = (month_words(one).lower() for one in (month, month_of(following)))
        words = fr("Rien à venir en {this} : voici {there}, où vient la prochaine date.", this=this, there=there)
        return following, words
    if month_of(known[-1]) == month:
        return today, ""
    there = month_words(month_of(known[-1])).lower()
    return known[-1], fr("Rien à venir : voici {there}, où est la dernière date.", there=there)


def month_words(month: Month) -> str:
    """Return « Décembre 2026 »."""
    return month_in_words(month).capitalize()


def day_words(day: date) -> str:
    """Return « jeudi 10 décembre 2026 »."""
    return f"{DAYS[day.weekday()]} {day_in_words(day)}"


def short_month(day: date) -> str:
    """Return « déc. »."""
    return SHORT_MONTHS[day.month - 1]


def cell_words(moment: Moment) -> str:
    """Return what a cell of the month says of a moment, in few words."""
    if moment.kind is Kind.DONE:
        return f"{moment.text} faite" if moment.text else fr("Faite : {title}", title=moment.title)
    return title_of(moment)


def heard(day: date, moments: Sequence[Moment], today: date) -> str:
    """Return what a screen reader hears of a day: « jeudi 10 décembre, 1 échéance : 2.3 Repérer… »."""
    words = f"{DAYS[day.weekday()]} {day_in_words(day)}"
    parts = [words.removesuffix(f" {today.year}") if day.year == today.year else words]
    if day == today:
        parts.append("aujourd’hui")
    told = fr(" ; ").join(_counted(kind, [*found]) for kind, found in groupby(moments, key=lambda one: one.kind))
    return ", ".join(part for part in (*parts, told) if part)


def after(agenda: Agenda, month: Month) -> tuple[Moment, ...]:
    """Return what comes after a month, in order; what is done again each year has no day, and is not of a month."""
    found = (one for later, moments in agenda.months if later > month for one in moments)
    return tuple(one for one in found if one.kind is not Kind.YEARLY)


def without_day(agenda: Agenda, month: Month) -> tuple[Moment, ...]:
    """Return what has no day: what comes at some time in this month first, then what is of no month."""
    months = [(here, one) for here, found in agenda.months for one in found if one.day is None]
    now = (one for here, one in months if here == month and one.kind is not Kind.YEARLY)
    return (*now, *agenda.undated, *(one for _, one in months if one.kind is Kind.YEARLY))


def side_words(moment: Moment, today: date) -> tuple[str, str]:
    """Return when a moment is and what it is called, as they stand one above the other beside the month."""
    if moment.is_late:
        return late_words(moment, today), title_of(moment)
    if moment.kind is Kind.YEARLY:
        again = f"à refaire en {moment.month[0]}" if moment.month else f"à refaire, faite en {moment.text}"
        return again, moment.title
    words = when_of(moment)
    words = words[:1].lower() + words[1:]
    if moment.day is None and moment.month is not None:
        words = fr("{month}, {words}", month=month_words(moment.month).lower(), words=words)
    return words, title_of(moment)


def late_words(moment: Moment, today: date) -> str:
    """Return « en retard depuis le 1er octobre »; the year is told where it is another one."""
    if moment.day is None:
        return "en retard"
    words = day_in_words(moment.day)
    return "en retard depuis le " + (words.removesuffix(f" {today.year}") if moment.day.year == today.year else words)


def _counted(kind: Kind, found: Sequence[Moment]) -> str:
    one, many = _COUNTED[kind]
    if kind is Kind.COUNCIL and len(found) == 1:
        return one
    count = f"{len(found)} {many if len(found) > 1 else one}"
    return fr("{count} : {titles}", count=count, titles=_titles(found))


def _titles(found: Iterable[Moment]) -> str:
    return ", ".join(
        (one.title if one.title and not one.before else title_of(one)) + (" (en retard)" if one.is_late else "")
        for one in found
    )
