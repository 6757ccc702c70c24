"""The line that carries the ticks of one lever, where a file is hard to move: shown by the page for a phone, read here.

``KitLevier1;1;FAC;9f3ca0;51d2e7``: format, code of the lever, one letter for each of its boxes in reading order (the
milestone first), a digest of their ids, a checksum of all that stands before. It names no person and no place, and is
short enough to be typed where codes noted on paper are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kit.content.model import Article, Lever
from kit.dossier.model import Status
from kit.mail.share_line import LETTERS, checksum, digest
from kit.mandate.paper import Read, Reading

__all__ = ["LETTERS", "digest", "encode", "find"]

_MARK = "KitLevier1"
_STATUSES = {letter: status for status, letter in LETTERS.items()}
_APART = r"\s*;\s*"
_LINE = re.compile(
    _APART.join((_MARK, r"([0-9A-Za-z]{1,8})", r"([A-Z]{1,40})", r"([0-9a-f]{6})", r"([0-9a-f]{6})(?![0-9a-zA-Z])")),
    re.ASCII | re.IGNORECASE,
)


def encode(lever: Lever, statuses: Mapping[str, Status]) -> str:
    """Return the line of a lever; a box without a status (by target) is still to do."""
    boxes = _boxes(lever)
    letters = "".join(LETTERS[statuses.get(_target(box), Status.TODO)] for box in boxes)
    body = f"{_MARK};{lever.article.code};{letters};{_digest(boxes)}"
    return f"{body};{checksum(body)}"


def find(text: str, levers: Sequence[Lever]) -> Reading | None:
    """Return what the first sound line of a text says; None where there is none, or it was made for other boxes."""
    known = {lever.article.code: lever for lever in levers}
    for match in _LINE.finditer(text):
        code, letters, ids, check = match[1], match[2].upper(), match[3].lower(), match[4].lower()
        lever = known.get(code)
        if lever is None or checksum(f"{_MARK};{code};{letters};{ids}") != check:
            continue
        boxes = _boxes(lever)
        if len(letters) == len(boxes) and ids == _digest(boxes) and set(letters) <= _STATUSES.keys():
            return Reading(tuple(map(_read, boxes, letters)), ())
    return None


def _read(box: Article, letter: str) -> Read:
    return Read(letter, _target(box), box.code, box.title, _STATUSES[letter])


def _boxes(lever: Lever) -> tuple[Article, ...]:
    return (*([lever.milestone] if lever.milestone else []), *lever.actions)


def _target(box: Article) -> str:
    return f"{box.kind}:{box.id}"


def _digest(boxes: Sequence[Article]) -> str:
    return digest([box.id for box in boxes])
