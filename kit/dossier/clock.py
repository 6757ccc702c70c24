"""The machine's clock: what time it is, and whether it can be believed, which is asked before a date is printed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

FAR = timedelta(days=5 * 366)
"""After the texts' date: no one uses texts that old without having been told to renew them."""


class ClockDoubt(StrEnum):
    """What is wrong with the clock."""

    BEFORE_TEXTS = "before-texts"
    FAR_AHEAD = "far-ahead"


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def clock_doubt(today: date, texts_date: str) -> ClockDoubt | None:
    """Return what is wrong with a date, given that of the texts (ISO); None when nothing is, or nothing can be said."""
    try:
        texts = date.fromisoformat(texts_date)
    except ValueError:
        return None
    if today < texts:
        return ClockDoubt.BEFORE_TEXTS
    return ClockDoubt.FAR_AHEAD if today - texts > FAR else None
