"""The short line of one lever's ticks: what it says comes back, and a slip is never taken for ticks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.commands.shared import library
from kit.content.model import Outline
from kit.dossier.model import Status
from kit.mail import lever_line

OUTLINE: Outline = library().outline
LEVERS = OUTLINE.levers


def targets(number: int) -> list[str]:
    """Return the boxes of a lever, the milestone first."""
    lever = LEVERS[number]
    return [f"{one.kind}:{one.id}" for one in (*([lever.milestone] if lever.milestone else []), *lever.actions)]


@given(st.data(), st.integers(0, len(LEVERS) - 1))
@settings(max_examples=60)
def test_what_it_says_comes_back(data: st.DataObject, number: int) -> None:
    statuses = {on: data.draw(st.sampled_from(Status)) for on in targets(number)}
    line = lever_line.encode(LEVERS[number], statuses)
    assert len(line) <= 42, "more does not fit the code of the page"
    found = lever_line.find(f"Bonjour,\n> {line.replace(';', ' ; ')}\nAnne", LEVERS)
    assert found is not None and not found.unknown
    assert {read.on: read.status for read in found.reads} == statuses


@given(st.integers(0, 200), st.sampled_from("ABCDEF0123456789;é "))
@settings(max_examples=200)
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


@pytest.mark.parametrize("text", ["", "KitLevier1", "KitLevier2;1;FAAA;1e667d;12bab5", "KitLevier1;;;;" * 2000])
def test_anything_else_is_no_line(text: str) -> None:
    assert lever_line.find(text, LEVERS) is None
