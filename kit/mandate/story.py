"""The history of a dossier as facts in order: who changed what, from what to what, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from kit.dossier.model import Event
from kit.dossier.plan_fields import STATUS, TO_CONFIRM


class Kind(StrEnum):
    """What a change is about."""

    STATUS = "status"
    PLAN = "plan"
    ACT = "act"
    DIRECTORY = "directory"
    MANDATE = "mandate"
    IDENTITY = "identity"
    OTHER = "other"


_KINDS = {
    "act": Kind.ACT,
    "contact": Kind.DIRECTORY,
    "instant": Kind.MANDATE,
    "mandate": Kind.MANDATE,
    "identity": Kind.IDENTITY,
    "action": Kind.PLAN,
    "milestone": Kind.PLAN,
    "own": Kind.PLAN,
    "own-lever": Kind.PLAN,
}


class Told(Struct, frozen=True):
    """One change: ``at`` is local time, None for a time that no clock gave; ``via`` says how it came (« papier »).

    ``before`` and ``after`` are the journal's values; ``undoes`` says that it took another one back.
    """

    id: str
    at: datetime | None
    by: str
    on: str
    field: str
    before: object
    after: object
    via: str = ""
    undoes: bool = False

    @property
    def day(self) -> date | None:
        """The local day."""
        return self.at.date() if self.at else None

    @property
    def kind(self) -> Kind:
        """What the change is about."""
        if self.field == STATUS:
            return Kind.STATUS
        return Kind.MANDATE if self.field == TO_CONFIRM else _KINDS.get(self.on.partition(":")[0], Kind.OTHER)


class Asked(Struct, frozen=True):
    """Which changes are wanted: of a person, of some targets, fields or kinds, in a period; empty lets all pass."""

    by: str = ""
    targets: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    first: date | None = None
    last: date | None = None

    def lets_pass(self, told: Told) -> bool:
        """Say whether a change is wanted."""
        day = told.day
        return (
            (not self.by or told.by == self.by)
            and (not self.targets or told.on in self.targets)
            and (not self.fields or told.field in self.fields)
            and (not self.kinds or told.kind in self.kinds)
            and (self.first is None or (day is not None and day >= self.first))
            and (self.last is None or (day is not None and day <= self.last))
        )


def story(events: Iterable[Event], lets_pass: Callable[[Told], bool] = lambda told: True) -> list[Told]:
    """Tell events in the order of the journal, the earliest first; linear in their number."""
    values: dict[tuple[str, str], object] = {}
    found = []
    for event in events:
        place = (event.on, event.f)
        before = values.get(place)
        values[place] = event.x
        via = event.via
        told = Told(
            event.id,
            moment(event),
            event.by,
            event.on,
            event.f,
            before,
            event.x,
            via if isinstance(via, str) else "",
            event.u is not None,
        )
        if lets_pass(told):
            found.append(told)
    return found


def people(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the names that signed a change, each once, in alphabetical order."""
    return tuple(sorted({event.by for event in events if event.by}, key=str.casefold))


def moment(event: Event) -> datetime | None:
    """Return when an event was made, in local time; None for what no clock could have given."""
    try:
        return datetime.fromisoformat(event.t).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
