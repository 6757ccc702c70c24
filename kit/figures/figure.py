"""The figures of the texts, drawn: a number, bars, parts of a whole, a map with its bars.

The same values give the same drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from kit.content.blocks import Figure, plain
from kit.content.figure_words import is_rise, missing_words, source_words, value_words
from kit.content.model import Series, Value
from kit.figures.atlas import Atlas
from kit.figures.drawing import (
    TEXT,
    Area,
    Drawing,
    Point,
    Ring,
    Segments,
    Shape,
    Signs,
    Words,
    box,
    breadth,
    hatch,
    in_lines,
    moved,
)
from kit.figures.region import drawn, lay_out

_NUMBER = 44.0  # the size of a number that stands alone
_BAR, _GAP = 16.0, 10.0  # height of a bar, between two of them
_LABEL = 15.0
_LINE = 1.2  # of its size, from one line of a label to the next
_BESIDE = 440.0  # from this width on, labels stand before their bars and not above
_MAP = 300.0  # the widest map of départements
_WITH_MAP = 560.0  # from this width on, the bars stand beside the map
_NARROWEST = 160.0
_BETWEEN = 28.0  # two numbers side by side
_WHOLE = 56.0  # the height of a bar that parts share
_VALUE, _WIDEST_KEY = 18.0, 220.0  # in the key of such a bar
_TEXTURES = (("emplois", ""), ("besoins", "dots"), ("transition", "stripes"), ("qualite", ""))
"""The colour of each part, in turn, and what lies over it."""


def draw(figure: Figure, width: float, atlas: Atlas, *, own: str = "") -> Drawing:
    """Return a figure for a place of this width; a map fills the ``own`` département's edge.

    A place narrower than 160 gets a drawing of 160, to be scaled.
    """
    width = max(width, _NARROWEST)
    match figure.kind:
        case "chiffre":
            return _number(figure.series, width)
        case "carte":
            return _map(figure.series, width, atlas, own)
        case "parts":
            return _parts(figure.series, width)
    return _bars(figure.series.values, figure.series, width)


def stacked(figures: Sequence[Figure], width: float, atlas: Atlas) -> Drawing:
    """Return figures one below the other, each between its title and its source: a picture that stands alone."""
    shapes: list[Shape] = []
    y = 0.0
    for row in _rows(figures, width):
        wide = (width - _BETWEEN * (len(row) - 1)) / len(row)
        ends = []
        for place, figure in enumerate(row):
            told, end = _told(figure, wide, atlas)
            shapes += [_moved(shape, place * (wide + _BETWEEN), y) for shape in told]
            ends.append(end)
        y += max(ends) + 28
    return Drawing(max(width, _NARROWEST), max(y - 28, 1.0), tuple(shapes))


def _rows(figures: Sequence[Figure], width: float) -> Iterator[Sequence[Figure]]:
    """Yield the figures that stand side by side: two numbers where there is room for both, any other alone."""
    left = list(figures)
    while left:
        pair = width >= _WITH_MAP and [one.kind for one in left[:2]] == ["chiffre", "chiffre"]
        row, left = left[: 1 + pair], left[1 + pair :]
        yield row


def _told(figure: Figure, width: float, atlas: Atlas) -> tuple[list[Shape], float]:
    """Return a figure between its title and its source, and where it ends."""
    shapes: list[Shape] = []
    series = figure.series
    above = (series.title, TEXT, True) if figure.kind != "chiffre" else ("", TEXT, True)
    below = (plain(figure.words), TEXT, False), (source_words(series), 13.0, False)
    y = _lines(shapes, above, width, 0) + 4
    drawing = draw(figure, width, atlas)
    shapes += [_moved(shape, 0, y) for shape in drawing.shapes]
    y += drawing.height + 6
    for line in below:
        y = _lines(shapes, line, width, y)
    return shapes, y


def _lines(shapes: list[Shape], told: tuple[str, float, bool], width: float, y: float) -> float:
    """Add a paragraph below ``y``; returns where it ends."""
    text, size, is_bold = told
    for line in in_lines(text, size, width) if text else ():
        y += size * 1.3
        shapes.append(Words(0, y - size * 0.3, line, size, "ink" if size == TEXT else "muted", bold=is_bold))
    return y


def _number(series: Series, width: float) -> Drawing:
    """Return a number, and below it, if it is a part of a hundred, the part that it is."""
    value = series.values[0].value
    told = value_words(series, value)
    size = min(_NUMBER, _NUMBER * width / max(breadth(told, _NUMBER), 1.0))
    shapes: list[Shape] = [Words(0, size, told, size, "primary", bold=True)]
    height = size * 1.3
    if series.unit.startswith("%") and not is_rise(series) and 0 < value <= 100:
        wide = min(width - 2, 320.0)
        shapes += [
            Area((box(1, height, wide, 12),), "track", "line", 1),
            Area((box(1, height, wide * value / 100, 12),), "primary"),
        ]
        height += 16
    return Drawing(width, height, tuple(shapes))


class _Columns(msgspec.Struct, frozen=True):
    """Where labels, bars and values stand: ``labels`` is 0 where they stand above their bars."""

    labels: float
    start: float
    end: float


def _parts(series: Series, width: float) -> Drawing:
    """Return one bar shared by its parts, told apart by texture too, what is left hatched, and a key below."""
    shares = [max(one.value, 0.0) for one in series.values]
    whole = max(sum(shares), 100.0 if series.unit.startswith("%") else 0.0) or 1.0
    wide, x = width - 2, 1.0
    shapes: list[Shape] = []
    for number, (one, share) in enumerate(zip(series.values, shares, strict=True)):
        long = wide * share / whole
        ring = box(x, 0, max(long - 2, 0.5), _WHOLE)
        shapes += _textured(ring, number)
        told = f"{one.label} {value_words(series, one.value)}"
        if breadth(told, TEXT) <= long - 28 and number % len(_TEXTURES) not in (1, 2):
            shapes.append(Words(x + 14, _WHOLE / 2 + TEXT * 0.36, told, TEXT, "surface", bold=True))
        x += long
    if width - 1 - x > 2:
        rest = box(x, 0, width - 1 - x, _WHOLE)
        shapes += [Area((rest,), "land", "border", 1), Segments(hatch((rest,), 6), "hatch", 1)]
    return Drawing(width, *_key(series, width, shapes))


def _textured(ring: Ring, number: int) -> tuple[Shape, ...]:
    """Return a part in its colour, and over it dots or stripes for the second and the third."""
    ink, texture = _TEXTURES[number % len(_TEXTURES)]
    base = Area((ring,), ink)
    (left, top), (right, bottom) = ring[0], ring[2]
    if texture == "stripes":
        return base, Segments(hatch((ring,), 8), "surface", 2.4)
    dots = tuple(
        tuple((left + 6 + 8 * a + 1.7 * math.cos(k * math.pi / 4), top + 6 + 8 * b + 1.7 * math.sin(k * math.pi / 4))
              for k in range(8))
        for a in range(int((right - left - 4) // 8)) for b in range(int((bottom - top - 4) // 8))
    )  # fmt: skip
    return (base, Area(dots, "surface")) if texture == "dots" and dots else (base,)


def _key(series: Series, width: float, shapes: list[Shape]) -> tuple[float, tuple[Shape, ...]]:
    """Return how high a drawing is with a key under it, and its shapes: each part's sign, value and name."""
    x, y, high = 0.0, _WHOLE + 14, 0.0
    for number, one in enumerate(series.values):
        told = value_words(series, one.value)
        names = in_lines(one.label, _LABEL, max(min(width, _WIDEST_KEY) - 26, 20))
        size = min(_VALUE, _VALUE * (width - 26) / max(breadth(told, _VALUE), 1.0))
        wide = 26 + max(breadth(told, size), *(breadth(name, _LABEL) for name in names)) + 18
        if x and x + wide - 18 > width:
            x, y, high = 0.0, y + high + 8, 0.0
        shapes += _textured(box(x, y + 2, 16, 16), number)
        shapes.append(Words(x + 26, y + _VALUE * 0.9, told, size, bold=True))
        for row, name in enumerate(names):
            shapes.append(Words(x + 26, y + _VALUE * 1.1 + _LABEL * (1 + row * _LINE), name, _LABEL))
        high = max(high, _VALUE * 1.1 + _LABEL * _LINE * len(names) + 4)
        x += wide
    return y + high, tuple(shapes)


