"""The ways to look at the plan, as joined buttons: its pages show the same ones at the same place."""

from __future__ import annotations

from ui.widgets.segments import Segments

TABLE, BOARD, CALENDAR = "table", "board", "calendar"
WAYS = ((TABLE, "Tableau"), (BOARD, "Par état"), (CALENDAR, "Calendrier"))


def ways() -> Segments:
    """Return the joined buttons; their keys are ``TABLE``, ``BOARD`` and ``CALENDAR``."""
    return Segments("Voir le plan", [*WAYS])
