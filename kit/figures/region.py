"""The map of the region: départements and marks laid out in a frame, and their drawing.

``lay_out`` is what the window asks where a mark or a département is; ``drawn`` is the picture of the very same places.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from kit.figures.atlas import Atlas, Outline
from kit.figures.drawing import Area, Drawing, Point, Ring, Segments, Shape, Signs, Words, box, breadth, hatch

RADIUS = 6.8
_APART = 15.0  # between marks that would lie on one spot
_MARGIN = 12.0  # around the region: half a mark, and its edge
_STEP = 6.0  # between the lines of a hatch
_NAMES = 12.0
_EDGE = 3.0  # the light edge around a name
_SCALE_KM = 50

FORMS: Mapping[str, tuple[Point, ...]] = {
    "emplois": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    "besoins": ((0.0, -1.12), (1.1, 0.86), (-1.1, 0.86)),
    "transition": tuple((math.cos(k * math.pi / 12), math.sin(k * math.pi / 12)) for k in range(24)),
    "acteurs": ((0.0, -1.22), (1.22, 0.0), (0.0, 1.22), (-1.22, 0.0)),
    "qualite": ((0.0, -1.2), (1.05, -0.25), (1.05, 0.95), (-1.05, 0.95), (-1.05, -0.25)),
    "autres": (
        *((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4)),
        *((0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
    ),
}
"""A form for each colour of a mark, around its middle, of radius 1: square, triangle, disc, diamond, house, cross."""


_SHIFTS = sorted(
    ((right, down) for right in range(-48, 49, 16) for down in range(-48, 49, 12)), key=lambda at: math.hypot(*at)
)
"""How far a name may stand from its own place, the nearest first."""


class Mark(msgspec.Struct, frozen=True):
    """What stands at a place: ``kind`` is a key of ``FORMS``; ``is_near`` says that the place is only about there."""

    id: str
    place: Point
    kind: str
    departement: str = ""
    is_near: bool = False


class Placed(msgspec.Struct, frozen=True):
    """A mark where it is drawn."""

    mark: Mark
    at: Point


class Region(msgspec.Struct, frozen=True):
    """A map laid out: all places in the units of its drawing, ``scale`` of them a kilometre.

    ``labels`` are the middles of the départements, ``names`` where their names stand.
    """

    width: float
    height: float
    outlines: dict[str, tuple[Ring, ...]]
    labels: dict[str, Point]
    names: dict[str, Point]
    marks: tuple[Placed, ...]
    home: Point | None
    scale: float

    def departement_at(self, x: float, y: float) -> str:
        """Return the code of the département around a place, empty for the sea."""
        return next((code for code, rings in self.outlines.items() if _is_inside(rings, x, y)), "")

    def mark_at(self, x: float, y: float, reach: float = 12.0) -> Placed | None:
        """Return the nearest mark within reach."""
        near = min(self.marks, key=lambda one: math.dist(one.at, (x, y)), default=None)
        return near if near and math.dist(near.at, (x, y)) <= reach else None

    def squares(self) -> dict[str, tuple[Point, float]]:
        """Return the middle of each département and half the side of a square around it that meets no other's."""
        middles = {one: _widest(rings)[0] for one, rings in self.outlines.items()}
        found = {}
        for code, (x, y) in middles.items():
            apart = (max(abs(x - a), abs(y - b)) for other, (a, b) in middles.items() if other != code)
            found[code] = (x, y), min(apart, default=self.width) / 2
        return found

    def beside(self, code: str, way: Point) -> str:
        """Return the nearest département in a direction, such as (1, 0) for the right; the same one at the edge."""
        if code not in self.labels:
            return min(self.labels, key=lambda one: self.labels[one][1], default="")
        return _nearest_that_way(self.labels, code, way)

    def mark_beside(self, mark: str, way: Point) -> str:
        """Return the id of the nearest mark in a direction; the same one at the edge."""
        return _nearest_that_way({one.mark.id: one.at for one in self.marks}, mark, way)


