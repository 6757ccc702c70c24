"""What changed in one text since another edition, block by block, for whoever proofreads it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import msgspec

from kit.content.blocks import Body
from kit.content.model import Article
from kit.content.places import complete
from kit.content.plain_text import block_text
from kit.packs.changes import Part

_HEAD = ("title", "summary", "done_when", "first_step")


class Was(msgspec.Struct, frozen=True):
    """What stood where a block stands now: its own former words, empty for a new one; before it, what has gone."""

    before: str | None = None
    gone: tuple[str, ...] = ()


class Since(msgspec.Struct, frozen=True):
    """What differs: in the header, at blocks of the completed body (``places.complete``), and gone after the last."""

    head: tuple[Part, ...] = ()
    blocks: Mapping[int, Was] = {}
    ends: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that one reads differs."""
        return not (self.head or self.blocks or self.ends)


def since(old: Article, old_body: Body, new: Article, new_body: Body) -> Since:
    """Return what differs between two states of a text."""
    head = tuple(
        Part(before, after)
        for before, after in ((getattr(old, key), getattr(new, key)) for key in _HEAD)
        if before != after
    )
    before = [block_text(block, old) for block in complete(old, old_body)]
    after = [block_text(block, new) for block in complete(new, new_body)]
    blocks: dict[int, Was] = {}
    gone: tuple[str, ...] = ()  # what is told at the next block
    ends: tuple[str, ...] = ()
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        for place in range(j2 - j1):
            blocks[j1 + place] = Was(before[i1 + place] if place < paired else "")
        gone = tuple(words for words in before[i1 + paired : i2] if words)
        if gone and j2 < len(after):
            blocks[j2] = Was(None, gone)
        elif gone:
            ends = gone
    return Since(head, blocks, ends)
