"""The history of a dossier as facts in order: who changed what, from what to what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event, Status
from kit.dossier.plan_fields import STATUS, TO_CONFIRM

SITTING = timedelta(hours=3)
"""How long one may leave a field alone, past midnight, and still be typing it."""


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

    ``before`` and ``after`` are the journal's values; ``undoes`` is the id of the change that it took back, if any.
    """

    id: str
    at: datetime | None
    by: str
    on: str
    field: str
    before: object
    after: object
    via: str = ""
    undoes: str = ""

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
            event.u or "",
        )
        found.append(told)
    return found


def folded(told: Sequence[Told]) -> list[Told]:
    """Return the changes of a whole ``story`` as they stood at the end of each sitting, in the same order.

    A sitting is a day, or goes on past midnight while one program was open and a field changed again within
    ``SITTING``. Of a field, what was undone at whatever time is left out with its undo, unless someone changed it in
    between; so is a value that was taken back within the sitting, with all that came between; and the values that one
    person gave one after the other are one change: the last. What has no day is told as it is, unless it was undone.
    Linear, but for clocks that go back.
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

    What leaves nothing brings those before and after it together, so that it is looked at again until all stays.
    """
    kept = dict(told)
    while kept:
        found: dict[int, Told] = {}
        standing = _without_undone(kept)
        for run in _sittings(standing):
            is_dated = standing[run[0]].day is not None
            found |= _fold_day(standing, run) if is_dated else {number: standing[number] for number in run}
        if len(found) == len(kept):
            return found
        kept = found
    return kept


def _without_undone(told: Mapping[int, Told]) -> dict[int, Told]:
    """Return the changes of one field without those that were undone, and without their undos."""
    first = next(iter(told.values()))
    path: list[int] = []  # of what stands, the latest last
    places: dict[str, int] = {}
    undone: dict[str, int] = {}  # what an undo of this id took from the path

    def after(count: int) -> object:
        """Return the value after so many of the path."""
        return told[path[count - 1]].after if count else first.before

    for number, one in told.items():
        value = _value_key(one.field, one.after)
        is_undo = bool(path) and places.get(one.undoes) == path[-1]
        if is_undo and value == _value_key(one.field, after(len(path) - 1)):
            undone[one.id] = path.pop()
        elif one.undoes in undone and value == _value_key(one.field, told[undone[one.undoes]].after):
            path.append(undone.pop(one.undoes))
        else:
            path.append(number)
        places[one.id] = number
    kept: dict[int, Told] = {}
    for count, number in enumerate(path):
        one, before = told[number], after(count)
        is_same = _value_key(one.field, one.before) == _value_key(one.field, before)
        kept[number] = one if is_same else replace(one, before=before)
    return kept


def _sittings(told: Mapping[int, Told]) -> list[list[int]]:
    """Return the places of the changes of one field, parted where a sitting ends."""
    found: list[list[int]] = []
    last: Told | None = None
    for number, one in told.items():
        if last is not None and _is_one_sitting(last, one):
            found[-1].append(number)
        else:
            found.append([number])
        last = one
    return found


def _is_one_sitting(one: Told, then: Told) -> bool:
    if one.at is None or then.at is None:
        return False
    if one.day == then.day:
        return True
    return one.id.partition("/")[0] == then.id.partition("/")[0] and abs(then.at - one.at) < SITTING


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
