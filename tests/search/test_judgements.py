"""The judged questions: the search keeps the level that was measured (docs/recherche.md)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FIRST, FIRST_THREE = 0.70, 0.90  # the goal of issue 5


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """Return the script beside this file, as another package of the environment is called ``tests`` too."""
    spec = importlib.util.spec_from_file_location("search_measure", Path(__file__).with_name("measure.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["search_measure"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("half", ["TUNED", "HELD"])
def test_answers_come_first(measure: ModuleType, half: str) -> None:
    figures = measure.measure(getattr(measure, half), measure.shipped())
    assert figures.questions >= 120
    assert figures.first >= FIRST, f"{figures.first:.1%}"
    assert figures.first_three >= FIRST_THREE, f"{figures.first_three:.1%}"


@pytest.mark.parametrize(
    "name", ["scic", "SCOP", "ess", "ptce", "esus", "detr", "utilité sociale", "Villages d’avenir"]
)
def test_a_word_of_the_glossary_answers_to_its_name(measure: ModuleType, name: str) -> None:
    first = measure.shipped().search(name, 1)[0]
    assert first.kind == "term" and first.title.partition(" (")[0].casefold() == name.casefold()
