"""The source of a text: numbered lines, those with a remark of the rules marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from kit.content.problem import Problem
from kit.tokens import Tokens
from ui.text.text_finder import TextFinder
from ui.widgets.text import as_text

_ROOM = 8  # pixels around a number


class SourceEditor(QPlainTextEdit):
    """Tab leaves it, as any field; ``words`` are its letters as a file holds them, no-break spaces too."""

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._remarks: dict[int, str] = {}
        self._remarked: list[QTextEdit.ExtraSelection] = []
        self.finder = TextFinder(self, theme, self._lead_to)
        self.setTabChangesFocus(True)
        self.setAccessibleName("Source du texte")
        self._margin = _Margin(self)
        self.blockCountChanged.connect(self._fit)
        self.updateRequest.connect(self._on_update)
        self.textChanged.connect(self._forget_found)
        self._fit()

    @property
    def words(self) -> str:
        """The text, lines ended by line feeds. ``toPlainText`` would lose the no-break spaces."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def show_words(self, words: str, line: int = 0) -> None:
        """Show another text, the cursor at the beginning of a line; for 0 all stays where it was.

        Ctrl+Z undoes none of it.
        """
        place, top = self.textCursor().position(), self.verticalScrollBar().value()
        self.finder.clear()
        self.setPlainText(words)
        cursor = self.textCursor()
        block = self.document().findBlockByNumber(line - 1)
        cursor.setPosition(block.position() if line and block.isValid() else min(place, len(words)))
        self.setTextCursor(cursor)
        if line:
            self.centerCursor()
        else:
            self.verticalScrollBar().setValue(top)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the lines that a rule says something of."""
        self._remarks = {}
        for one in problems:
            before = self._remarks.get(one.line)
            self._remarks[one.line] = f"{before}\n{one.message}" if before else one.message
        marked = []
        for line in self._remarks:
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                marks = QTextEdit.ExtraSelection()
                marks.cursor = QTextCursor(block)
                marks.format.setBackground(QColor(self._theme.warn_soft))
                marks.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marked.append(marks)
        self._remarked = marked
        self.finder.mark_again()
        self._margin.update()

    def setExtraSelections(self, found: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Mark what is searched for, besides the lines with a remark."""
        super().setExtraSelections([*self._remarked, *found])

    def remark(self, line: int) -> str:
        """Return what the rules say of a line, from 1; empty for nothing."""
        return self._remarks.get(line, "")

    @property
    def line(self) -> int:
        """The line of the cursor, from 1."""
        return self.textCursor().blockNumber() + 1

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line, in the middle of what is seen."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        self.setTextCursor(QTextCursor(block if block.isValid() else self.document().lastBlock()))
        self.centerCursor()
        self.setFocus()

    def _forget_found(self) -> None:
        if self.finder.total:  # what was found stands elsewhere by now
            self.finder.clear()

    def _lead_to(self, cursor: QTextCursor) -> None:
        self.setTextCursor(cursor)
        self.centerCursor()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place: QPoint = event.pos()  # type: ignore[attr-defined]
            at = self.viewport().mapFrom(self, place)
            words = self.remark(self.cursorForPosition(at).blockNumber() + 1)
            QToolTip.showText(event.globalPos(), as_text(words), self)  # type: ignore[attr-defined]
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        cursor = self.cursorRect()
        was_seen = cursor.top() >= 0 and cursor.bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_seen:  # the bar at the foot takes room from below
            self.ensureCursorVisible()
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), self.margin_width(), inside.height()))

    def margin_width(self) -> int:
        """Return how wide the numbers are."""
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(self.blockCount()))) + 2 * _ROOM

    def paint_margin(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight, those with a remark on a ground of their own."""
        painter, t = QPainter(self._margin), self._theme
        painter.fillRect(event.rect(), QColor(t.ground))
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > event.rect().bottom():
                break
            marked = block.blockNumber() + 1 in self._remarks
            if marked:
                line = QRect(0, round(place.top()), self._margin.width(), round(place.height()))
                painter.fillRect(line, QColor(t.warn_line))
            painter.setPen(QColor(t.surface if marked else t.muted))
            box = QRect(0, round(place.top()), self._margin.width() - _ROOM, self.fontMetrics().height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            block = block.next()
        painter.end()

    def _fit(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)

    def _on_update(self, part: QRect, down: int) -> None:
        if down:
            self._margin.scroll(0, down)
        else:
            self._margin.update(0, part.y(), self._margin.width(), part.height())


class _Margin(QWidget):
    """The numbers beside the text: for the eye; the list of remarks names the lines."""

    def __init__(self, editor: SourceEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_margin(event)