def _nearest_that_way(places: Mapping[str, Point], start: str, way: Point) -> str:
    here, best, least = places[start], start, math.inf
    for other, (x, y) in places.items():
        along = (x - here[0]) * way[0] + (y - here[1]) * way[1]
        across = abs((x - here[0]) * way[1] - (y - here[1]) * way[0])
        if other != start and along > across * 0.5 and along + 2 * across < least:
            best, least = other, along + 2 * across
    return best


def lay_out(
    atlas: Atlas,
    marks: Sequence[Mark],
    width: float,
    height: float,
    *,
    departement: str = "",
    home: Point | None = None,
) -> Region:
    """Place the region, or the one ``departement``, in a frame; marks that would cover each other are set apart."""
    shown = atlas.outline(departement)
    around = [place for one in ([shown] if shown else atlas.outlines) for ring in one.rings for place in ring]
    if not around:
        return Region(width, height, {}, {}, {}, (), None, 1.0)
    left, right = min(x for x, _ in around), max(x for x, _ in around)
    top, bottom = min(y for _, y in around), max(y for _, y in around)
    margin = min(_MARGIN * (3 if shown else 1), width / 8, height / 8)
    scale = min((width - 2 * margin) / (right - left), (height - 2 * margin) / (bottom - top))
    east = (width - scale * (left + right)) / 2
    south = (height - scale * (top + bottom)) / 2

    def on(place: Point) -> Point:
        return place[0] * scale + east, place[1] * scale + south

    star = on(home) if home else None
    outlines = {one.code: tuple(tuple(map(on, ring)) for ring in one.rings) for one in atlas.outlines}
    spots = ((mark, on(mark.place)) for mark in marks)
    inside = ((mark, at) for mark, at in spots if _is_in_frame(at, width, height, RADIUS))
    placed = tuple(_set_apart(inside, width, height, star))
    return Region(
        width, height, outlines, {one.code: on(one.label) for one in atlas.outlines},
        {one.code: on(one.label if one is shown else one.name_at) for one in atlas.outlines}, placed,
        star if star and _is_in_frame(star, width, height, RADIUS) else None, scale,
    )  # fmt: skip


def drawn(
    region: Region,
    atlas: Atlas,
    *,
    own: str = "",
    tints: Mapping[str, int] | None = None,
    unknown: Collection[str] = (),
    values: Mapping[str, str] | None = None,
    names_own_only: bool = False,
    has_names: bool = True,
) -> Drawing:
    """Return the picture of a map: the ``own`` département filled, or each in its tint (1 to 4) with its value.

    ``unknown`` are hatched. Names stand where there is room for them, unless values do; ``names_own_only`` for a map
    too small for all of them, ``has_names`` False for one too small for any.
    """
    shapes: list[Shape] = [Area((box(0, 0, region.width, region.height),), "sea")]
    order = sorted(atlas.outlines, key=lambda one: one.code == own)  # its edge lies over those of its neighbours
    for one in order:
        rings = tuple(_inside(region.outlines[one.code], region))
        if not rings:
            continue
        tint = (tints or {}).get(one.code)
        is_own = one.code == own
        fill = f"tint-{tint}" if tint else "own" if is_own and tints is None else "land"
        if one.code in unknown:
            shapes += [Area(rings, "land"), Segments(hatch(rings, _STEP), "hatch", 1)]
            fill = ""
        edge = ("ink", 2.0) if is_own and tints is not None else ("primary", 2.0) if is_own else ("border", 1.0)
        shapes.append(Area(rings, fill, *edge))
    if values is None and has_names and names_own_only and own in region.outlines:
        in_middle = msgspec.structs.replace(region, names={own: _widest(region.outlines[own])[0]})
        shapes += _names(in_middle, [one for one in order if one.code == own], own)
    elif values is None and has_names and not names_own_only:
        shapes += _names(region, order, own)
    for code, text in (values or {}).items():
        (x, y), room = _widest(region.outlines[code])
        if breadth(text, _NAMES) <= room:  # else its bar says it alone
            ink = f"on-{tints.get(code, 1)}" if tints else "ink"
            shapes.append(Words(x, y + _NAMES * 0.36, text, _NAMES, ink, bold=True, anchor="middle"))
    places: dict[tuple[str, bool], list[Point]] = {}
    for placed in region.marks:
        places.setdefault((placed.mark.kind, placed.mark.is_near), []).append(placed.at)
    shapes += [Signs(form(kind, (0, 0), is_hollow=near), tuple(found)) for (kind, near), found in places.items()]
    if region.home:
        shapes.append(star(region.home))
    return Drawing(region.width, region.height, tuple(shapes))


