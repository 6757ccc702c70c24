"""« 1.1 1.3x 4.2? »: codes written by hand on a printed list and typed back.

A code alone means done, ``x`` not concerned, ``?`` in progress; ``-`` takes a mark back (to do). Spaces, commas,
semicolons and line breaks part them; « 1,1 » and « 1 . 1 » are read as « 1.1 ». Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kit.content.model import Outline
from kit.dossier.model import Change, Status
from kit.dossier.plan_fields import STATUS

ORIGIN = "papier"
_MARKS = {
    "": Status.DONE,
    "x": Status.NOT_CONCERNED,
    "×": Status.NOT_CONCERNED,
    "n": Status.NOT_CONCERNED,
    "?": Status.DOING,
    "-": Status.TODO,
    "–": Status.TODO,
}
_TOKEN = re.compile(r"(?P<lever>\d{1,2})\s*[.,]\s*(?P<number>\d{1,2})(?P<mark>[^\s;,\d]?)(?![\w.])|(?P<rest>[^\s;,]+)")


@dataclass(frozen=True, slots=True)
class Read:
    """One code understood: the target it names, its title, and the status it is given."""

    text: str
    on: str
    code: str
    title: str
    status: Status


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, each target once (the last word counts), and the words that were not."""

    reads: tuple[Read, ...]
    unknown: tuple[str, ...]


def codes(outline: Outline) -> dict[str, tuple[str, str]]:
    """Return by code the target and the title of each action and milestone."""
    found = {}
    for lever in outline.levers:
        for article in (*((lever.milestone,) if lever.milestone else ()), *lever.actions):
            if article.code:
                found[article.code] = (f"{article.kind}:{article.id}", article.title)
    return found


def read(text: str, known: Mapping[str, tuple[str, str]]) -> Reading:
    """Read what was typed; any text whatever gives a reading."""
    reads: dict[str, Read] = {}
    unknown = []
    for token in _TOKEN.finditer(text):
        code = f"{token['lever']}.{token['number']}" if token["lever"] else ""
        status = _MARKS.get((token["mark"] or "").casefold()) if code else None
        if status is None or code not in known:
            unknown.append(token[0])
            continue
        on, title = known[code]
        reads.pop(on, None)
        reads[on] = Read(token[0], on, code, title, status)
    return Reading(tuple(reads.values()), tuple(unknown))


def changes(reading: Reading, statuses: Mapping[str, Status]) -> list[Change]:
    """Return what a reading changes of the statuses that stand, for one undoable group ``via=ORIGIN``."""
    return [
        Change(read.on, STATUS, read.status.value)
        for read in reading.reads
        if statuses.get(read.on, Status.TODO) != read.status
    ]
