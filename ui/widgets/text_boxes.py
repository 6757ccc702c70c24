"""The framed parts of an article, painted under the text with round corners, which HTML in Qt does not have."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPainterPath,
    QPen,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)

from ui.theme.tokens import Tokens

_BAR = 4.0


@dataclass(frozen=True, slots=True)
class _Box:
    """A framed part: its table, its ground and the colour of its line."""

    table: QTextTable
    ground: QColor
    line: QColor


class TextBoxes:
    """Tables with a ground become boxes: a bar of their colour on the left, or a thin line all round."""

    def __init__(self, document: QTextDocument, theme: Tokens) -> None:
        self._document, self._theme = document, theme
        self._boxes: list[_Box] = []

    def take_over(self) -> None:
        """Take ground and border away from the tables of a new text, to paint them here."""
        self._boxes = []
        block = QTextCursor(self._document)
        block.beginEditBlock()  # else the text is laid out anew at each change
        for table in _tables(self._document.rootFrame()):
            look = table.format()
            if look.background().style() == Qt.BrushStyle.NoBrush:
                continue
            self._boxes.append(_Box(table, look.background().color(), look.borderBrush().color()))
            look.setBackground(QBrush(Qt.BrushStyle.NoBrush))
            look.setBorder(0)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
            table.setFormat(look)
        block.endEditBlock()

    def paint(self, painter: QPainter, seen: QRectF) -> None:
        """Paint the boxes that touch ``seen``, in the document's coordinates."""
        radius = self._theme.radius_card * 0.8
        plain = {QColor(self._theme.line).name()}
        for box in self._boxes:
            place = self._place(box.table)
            if not place.intersects(seen):
                continue
            shape = QPainterPath()
            shape.addRoundedRect(place, radius, radius)
            painter.fillPath(shape, box.ground)
            if box.line.name() in plain or box.ground.name() == QColor(self._theme.ground).name():
                painter.setPen(QPen(box.line, 1))
                painter.drawPath(shape)
            else:
                painter.setClipPath(shape)
                painter.fillRect(QRectF(place.left(), place.top(), _BAR, place.height()), box.line)
                painter.setClipping(False)

    def _place(self, table: QTextTable) -> QRectF:
        look, cell = table.format(), table.cellAt(0, 0).format().toTableCellFormat()
        # QTextDocumentLayout adds the place of the first cell to that of its table: take it back
        inset = QPointF(look.leftMargin() + cell.leftPadding(), look.topMargin() + cell.topPadding())
        place = self._document.documentLayout().frameBoundingRect(table).translated(-inset)
        return place.adjusted(0.5, look.topMargin() + 0.5, -0.5, -look.bottomMargin() - 0.5)


def _tables(frame: QTextFrame) -> list[QTextTable]:
    found = []
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            found.append(child)
        found += _tables(child)
    return found
