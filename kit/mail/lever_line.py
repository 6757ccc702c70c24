"""The line that carries the ticks of one lever, where a file is hard to move: shown by the page for a phone, read here.

``KitLevier1;1;FAC;9f3ca0;51d2e7``: format, code of the lever, one letter for each of its boxes in reading order (the
milestone first), a digest of their ids, a checksum of all that stands before. It names no person and no place, and is
short enough to be typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from kit.content.model import Lever
from kit.dossier.model import Change, Status
from kit.dossier.plan import Plan
from kit.dossier.plan_changes import status_given
from kit.mail.share_line import LETTERS, checksum, digest

__all__ = ["LETTERS", "Ticks", "changes", "digest", "encode", "find"]

_MARK = "KitLevier1"
_STATUSES = {letter: status for status, letter in LETTERS.items()}
_APART = r"\s*;\s*"
_LINE = re.compile(
    _APART.join((_MARK, r"([0-9A-Za-z]{1,8})", r"([A-Z]{1,40})", r"([0-9a-f]{6})", r"([0-9a-f]{6})(?![0-9a-zA-Z])")),
    re.ASCII | re.IGNORECASE,
)


class Ticks(Struct, frozen=True):
    """What a line says: the lever, and the status of each of its boxes by target (``action:elu-commission``)."""

    lever: str
    statuses: Mapping[str, Status]


def encode(lever: Lever, statuses: Mapping[str, Status]) -> str:
    """Return the line of a lever; a box without a status (by target) is still to do."""
    targets = _targets(lever)
    letters = "".join(LETTERS[statuses.get(on, Status.TODO)] for on in targets)
    body = f"{_MARK};{lever.article.code};{letters};{_digest(targets)}"
    return f"{body};{checksum(body)}"


def find(text: str, levers: Sequence[Lever]) -> Ticks | None:
    """Return what the first sound line of a text says; None where there is none, or it was made for other boxes."""
    known = {lever.article.code: lever for lever in levers}
    for match in _LINE.finditer(text):
        code, letters, ids, check = match[1], match[2].upper(), match[3].lower(), match[4].lower()
        lever = known.get(code)
        if lever is None or checksum(f"{_MARK};{code};{letters};{ids}") != check:
            continue
        targets = _targets(lever)
        if len(letters) == len(targets) and ids == _digest(targets) and set(letters) <= _STATUSES.keys():
            return Ticks(lever.article.id, {on: _STATUSES[one] for on, one in zip(targets, letters, strict=True)})
    return None


def changes(ticks: Ticks, plan: Plan, today: date) -> list[Change]:
    """Return what gives the boxes of a plan the states of a line: nothing for those that have them."""
    found = []
    for on, status in ticks.statuses.items():
        item = plan.item(on)
        found += status_given([item], status, today) if item is not None and item.status != status else []
    return found


def _targets(lever: Lever) -> list[str]:
    first = [lever.milestone] if lever.milestone else []
    return [f"{one.kind}:{one.id}" for one in (*first, *lever.actions)]


def _digest(targets: Sequence[str]) -> str:
    return digest([on.partition(":")[2] for on in targets])
