"""The anonymous table: what is shown never lets one collectivité be guessed, whatever the table."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.consolidate.answers import Answer, Latest
from kit.consolidate.table import OTHERS, Consolidation, Line, consolidate

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
