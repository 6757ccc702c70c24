"""A drawing as plain shapes, and its one written form: SVG with the colours of whoever shows it.

Units are those of a screen at a text of 16 (``TEXT``), the origin at the top left; whoever shows a drawing scales it as
a whole. A colour is a name of a palette (``PAPER``, or the tokens of a theme), so that one drawing follows all themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

TEXT = 16
"""The size of running text that a drawing stands beside."""
FAMILY = "Atkinson Hyperlegible"

Point = tuple[float, float]
Ring = tuple[Point, ...]
Palette = Mapping[str, str]

PAPER: Palette = {
    "ink": "#000000",
    "muted": "#000000",
    "line": "#8A8A8A",
    "surface": "#FFFFFF",
    "sea": "#FFFFFF",
    "land": "#FFFFFF",
    "border": "#8A8A8A",
    "own": "#E6F0F2",
    "primary": "#0B5563",
    "track": "#FFFFFF",
    "tint-1": "#D5E6E9",
    "tint-2": "#9CC4CC",
    "tint-3": "#4D8F9C",
    "tint-4": "#0B5563",
    "on-1": "#000000",
    "on-2": "#000000",
    "on-3": "#FFFFFF",
    "on-4": "#FFFFFF",
    "hatch": "#8A8A8A",
    "emplois": "#0B5563",
    "besoins": "#6A3F9B",
    "transition": "#2A6E47",
    "acteurs": "#1F5FA8",
    "qualite": "#B4461A",
    "autres": "#4A5A61",
}
"""The colours of paper: on white, told apart by form and tint when printed in black."""


class Area(msgspec.Struct, frozen=True):
    """A surface of closed rings (a hole is a ring too), with its edge."""

    rings: tuple[Ring, ...]
    fill: str = ""
    line: str = ""
    width: float = 1.0


class Segments(msgspec.Struct, frozen=True):
    """Straight lines of one pen, each from a point to a point."""

    lines: tuple[tuple[Point, Point], ...]
    ink: str
    width: float = 1.0


class Words(msgspec.Struct, frozen=True):
    """One line of text on its base line; ``anchor`` is start, middle or end.

    ``edge`` is the colour around its letters, drawn with a pen of ``edge_width``, that parts them from
    what lies below; empty for none.
    """

    x: float
    y: float
    text: str
    size: float = TEXT
    ink: str = "ink"
    bold: bool = False
    anchor: str = "start"
    edge: str = ""
    edge_width: float = 3.0


class Signs(msgspec.Struct, frozen=True):
    """The same surfaces, around the origin, at many places: who paints them paints one and sets it at each place."""

    form: tuple[Area, ...]
    places: tuple[Point, ...]

    def areas(self) -> Iterator[Area]:
        """Yield the surfaces of all places."""
        for place in self.places:
            for area in self.form:
                yield moved(area, place)


Shape = Area | Segments | Words | Signs


class Drawing(msgspec.Struct, frozen=True):
    """Shapes in a frame, the first at the bottom."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


# The widest of regular and bold, in hundredths of the size: held to the bundled fonts by a test.
_WIDTHS = (
    (30, "!',.:;j|’\u202f"),
    (40, " ()-[]`filrt{}îï·\u00a0"),
    (50, '"*/1I\\_Î°²'),
    (60, "279<>EFJL^abcdeghknopsuvxyz~àâäéèêëôöùûüÿçÉÈÊ–"),
    (70, "$+034568=?ABCDHKNPRSTUVXYZqÀÛÇ«»€"),
    (80, "#&@GOQwÔ"),
    (90, "MWmæ—…½"),
    (100, "%œ"),
)
_WIDTH_OF = {letter: width / 100 for width, letters in _WIDTHS for letter in letters}
_WIDEST = 1.1


def breadth(text: str, size: float) -> float:
    """Return a width that a text of this size never exceeds in the bundled fonts."""
    return size * sum(_WIDTH_OF.get(letter, _WIDEST) for letter in text)


