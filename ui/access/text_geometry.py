"""Where a stretch of a QTextDocument lies, line by line: for the focus ring and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QTextEdit


def line_boxes(document: QTextDocument, start: int, end: int) -> list[QRectF]:
    """Return the box of each line of the stretch, in the document's coordinates."""
    boxes: list[QRectF] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() <= end:
        boxes += _boxes_in_block(document, block, start - block.position(), end - block.position())
        block = block.next()
    return boxes


def _boxes_in_block(document: QTextDocument, block: QTextBlock, start: int, end: int) -> list[QRectF]:
    whole = document.documentLayout().blockBoundingRect(block)  # also lays the block out: ask before its lines
    layout, boxes = block.layout(), []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if line.isValid() and start < last and end > first:  # cursorToX of an invalid line ends the process
            left, right = _x(line, max(start, first)), _x(line, min(end, last))
            boxes.append(QRectF(whole.x() + left, whole.y() + line.y(), right - left, line.height()))
    return boxes


def _x(line, position: int) -> float:  # type: ignore[no-untyped-def]
    found = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)


def bounds(document: QTextDocument, start: int, end: int) -> QRectF:
    """Return the box around a stretch: exact within one block, whole blocks beyond."""
    first = document.findBlock(start)
    if end < first.position() + first.length():
        boxes = line_boxes(document, start, end) or [document.documentLayout().blockBoundingRect(first)]
    else:
        boxes, block = [], first
        while block.isValid() and block.position() <= end:
            boxes.append(document.documentLayout().blockBoundingRect(block))
            block = block.next()
    whole = QRectF()
    for box in boxes:
        whole = whole.united(box)
    return whole


def on_screen(view: QTextEdit, box: QRectF) -> QRect:
    """Return where a box of the document lies on the screen."""
    scrolled = QPoint(-view.horizontalScrollBar().value(), -view.verticalScrollBar().value())
    return QRect(view.viewport().mapToGlobal(box.toRect().topLeft() + scrolled), box.toRect().size())
