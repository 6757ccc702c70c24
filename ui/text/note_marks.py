"""The numbers of notes in a text: each in a round ground, with room enough to be clicked, the open one filled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextCursor, QTextDocument

from kit.tokens import Tokens
from ui.access import text_geometry

_TARGET, _PILL = 24, 20
"""Pixels at a text scale of 1: how wide what one clicks is at least, and how high its ground."""

_APART = 2  # pixels that stay free on each side of the ground: two numbers side by side do not touch


class NoteMarks:
    """Where the notes of a document are called. The document must be laid out before anything is painted."""

    def __init__(self, document: QTextDocument, theme: Tokens) -> None:
        self._document, self._theme = document, theme
        self._places: list[tuple[int, int]] = []
        self._open: tuple[int, int] | None = None

    def forget(self) -> None:
        """Begin anew: the text is another one."""
        self._places, self._open = [], None

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where the numbers stand, in their order."""
        return tuple(self._places)

    def add(self, start: int, end: int, look: QTextCharFormat) -> None:
        """Take in a number with the spaces on its two sides, and widen these in ``look``."""
        self._places.append((start, end))
        wide = QFontMetricsF(self._letters()).horizontalAdvance(self._words(start, end))
        look.setFontWordSpacing(max(0.0, _TARGET * self._theme.scale - wide) / 2)

    def at(self, position: int, target: str) -> tuple[int, int] | None:
        """Return where the number stands that leads to ``target`` and holds a position, its end counted in."""
        for start, end in self._places:
            if start <= position <= end:
                cursor = QTextCursor(self._document)
                cursor.setPosition(end)
                if cursor.charFormat().anchorHref() == target:
                    return start, end
        return None

    def left_out(self, words: str, start: int) -> str:
        """Return a stretch of the text, which begins at ``start``, without its numbers and the spaces around them."""
        kept, done = [], 0
        for first, end in self._places:
            if first >= start and end - start <= len(words):
                kept.append(words[done : first - start].rstrip())
                done = end - start
        return "".join((*kept, words[done:]))

    def show_open(self, place: tuple[int, int] | None) -> None:
        """Let one number stand out, the one whose note is open; the view is to be painted again."""
        self._open = place

    def paint(self, painter: QPainter, seen: QRectF) -> None:
        """Paint the grounds that may be in ``seen``, in the document's coordinates."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.primary_soft))
        layout = self._document.documentLayout()
        for start, end in self._places:
            if layout.blockBoundingRect(self._document.findBlock(start)).intersects(seen):
                self._paint_ground(painter, start, end)

    def paint_open(self, painter: QPainter) -> None:
        """Paint the number whose note is open, over the text."""
        if self._open is None:
            return
        t, (start, end) = self._theme, self._open
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.focus))
        ground = self._paint_ground(painter, start, end)
        painter.setFont(self._letters())
        painter.setPen(QColor(t.focus_gap))
        painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), self._words(start, end).strip())

    def _letters(self) -> QFont:
        font = QFont(self._document.defaultFont())
        font.setPixelSize(self._theme.text_tiny)
        font.setBold(True)
        return font

    def _words(self, start: int, end: int) -> str:
        return "".join(self._document.characterAt(place) for place in range(start, end))

    def _paint_ground(self, painter: QPainter, start: int, end: int) -> QRectF:
        box = next(iter(text_geometry.line_boxes(self._document, start, end)), QRectF())
        high = _PILL * self._theme.scale
        ground = QRectF(box.left() + _APART, box.center().y() - high / 2, box.width() - 2 * _APART, high)
        painter.drawRoundedRect(ground, high / 2, high / 2)
        return ground
