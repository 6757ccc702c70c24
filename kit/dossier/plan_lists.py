"""The lists of an action, read from their fields: sub-steps and evidence. How they are kept: ``plan_fields``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from kit.dossier import plan_fields as names
from kit.dossier.plan_order import is_rank

_UNRANKED = "9"
_KIND_OF_ADDRESS = r"\s*([A-Za-z][A-Za-z0-9+.-]*):|\s*(?:[\\/]{2})"


class SubStep(Struct, frozen=True):
    """One thing to do within an action."""

    id: str
    text: str
    is_done: bool = False
    rank: str = ""


class Evidence(Struct, frozen=True):
    """What shows that an action was done: a link (``url``), or a file of the dossier's folder (``file``).

    ``file`` is the name within ``NAME.kitess.pieces/``, ``sha256`` 64 hex digits, ``size`` bytes.
    """

    id: str
    title: str
    url: str = ""
    file: str = ""
    sha256: str = ""
    size: int = 0

    @property
    def is_web(self) -> bool:
        """Whether it is an address that a browser or a mail program takes: never a file, a share or a script."""
        kind = re.match(_KIND_OF_ADDRESS, self.url)
        return bool(self.url) and (kind is None or (kind[1] or "").lower() in ("http", "https", "mailto"))

    def to_value(self) -> dict[str, object]:
        """Return what the journal holds."""
        if self.url:
            return {"title": self.title, "url": self.url}
        return {"title": self.title, "file": self.file, "sha256": self.sha256, "size": self.size}


def steps_of(fields: Mapping[str, object]) -> tuple[SubStep, ...]:
    """Return the sub-steps among the fields of a target, in their order."""
    found = []
    for field, text in fields.items():
        step_id = field.removeprefix(names.STEP)
        if field.startswith(names.STEP) and ":" not in step_id and isinstance(text, str) and text:
            rank = fields.get(field + names.STEP_RANK)
            is_done = fields.get(field + names.STEP_DONE) is True
            found.append(
                SubStep(step_id, text, is_done, rank if isinstance(rank, str) and is_rank(rank) else _UNRANKED)
            )
    return tuple(sorted(found, key=lambda step: (step.rank, step.id)))


def evidence_of(fields: Mapping[str, object]) -> tuple[Evidence, ...]:
    """Return the evidence among the fields of a target, the oldest in the file first; what is not sound is left out."""
    found = (_evidence(field, value) for field, value in fields.items() if field.startswith(names.EVIDENCE))
    return tuple(evidence for evidence in found if evidence is not None)


def _evidence(field: str, value: object) -> Evidence | None:
    if not isinstance(value, dict):
        return None
    texts = {key: value.get(key) for key in ("title", "url", "file", "sha256")}
    size = value.get("size", 0)
    if any(not isinstance(text, str | None) for text in texts.values()) or type(size) is not int:
        return None
    if not texts["url"] and not texts["file"]:
        return None
    return Evidence(field.removeprefix(names.EVIDENCE), **{k: v or "" for k, v in texts.items()}, size=size)