def _bars(values: tuple[Value, ...], series: Series, width: float, fills: Mapping[str, str] | None = None) -> Drawing:
    """Return a bar for each value, from nought; the values stand at the right, one below the other.

    With ``fills``, which give the colour of a label's bar, those of other labels are outlined only.
    """
    told = [value_words(series, one.value) for one in values]
    widest = max((breadth(words, TEXT) for words in told), default=0.0)
    at_right = min(widest, width * 0.4)
    labels = width * 0.36 if width >= _BESIDE else 0.0
    columns = _Columns(labels, labels + 10 if labels else 1.0, width - at_right - 10)
    least = min(0.0, *(one.value for one in values)) if values else 0.0
    most = max(0.0, *(one.value for one in values)) if values else 0.0
    reach = (columns.end - columns.start) / ((most - least) or 1.0)
    nought = columns.start - least * reach
    shapes: list[Shape] = []
    axis: list[tuple[Point, Point]] = []
    y = 0.0
    for one, words in zip(values, told, strict=True):
        lines = in_lines(one.label, _LABEL, labels or width)
        high = len(lines) * _LABEL * _LINE
        for number, line in enumerate(lines):
            shapes.append(Words(0, y + _LABEL + number * _LABEL * _LINE, line, _LABEL))
        top = y + 2 if labels else y + high + 3
        left, right = sorted((nought, nought + one.value * reach))
        bar = box(left, top, max(right - left, 1.0), _BAR)
        if fills is None:
            shapes.append(Area((bar,), "primary"))
        else:
            shapes.append(Area((bar,), fills.get(one.label, "surface"), "border" if one.label in fills else "ink", 1))
        axis.append(((nought, top - 2), (nought, top + _BAR + 2)))
        size = min(TEXT, TEXT * at_right / max(breadth(words, TEXT), 1.0))
        shapes.append(Words(width, top + _BAR - 2, words, size, bold=True, anchor="end"))
        y = max(y + high, top + _BAR + 2) + _GAP
    return Drawing(width, max(y - _GAP + 2, 1.0), (*shapes, Segments(tuple(axis), "line", 1)))


