"""The figures of the texts, drawn: a number, bars, a map with its bars. The same values give the same drawing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kit.content.blocks import Figure, plain
from kit.content.figure_words import source_words, value_words
from kit.content.model import Series, Value
from kit.figures.atlas import Atlas
from kit.figures.drawing import TEXT, Area, Drawing, Point, Segments, Shape, Words, box, breadth, hatch, in_lines
from kit.figures.region import drawn, lay_out

_NUMBER = 44.0  # the size of a number that stands alone
_BAR, _GAP = 16.0, 10.0  # height of a bar, between two of them
_LABEL = 15.0
_LINE = 1.2  # of its size, from one line of a label to the next
_BESIDE = 440.0  # from this width on, labels stand before their bars and not above
_MAP = 300.0  # the widest map of départements
_WITH_MAP = 560.0  # from this width on, the bars stand beside the map
_NARROWEST = 160.0


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
    return _bars(figure.series.values, figure.series, width)


def stacked(figures: Sequence[Figure], width: float, atlas: Atlas) -> Drawing:
    """Return figures one below the other, each between its title and its source: a picture that stands alone."""
    shapes: list[Shape] = []
    y = 0.0
    for figure in figures:
        series = figure.series
        above = (series.title, TEXT, True) if figure.kind != "chiffre" else ("", TEXT, True)
        below = (plain(figure.words), TEXT, False), (source_words(series), 13.0, False)
        y = _lines(shapes, above, width, y) + 4
        drawing = draw(figure, width, atlas)
        shapes += [_moved(shape, 0, y) for shape in drawing.shapes]
        y += drawing.height + 6
        for line in below:
            y = _lines(shapes, line, width, y)
        y += 28
    return Drawing(max(width, _NARROWEST), max(y - 28, 1.0), tuple(shapes))


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
    if series.unit.startswith("%") and 0 < value <= 100:
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


def _bars(values: tuple[Value, ...], series: Series, width: float) -> Drawing:
    """Return a bar for each value, from nought; the values stand at the right, one below the other."""
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
        shapes.append(Area((box(left, top, max(right - left, 1.0), _BAR),), "primary"))
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
    low = min(one.value for one in known.values())
    spread = (max(one.value for one in known.values()) - low) or 1.0
    tints = {code: 1 + min(3, int(4 * (one.value - low) / spread)) for code, one in known.items()}
    told = {code: value_words(series, one.value) for code, one in known.items()}
    unknown = {codes[label] for label in series.missing if label in codes}
    region = lay_out(atlas, (), wide, high)
    base = drawn(region, atlas, own=own, tints=tints, unknown=unknown, values=told)
    shapes: list[Shape] = [shape for shape in base.shapes[1:]]  # without the sea: it stands in a text
    bars = _bars(series.values, series, width - wide - 20 if beside else width)
    right, down = (wide + 20, 10.0) if beside else (0.0, high + 12)
    shapes += [_moved(shape, right, down) for shape in bars.shapes]
    bottom = down + bars.height
    if unknown:
        sign = box(right + 1, bottom + 12, 16, 16)
        words = in_lines("non connu", _LABEL, width - right - 26)
        shapes += [
            Area((sign,), "land", "border", 1),
            Segments(hatch((sign,), 6), "hatch", 1),
            *(Words(right + 25, bottom + 25 + n * _LABEL * _LINE, line, _LABEL) for n, line in enumerate(words)),
        ]
        bottom += 30 + (len(words) - 1) * _LABEL * _LINE
    return Drawing(width, max(high, bottom), tuple(shapes))


def _moved(shape: Shape, right: float, down: float) -> Shape:
    match shape:
        case Area(rings):
            moved = tuple(tuple((x + right, y + down) for x, y in ring) for ring in rings)
            return msgspec.structs.replace(shape, rings=moved)
        case Segments(lines):
            return msgspec.structs.replace(
                shape,
                lines=tuple(((a[0] + right, a[1] + down), (b[0] + right, b[1] + down)) for a, b in lines),
            )
        case Words(x, y):
            return msgspec.structs.replace(shape, x=x + right, y=y + down)
