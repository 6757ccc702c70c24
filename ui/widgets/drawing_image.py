"""A drawing of the kit in the colours of a theme, as pixels.

Qt paints the shapes itself: its reader of SVG takes 20 ms for the names of a map with their light edges.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from kit.figures.drawing import Area, Drawing, Palette, Ring, Segments, Shape, Signs, Words, moved
from kit.figures.palette import drawing_palette
from kit.figures.region import form
from kit.tokens import FAMILY, Tokens

_AROUND = ((-1, 0), (1, 0), (0, -1), (0, 1), (-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7))
"""Where letters are repeated for their edge, in halves of its pen."""


def drawing_image(drawing: Drawing, theme: Tokens, scale: float, ratio: float) -> QImage:
    """Return a drawing ``scale`` times its size, for a screen of this pixel ratio, on a transparent ground."""
    wide, high = drawing.width * scale, drawing.height * scale
    image = QImage(QSizeF(wide * ratio, high * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_shapes(painter, drawing.shapes, theme, scale)
    painter.end()
    return image


def _paint_signs(painter: QPainter, signs: Signs, theme: Tokens, scale: float) -> None:
    """Paint the form once and set it at each place, on whole pixels: a hundred strokes take ten times as long."""
    ratio = painter.device().devicePixelRatioF()
    reach = max(abs(at) for area in signs.form for ring in area.rings for place in ring for at in place)
    half = math.ceil((reach + max(area.width for area in signs.form)) * scale * ratio)
    middle = half / (scale * ratio)
    form = tuple(moved(area, (middle, middle)) for area in signs.form)
    sign = drawing_image(Drawing(2 * middle, 2 * middle, form), theme, scale, ratio)
    for x, y in signs.places:
        left, top = (round(at * scale * ratio - half) / ratio for at in (x, y))
        painter.drawImage(QPointF(left, top), sign)


def mark_image(
    kind: str, theme: Tokens, size: int, ratio: float, *, is_hollow: bool = False, colour: str = ""
) -> QImage:
    """Return the sign of a kind of mark, ``size`` pixels high."""
    shapes = form(kind, (9.0, 9.0), is_hollow=is_hollow, colour=colour)
    return drawing_image(Drawing(18.0, 18.0, shapes), theme, size / 18, ratio)


def paint_shapes(painter: QPainter, shapes: Iterable[Shape], theme: Tokens, scale: float) -> None:
    """Paint shapes in the colours of a theme, ``scale`` times their size."""
    palette = drawing_palette(theme)
    painter.save()
    painter.scale(scale, scale)
    for shape in shapes:
        match shape:
            case Area(rings, fill, line, width):
                painter.setPen(_pen(palette[line], width) if line else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(palette[fill]) if fill else QBrush())
                painter.drawPath(path_of(rings))
            case Signs():
                painter.restore()
                _paint_signs(painter, shape, theme, scale)
                painter.save()
                painter.scale(scale, scale)
            case Segments(lines, ink, width):
                pen = _pen(palette[ink], width)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                path = QPainterPath()
                for (a, b), (c, d) in lines:
                    path.moveTo(a, b)
                    path.lineTo(c, d)
                painter.setBrush(QBrush())
                painter.drawPath(path)
            case Words():
                _write(painter, shape, palette)
    painter.restore()


def path_of(rings: Iterable[Ring], scale: float = 1.0) -> QPainterPath:
    """Return the surface of closed rings; a ring inside another is a hole."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x * scale, y * scale) for x, y in ring]))
        path.closeSubpath()
    return path


def _write(painter: QPainter, words: Words, palette: Palette) -> None:
    font = QFont(FAMILY)
    font.setPixelSize(max(1, int(words.size)))
    font.setBold(words.bold)
    painter.setFont(font)
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    left = words.x - (QFontMetricsF(font).horizontalAdvance(words.text) * share if share else 0)
    if words.edge:
        painter.setPen(QColor(palette[words.edge]))
        half = words.edge_width / 2
        for right, down in _AROUND:
            painter.drawText(QPointF(left + right * half, words.y + down * half), words.text)
    painter.setPen(QColor(palette[words.ink]))
    painter.drawText(QPointF(left, words.y), words.text)


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
