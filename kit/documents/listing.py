"""What the lists of the kit have in common on paper: which entries were chosen, and what is said of the choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from kit.content.blocks import Paragraph
from kit.documents.document import said
from kit.documents.wording import wording


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def chosen[T: _Named](entries: Iterable[T], only: Sequence[str] | None) -> tuple[T, ...]:
    """Return the entries of these ids in the order of the ids, all in their own without any; unknown ids are passed."""
    if only is None:
        return tuple(entries)
    known = {one.id: one for one in entries}
    return tuple(known[one] for one in dict.fromkeys(only) if one in known)


def narrowed(told: str) -> tuple[Paragraph, ...]:
    """Return the sentence that says how a list was narrowed, nothing for a whole one."""
    return said(wording().say("listing", "narrowed", told=told)) if told else ()
