"""A drawing of the kit in the colours of a theme, as pixels."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from kit.figures.drawing import Drawing, svg
from ui.theme.drawing_palette import drawing_palette
from ui.theme.tokens import Tokens


def drawing_image(drawing: Drawing, theme: Tokens, scale: float, ratio: float) -> QImage:
    """Return a drawing ``scale`` times its size, for a screen of this pixel ratio, on a transparent ground."""
    wide, high = drawing.width * scale, drawing.height * scale
    image = QImage(QSizeF(wide * ratio, high * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(svg(drawing, drawing_palette(theme)).encode()))
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, wide, high))
    painter.end()
    return image
