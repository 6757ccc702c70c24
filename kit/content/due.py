"""When a text is to be looked at again: a year after it was read last, or in the year that its header names."""

from __future__ import annotations

import calendar
import datetime

from kit.content.model import Article

FRESH_DAYS = 366
"""A text read within so many days is as it should be."""


def due_on(article: Article) -> datetime.date | None:
    """Return the day by which a text is to be read again, the earlier of both; None for one never read and undated."""
    days = []
    if article.reviewed_on:
        days.append(datetime.date.fromisoformat(article.reviewed_on) + datetime.timedelta(days=FRESH_DAYS))
    if article.check_by:
        days.append(datetime.date(article.check_by, 12, 31))
    return min(days, default=None)


def is_due(article: Article, today: datetime.date) -> bool:
    """Say whether a text is to be read again by the end of this month."""
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    day = due_on(article)
    return day is None or day <= last
