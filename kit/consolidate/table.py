"""The anonymous table: one partition of the collectivités, and for each action the counts that can be shown.

A part holds at least twice ``least`` collectivités, the rest is joined to others. A count is shown when at least
``least`` collectivités have done it and at least ``least`` have not; a total is shown by the same rule; and where the
total is shown, so many parts are hidden that none of them can be found by subtraction to within ``least``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from kit.consolidate.answers import Answer

OTHER_DEPARTEMENTS = "*"
OTHERS = "others"
DEFAULT_LEAST = 5


class Part(msgspec.Struct, frozen=True):
    """Some collectivités: their band of size, their département (OTHER_DEPARTEMENTS: several), how many they are."""

    band: str
    departement: str
    count: int


class Line(msgspec.Struct, frozen=True):
    """What is known of one action: the total and one count a part, None where it is hidden."""

    action: str
    total: int | None
    counts: tuple[int | None, ...]


class Consolidation(msgspec.Struct, frozen=True):
    """The whole table. ``count`` is None when there are fewer collectivités than ``least``: then all is hidden."""

    least: int
    count: int | None
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]

    @property
    def hidden_cells(self) -> int:
        """How many counts are hidden, totals included."""
        return sum((line.total is None) + line.counts.count(None) for line in self.lines)


def consolidate(answers: Iterable[Answer], actions: Sequence[str], *, least: int = DEFAULT_LEAST) -> Consolidation:
    """Count the answers of each collectivité, given once; linear in their number. ValueError for ``least`` below 1."""
    if least < 1:
        raise ValueError(least)
    groups: dict[tuple[str, str], list[int]] = {}  # how many, then how many have done each action
    for answer in answers:
        counts = groups.setdefault((answer.band, answer.departement), [0] * (len(actions) + 1))
        counts[0] += 1
        for place in range(len(actions)):
            counts[place + 1] += answer.done >> place & 1
    joined = _join(groups, least)
    parts = tuple(Part(band, departement, counts[0]) for (band, departement), counts in joined)
    whole = sum(part.count for part in parts)
    if whole < least:
        return Consolidation(least, None, (), tuple(Line(action, None, ()) for action in actions))
    lines = []
    for place, action in enumerate(actions, 1):
        lines.append(_line(action, [counts[place] for _, counts in joined], [part.count for part in parts], least))
    return Consolidation(least, whole, parts, tuple(lines))


Group = tuple[tuple[str, str], list[int]]


def _join(groups: dict[tuple[str, str], list[int]], least: int) -> list[Group]:
    """Join what is too small: in a band over its départements, then all that is left, then to the smallest part."""
    enough = 2 * least
    kept = [(key, counts) for key, counts in sorted(groups.items()) if counts[0] >= enough]
    small = [(key, counts) for key, counts in sorted(groups.items()) if counts[0] < enough]
    rest: list[list[int]] = []
    for band in sorted({band for (band, _), _ in small}):
        together = _sum([counts for (own, _), counts in small if own == band])
        if together[0] >= enough:
            kept.append(((band, OTHER_DEPARTEMENTS), together))
        else:
            rest.append(together)
    if rest:
        left = _sum(rest)
        if left[0] >= enough or not kept:
            kept.append(((OTHERS, ""), left))
        else:
            smallest = min(range(len(kept)), key=lambda index: kept[index][1][0])
            kept[smallest] = ((OTHERS, ""), _sum([kept[smallest][1], left]))
    return sorted(kept, key=lambda group: (group[0][0] == OTHERS, group[0]))


def _sum(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _line(action: str, done: list[int], sizes: list[int], least: int) -> Line:
    total = sum(done)
    if not _safe(total, sum(sizes), least):
        shown = [count if _safe(count, size, least) else None for count, size in zip(done, sizes, strict=True)]
        if None not in shown:  # all parts together would give the total away
            shown[sizes.index(min(sizes))] = None
        return Line(action, None, tuple(shown))
    hidden = {i for i, count in enumerate(done) if not _safe(count, sizes[i], least)}
    order = sorted(set(range(len(done))) - hidden, key=lambda i: sizes[i])
    while hidden and not _vague(hidden, done, sizes, least):
        if not order:
            return Line(action, None, (None,) * len(done))
        hidden.add(order.pop(0))
    return Line(action, total, tuple(None if i in hidden else count for i, count in enumerate(done)))


def _safe(count: int, size: int, least: int) -> bool:
    return count >= least and size - count >= least


def _vague(hidden: set[int], done: list[int], sizes: list[int], least: int) -> bool:
    """Say whether what subtraction tells of the hidden parts leaves each of them open by more than ``least``."""
    known, room = sum(done[i] for i in hidden), sum(sizes[i] for i in hidden)
    for i in hidden:
        lowest, highest = max(0, known - (room - sizes[i])), min(sizes[i], known)
        if highest - lowest < least:
            return False
    return True
