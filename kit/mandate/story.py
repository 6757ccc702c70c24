"""The history of a dossier as facts in order: who changed what, from what to what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event, Status
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


def story(events: Iterable[Event]) -> list[Told]:
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
        found.append(told)
    return found


def folded(told: Sequence[Told]) -> list[Told]:
    """Return the changes of a whole ``story`` as they stood at the end of each day, in the same order.

    Of a field, a value that was taken back within the day is left out with all that came between, and the values that
    one person gave one after the other are one change: the last. What has no day is left as it is. Linear, but for
    clocks that go back.
    """
    fields: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(told):
        fields.setdefault((one.on, one.field), []).append(number)
    kept: dict[int, Told] = {}
    for numbers in fields.values():
        kept |= _fold_field({number: told[number] for number in numbers})
    return [kept[number] for number in sorted(kept)]


def _fold_field(told: Mapping[int, Told]) -> dict[int, Told]:
    """Return what stays, by its place, of the changes of one field.

    A day that leaves nothing brings those before and after it together: a clock that went back makes them one day.
    """
    kept = dict(told)
    while True:
        found: dict[int, Told] = {}
        is_whole = True
        for day, run in groupby(kept, key=lambda number: kept[number].day):
            those = list(run)
            stays = {number: kept[number] for number in those} if day is None else _fold_day(kept, those)
            is_whole = is_whole and bool(stays)
            found |= stays
        if is_whole:
            return found
        kept = found


def _fold_day(told: Mapping[int, Told], run: Sequence[int]) -> dict[int, Told]:
    """Return what stays, by its place, of the changes of one field that follow each other on one day."""
    path: list[int] = []
    seen = {_value_key(told[run[0]].field, told[run[0]].before): 0}  # how long the path is where a value stands
    for number in run:
        key = _value_key(told[number].field, told[number].after)
        if key in seen:
            for gone in path[seen[key] :]:
                del seen[_value_key(told[gone].field, told[gone].after)]
            del path[seen[key] :]
        else:
            path.append(number)
            seen[key] = len(path)
    kept: dict[int, Told] = {}
    before = told[run[0]].before
    for _, same in groupby(path, key=lambda number: _writer(told[number])):
        last = list(same)[-1]
        kept[last] = replace(told[last], before=before)
        before = told[last].after
    return kept


def _writer(told: Told) -> str:
    """Return who gave a value: a name, else the program that wrote it."""
    return told.id.partition("/")[0] if told.by in ("", ANONYMOUS) else told.by


def _value_key(field: str, value: object) -> bytes:
    """Return what equal values share; a field that was never filled, emptied or unticked holds the same."""
    if field == STATUS and value == Status.TODO:
        return b""
    return b"" if value is None or value is False or value == "" else encode(value, order="sorted")


def people(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the names that signed a change, each once, in alphabetical order."""
    return tuple(sorted({event.by for event in events if event.by}, key=str.casefold))


def moment(event: Event) -> datetime | None:
    """Return when an event was made, in local time; None for what no clock could have given."""
    try:
        return datetime.fromisoformat(event.t).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
