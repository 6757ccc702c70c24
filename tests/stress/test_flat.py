"""The judge of ``make test-stress`` itself: it sees memory that rises, and no other."""

from __future__ import annotations

import random

from tests.stress.run import LEAST, rises

START = 300_000  # KiB


def samples(rise: float, waver: int = 0, count: int = 200) -> list[int]:
    """Return a run that fills its caches over the first half, then rises by so many KiB a sample."""
    chance = random.Random(7)
    filled = [START * place // (count // 2) for place in range(count // 2)]
    after = [round(START + rise * place) + chance.randint(-waver, waver) for place in range(count - count // 2)]
    return [*filled, *after]


def test_memory_that_rises_is_told() -> None:
    assert "rises" in rises(samples(rise=600))
    assert "rises" in rises(samples(rise=900, waver=5_000))


def test_memory_that_is_flat_or_only_wavers_is_not() -> None:
    assert not rises(samples(rise=0))
    assert not rises(samples(rise=0, waver=20_000))
    assert not rises(samples(rise=-100, waver=2_000))


def test_a_run_too_short_to_tell_says_nothing() -> None:
    assert not rises(samples(rise=5_000, count=2 * LEAST - 2))