def _map(series: Series, width: float, atlas: Atlas, own: str) -> Drawing:
    """Return the départements in four tints with their values, those not known hatched, and all values as bars."""
    codes = {one.name: one.code for one in atlas.outlines}
    known = {codes[one.label]: one for one in series.values if one.label in codes}
    if not known:
        return _bars(series.values, series, width)
    beside = width >= _WITH_MAP
    wide = min(_MAP, width * 0.46) if beside else min(_MAP, width)
    high = wide * 1.3
    ranks = sorted({one.value for one in known.values()})
    steps = max(len(ranks) - 1, 1)
    tints = {code: 1 + round(3 * ranks.index(one.value) / steps) for code, one in known.items()}
    told = {code: value_words(series, one.value) for code, one in known.items()}
    unknown = {codes[label] for label in series.missing if label in codes}
    region = lay_out(atlas, (), wide, high)
    base = drawn(region, atlas, own=own, tints=tints, unknown=unknown, values=told)
    shapes: list[Shape] = [shape for shape in base.shapes[1:]]  # without the sea: it stands in a text
    fills = {one.label: f"tint-{tints[code]}" for code, one in known.items()}
    bars = _bars(series.values, series, width - wide - 20 if beside else width, fills)
    right, down = (wide + 20, 10.0) if beside else (0.0, high + 12)
    shapes += [_moved(shape, right, down) for shape in bars.shapes]
    bottom = down + bars.height
    if unknown:
        sign = box(right + 1, bottom + 12, 16, 16)
        words = in_lines(missing_words(series), _LABEL, width - right - 26)
        shapes += [
            Area((sign,), "land", "border", 1),
            Segments(hatch((sign,), 6), "hatch", 1),
            *(Words(right + 25, bottom + 25 + n * _LABEL * _LINE, line, _LABEL) for n, line in enumerate(words)),
        ]
        bottom += 30 + (len(words) - 1) * _LABEL * _LINE
    return Drawing(width, max(high, bottom), tuple(shapes))


def _moved(shape: Shape, right: float, down: float) -> Shape:
    match shape:
        case Area():
            return moved(shape, (right, down))
        case Segments(lines):
            return msgspec.structs.replace(
                shape,
                lines=tuple(((a[0] + right, a[1] + down), (b[0] + right, b[1] + down)) for a, b in lines),
            )
        case Words(x, y):
            return msgspec.structs.replace(shape, x=x + right, y=y + down)
        case Signs(_, places):
            return msgspec.structs.replace(shape, places=tuple((x + right, y + down) for x, y in places))
