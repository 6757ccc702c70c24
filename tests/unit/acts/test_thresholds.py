"""The thresholds of the law: declared once, tested one below, at, and one above."""

from __future__ import annotations

import re

import pytest

from kit import paths
from kit.acts.loader import ActModels
from kit.acts.model import COMMUNE, EPCI

THRESHOLDS = ActModels(paths.acts()).thresholds


@pytest.mark.parametrize(
    ("key", "number", "below", "at", "above", "article"),
    [
        ("proportionnelle", 1000, False, False, True, "L2121-22"),
        ("note-synthese", 3500, False, True, True, "L2121-12"),
        ("convocation-cinq-jours", 3500, False, True, True, "L2121-12"),
        ("conseil-developpement", 50000, False, False, True, "L5211-10-1"),
        ("espace-opposition", 1000, False, True, True, "L2121-27-1"),
    ],
)
def test_one_below_at_and_one_above(key: str, number: int, below: bool, at: bool, above: bool, article: str) -> None:
    threshold = THRESHOLDS[key]
    form = EPCI if key == "conseil-developpement" else COMMUNE
    assert [threshold.holds(number + step, form) for step in (-1, 0, 1)] == [below, at, above]
    assert threshold.holds(0, form) is False
    assert article in threshold.article


@pytest.mark.parametrize("key", ["note-synthese", "convocation-cinq-jours", "proportionnelle", "espace-opposition"])
def test_an_epci_follows_the_rules_of_larger_communes_whatever_its_size(key: str) -> None:
    assert [THRESHOLDS[key].holds(population, EPCI) for population in (None, 0, 900, 29000)] == [True] * 4


def test_nobody_can_say_without_a_population_or_a_form() -> None:
    assert THRESHOLDS["note-synthese"].holds(None, COMMUNE) is None
    assert THRESHOLDS["note-synthese"].holds(600, "") is None
    assert THRESHOLDS["conseil-developpement"].holds(None, EPCI) is None
    assert THRESHOLDS["conseil-developpement"].holds(60000, "") is True


def test_no_model_writes_a_threshold_as_a_bare_number() -> None:
    for path in [*paths.acts().glob("*.md"), *(paths.acts() / "commun").glob("*.md")]:
        for tag in re.findall(r"\{%.*?%\}", path.read_text(encoding="utf-8")):
            assert not re.search(r"[<>]=?\s*\d|population", tag), f"{path.name}: {tag}"
