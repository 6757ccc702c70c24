"""What is drawn and must be told from its ground has a contrast of 3 to 1 in all themes; what is written on it, 4.5."""

from __future__ import annotations

import pytest

from kit.figures.figure import _TEXTURES
from kit.figures.palette import contrast, drawing_palette, mixed
from kit.figures.region import FORMS
from kit.tokens import THEMES, Tokens

EVERY_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))


@EVERY_THEME
def test_every_mark_stands_out_wherever_it_may_lie(theme: Tokens) -> None:
    colours = drawing_palette(theme)
    for kind in (*FORMS, "ink"):  # ink: the star
        grounds = {name: colours[name] for name in ("land", "own", "sea", "surface")}  # surface: its card, its chip
        grounds["ring"] = mixed(colours[kind], theme.surface, 0.15)  # that sets it off
        for name, ground in grounds.items():
            assert contrast(colours[kind], ground) >= 3, (kind, name)
    assert contrast(theme.surface, theme.primary) >= 3  # the sign of a chip that is chosen


@EVERY_THEME
def test_every_bar_and_what_parts_it_stand_out(theme: Tokens) -> None:
    colours = drawing_palette(theme)
    for name in ("primary", "border", "hatch", "line", *(kind for kind, _ in _TEXTURES)):
        assert contrast(colours[name], theme.surface) >= 3, name  # a tint has its edge, a texture its colour
    for kind, _ in _TEXTURES:
        assert contrast(colours[kind], colours["surface"]) >= (4.5 if kind == "emplois" else 3), kind  # its words
    assert len({colours[kind] for kind, _ in _TEXTURES}) == len(_TEXTURES)


@EVERY_THEME
def test_rings_boxes_and_the_line_to_the_council_stand_out(theme: Tokens) -> None:
    track = theme.surface if theme.name == "contrast" else theme.track
    assert contrast(theme.green.ink, track) >= 3 and contrast(theme.green.ink, theme.surface) >= 3
    for ink in (theme.field_line, theme.ink, theme.teal.ink):
        assert contrast(ink, theme.surface) >= 3, ink
    for words, ground in (
        (theme.surface, theme.teal.ink),  # the month
        (theme.orange.ink, theme.orange.soft),  # what is late
        (theme.ink_soft, theme.chip),  # a day
        (theme.node_ink, theme.node),  # the bubble of a mark
    ):
        assert contrast(words, ground) >= 4.5, (words, ground)
