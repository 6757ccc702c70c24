"""Dates in French words, light enough for the first screen."""

from __future__ import annotations

import datetime

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def month(iso: str) -> str:
    """Return « novembre 2026 » for an ISO date, empty for none."""
    try:
        date = datetime.date.fromisoformat(iso)
    except ValueError:
        return ""
    return f"{MONTHS[date.month - 1]} {date.year}"


def day_in_words(date: datetime.date) -> str:
    """Return « 24 novembre 2026 », « 1er mars 2027 »."""
    return f"{'1er' if date.day == 1 else date.day} {MONTHS[date.month - 1]} {date.year}"


def day_of(iso: str) -> str:
    """Return an ISO date in words, other words as they are."""
    try:
        return day_in_words(datetime.date.fromisoformat(iso))
    except ValueError:
        return iso
