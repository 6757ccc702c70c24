"""Figures: any values are drawn within their frame, as large as they are, and as SVG that can be read."""

from __future__ import annotations

import math
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from kit import paths
from kit.content.blocks import Figure
from kit.content.model import Series, Value
from kit.figures.atlas import Atlas, atlas
from kit.figures.drawing import PAPER, Area, Drawing, Segments, Words, svg
from kit.figures.figure import draw
from tests.unit.figures.test_map import within

ATLAS = atlas(paths.territories())
NAMES = [one.name for one in ATLAS.outlines]


def series(*values: tuple[str, float], unit: str = "%", missing: tuple[str, ...] = ()) -> Series:
    return Series("s", "Une série", unit, 2022, "D", ("F1",), tuple(Value(*one) for one in values), missing, "Insee")


def bars(drawing: Drawing) -> list[float]:
    """Return the widths of the bars."""
    found = []
    for shape in drawing.shapes:
        if isinstance(shape, Area) and shape.fill == "primary" and not shape.line:
            xs = [x for x, _ in shape.rings[0]]
            found.append(max(xs) - min(xs))
    return found


def test_bars_are_as_long_as_their_values() -> None:
    for width in (200, 640):
        one, two, none = bars(draw(Figure("barres", series(("A", 40), ("B", 10), ("C", 0))), width, ATLAS))
        assert abs(one - 4 * two) < 0.01 and none <= 1


def test_a_part_of_a_hundred_fills_its_part() -> None:
    drawing = draw(Figure("chiffre", series(("Région", 12.5))), 640, ATLAS)
    track = next(shape for shape in drawing.shapes if isinstance(shape, Area) and shape.fill == "track")
    whole = track.rings[0][1][0] - track.rings[0][0][0]
    assert abs(bars(drawing)[0] - whole / 8) < 0.01
    assert any(isinstance(one, Words) and one.text == "12,5\u00a0%" for one in drawing.shapes)
    assert bars(draw(Figure("chiffre", series(("Région", 263000), unit="emplois")), 640, ATLAS)) == []


def test_parts_share_a_bar_by_their_size_and_what_is_left_is_hatched() -> None:
    told = series(("Associations", 72), ("Coopératives", 16), ("Mutuelles", 7), ("Fondations", 3))
    drawing = draw(Figure("parts", told), 616, ATLAS)
    areas = [one for one in drawing.shapes if isinstance(one, Area)]
    wide = {one.fill: one.rings[0][1][0] - one.rings[0][0][0] + 2 for one in reversed(areas)}
    assert math.isclose(wide["emplois"], 614 * 0.72) and math.isclose(wide["qualite"], 614 * 0.03)
    said = [one.text for one in drawing.shapes if isinstance(one, Words)]
    assert "Associations 72\u00a0%" in said and {"16\u00a0%", "7\u00a0%", "3\u00a0%", "Fondations"} <= set(said)
    hatched = [one for one in drawing.shapes if isinstance(one, Segments) and one.ink == "hatch"]
    assert len(hatched) == 1 and min(x for line in hatched[0].lines for x, _ in line) >= 614 * 0.98
    whole = draw(Figure("parts", series(("A", 60), ("B", 40))), 616, ATLAS)
    assert not [one for one in whole.shapes if isinstance(one, Segments) and one.ink == "hatch"]


def test_bars_beside_a_map_have_its_tints_and_the_region_an_outline() -> None:
    told = series(("Deux-Sèvres", 19), ("Gironde", 10), ("Nouvelle-Aquitaine", 12.2))
    areas = [one for one in draw(Figure("carte", told), 640, ATLAS, own="33").shapes if isinstance(one, Area)]
    bars = [(one.fill, one.line) for one in areas if len(one.rings) == 1 and len(one.rings[0]) == 4]
    assert bars == [("tint-4", "border"), ("tint-1", "border"), ("surface", "ink")]


def test_the_four_tints_are_shared_by_rank() -> None:
    told = series(("Deux-Sèvres", 19), ("Creuse", 17), ("Lot-et-Garonne", 14), ("Gironde", 10))
    areas = [one for one in draw(Figure("carte", told), 640, ATLAS).shapes if isinstance(one, Area)]
    bars = [one.fill for one in areas if len(one.rings) == 1 and len(one.rings[0]) == 4]
    assert bars == ["tint-4", "tint-3", "tint-2", "tint-1"]


def test_a_map_tints_what_is_known_and_hatches_what_is_not() -> None:
    told = series(("Creuse", 17), ("Gironde", 10), ("Nouvelle-Aquitaine", 12.2), missing=("Landes",))
    drawing = draw(Figure("carte", told), 640, ATLAS)
    fills = {shape.fill for shape in drawing.shapes if isinstance(shape, Area)}
    assert {"tint-4", "tint-1"} <= fills
    said = [one.text for one in drawing.shapes if isinstance(one, Words)]
    assert said.count("17\u00a0%") == 2 and "non connu" in said and "Nouvelle-Aquitaine" in said
    elsewhere = draw(Figure("carte", told), 640, Atlas((), {}))
    assert len(bars(elsewhere)) == 3  # a region without outlines has the bars


@settings(max_examples=150)
@given(
    kind=st.sampled_from(["chiffre", "barres", "parts", "carte"]),
    width=st.floats(40, 1400),
    values=st.lists(
        st.tuples(
            st.one_of(st.sampled_from(NAMES), st.text(max_size=60)),
            st.floats(-1e9, 1e9, allow_nan=False, width=32),
        ),
        min_size=1,
        max_size=15,
    ),
    unit=st.sampled_from(["%", "€", "% des salarié·es"]),
    missing=st.lists(st.sampled_from(NAMES), unique=True, max_size=5),
)
def test_any_values_are_drawn_within_their_frame(kind, width, values, unit, missing) -> None:  # type: ignore[no-untyped-def]
    drawing = draw(Figure(kind, series(*values, unit=unit, missing=tuple(missing))), width, ATLAS)
    assert drawing.width >= width and within(drawing)
    ElementTree.fromstring(svg(drawing, PAPER))
