"""The line that says where a collectivité stands: one line of a message, made here and read by ``consolidate``.

``KitESS1;0.1.0;2026.11;I23096;FCNAAAAAAAAAAAAAAAAA;9f3ca0;51d2e7``: format, program, texts, INSEE (I) or SIREN (S)
code, one letter for each action in reading order, a digest of the ids of these actions, a checksum of all that
stands before it. It holds no person, no date, no action of one's own. It fits on a line of a message (72 columns), so
that no mail program breaks it; the reader also takes it quoted, indented, or broken at a semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from kit.digest import sha256
from kit.dossier.model import Status
from kit.errors import UnsharedPlace

FORMAT = 1
_MARK = "KitESS"
LETTERS = {
    Status.TODO: "A",
    Status.DOING: "C",
    Status.DONE: "F",
    Status.NOT_CONCERNED: "N",
    Status.DISCUSS: "D",
    Status.PAUSED: "P",
    Status.DROPPED: "X",
}
_STATUSES = {letter: status for status, letter in LETTERS.items()}
_INSEE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_SIREN = re.compile(r"\d{9}", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,16}")
_APART = r"(?:\s|>)*;(?:\s|>)*"  # a mail program may quote a line, or break it
_FIELDS = (r"(\d{1,3})", r"([\w.+-]{1,16})", r"([\w.+-]{1,16})", r"([IS][\dAB]{5,9})", r"([A-Z]*)", r"([0-9a-f]{6})")
_LINE = re.compile(_MARK + _APART.join((*_FIELDS, r"([0-9a-f]{6})(?![0-9a-zA-Z])")), re.ASCII)


class Shared(Struct, frozen=True):
    """What a line says. ``insee`` or ``siren`` is given, never both; ``letters`` has one letter an action.

    ``format`` above FORMAT comes from a later program: only what this one knows is read.
    """

    format: int
    program: str
    texts: str
    insee: str
    siren: str
    letters: str
    ids: str

    def statuses(self, action_ids: Sequence[str]) -> dict[str, Status] | None:
        """Return the status of each action; None when the line was made for other actions than these."""
        if len(action_ids) != len(self.letters) or digest(action_ids) != self.ids:
            return None
        return {i: _STATUSES.get(letter, Status.TODO) for i, letter in zip(action_ids, self.letters, strict=True)}


def encode(
    statuses: Mapping[str, Status], action_ids: Sequence[str], *, place: tuple[str, str], program: str, texts: str
) -> str:
    """Return the line of a collectivité; ``place`` is its INSEE code and its SIREN, of which the first given counts.

    An action without a status is still to do. Raises UnsharedPlace when neither code is one.
    """
    insee, siren = place
    code = f"I{insee}" if _INSEE.fullmatch(insee) else f"S{siren}" if _SIREN.fullmatch(siren) else ""
    if not code:
        raise UnsharedPlace
    if not (_VERSION.fullmatch(program) and _VERSION.fullmatch(texts)):
        raise ValueError((program, texts))
    letters = "".join(LETTERS[statuses.get(i, Status.TODO)] for i in action_ids)
    body = ";".join((f"{_MARK}{FORMAT}", program, texts, code, letters, digest(action_ids)))
    return f"{body};{checksum(body)}"


def find(text: str) -> list[Shared]:
    """Return what every sound line in a text says, in order; a line whose checksum does not hold is not one."""
    found = []
    for match in _LINE.finditer(text):
        version, program, texts, code, letters, ids, check = match.groups()
        if checksum(";".join((f"{_MARK}{version}", program, texts, code, letters, ids))) != check:
            continue
        insee, siren = (code[1:], "") if code[0] == "I" else ("", code[1:])
        if _INSEE.fullmatch(insee) or _SIREN.fullmatch(siren):
            found.append(Shared(int(version), program, texts, insee, siren, letters, ids))
    return found


def damaged(text: str) -> int:
    """Return how many lines a text has that look like one and are not sound: someone changed or cut them."""
    return text.count(f"{_MARK}{FORMAT};") - len([one for one in find(text) if one.format == FORMAT])


def digest(action_ids: Iterable[str]) -> str:
    """Return what tells a list of actions from another: 6 hexadecimal digits."""
    return checksum("\n".join(action_ids))


def checksum(text: str) -> str:
    """Return what tells a text from one that was changed or cut: 6 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()[:6]
