"""The short line of one lever's ticks: what it says comes back, and a slip is never taken for ticks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.commands.shared import library
from kit.content.model import Outline
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.dossier.plan import build_plan
from kit.mail import lever_line

OUTLINE: Outline = library().outline
LEVERS = OUTLINE.levers


def targets(number: int) -> list[str]:
    """Return the boxes of a lever, the milestone first."""
    lever = LEVERS[number]
    return [f"{one.kind}:{one.id}" for one in (*([lever.milestone] if lever.milestone else []), *lever.actions)]


@given(st.data(), st.integers(0, len(LEVERS) - 1))
@settings(max_examples=60, deadline=None)
def test_what_it_says_comes_back(data: st.DataObject, number: int) -> None:
    statuses = {on: data.draw(st.sampled_from(Status)) for on in targets(number)}
    line = lever_line.encode(LEVERS[number], statuses)
    assert len(line) <= 42, "more does not fit the code of the page"
    found = lever_line.find(f"Bonjour,\n> {line.replace(';', ' ; ')}\nAnne", LEVERS)
    assert found == lever_line.Ticks(LEVERS[number].article.id, statuses)


@given(st.integers(0, 200), st.sampled_from("ABCDEF0123456789;é "))
@settings(max_examples=200, deadline=None)
def test_a_slip_is_found(at: int, letter: str) -> None:
    line = lever_line.encode(LEVERS[0], {})
    at %= len(line)
    changed = line[:at] + letter + line[at + 1 :]
    found = lever_line.find(changed, LEVERS)
    assert found is None or found == lever_line.find(line, LEVERS)


def test_a_line_of_other_boxes_is_refused() -> None:
    line = lever_line.encode(LEVERS[0], {})
    fewer = LEVERS[0].__class__(LEVERS[0].article, None, LEVERS[0].actions)
    assert lever_line.find(line, [fewer]) is None


def test_only_what_differs_is_changed_and_a_year_goes_with_it(tmp_path: Path) -> None:
    yearly = next(on for n in range(len(LEVERS)) for on in targets(n) if _is_yearly(on))
    number = next(n for n in range(len(LEVERS)) if yearly in targets(n))
    line = lever_line.encode(LEVERS[number], {yearly: Status.DONE})
    ticks = lever_line.find(line, LEVERS)
    assert ticks is not None
    with Dossier.create(tmp_path / "d.kitess") as dossier:
        today = date(2026, 11, 30)
        changes = lever_line.changes(ticks, build_plan(OUTLINE, dossier, today), today)
        assert [(one.on, one.f, one.x) for one in changes] == [(yearly, "status", "fait"), (yearly, "done_year", 2026)]
        dossier.record_group(changes)
        assert lever_line.changes(ticks, build_plan(OUTLINE, dossier, today), today) == []


def _is_yearly(on: str) -> bool:
    return any(f"action:{one.id}" == on and one.rhythm == "yearly" for one in OUTLINE.actions)


@pytest.mark.parametrize("text", ["", "KitLevier1", "KitLevier2;1;FAAA;1e667d;12bab5", "KitLevier1;;;;" * 2000])
def test_anything_else_is_no_line(text: str) -> None:
    assert lever_line.find(text, LEVERS) is None
