"""« 1.1 1.3x 4.2? »: codes written by hand on a printed list and typed back.

A code alone means done, ``x`` not concerned, ``?`` in progress; ``-`` takes a mark back (to do). Spaces, commas,
semicolons and line breaks part them; « 1,1 » and « 1 . 1 » are read as « 1.1 », « 1.3 x » as « 1.3x ». A code with any
other word behind it (« 1.3 - », « 1.3 non ») is not understood: it must never pass for done. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

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
_APART = ("x", "×", "n", "?")  # marks that may stand apart from their code: « 1.1 - 1.2 » could say « from … to »
_JOINING = ("et", "&", "+")
_CODE = r"\d{1,2}\s*[.,]\s*\d{1,2}"
_TOKEN = re.compile(
    r"(?P<lever>\d{1,2})\s*[.,]\s*(?P<number>\d{1,2})(?P<mark>[^\s;,\d]?)(?![^\s;,])"
    rf"(?:(?<=\d)\s+(?P<word>(?!{_CODE})[^\s;,]+))?|(?P<rest>[^\s;,]+)"
)


class Read(Struct, frozen=True):
    """One code understood: the target it names, its title, and the status it is given."""

    text: str
    on: str
    code: str
    title: str
    status: Status


class Reading(Struct, frozen=True):
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
    unknown: list[str] = []
    for token in _TOKEN.finditer(text):
        code = f"{token['lever']}.{token['number']}" if token["lever"] else ""
        status = _status(token) if code in known else None
        if status is None:
            end = token.start("word") if token["word"] and code not in known else token.end()
            unknown += [part for part in (text[token.start() : end].rstrip(), text[end : token.end()]) if part]
            continue
        on, title = known[code]
        reads.pop(on, None)
        reads[on] = Read(token[0], on, code, title, status)
    return Reading(tuple(reads.values()), tuple(unknown))


def _status(token: re.Match[str]) -> Status | None:
    """Return what a code of the printed list stands for, None when it is not understood."""
    word = (token["word"] or "").casefold()  # only where no mark touches the code
    if not word or word in _JOINING:
        return _MARKS.get(token["mark"].casefold())
    return _MARKS[word] if word in _APART else None


def changes(reading: Reading, statuses: Mapping[str, Status]) -> list[Change]:
    """Return what a reading changes of the statuses that stand, for one undoable group ``via=ORIGIN``."""
    return [
        Change(read.on, STATUS, read.status.value)
        for read in reading.reads
        if statuses.get(read.on, Status.TODO) != read.status
    ]
