"""Three states by their form: done is solid, under way is hatched, to do is empty; the same wherever they are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from kit.dossier.model import Status
from kit.tokens import Tokens

_HATCH, _EVERY = 2, 5  # pixels: the line, and from line to line


def fill(painter: QPainter, shape: QPainterPath, status: Status, t: Tokens, scale: float = 1.0) -> None:
    """Fill a shape as one action stands; the hatch is at 45 degrees, its lines ``scale`` times as wide."""
    if status is Status.DONE:
        painter.fillPath(shape, QColor(t.green.ink))
    elif status is Status.DOING:
        painter.save()
        painter.setClipPath(shape)
        painter.fillPath(shape, QColor(t.surface))
        painter.setPen(QPen(QColor(t.green.ink), _HATCH * scale))
        box, every = shape.boundingRect(), _EVERY * scale * 2**0.5
        reach = box.right() + box.bottom()
        at = (box.left() + box.top()) // every * every
        while at <= reach:
            painter.drawLine(QPointF(at - box.top(), box.top()), QPointF(at - box.bottom(), box.bottom()))
            at += every
        painter.restore()
        painter.strokePath(shape, QPen(QColor(t.green.ink), 1))
    else:
        painter.fillPath(shape, QColor(t.surface if t.name == "contrast" else t.track))
        if t.name == "contrast":
            painter.strokePath(shape, QPen(QColor(t.ink), 1))
