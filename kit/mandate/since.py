"""What has changed in a plan since its dossier was last sent to someone, and when that was, kept in the dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from kit.dossier.fold import State
from kit.dossier.model import COUNTER_LIMIT, Change, Event, Status
from kit.dossier.plan_fields import ACTION, EVIDENCE, MILESTONE, OWN, STATUS, STEP, STEP_RANK, TEXTS, TITLE
from kit.dossier.view import DossierView

TARGET = "sending"
_FIELD = "dossier"
_FOLLOWED = (ACTION, MILESTONE, OWN)


class Sent(Struct, frozen=True):
    """A sending: its day, and the greatest Lamport counter that the dossier had then (``Dossier.counter``)."""

    day: date
    counter: int


class Since(Struct, frozen=True):
    """What differs between then and now, by target.

    A target is in one of ``done``, ``begun`` and ``moved`` (to another state) at most, and may be in others besides:
    ``new`` and ``removed`` are own actions, ``detailed`` those of which a person, a date, a note, a step, a piece or
    the title differs.
    """

    day: date
    done: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    detailed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not any((self.done, self.begun, self.moved, self.new, self.removed, self.detailed))


def noted(sent: Sent) -> list[Change]:
    """Keep a sending in the dossier."""
    return [Change(TARGET, _FIELD, {"day": sent.day.isoformat(), "l": sent.counter})]


def last_sent(dossier: DossierView) -> Sent | None:
    """Return the last sending that the dossier knows of; None where there is none, or none that can be read."""
    value = dossier.value(TARGET, _FIELD)
    if not isinstance(value, dict):
        return None
    day, counter = value.get("day"), value.get("l")
    if not isinstance(day, str) or type(counter) is not int or not 0 <= counter <= COUNTER_LIMIT:
        return None
    try:
        return Sent(date.fromisoformat(day), counter)
    except ValueError:
        return None


def changed_since(sent: Sent, events: Iterable[Event]) -> Since:
    """Compare what stood when the dossier was sent with what stands now; the order is that of the file."""
    history = list(events)
    before, now = State(one for one in history if one.l <= sent.counter), State(history)
    known = {on: None for prefix in _FOLLOWED for state in (now, before) for on in state.targets(prefix)}
    pairs = {on: (before.fields(on), now.fields(on)) for on in known}

    def where(test: Callable[[str, Mapping[str, object], Mapping[str, object]], bool]) -> tuple[str, ...]:
        return tuple(on for on, (then, after) in pairs.items() if test(on, then, after))

    def came_to(status: Status) -> tuple[str, ...]:
        return where(lambda on, then, after: _is_there(on, after) and _status(after) is status is not _status(then))

    done, begun = came_to(Status.DONE), came_to(Status.DOING)
    moved = tuple(on for status in Status if status not in (Status.DONE, Status.DOING) for on in came_to(status))
    return Since(
        day=sent.day,
        done=done,
        begun=begun,
        moved=moved,
        new=where(lambda on, then, after: not _is_there(on, then) and _is_there(on, after)),
        removed=where(lambda on, then, after: _is_there(on, then) and not _is_there(on, after)),
        detailed=where(
            lambda on, then, after: _is_there(on, then) and _is_there(on, after) and _details(then) != _details(after)
        ),
    )


def _is_there(on: str, fields: Mapping[str, object]) -> bool:
    """Say whether the plan has it: what the texts name always, an own action while it has a title."""
    return not on.startswith(OWN) or bool(fields.get(TITLE))


def _status(fields: Mapping[str, object]) -> Status:
    return next((status for status in Status if status.value == fields.get(STATUS)), Status.TODO)


def _details(fields: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that one reads in an action's sheet, but for its state."""
    return {name: value for name, value in fields.items() if value and _is_told(name)}


def _is_told(name: str) -> bool:
    return name in (*TEXTS, TITLE) or name.startswith(EVIDENCE) or (name.startswith(STEP) and STEP_RANK not in name)
