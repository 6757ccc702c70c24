"""Dates in French words, light enough for the first screen."""

from __future__ import annotations

import datetime

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def month(iso: str) -> str:
    """Return « novembre 2026 » for an ISO date, empty for none."""
    try:
        date = datetime.date.fromisoformat(iso)
    except ValueError:
        return ""
    return f"{_MONTHS[date.month - 1]} {date.year}"
