"""How the work of something grows with its size: a ratio of one process's own time, so that no machine is too slow."""

from __future__ import annotations

import time
from collections.abc import Callable

LINEAR = 20.0
"""Ten times the size takes less than this many times the time: some 10 where work grows with the size (more where it
leaves the processor's cache), 100 where it grows with its square."""


def growth(work: Callable[[int], object], size: int, times: int = 10) -> float:
    """Return how many times longer ``work`` takes for ``times`` the size; the shortest of three runs of each counts."""
    work(size)  # what is loaded at the first use
    return _shortest(work, size * times) / _shortest(work, size)


def _shortest(work: Callable[[int], object], size: int) -> float:
    spent = []
    for _ in range(3):
        begun = time.process_time()
        work(size)
        spent.append(time.process_time() - begun)
    return min(spent)
