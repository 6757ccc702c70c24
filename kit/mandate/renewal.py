"""A new mandate: the old one is kept as an instant, and what people were named for is to be confirmed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from kit.dossier.model import Change, Status
from kit.dossier.plan_fields import STATUS, TO_CONFIRM
from kit.dossier.view import HistoryView
from kit.mandate.instant import at_end_of, keep

TARGET = "mandate:"
RENEWED = ("milestone:elu-designation", "action:elu-commission", "action:elu-extra-municipale")
"""Delegation, commission, comité: what the council of before decided and the next one must take up again."""


class Mandate(Struct, frozen=True):
    """A mandate: its first day, which ends the one before."""

    id: str
    title: str
    first: date


def open_mandate(dossier: HistoryView, day: date, *, title: str, kept_title: str) -> list[Change]:
    """Return the changes that begin a mandate on a day: an instant of the day before it, and what is to be confirmed.

    All of them are one gesture: one Ctrl+Z takes the new mandate back.
    """
    before = at_end_of(date.fromordinal(day.toordinal() - 1), dossier.history(), title=kept_title)
    _, changes = keep(before)
    changes += [Change(f"{TARGET}{day.isoformat()}", "title", title)]
    for on in RENEWED:
        if dossier.status(on) in (Status.DONE, Status.DOING):
            changes += [Change(on, STATUS, Status.DISCUSS.value), Change(on, TO_CONFIRM, day.isoformat())]
    return changes


def mandates(dossier: HistoryView) -> list[Mandate]:
    """Return the mandates begun in a dossier, the earliest first."""
    found = []
    for on in dossier.targets(TARGET):
        try:
            first = date.fromisoformat(on.removeprefix(TARGET))
        except ValueError:
            continue
        found.append(Mandate(on.removeprefix(TARGET), str(dossier.fields(on).get("title", "")), first))
    return sorted(found, key=lambda one: one.first)


def is_to_confirm(fields: Mapping[str, object]) -> bool:
    """Say whether a target (its fields) still waits to be confirmed: nobody gave it another status since."""
    return bool(fields.get(TO_CONFIRM)) and fields.get(STATUS) == Status.DISCUSS.value


def to_confirm(dossier: HistoryView, targets: Iterable[str] = RENEWED) -> list[str]:
    """Return those of these targets that wait to be confirmed."""
    return [on for on in targets if is_to_confirm(dossier.fields(on))]
