"""The state of a plan at a moment: read back from the events, kept under a name, and compared with another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from msgspec import Struct

from kit.dossier.fold import State
from kit.dossier.model import Change, Event, Progress, Status, progress
from kit.dossier.plan_fields import DUE, STATUS, WHO, new_id
from kit.dossier.view import DossierView
from kit.mandate.story import moment

TARGET = "instant:"
_FIELD = "state"
_KEPT = (STATUS, WHO, DUE)
_FOLLOWED = ("action:", "milestone:", "own:")


class Instant(Struct, frozen=True):
    """What stood at the end of a day: by target, its status, its person and its due date, as the journal holds them."""

    id: str
    title: str
    day: date
    values: Mapping[str, Mapping[str, str]]

    def status(self, on: str) -> Status:
        """Return where a target stood; to do where nothing was said."""
        said = self.values.get(on, {}).get(STATUS, "")
        return Status(said) if said in set(Status) else Status.TODO

    def progress(self, actions: Iterable[str]) -> Progress:
        """Count these actions (ids) as they stood."""
        ids = list(actions)
        return progress({one: self.status(f"action:{one}") for one in ids}, ids)


class Difference(Struct, frozen=True):
    """What one target was and what it is."""

    on: str
    before: Status
    after: Status


def at_end_of(day: date, events: Iterable[Event], *, title: str = "") -> Instant:
    """Fold the events up to the end of a local day."""
    limit = datetime.combine(day, time.max).astimezone()
    state = State(event for event in events if (when := moment(event)) is not None and when <= limit)
    values: dict[str, Mapping[str, str]] = {}
    for prefix in _FOLLOWED:
        for on in state.targets(prefix):
            kept = {field: str(value) for field in _KEPT if (value := state.value(on, field)) is not None}
            if kept:
                values[on] = MappingProxyType(kept)
    return Instant("", title, day, MappingProxyType(values))


def keep(instant: Instant) -> tuple[str, list[Change]]:
    """Return the target under which an instant is kept, and the change that keeps it."""
    on = TARGET + new_id()
    values = {target: dict(fields) for target, fields in instant.values.items()}
    value = {"title": instant.title, "day": instant.day.isoformat(), "values": values}
    return on, [Change(on, _FIELD, value)]


def forget(instant: Instant) -> list[Change]:
    """Return the change that lets a kept instant go."""
    return [Change(TARGET + instant.id, _FIELD, None)]


def kept(dossier: DossierView) -> list[Instant]:
    """Return the instants kept in a dossier, the earliest first; one that is not sound is left out."""
    found = []
    for on in dossier.targets(TARGET):
        instant = _read(on.removeprefix(TARGET), dossier.fields(on).get(_FIELD))
        if instant is not None:
            found.append(instant)
    return sorted(found, key=lambda one: (one.day, one.title, one.id))


def compare(before: Instant, after: Instant) -> list[Difference]:
    """Return the targets whose status differs, in the order of their names."""
    targets = sorted({*before.values, *after.values})
    pairs = [Difference(on, before.status(on), after.status(on)) for on in targets]
    return [pair for pair in pairs if pair.before != pair.after]


def _read(instant_id: str, value: object) -> Instant | None:
    if not isinstance(value, dict) or not isinstance(value.get("values"), dict):
        return None
    try:
        day = date.fromisoformat(str(value.get("day")))
    except ValueError:
        return None
    values = {
        str(on): MappingProxyType({str(field): str(one) for field, one in fields.items()})
        for on, fields in value["values"].items()
        if isinstance(fields, dict)
    }
    return Instant(instant_id, str(value.get("title", "")), day, MappingProxyType(values))