def in_lines(text: str, size: float, width: float) -> list[str]:
    """Return a text cut into lines of at most this width: between words, inside a word that is longer than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        wider = f"{line} {word}" if line else word
        if breadth(wider, size) <= width:
            line = wider
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and breadth(line + letter, size) > width:
                lines.append(line)
                line = ""
            line += letter
    return [*lines, line] if line else lines or [""]


def moved(area: Area, by: Point) -> Area:
    """Return a surface at another place."""
    rings = tuple(tuple((x + by[0], y + by[1]) for x, y in ring) for ring in area.rings)
    return msgspec.structs.replace(area, rings=rings)


def box(x: float, y: float, width: float, height: float) -> Ring:
    """Return a rectangle as a ring."""
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def hatch(rings: Sequence[Ring], step: float) -> tuple[tuple[Point, Point], ...]:
    """Return lines at 45° over a surface, ``step`` apart: a texture that every medium draws alike."""
    edges = [edge for ring in rings for edge in pairwise((*ring, ring[0]))]
    if not edges or step <= 0:
        return ()
    sums = [x + y for ring in rings for x, y in ring]
    found: list[tuple[Point, Point]] = []
    level = (min(sums) // step + 1) * step
    while level < max(sums):  # the line x + y = level
        crossed = sorted(x for a, b in edges for x in _crossing(a, b, level))
        found += [((x, level - x), (z, level - z)) for x, z in zip(crossed[::2], crossed[1::2], strict=False)]
        level += step
    return tuple(found)


def _crossing(a: Point, b: Point, level: float) -> Iterable[float]:
    before, after = a[0] + a[1] - level, b[0] + b[1] - level
    if (before < 0) != (after < 0):
        yield a[0] + (b[0] - a[0]) * before / (before - after)


def svg(drawing: Drawing, palette: Palette) -> str:
    """Return a drawing as SVG 1.1 in these colours; every form is spelled out, none leans on a pattern or a filter."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(drawing.width)}" height="{_n(drawing.height)}" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}">'
    ]
    parts += [_written(shape, palette) for shape in drawing.shapes]
    return "".join((*parts, "</svg>"))


def _written(shape: Shape, palette: Palette) -> str:
    match shape:
        case Area(rings, fill, line, width):
            path = "".join("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in ring) + "Z" for ring in rings)
            paint = f'fill="{palette[fill] if fill else "none"}"'
            if line:
                paint += f' stroke="{palette[line]}" stroke-width="{_n(width)}" stroke-linejoin="round"'
            return f'<path d="{path}" fill-rule="evenodd" {paint}/>'
        case Segments(lines, ink, width):
            path = "".join(f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}" for a, b in lines)
            return f'<path d="{path}" fill="none" stroke="{palette[ink]}" stroke-width="{_n(width)}"/>'
        case Words():
            return _letters(shape, palette)
        case Signs():
            return "".join(_written(area, palette) for area in shape.areas())


def _letters(words: Words, palette: Palette) -> str:
    weight = ' font-weight="700"' if words.bold else ""
    place = (
        f'x="{_n(words.x)}" y="{_n(words.y)}" font-family="{FAMILY}" font-size="{_n(words.size)}"{weight} '
        f'text-anchor="{words.anchor}"'
    )
    text = words.text.translate(_SPELLED)
    edge = ""
    if words.edge:  # an element of its own: not all readers know « paint-order »
        paint = f'fill="{palette[words.edge]}" stroke="{palette[words.edge]}"'
        width = f'stroke-width="{_n(words.edge_width)}" stroke-linejoin="round"'
        edge = f"<text {place} {paint} {width}>{text}</text>"
    return f'{edge}<text {place} fill="{palette[words.ink]}">{text}</text>'


_ILLEGAL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "")
_SPELLED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}) | _ILLEGAL


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
