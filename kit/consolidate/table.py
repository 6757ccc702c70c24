"""The anonymous table: one partition of the collectivités, and for each action the counts that can be shown.

A part holds at least twice ``least`` collectivités, the rest is joined to others. A count is shown when at least
``least`` collectivités have done it and at least ``least`` have not; a total is shown by the same rule; and where the
total is shown, so many parts are hidden that none of them can be found by subtraction to within ``least``.

Beside it stand two things that say less and must give nothing of it away: how many collectivités answered in each
département, those with few joined; and for each lever how many have done one of its actions, shown only where no
hidden count of these actions becomes known to within ``least`` by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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


class LeverLine(msgspec.Struct, frozen=True):
    """How far collectivités are with a lever: ``done`` have done one of its actions, ``begun`` none, but one is begun.

    ``begun`` is None where it would tell too much, and so belongs to the rest; ``done`` too where nothing is shown.
    """

    lever: str
    done: int | None
    begun: int | None = None


class Consolidation(msgspec.Struct, frozen=True):
    """The whole table. ``count`` is None when there are fewer collectivités than ``least``: then all is hidden.

    ``departements`` has the collectivités of each, by its name; OTHER_DEPARTEMENTS those of all that are not shown.
    """

    least: int
    count: int | None
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    departements: Mapping[str, int] = {}
    levers: tuple[LeverLine, ...] = ()

    @property
    def hidden_cells(self) -> int:
        """How many counts are hidden, totals included, those of levers too."""
        actions = sum((line.total is None) + line.counts.count(None) for line in self.lines)
        return actions + sum(line.done is None for line in self.levers)


def consolidate(
    answers: Iterable[Answer],
    actions: Sequence[str],
    *,
    least: int = DEFAULT_LEAST,
    levers: Mapping[str, Sequence[str]] | None = None,
) -> Consolidation:
    """Count the answers of each collectivité, given once; linear in their number. ValueError for ``least`` below 1.

    ``levers`` gives the actions of each lever that is to have a line.
    """
    if least < 1:
        raise ValueError(least)
    masks = {lever: _mask(own, actions) for lever, own in (levers or {}).items()}
    states = {lever: [0, 0] for lever in masks}
    groups: dict[tuple[str, str], list[int]] = {}  # how many, then how many have done each action
    for answer in answers:
        own = groups.setdefault((answer.band, answer.departement), [0] * (len(actions) + 1))
        own[0] += 1
        for place in range(len(actions)):
            own[place + 1] += answer.done >> place & 1
        for lever, mask in masks.items():
            states[lever][0] += bool(answer.done & mask)
            states[lever][1] += bool(answer.begun & mask) and not answer.done & mask
    joined = _join(groups, least)
    parts = tuple(Part(band, departement, one[0]) for (band, departement), one in joined)
    whole = sum(part.count for part in parts)
    if whole < least:
        nothing = tuple(LeverLine(lever, None) for lever in masks)
        return Consolidation(least, None, (), tuple(Line(action, None, ()) for action in actions), levers=nothing)
    sizes = [part.count for part in parts]
    counts = [[one[place] for _, one in joined] for place in range(1, len(actions) + 1)]
    lines = [_line(action, column, sizes, least) for action, column in zip(actions, counts, strict=True)]
    rows = dict(zip(actions, zip(lines, counts, strict=True), strict=True))
    told = tuple(
        _lever(lever, (state[0], state[1]), [rows[one] for one in (levers or {})[lever] if one in rows], sizes, least)
        for lever, state in states.items()
    )
    return Consolidation(least, whole, parts, tuple(lines), _departements(groups, parts, least), told)


def _mask(own: Sequence[str], actions: Sequence[str]) -> int:
    return sum(1 << place for place, action in enumerate(actions) if action in own)


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


def _departements(groups: Mapping[tuple[str, str], list[int]], parts: Sequence[Part], least: int) -> dict[str, int]:
    """Return how many answered in each département, so many joined that the parts do not tell who few of them are."""
    counted: Counter[str] = Counter()
    for (_, departement), counts in groups.items():
        counted[departement] += counts[0]
    known: Counter[str] = Counter()
    for part in parts:
        known[part.departement] += part.count
    shown = [name for name, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    joined = [name for name in shown if counted[name] < least]
    shown = shown[: len(shown) - len(joined)]
    while joined and shown and sum(counted[name] - known[name] for name in joined) < least:
        joined.append(shown.pop())
    found = {name: counted[name] for name in sorted(shown)}
    if joined:
        found[OTHER_DEPARTEMENTS] = sum(counted[name] for name in joined)
    return found


def _lever(
    lever: str, state: tuple[int, int], rows: Sequence[tuple[Line, list[int]]], sizes: Sequence[int], least: int
) -> LeverLine:
    whole, (done, begun) = sum(sizes), state
    if not _safe(done, whole, least) or not _stays_vague(done, rows, sizes, least):
        return LeverLine(lever, None)
    is_told = _safe(begun, whole, least) and _safe(whole - done - begun, whole, least)
    return LeverLine(lever, done, begun if is_told else None)


class _World:
    """Counts of the actions of a lever in each part, as they are; ``done`` have done one of them at least.

    Of a part, those who have done any are at least as many as have done the most frequent one, and at most as many as
    all counts together: any number between may be (Fréchet), so that a world agrees with ``done`` where the sums of
    both over the parts lie around it.
    """

    def __init__(self, done: int, counts: Sequence[Sequence[int]], sizes: Sequence[int]) -> None:
        self._done, self._sizes = done, sizes
        self._columns = [list(column) for column in zip(*counts, strict=True)]
        self._low = sum(map(max, self._columns))
        self._high = sum(min(sum(column), size) for column, size in zip(self._columns, sizes, strict=True))

    def reach(self, action: int, place: int, by: int, most: int, against: Sequence[int] | None) -> int:
        """Return by how far, up to ``most``, a count could differ in the direction ``by`` and nothing be seen of it.

        ``against`` are the parts whose counts of the same action may differ by one after the other in the other
        direction, where the total is known; None where it is not.
        """
        columns, low, high = dict[int, list[int]](), self._low, self._high
        for far in range(most):
            for other in (None,) if against is None else against:
                moved = dict[int, list[int]]()
                lower, higher = low, high
                for part, way in ((place, by), *([] if other is None else [(other, -by)])):
                    before, size = columns.get(part, self._columns[part]), self._sizes[part]
                    after = [*before[:action], before[action] + way, *before[action + 1 :]]
                    if not 0 <= after[action] <= size:
                        break
                    moved[part] = after
                    lower += max(after) - max(before)
                    higher += min(sum(after), size) - min(sum(before), size)
                else:
                    if lower <= self._done <= higher:
                        columns |= moved
                        low, high = lower, higher
                        break
            else:
                return far
        return most


def _stays_vague(done: int, rows: Sequence[tuple[Line, list[int]]], sizes: Sequence[int], least: int) -> bool:
    """Say whether each hidden count could be more or less by ``least`` in all, and all that is shown be the same.

    Looked for are other worlds that differ in this count and, one by one, in others of its action: enough of them
    prove it, and a lever that has too few is not shown.
    """
    world = _World(done, [counts for _, counts in rows], sizes)
    for action, (line, _) in enumerate(rows):
        hidden = [place for place, count in enumerate(line.counts) if count is None]
        for place in hidden:
            others = None if line.total is None else [other for other in hidden if other != place]
            wanted = min(least, sizes[place])
            if sum(world.reach(action, place, by, wanted, others) for by in (1, -1)) < wanted:
                return False
    return True
