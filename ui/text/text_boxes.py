"""The framed parts of an article, painted under the text with round corners, which HTML in Qt does not have.

A framed table of one cell is a box. A table of several columns is a row of cards with gaps between: each second cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
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

from kit.tokens import Accent, Tokens

GAP = 1.4
"""Percent of the width between two cards of a row."""

SIGN = 30
"""Pixels of the sign of an entry of a story, at a text scale of 1."""

_BAR = 4.0


def share(columns: int) -> tuple[float, float]:
    """Return how much of the width a card and a gap take in a row of so many, in percent."""
    return (100 - GAP * (columns - 1)) / columns, GAP


class Box(Struct, frozen=True):
    """A framed part: its table, its ground and the colour of its line."""

    table: QTextTable
    ground: QColor
    line: QColor
    is_outermost: bool


class TextBoxes:
    """Tables with a ground become boxes: a bar of their colour on the left, or a thin line all round."""

    def __init__(self, document: QTextDocument, theme: Tokens) -> None:
        self._document, self._theme = document, theme
        self._boxes: list[Box] = []
        self.marked = -1  # a position in the text whose card stands out
        self.accent = ""  # in this accent of the theme, or in its main colour

    def take_over(self) -> None:
        """Take ground and border away from the tables of a new text, to paint them here."""
        self._boxes = []
        block = QTextCursor(self._document)
        root = block.currentFrame()  # ``rootFrame`` would be held as long as the document, though each text has its own
        block.beginEditBlock()  # else the text is laid out anew at each change
        for table in _tables(root):
            look = table.format()
            if look.background().style() == Qt.BrushStyle.NoBrush:
                continue
            colours = look.background().color(), look.borderBrush().color()
            self._boxes.append(Box(table, *colours, is_outermost=table.parentFrame() == root))
            look.setBackground(QBrush(Qt.BrushStyle.NoBrush))
            look.setBorder(0)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
            table.setFormat(look)
        block.endEditBlock()

    def paint(self, painter: QPainter, seen: QRectF) -> None:
        """Paint the boxes that touch ``seen``, in the document's coordinates."""
        radius = self._theme.radius_card * 0.8
        plain = {QColor(self._theme.line).name()}
        for box, place in self.in_sight(seen):
            if box.ground.name() == QColor(self._theme.track).name():
                self._paint_thread(painter, box, place)
                continue
            if box.table.columns() > 1 or box.ground.name() == QColor(self._theme.surface).name():
                self._paint_cards(painter, box, place, radius)
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

    def _paint_thread(self, painter: QPainter, box: Box, place: QRectF) -> None:
        """Paint the line that leads from the sign of an entry of a story down to that of the next."""
        sign = self._document.documentLayout().blockBoundingRect(box.table.cellAt(0, 1).firstCursorPosition().block())
        side = round(SIGN * min(self._theme.scale, 1.5))
        middle = sign.left() + side / 2
        painter.fillRect(QRectF(middle - 1, sign.top() + side + 4, 2, place.bottom() - sign.top() - side - 4), box.line)

    def _paint_cards(self, painter: QPainter, box: Box, row: QRectF, radius: float) -> None:
        t, columns = self._theme, (box.table.columns() + 1) // 2
        card, gap = (part * row.width() / 100 for part in share(columns))
        for number in range(columns):
            cell = box.table.cellAt(0, 2 * number)
            if cell.firstPosition() == cell.lastPosition():
                continue
            is_marked = cell.firstPosition() <= self.marked <= cell.lastPosition()
            accent = t.accent(self.accent) if self.accent else Accent(t.primary, t.primary_soft)
            painter.setPen(QPen(QColor(accent.ink) if is_marked else box.line, 2 if is_marked else 1))
            painter.setBrush(QColor(accent.soft) if is_marked else box.ground)
            place = QRectF(row.left() + number * (card + gap), row.top(), card, row.height())
            painter.drawRoundedRect(place, radius, radius)

    def card_at(self, position: int) -> QRectF:
        """Return where the framed part lies that holds a position in the text, an empty place for none."""
        for box in self._boxes:
            if box.table.firstPosition() <= position <= box.table.lastPosition():
                return self.place(box.table)
        return QRectF()

    def in_sight(self, seen: QRectF) -> Iterator[tuple[Box, QRectF]]:
        """Yield the boxes that touch ``seen``, with their places."""
        for box in self._boxes:
            place = self.place(box.table)
            if box.is_outermost and place.top() > seen.bottom():  # these stand one below the other: no other is seen
                return
            if place.intersects(seen):
                yield box, place

    def place(self, table: QTextTable) -> QRectF:
        """Return where a box stands, in the document's coordinates."""
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
