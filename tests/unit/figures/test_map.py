"""The map: places on the ground, in the frame, told apart, and the same for whoever draws them."""

from __future__ import annotations

import itertools
import math
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import paths
from kit.commands.shared import library
from kit.content.nearby import Place, near_examples
from kit.figures.atlas import atlas, kilometres
from kit.figures.drawing import PAPER, Area, Drawing, Segments, Signs, Words, breadth, svg
from kit.figures.examples import distance, example_map, key_of, picture
from kit.figures.region import FORMS, Mark, drawn, form, lay_out
from kit.territoires import Territories

ATLAS = atlas(paths.territories())
KINDS = tuple(FORMS)


def within(drawing: Drawing, slack: float = 1.5) -> bool:
    """Say whether all that a drawing shows lies in its frame, edges of lines apart."""
    parts = [area for one in drawing.shapes for area in (one.areas() if isinstance(one, Signs) else (one,))]
    for shape in parts:
        match shape:
            case Area(rings):
                places = [place for ring in rings for place in ring]
            case Segments(lines):
                places = [place for line in lines for place in line]
            case Words(x, y, text, size, _, _, anchor):
                wide = breadth(text, size)
                left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
                places = [(left, y - size), (left + wide, y + size * 0.3)]
        for x, y in places:
            if not (-slack <= x <= drawing.width + slack and -slack <= y <= drawing.height + slack):
                return False
    return True


def found():  # type: ignore[no-untyped-def]
    return near_examples(library(), Territories.shared(paths.territories()), Place("23", 600))


def test_the_atlas_has_the_twelve_departements_and_the_communes_on_the_ground() -> None:
    territories = Territories.shared(paths.territories())
    assert {one.code for one in ATLAS.outlines} == set(territories.departements)
    assert all(one.name == territories.departement_name(one.code) for one in ATLAS.outlines)
    assert {one.insee for one in territories.communes} == set(ATLAS.centres)
    bordeaux, limoges = ATLAS.centres["33063"], ATLAS.centres["87085"]
    assert math.isclose(kilometres(bordeaux, limoges), 180, abs_tol=5)  # 180 km as the crow flies
    region = lay_out(ATLAS, (), 430, 570)
    for insee in ("33063", "87085", "23096", "64445"):
        (placed,) = lay_out(ATLAS, [Mark("m", ATLAS.centres[insee], "emplois")], 430, 570).marks
        assert region.departement_at(*placed.at) == insee[:2]


def test_every_example_of_the_region_has_its_mark_and_is_counted() -> None:
    told = found()
    shown = example_map(told, ATLAS, {"raison-emplois": "Emplois durables"})
    inside = {key_of(one) for one in told if ATLAS.outline(one.departement)}
    assert {mark.id for mark in shown.marks} == inside
    assert sum(shown.by_departement.values()) == len(inside) and set(shown.by_departement) == {
        one.code for one in ATLAS.outlines
    }
    region, _ = picture(shown, ATLAS, 430, 640, own="23", home=ATLAS.centres["23022"])
    assert len(region.marks) == len(inside)
    apart = [math.dist(a.at, b.at) for n, a in enumerate(region.marks) for b in region.marks[:n]]
    assert min(apart) > 10  # none hides another


def test_what_stands_for_a_territory_is_told_as_about_there() -> None:
    told = {key_of(one): one.example for one in found()}
    for mark in example_map(found(), ATLAS, {}).marks:
        assert mark.is_near == (bool(told[mark.id].siren) or not told[mark.id].insee)


def test_a_mark_is_found_where_it_is_drawn_and_a_departement_around_its_name() -> None:
    region, _ = picture(example_map(found(), ATLAS, {}), ATLAS, 430, 640)
    for placed in region.marks:
        assert region.mark_at(*placed.at) == placed
    assert region.mark_at(-50, -50) is None and region.departement_at(2, 2) == ""


def test_arrows_reach_every_departement() -> None:
    region = lay_out(ATLAS, (), 430, 570)
    reached, border = set(), {region.beside("", (0, 1))}
    while border:
        reached |= border
        border = {region.beside(c, way) for c in border for way in ((1, 0), (-1, 0), (0, 1), (0, -1))} - reached
    assert reached == {one.code for one in ATLAS.outlines}
    assert region.beside("23", (1, 0)) == "23"


@pytest.mark.parametrize("departement", ["", "33"])
def test_arrows_reach_every_mark(departement: str) -> None:
    region, _ = picture(example_map(found(), ATLAS, {}), ATLAS, 430, 640, departement=departement)
    assert region.marks
    reached, border = set(), {region.marks[0].mark.id}
    while border:
        reached |= border
        ways = ((1, 0), (-1, 0), (0, 1), (0, -1))
        border = {region.mark_beside(one, way) for one in border for way in ways} - reached
    assert reached == {one.mark.id for one in region.marks}


