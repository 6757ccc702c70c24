"""Values of the dossier: a status, an event, a conflict, a gap, and how far the work has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import astuple, replace

from kit.errors import UnknownStatus
from kit.folding import fold

COUNTER_LIMIT = 2**53
"""Greatest ``n`` and ``l``: what any JSON reader keeps exactly."""
Counter = Annotated[int, Meta(gt=0, le=COUNTER_LIMIT)]
NO_NUMBERS: Mapping[str, int] = MappingProxyType({})

_LABELS = {
    "a-faire": "à faire",
    "en-cours": "en cours",
    "fait": "fait",
    "non-concerne": "non concerné",
    "a-discuter": "à discuter",
    "en-pause": "en pause",
    "abandonne": "abandonné",
}


class Status(StrEnum):
    """Where an action or a milestone stands; the value is what the journal holds."""

    TODO = "a-faire"
    DOING = "en-cours"
    DONE = "fait"
    NOT_CONCERNED = "non-concerne"
    DISCUSS = "a-discuter"
    PAUSED = "en-pause"
    DROPPED = "abandonne"

    @property
    def label(self) -> str:
        """The status in French, as a person reads it."""
        return _LABELS[self.value]

    @classmethod
    def parse(cls, text: str) -> Status:
        """Read a status with or without accents, capitals, spaces or hyphens; UnknownStatus otherwise."""
        words = fold(text).replace("-", " ").replace("_", " ").split()
        try:
            return cls("-".join(words))
        except ValueError:
            raise UnknownStatus(text) from None


KEYS = ("v", "w", "n", "l", "t", "by", "on", "f", "x", "r", "u", "c")
"""The keys of a line that ``design/journal.md`` names."""


class Event(Struct, frozen=True, kw_only=True):
    """One change in a dossier: a line of its journal, decoded. The keys are those of ``design/journal.md``.

    ``g`` is the gesture that the event is a part of, undone with it, empty when it stands alone. ``via`` says how the
    change came: ``papier`` for what was typed from a printed list, else mostly empty. ``was`` is the event that stood
    here before a merge, empty where none did. ``line`` holds the bytes that it was read from, and so all keys that this
    program does not know; ``c`` and ``line`` are empty in an event that was never written.
    """

    by: str  # in the order of a line, which takes half the time to decode
    c: str = ""
    f: str
    g: str = ""
    l: Counter  # noqa: E741  the file's own word: the Lamport counter
    n: Counter
    on: str
    r: tuple[str, ...]
    t: str
    u: str | None = None
    v: Annotated[int, Meta(ge=1, le=1)]
    via: str = ""
    w: str
    was: str | None = None
    x: object
    line: bytes = field(default=b"", name="its line")  # set once it is read, whatever a line has under such a key

    def __eq__(self, other: object) -> bool:
        """Say whether two events say the same, be they read or not yet written."""
        if not isinstance(other, Event):
            return NotImplemented
        return astuple(replace(self, c="", line=b"")) == astuple(replace(other, c="", line=b""))

    def __hash__(self) -> int:
        return hash((self.w, self.n, self.l, self.on, self.f))

    @property
    def id(self) -> str:
        """The writer and its number: ``w/n``."""
        return f"{self.w}/{self.n}"

    @property
    def order(self) -> tuple[int, str, int, str]:
        """The place of the event in the history; the checksum parts two events of one id."""
        return (self.l, self.w, self.n, self.c)


class Change(Struct, frozen=True):
    """A wish: field ``f`` of target ``on`` shall hold ``x`` (JSON; None clears it)."""

    on: str
    f: str
    x: object


class Conflict(Struct, frozen=True):
    """Several values stand for one field, because they were given apart; the first is the one displayed."""

    on: str
    f: str
    heads: tuple[Event, ...]

    @property
    def agreed(self) -> bool:
        """True when all heads say the same value, so that there is nothing to choose."""
        return all(type(head.x) is type(self.heads[0].x) and head.x == self.heads[0].x for head in self.heads)


class Gap(Struct, frozen=True):
    """Events ``first`` to ``last`` of a writer that no file holds: they are lost, or not yet here."""

    w: str
    first: int
    last: int


class Progress(Struct, frozen=True):
    """How many of the actions that apply are done."""

    done: int
    applicable: int
    not_concerned: int
    total: int


def progress(statuses: Mapping[str, Status], action_ids: Iterable[str]) -> Progress:
    """Count ``action_ids`` (each once) by their status; an action without one is still to do."""
    found = [statuses.get(action_id, Status.TODO) for action_id in dict.fromkeys(action_ids)]
    not_concerned = found.count(Status.NOT_CONCERNED)
    return Progress(found.count(Status.DONE), len(found) - not_concerned, not_concerned, len(found))


def find_gaps(known: Iterable[tuple[str, int]], since: Mapping[str, int] = NO_NUMBERS) -> list[Gap]:
    """Name the numbers that each writer gave and that are not among the ``known`` (writer, number).

    ``since`` gives a number of a writer up to which nothing is asked.
    """
    numbers: dict[str, set[int]] = {}
    for writer, number in known:
        if number > since.get(writer, 0):
            numbers.setdefault(writer, set()).add(number)
    gaps = []
    for writer, seen in sorted(numbers.items()):
        previous = since.get(writer, 0)
        if max(seen) == previous + len(seen):
            continue
        for number in sorted(seen):
            if number > previous + 1:
                gaps.append(Gap(writer, previous + 1, number - 1))
            previous = number
    return gaps


def utc_text(moment: datetime) -> str:
    """Write a moment as the journal does: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"