def form(
    kind: str, at: Point, radius: float = RADIUS, *, is_hollow: bool = False, colour: str = ""
) -> tuple[Area, ...]:
    """Return a mark: full with a light edge, or hollow; in the colour of its kind, or in another."""
    ink = colour or kind
    ring = tuple((at[0] + x * radius, at[1] + y * radius) for x, y in FORMS[kind])
    if is_hollow:
        inner = tuple((at[0] + x * radius * 0.86, at[1] + y * radius * 0.86) for x, y in FORMS[kind])
        return Area((ring,), "surface", "surface", radius * 0.3), Area((inner,), "surface", ink, radius * 0.36)
    return (Area((ring,), ink, "surface", radius * 0.2),)


def star(at: Point, radius: float = 12.0) -> Area:
    """Return the star of the home commune."""
    turns = [math.radians(-90 + 36 * k) for k in range(10)]
    sizes = [radius if k % 2 == 0 else radius * 0.46 for k in range(10)]
    ring = tuple((at[0] + r * math.cos(a), at[1] + r * math.sin(a)) for a, r in zip(turns, sizes, strict=True))
    return Area((ring,), "ink", "surface", 2)


def scale_bar(region: Region, x: float, y: float) -> tuple[Shape, ...]:
    """Return the scale: a line of fifty kilometres (ten where that would be wider than a third of the map)."""
    long = _SCALE_KM if _SCALE_KM * region.scale <= region.width / 3 else 10
    end = x + long * region.scale
    lines = (((x, y), (end, y)), ((x, y - 3), (x, y + 3)), ((end, y - 3), (end, y + 3)))
    return Segments(lines, "muted", 1.2), Words(end + 6, y + 4, f"{long}\u00a0km", _NAMES, "muted")


def _names(region: Region, outlines: Sequence[Outline], own: str) -> Iterator[Words]:
    for one in outlines:
        half = max(breadth(line, _NAMES) for line in one.lines) / 2
        high = _NAMES * 1.1 * len(one.lines)
        at = _free_place(region, one.code, half, high)
        if at is None:
            continue
        ink = "primary" if one.code == own else "muted"
        for number, line in enumerate(one.lines):
            down = at[1] + number * _NAMES * 1.1
            yield Words(at[0], down, line, _NAMES, ink, one.code == own, "middle", "land", _EDGE)


def _free_place(region: Region, code: str, half: float, high: float) -> Point | None:
    """Return where a name covers the fewest marks, near the place given for it; None where it has no room."""
    x, y = region.names[code]
    if -half < x < region.width + half:  # a place in the sea, of a frame that is as narrow as the region
        x = min(max(x, half + 2), region.width - half - 2)
    reach = half + 48 + RADIUS
    all_spots = [*(one.at for one in region.marks), *([region.home] if region.home else ())]
    spots = [at for at in all_spots if abs(at[0] - x) < reach and abs(at[1] - y) < high + 48 + RADIUS]
    rings = region.outlines[code]
    stays_inside = _is_inside(rings, x, y)
    best: Point | None = None
    least = len(spots) + 1
    for right, down in _SHIFTS:  # the nearest first
        here = (x + right, y + down)
        if not (half <= here[0] <= region.width - half and _NAMES <= here[1] <= region.height - high):
            continue
        top, bottom = here[1] - _NAMES - RADIUS, here[1] + high - _NAMES + RADIUS
        hit = sum(abs(a - here[0]) < half + RADIUS and top < b < bottom for a, b in spots)
        if hit < least and (not stays_inside or _is_inside(rings, here[0], here[1] - _NAMES / 3)):
            best, least = here, hit
        if least == 0:
            break
    return best


