"""Find in page: marks every place, goes from one to the next. Case and accents do not count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from kit.folding import without_accents
from kit.tokens import Tokens
from kit.typography import NBSP


class TextFinder:
    """Searches one text view; ``select`` selects the present place and brings it into sight, marks show all."""

    def __init__(self, view: QTextEdit | QPlainTextEdit, theme: Tokens, select: Callable[[QTextCursor], None]) -> None:
        self._view, self._theme, self._select = view, theme, select
        self._found: list[tuple[int, int]] = []
        self._number: int | None = None
        self._typing = False

    def search(self, words: str, *, typing: bool = True) -> int:
        """Mark each place of ``words`` and return how many there are.

        While ``typing``, the next place may start where the present one does.
        """
        self._found, self._typing = [], typing
        text, wanted = _fold(self._view.document().toRawText()), _fold(words)
        place = text.find(wanted) if wanted else -1
        while place >= 0:
            self._found.append((place, place + len(wanted)))
            place = text.find(wanted, place + len(wanted))
        self._mark(None)
        return len(self._found)

    def show(self, places: list[tuple[int, int]], number: int) -> None:
        """Mark these places, found elsewhere, and select one; ``go_on`` goes from there."""
        self._found, self._typing = places, False
        self._select(self._selecting(*places[number]))
        self._mark(number)

    @property
    def total(self) -> int:
        """How many places are marked."""
        return len(self._found)

    def go_on(self, *, back: bool = False) -> int:
        """Select the next place from the cursor on, round the end; returns its number from 1, 0 for none."""
        if not self._found:
            return 0
        cursor = self._view.textCursor()
        if back:
            before = [n for n, (_, end) in enumerate(self._found) if end <= cursor.selectionStart()]
            number = before[-1] if before else len(self._found) - 1
        else:
            start = cursor.selectionStart() if self._typing else cursor.selectionEnd()
            number = next((n for n, (first, _) in enumerate(self._found) if first >= start), 0)
        self._typing = False
        self._select(self._selecting(*self._found[number]))
        self._mark(number)
        return number + 1

    def clear(self) -> None:
        """Take the marks away; the selection stays."""
        self._found = []
        self._view.setExtraSelections([])

    def mark_again(self) -> None:
        """Mark the places as they are, for a view that has other marks too."""
        self._mark(self._number)

    def _mark(self, current: int | None) -> None:
        self._number = current
        marks = []
        for number, place in enumerate(self._found):
            mark, look = QTextEdit.ExtraSelection(), QTextCharFormat()
            look.setBackground(QColor(self._theme.orange.soft if number == current else self._theme.mark))
            look.setFontUnderline(number == current)
            mark.cursor, mark.format = self._selecting(*place), look
            marks.append(mark)
        self._view.setExtraSelections(marks)

    def _selecting(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _fold(text: str) -> str:
    """Return ``text`` without case and accents, character for character, so that places hold."""
    plain = text.replace("’", "'").replace(NBSP, " ")
    return "".join(without_accents(c)[:1].lower()[:1] or c for c in plain)
