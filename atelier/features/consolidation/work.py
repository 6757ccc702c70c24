"""What is done to unite collectivités: plain functions, run in the background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ui.services.jobs import Step

if TYPE_CHECKING:
    from kit.consolidate.answers import Answer
    from kit.consolidate.earlier import Compared
    from kit.consolidate.table import Consolidation
    from kit.consolidate.whole import Received
    from kit.content.library import Library
    from kit.documents.document import Document


class Order(Struct, frozen=True):
    """What is to be united: files and folders, below which number a count is hidden, and what it is compared with."""

    paths: tuple[Path, ...]
    least: int
    before: Path | None = None


class Outcome(Struct, frozen=True):
    """What came of it: the answers, the table, how it compares, and the document that is saved."""

    order: Order
    received: Received
    found: Consolidation
    compared: Compared | None
    document: Document


def unite(library: Library, order: Order, step: Step) -> Outcome:
    """Read all that was received, and count it. Raises Stopped, NotComparable."""
    from kit.consolidate.whole import receive

    return count(library, order, receive(library, order.paths, lambda done, total: step("read", done, total)), step)


def count(library: Library, order: Order, received: Received, step: Step) -> Outcome:
    """Count what was read; as ``unite``."""
    from kit.consolidate import whole
    from kit.consolidate.document import consolidation_document

    step("count")
    found = whole.table_of(library, received.latest, order.least)
    compared = None
    if order.before is not None:
        before = whole.earlier(library, order.before, order.least, lambda done, total: step("read", done, total))
        compared = whole.compared(library, found, before)
    step("count")
    return Outcome(order, received, found, compared, consolidation_document(library, found, compared=compared))


def count_other(library: Library, outcome: Outcome, answer: Answer, step: Step) -> Outcome:
    """Count again with another answer of a collectivité; as ``unite``."""
    outcome.received.latest.choose(answer)
    return count(library, outcome.order, outcome.received, step)


def names_of(paths: Sequence[Path]) -> str:
    """Return how a choice of files is told, in a line."""
    more = f" et {len(paths) - 5} autres" if len(paths) > 5 else ""
    return ", ".join(path.name for path in paths[:5]) + more