def _set_apart(
    spots: Iterator[tuple[Mark, Point]], width: float, height: float, home: Point | None
) -> Iterator[Placed]:
    """Yield marks at their place, or at the nearest free one around it."""
    taken: dict[tuple[int, int], list[Point]] = {}
    if home:
        taken.setdefault(_cell(home), []).append(home)
    for mark, spot in spots:
        at = next((one for one in _around(spot, width, height) if _is_free(one, taken)), spot)
        taken.setdefault(_cell(at), []).append(at)
        yield Placed(mark, at)


def _around(spot: Point, width: float, height: float) -> Iterator[Point]:
    yield spot
    for ring in range(1, 9):
        count = 6 * ring
        for k in range(count):
            turn = 2 * math.pi * k / count
            near = (spot[0] + _APART * ring * math.cos(turn), spot[1] + _APART * ring * math.sin(turn))
            if _is_in_frame(near, width, height, RADIUS * 1.3):
                yield near


def _is_free(at: Point, taken: Mapping[tuple[int, int], list[Point]]) -> bool:
    column, row = _cell(at)
    near = (taken.get((column + a, row + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1))
    return all(math.dist(at, other) >= _APART - 0.5 for found in near for other in found)


def _cell(at: Point) -> tuple[int, int]:
    return int(at[0] // _APART), int(at[1] // _APART)


def _is_in_frame(at: Point, width: float, height: float, margin: float) -> bool:
    return margin <= at[0] <= width - margin and margin <= at[1] <= height - margin


def _inside(rings: Sequence[Ring], region: Region) -> Iterator[Ring]:
    """Yield the part of each ring that lies in the frame."""
    for ring in rings:
        if all(_is_in_frame(at, region.width, region.height, 0) for at in ring):
            yield ring
            continue
        cut: Ring = ring
        for axis, limit, sign in ((0, 0.0, 1), (0, region.width, -1), (1, 0.0, 1), (1, region.height, -1)):
            cut = tuple(_cut(cut, axis, limit, sign))
        if len(cut) > 2:
            yield cut


def _cut(ring: Ring, axis: int, limit: float, sign: int) -> Iterator[Point]:
    """Yield a ring cut at one side of the frame (Sutherland and Hodgman)."""
    for number, here in enumerate(ring):
        before = ring[number - 1]
        was, now = (before[axis] - limit) * sign, (here[axis] - limit) * sign
        if (was < 0) != (now < 0):
            part = was / (was - now)
            yield before[0] + (here[0] - before[0]) * part, before[1] + (here[1] - before[1]) * part
        if now >= 0:
            yield here


def _widest(rings: Sequence[Ring]) -> tuple[Point, float]:
    """Return the middle and the width of a surface at the height of its centre: where a value can be read."""
    ring = max(rings, key=len)
    y = (min(p[1] for p in ring) + max(p[1] for p in ring)) / 2
    crossed = sorted(
        a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (a[1] < y) != (b[1] < y)
    )
    start, end = max(zip(crossed[::2], crossed[1::2], strict=False), key=lambda pair: pair[1] - pair[0])
    return ((start + end) / 2, y), end - start


def _is_inside(rings: Sequence[Ring], x: float, y: float) -> bool:
    inside = False
    for ring in rings:
        for a, b in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (a[1] < y) != (b[1] < y) and x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]):
                inside = not inside
    return inside
