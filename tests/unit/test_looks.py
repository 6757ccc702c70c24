"""The colours of an edition: in every theme but that of strong contrast, and on paper."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit import edition, looks
from kit.figures.drawing import PAPER
from kit.figures.palette import contrast, paper
from kit.tokens import CONTRAST, DARK, LIGHT, THEMES
from tests.small_kit import EDITION

THEIRS = "#6B2D5C"


@pytest.fixture
def coloured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be a kit with colours of its own."""
    shutil.copy(EDITION / "kit.toml", tmp_path / "kit.toml")
    monkeypatch.setenv("KIT_RESOURCES", str(tmp_path))


def test_the_first_kit_has_its_own_colours() -> None:
    assert [looks.theme(one) for one in ("light", "dark", "contrast")] == [LIGHT, DARK, CONTRAST]
    assert looks.theme("unknown") == LIGHT and paper() is PAPER


def test_an_edition_colours_the_themes_and_the_paper(coloured: None) -> None:
    light, dark = looks.theme("light"), looks.theme("dark")
    assert light.primary == light.link == light.teal.ink == THEIRS and light.teal.soft != LIGHT.teal.soft
    assert dark.primary not in (THEIRS, DARK.primary) and light.green == LIGHT.green
    assert looks.theme("contrast") == CONTRAST
    drawn = paper()
    assert drawn["primary"] == drawn["tint-4"] == THEIRS and drawn["besoins"] == PAPER["besoins"]
    assert all(contrast(drawn[f"on-{number}"], drawn[f"tint-{number}"]) >= 4.5 for number in range(1, 5))
    assert THEIRS in paper().values() and LIGHT.primary not in paper().values()


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"contrast": {"primary": "#000000"}}, "colours.contrast"),
        ({"light": {"primary": "red"}}, "colours.light.primary"),
        ({"light": {"text": "#000000"}}, "colours.light.text"),
        ({"light": {"green": "#000000"}}, "colours.light.green"),
        ({"dark": "#000000"}, "colours.dark"),
        ("#000000", "colours"),
    ],
)
def test_what_is_no_colour_of_a_theme_is_named(told: object, where: str) -> None:
    with pytest.raises(ValueError, match=where):
        looks.coloured({"colours": told})


def test_a_file_that_cannot_be_read_leaves_the_own_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kit.toml").write_text("[colours.light]\nprimary = \n", encoding="utf-8")
    monkeypatch.setenv("KIT_RESOURCES", str(tmp_path))
    assert looks.theme("light") == LIGHT


def test_all_that_is_written_is_among_the_pairs() -> None:
    """A token that ends in « ink » and is in no pair would be checked by nobody."""
    inks = {ink for theme in THEMES.values() for ink, *_ in looks.words_on_grounds(theme)}
    assert {name for name in LIGHT.flat() if name.endswith("ink")} <= inks
    assert edition.read(EDITION)["colours"].keys() <= {theme.name for theme in looks.CHANGED}
