"""How old the texts are: after eighteen months a sentence asks for new ones; the kit itself never looks for any."""

from __future__ import annotations

from datetime import date

from kit.days import months_between

OLD_MONTHS = 18


def is_old(content_date: str, today: date) -> bool:
    """Say whether texts of this ISO date are eighteen months old; an unreadable date is not."""
    try:
        made = date.fromisoformat(content_date)
    except ValueError:
        return False
    return months_between(made, today) >= OLD_MONTHS
