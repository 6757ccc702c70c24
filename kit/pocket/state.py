"""The present state of a dossier as the page carries it: what stands of each field, without the history.

The page writes events that replace these by their ids; they are no lines of its journal, so that what it saves never
holds a second, shortened form of an event that the dossier has.
"""

from __future__ import annotations

from typing import TypedDict, cast

from kit.dossier import plan_fields as names
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.model import Event

_IMPERSONAL = (names.STATUS, names.DONE_YEAR, names.ORDER)


class Head(TypedDict):
    """One event that stands; ``r`` are all events of its field that do not, so that an older copy cannot revive one."""

    w: str
    n: int
    l: int  # noqa: E741  the file's own word
    t: str
    by: str
    on: str
    f: str
    x: object
    r: list[str]


class Seed(TypedDict):
    """What the page starts from: the dossier's id and its heads, those of the plan and of the notes."""

    dossier: str
    place: str
    heads: list[Head]


def seed(dossier: Dossier, *, named: bool = True) -> Seed:
    """Return what a dossier holds now, what was cleared included: an event of the page must name what it replaces.

    Without ``named``, only states of the kit's actions: no name, and nothing that anyone typed.
    """
    events = dossier.events()
    state = State(events)
    replaced: dict[tuple[str, str], set[str]] = {}
    for event in events:
        replaced.setdefault((event.on, event.f), set()).update(event.r)
    heads = [
        _head(event, sorted(replaced[event.on, event.f]), named)
        for on, field in state.names()
        if named or (field in _IMPERSONAL and on.startswith((names.ACTION, names.MILESTONE)))
        for event in state.heads(on, field)
    ]
    place = str(dossier.value(names.IDENTITY, "name") or "") if named else ""
    return {"dossier": dossier.uuid, "place": place, "heads": heads}


def _head(event: Event, replaced: list[str], named: bool) -> Head:
    shown = {key: getattr(event, key) for key in Head.__annotations__} | {"r": replaced}
    return cast(Head, shown if named else shown | {"by": ""})