@pytest.mark.parametrize(("width", "height"), [(430, 572), (600, 868)])
def test_names_lie_in_the_frame_apart_from_each_other_and_have_a_light_edge(width: float, height: float) -> None:
    _, drawing = picture(example_map(found(), ATLAS, {}), ATLAS, width, height, own="23", names_reasons=False)
    names = [one for one in drawing.shapes if isinstance(one, Words) and one.edge]
    lines = [line for outline in ATLAS.outlines for line in outline.lines]
    assert sorted(one.text for one in names) == sorted(lines)
    assert {one.edge_width for one in names} == {3}
    boxes = [(one.x - breadth(one.text, 12) / 2, one.y, one.x + breadth(one.text, 12) / 2) for one in names]
    for number, (left, y, right) in enumerate(boxes):
        assert left >= 0 and right <= width
        assert not any(left < other[2] and other[0] < right and abs(y - other[1]) < 12 for other in boxes[:number]), (
            names[number].text
        )


@pytest.mark.parametrize("code", [one.code for one in ATLAS.outlines])
def test_the_name_on_a_small_map_stands_in_its_departement(code: str) -> None:
    region = lay_out(ATLAS, (), 230, 300)
    outline = ATLAS.outline(code)
    assert outline is not None
    names = [
        one
        for one in drawn(region, ATLAS, own=code, names_own_only=True).shapes
        if isinstance(one, Words) and one.text in outline.lines
    ]
    assert [one.text for one in names] == list(outline.lines)
    for one in names:
        wide = breadth(one.text, one.size)
        assert one.x - wide / 2 > 0 and one.x + wide / 2 < 230
        assert region.departement_at(one.x, one.y - 4) == code


def test_what_is_near_is_told_in_kilometres_between_the_centres() -> None:
    told = {one.example.place: one for one in found()}
    home = ATLAS.centres["23096"]  # Guéret
    assert distance(told["Bétête"], ATLAS, home) == 27  # 21 km north, 16 km east
    assert distance(told["Bétête"], ATLAS, None) is None
    assert distance(told["Laval"], ATLAS, home) is None  # out of the region: no place is known


def test_outlines_of_another_region_are_left_out(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shutil.copytree(paths.territories(), tmp_path / "t")
    (tmp_path / "t" / "departements.csv").write_text("code,nom\n35,Ille-et-Vilaine\n23,Creuse\n", encoding="utf-8")
    atlas.cache_clear()
    other = atlas(tmp_path / "t")
    atlas.cache_clear()
    assert [one.code for one in other.outlines] == ["23"]


def test_a_region_without_outlines_has_an_empty_map(tmp_path) -> None:  # type: ignore[no-untyped-def]
    atlas.cache_clear()
    empty = atlas(tmp_path)
    atlas.cache_clear()
    assert empty.outlines == () and example_map(found(), empty, {}).marks == ()
    assert within(drawn(lay_out(empty, (), 100, 100), empty))


@settings(max_examples=40)
@given(
    width=st.floats(120, 1200),
    height=st.floats(120, 1200),
    spots=st.lists(
        st.tuples(st.sampled_from(sorted(ATLAS.centres)), st.sampled_from(KINDS), st.booleans()), max_size=60
    ),
    departement=st.sampled_from(["", *(one.code for one in ATLAS.outlines)]),
    own=st.sampled_from(["", "23", "64"]),
)
def test_any_marks_are_drawn_within_the_frame(width, height, spots, departement, own) -> None:  # type: ignore[no-untyped-def]
    marks = [
        Mark(str(n), ATLAS.centres[insee], kind, insee[:2], is_near) for n, (insee, kind, is_near) in enumerate(spots)
    ]
    region = lay_out(ATLAS, marks, width, height, departement=departement)
    assert within(drawn(region, ATLAS, own=own))
    if not departement:
        assert len(region.marks) == len(marks)


def test_a_sign_is_written_out_at_each_of_its_places() -> None:
    places = ((20.0, 20.0), (60.5, 31.25))
    for kind, hollow in itertools.product(KINDS, (False, True)):
        signs = Signs(form(kind, (0, 0), is_hollow=hollow), places)
        alone = tuple(area for at in places for area in form(kind, at, is_hollow=hollow))
        assert svg(Drawing(80, 50, (signs,)), PAPER) == svg(Drawing(80, 50, alone), PAPER)
