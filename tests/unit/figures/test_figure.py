"""Figures: any values are drawn within their frame, as large as they are, and as SVG that can be read."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from kit import paths
from kit.content.blocks import Figure
from kit.content.model import Series, Value
from kit.figures.atlas import Atlas, atlas
from kit.figures.drawing import PAPER, Area, Drawing, Words, svg
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


def test_a_map_tints_what_is_known_and_hatches_what_is_not() -> None:
    told = series(("Creuse", 17), ("Gironde", 10), ("Nouvelle-Aquitaine", 12.2), missing=("Landes",))
    drawing = draw(Figure("carte", told), 640, ATLAS)
    fills = {shape.fill for shape in drawing.shapes if isinstance(shape, Area)}
    assert {"tint-4", "tint-1"} <= fills
    said = [one.text for one in drawing.shapes if isinstance(one, Words)]
    assert said.count("17\u00a0%") == 2 and "non connu" in said and "Nouvelle-Aquitaine" in said
    elsewhere = draw(Figure("carte", told), 640, Atlas((), {}))
    assert len(bars(elsewhere)) == 3  # a region without outlines has the bars


@settings(deadline=None, max_examples=150)
@given(
    kind=st.sampled_from(["chiffre", "barres", "carte"]),
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
