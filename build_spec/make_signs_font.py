"""Make resources/fonts/KitSignes-Regular.ttf: check boxes in their states, arrows, narrow space, firm hyphen.

Run by hand with fontTools (``python make_signs_font.py OUT``); the program and the tests never need it. A box made of
text, unlike one made of lines, can be read aloud, searched and copied out of a PDF.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

UNITS = 1000
LOW, HIGH = -130, 790  # the box: 920 units, around the height of Atkinson's capitals (668)
EDGE = 78
Point = tuple[float, float]


def polygon(pen: TTGlyphPen, *points: Point) -> None:
    """Draw a closed outline."""
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def bar(pen: TTGlyphPen, start: Point, end: Point, width: float) -> None:
    """Draw a straight stroke, always filled in the same direction."""
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    nx, ny = -(y1 - y0) / length * width / 2, (x1 - x0) / length * width / 2
    polygon(pen, (x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny))


def frame(pen: TTGlyphPen) -> None:
    """Draw the empty box."""
    left, right = 40, 960
    polygon(pen, (left, LOW), (left, HIGH), (right, HIGH), (right, LOW))
    polygon(
        pen,
        (left + EDGE, LOW + EDGE),
        (right - EDGE, LOW + EDGE),
        (right - EDGE, HIGH - EDGE),
        (left + EDGE, HIGH - EDGE),
    )


def done(pen: TTGlyphPen) -> None:
    """A tick: one outline, thick enough for a photocopy."""
    frame(pen)
    polygon(pen, (215, 345), (305, 435), (430, 310), (705, 635), (800, 555), (440, 130))


def doing(pen: TTGlyphPen) -> None:
    """The lower right half is black."""
    frame(pen)
    polygon(pen, (180, LOW + 140), (820, HIGH - 140), (820, LOW + 140))


def paused(pen: TTGlyphPen) -> None:
    """Two upright bars."""
    frame(pen)
    bar(pen, (390, LOW + 220), (390, HIGH - 220), 110)
    bar(pen, (610, LOW + 220), (610, HIGH - 220), 110)


def dropped(pen: TTGlyphPen) -> None:
    """A slash from corner to corner."""
    frame(pen)
    bar(pen, (100, LOW + 60), (900, HIGH - 60), 80)


def discuss(pen: TTGlyphPen) -> None:
    """A question mark made of straight strokes."""
    frame(pen)
    polygon(pen, (310, 480), (310, 560), (390, 640), (610, 640), (690, 560), (690, 420), (555, 290), (555, 215),
            (445, 215), (445, 340), (580, 465), (580, 510), (560, 530), (440, 530), (420, 510), (420, 480))  # fmt: skip
    polygon(pen, (442, 30), (442, 145), (558, 145), (558, 30))


def arrow(dx: int, dy: int) -> Callable[[TTGlyphPen], None]:
    """Return the drawing of an arrow that points to (dx, dy)."""

    def draw(pen: TTGlyphPen) -> None:
        cx, cy, reach = 500, 330, 380
        tip = (cx + dx * reach, cy + dy * reach)
        neck = (tip[0] - dx * 150, tip[1] - dy * 150)
        bar(pen, (cx - dx * reach, cy - dy * reach), neck, 84)
        polygon(pen, tip, (tip[0] - dx * 270 + dy * 200, tip[1] - dy * 270 - dx * 200),
                (tip[0] - dx * 270 - dy * 200, tip[1] - dy * 270 + dx * 200))  # fmt: skip

    return draw


SIGNS: dict[int, tuple[str, int, Callable[[TTGlyphPen], None] | None]] = {
    0x20: ("space", 250, None),
    0x2011: ("firmhyphen", 380, lambda pen: bar(pen, (60, 250), (320, 250), 84)),
    0x202F: ("narrowspace", 130, None),
    0x2190: ("left", 1000, arrow(-1, 0)),
    0x2191: ("up", 1000, arrow(0, 1)),
    0x2192: ("right", 1000, arrow(1, 0)),
    0x2193: ("down", 1000, arrow(0, -1)),
    0x2610: ("todo", 1000, frame),
    0x2611: ("done", 1000, done),
    0x25EA: ("doing", 1000, doing),
    0x25EB: ("paused", 1000, paused),
    0x29C4: ("dropped", 1000, dropped),
    0x2370: ("discuss", 1000, discuss),
}


def main(out: str) -> None:
    """Write the font."""
    glyphs, widths = {}, {}
    for name, width, draw in [(".notdef", 1000, frame), *SIGNS.values()]:
        pen = TTGlyphPen(None)
        if draw:
            draw(pen)
        glyphs[name] = pen.glyph()
        widths[name] = width
    font = FontBuilder(UNITS, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({code: name for code, (name, _, _) in SIGNS.items()})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (width, glyphs[name].xMin if glyphs[name].numberOfContours else 0)
                                 for name, width in widths.items()})  # fmt: skip
    font.setupHorizontalHeader(ascent=950, descent=-290)
    font.setupNameTable({
        "copyright": "Copyright 2026 CRESS Nouvelle-Aquitaine", "familyName": "Kit Signes", "styleName": "Regular",
        "psName": "KitSignes-Regular", "uniqueFontIdentifier": "KitSignes-Regular-1", "fullName": "Kit Signes Regular",
        "version": "Version 1.000", "licenseDescription": "SIL Open Font License, Version 1.1",
        "licenseInfoURL": "https://openfontlicense.org"})  # fmt: skip
    font.setupOS2(
        sTypoAscender=950, sTypoDescender=-290, usWinAscent=950, usWinDescent=290, sCapHeight=668, sxHeight=496
    )
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 3_800_000_000
    font.font.recalcTimestamp = False
    font.save(out)


main(sys.argv[1])
