"""The guard of the ratios fails on what is over its limit at each try, and on nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> object:
    """Return the guard with two ratios."""
    monkeypatch.syspath_prepend(str(BENCH))
    import guard

    monkeypatch.setattr(guard, "MEASURED", {"a": 1.0, "b": 2.0})
    yield guard
    for name in ("guard", "larger", "run", "rows", "windows"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("tries", "over"),
    [
        ([{"a": 1.2, "b": 2.4}], {}),
        ([{"a": 1.6, "b": 2.0}, {"a": 1.1, "b": 2.0}], {}),
        ([{"a": 1.6, "b": 2.0}, {"a": 1.4, "b": 9.0}, {"a": 1.5, "b": 2.0}], {"a": 1.4}),
        ([{"a": 9.0, "b": 9.0}, {"a": 1.0, "b": 8.0}, {"a": 9.0, "b": 7.0}], {"b": 7.0}),
    ],
)
def test_what_is_over_its_limit_each_time_is_named(
    guard: object, tries: list[dict[str, float]], over: dict[str, float]
) -> None:
    waiting = iter(tries)
    assert guard.judge(lambda: next(waiting)) == over  # type: ignore[attr-defined]
    assert list(waiting) == []
