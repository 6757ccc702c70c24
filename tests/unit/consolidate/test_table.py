"""The anonymous table: what is shown never lets one collectivité be guessed, whatever the table."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kit.consolidate.answers import Answer, Latest
from kit.consolidate.table import OTHER_DEPARTEMENTS, OTHERS, Consolidation, LeverLine, Line, consolidate

BANDS = ("under-500", "from-500", "from-2000", "from-10000", "epci")
DEPARTEMENTS = ("Creuse", "Landes", "Vienne")
ACTIONS = ("a", "b", "c")


def answers(table: list[tuple[int, int, int]]) -> list[Answer]:
    return [
        Answer(f"k{n}", 0, BANDS[band], DEPARTEMENTS[departement], done)
        for n, (band, departement, done) in enumerate(table)
    ]


tables = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 7)), max_size=160)


def possible(line: Line, sizes: list[int]) -> list[tuple[int, int]]:
    """Return, for each part, the smallest and the largest count that agrees with all that is shown."""
    if line.total is None:
        return [(0, size) if count is None else (count, count) for count, size in zip(line.counts, sizes, strict=True)]
    hidden = [i for i, count in enumerate(line.counts) if count is None]
    left = line.total - sum(count for count in line.counts if count is not None)
    found = []
    for i, count in enumerate(line.counts):
        if count is not None:
            found.append((count, count))
        else:
            others = sum(sizes[j] for j in hidden if j != i)
            found.append((max(0, left - others), min(sizes[i], left)))
    return found


@settings(max_examples=400)
@given(tables, st.integers(1, 7))
def test_no_count_can_be_found_by_subtraction(table: list[tuple[int, int, int]], least: int) -> None:
    found = consolidate(answers(table), ACTIONS, least=least)
    if found.count is None:
        assert len(table) < least and all(line.total is None and not line.counts for line in found.lines)
        return
    sizes = [part.count for part in found.parts]
    assert sum(sizes) == found.count == len(table)
    for line in found.lines:
        for (lowest, highest), size, count in zip(possible(line, sizes), sizes, line.counts, strict=True):
            if count is None:
                assert highest - lowest >= min(least, size)
            else:
                assert least <= count <= size - least
        if line.total is not None:
            assert least <= line.total <= found.count - least
        else:
            assert None in line.counts


def worlds(sizes: list[int], found: Consolidation) -> list[tuple[int, int]]:
    """Return, for each hidden count of two actions in two parts, its least and greatest value in all that could be.

    Every way in which the collectivités of the parts may have done both actions is tried against what is shown.
    """
    first, second = found.lines
    seen: dict[tuple[int, int], set[int]] = {}
    shapes = [
        [(a, b, c) for a in range(n + 1) for b in range(n + 1) for c in range(max(a, b), min(n, a + b) + 1)]
        for n in sizes
    ]
    for one in itertools.product(*shapes):  # of each part: how many did the first, the second, any
        counts = [tuple(part[line] for part in one) for line in range(2)]
        agrees = all(
            shown in (None, count)
            for line, own in zip((first, second), counts, strict=True)
            for shown, count in zip((*line.counts, line.total), (*own, sum(own)), strict=True)
        )
        if agrees and found.levers[0].done in (None, sum(part[2] for part in one)):
            for line in range(2):
                for place, count in enumerate(counts[line]):
                    seen.setdefault((line, place), set()).add(count)
    return [
        (min(values), max(values)) for (line, place), values in seen.items() if found.lines[line].counts[place] is None
    ]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12))
@example([0, 0, 0, 1, 3, 0, 0, 2, 3, 0, 0, 3])
@example([3, 0, 3, 0, 0, 2, 3, 0, 0, 3, 0, 3])
@example([0, 0, 0, 0, 0, 0, 1, 3, 3, 3, 0, 0])
def test_no_count_is_found_by_what_a_lever_tells(done: list[int]) -> None:
    table = [(place // 4, 0, one) for place, one in enumerate(done)]
    found = consolidate(answers(table), ACTIONS[:2], least=2, levers={"l": ACTIONS[:2]})
    assert [part.count for part in found.parts] == [4, 4, 4]
    for lowest, highest in worlds([4, 4, 4], found):
        assert highest - lowest >= 2


@settings(max_examples=300)
@given(tables, st.integers(1, 7))
def test_what_a_lever_tells_is_true_and_leaves_nobody_alone(table: list[tuple[int, int, int]], least: int) -> None:
    begun = [replace(answer, begun=(n % 3) * 3) for n, answer in enumerate(answers(table))]
    found = consolidate(begun, ACTIONS, least=least, levers={"two": ACTIONS[:2], "one": ACTIONS[2:]})
    assert consolidate(begun, ACTIONS, least=least).lines == found.lines, "the table is the same without them"
    for line, mask in zip(found.levers, (3, 4), strict=True):
        done = sum(bool(one.done & mask) for one in begun)
        under_way = sum(not one.done & mask and bool(one.begun & mask) for one in begun)
        assert line.done in (None, done) and line.begun in (None, under_way)
        if line.done is not None:
            assert found.count is not None and least <= done <= found.count - least
        if line.begun is not None:
            assert line.done is not None and least <= min(under_way, len(begun) - done - under_way)
    alone = found.lines[2]
    assert alone.total is not None or found.levers[1] == LeverLine("one", None), "it is the count of its one action"


@settings(max_examples=300)
@given(tables, st.integers(1, 7))
def test_no_departement_of_few_is_told(table: list[tuple[int, int, int]], least: int) -> None:
    found = consolidate(answers(table), ACTIONS, least=least)
    true = Counter(DEPARTEMENTS[one[1]] for one in table)
    joined = found.departements.get(OTHER_DEPARTEMENTS, 0)
    shown = {name: count for name, count in found.departements.items() if name != OTHER_DEPARTEMENTS}
    if found.count is None:
        assert not found.departements
        return
    assert sum(found.departements.values()) == len(table)
    assert all(true[name] == count >= least for name, count in shown.items())
    in_parts = sum(part.count for part in found.parts if part.departement in true.keys() - shown.keys())
    assert not joined or not shown or joined - in_parts >= least


@settings(max_examples=200)
@given(tables)
def test_what_is_shown_is_true(table: list[tuple[int, int, int]]) -> None:
    found = consolidate(answers(table), ACTIONS, least=2)
    for place, line in enumerate(found.lines):
        true = sum(done >> place & 1 for _, _, done in table)
        assert line.total in (None, true)
        if line.total is not None and None not in line.counts:
            assert sum(count for count in line.counts if count is not None) == true


@settings(max_examples=100)
@given(tables, st.randoms())
def test_the_order_of_the_answers_does_not_matter(table: list[tuple[int, int, int]], dice: object) -> None:
    first = answers(table)
    second = list(first)
    dice.shuffle(second)  # type: ignore[attr-defined]
    assert consolidate(first, ACTIONS) == consolidate(second, ACTIONS)


def test_one_commune_alone_in_its_size_and_departement_is_joined_to_others() -> None:
    table = [(0, 0, i % 2) for i in range(40)] + [(3, 1, 1)]
    found = consolidate(answers(table), ACTIONS)
    assert all(part.count >= 5 for part in found.parts)
    assert [part.band for part in found.parts] == [OTHERS]


def test_all_having_done_it_is_not_shown_either() -> None:
    found = consolidate(answers([(0, 0, 1)] * 30), ACTIONS)
    assert found.lines[0].total is None and found.lines[1].total is None
    assert found.hidden_cells == 6


def test_a_half_is_shown() -> None:
    found = consolidate(answers([(0, 0, i % 2) for i in range(30)]), ACTIONS)
    assert found.lines[0] == Line("a", 15, (15,))


def test_each_adversarial_neighbour_leaves_two_answers_open() -> None:
    """Change the answer of any one collectivité: no single published table may betray which way it answered."""
    base = [(0, 0, 0)] * 6 + [(0, 0, 1)] * 5 + [(1, 1, 0)] * 6 + [(1, 1, 1)] * 6
    for changed in range(len(base)):
        table = [(b, d, done ^ (i == changed)) for i, (b, d, done) in enumerate(base)]
        found = consolidate(answers(table), ACTIONS)
        sizes = [part.count for part in found.parts]
        for line, ((lowest, highest), count) in itertools.product(
            found.lines, zip(possible(found.lines[0], sizes), found.lines[0].counts, strict=True)
        ):
            assert line and (count is not None or highest - lowest >= 5)


def test_a_threshold_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="0"):
        consolidate([], ACTIONS, least=0)


def test_the_latest_answer_of_a_collectivite_counts() -> None:
    latest = Latest(
        [
            Answer("x", 2.0, "epci", "Creuse", 0b10),
            Answer("x", 3.0, "epci", "Creuse", 0b01),
            Answer("x", 1.0, "epci", "", 7),
        ]
    )
    assert [answer.done for answer in latest] == [0b01]


def test_nothing_gives_an_empty_table() -> None:
    assert consolidate([], ACTIONS) == Consolidation(5, None, (), tuple(Line(a, None, ()) for a in ACTIONS))
