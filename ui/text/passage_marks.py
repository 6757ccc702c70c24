"""Highlighted passages of a text: a ground and a line under their words, which lead to the note of the passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument

from kit.tokens import Tokens
from ui.access.nodes import NOTE, PASSAGE

type Place = tuple[int, int]


class PassageMarks:
    """Where the passages of a document are. Words that lead elsewhere already go on doing so."""

    def __init__(self, document: QTextDocument, theme: Tokens) -> None:
        self._document, self._theme = document, theme
        self._before: list[tuple[Place, QTextCharFormat]] = []  # how the words looked
        self.places: dict[str, Place] = {}

    def forget(self) -> None:
        """Begin anew: the text is another one."""
        self._before, self.places = [], {}

    def show(self, places: Mapping[str, Place]) -> None:
        """Mark these passages, by id, and no other."""
        if places == self.places:
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        for place, look in reversed(self._before):
            _select(cursor, place)
            cursor.setCharFormat(look)
        self._before, self.places = [], dict(places)
        for key, place in places.items():
            for part, look in [*_stretches(self._document, *place)]:
                self._before.append((part, look))
                _select(cursor, part)
                cursor.setCharFormat(self._marked(look, key))
        cursor.endEditBlock()

    def at(self, position: int) -> str:
        """Return the id of the shortest passage that holds a position, its end counted in; empty for none."""
        found = [(end - start, key) for key, (start, end) in self.places.items() if start <= position <= end]
        return min(found, default=(0, ""))[1]

    def _marked(self, look: QTextCharFormat, key: str) -> QTextCharFormat:
        marked = QTextCharFormat(look)
        marked.setBackground(QColor(self._theme.mark))
        if not look.anchorHref() or look.anchorHref().startswith(PASSAGE):
            marked.setAnchor(True)
            marked.setAnchorHref(PASSAGE + key)
            marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            marked.setUnderlineColor(QColor(self._theme.ink))
        return marked


def _stretches(document: QTextDocument, first: int, last: int) -> Iterator[tuple[Place, QTextCharFormat]]:
    """Yield the stretches of one look between two places, without drawings and the numbers of notes."""
    block = document.findBlock(first)
    while block.isValid() and block.position() < last:
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            start, end = max(first, fragment.position()), min(last, fragment.position() + fragment.length())
            look = fragment.charFormat()
            if start < end and not look.isImageFormat() and not look.anchorHref().startswith(NOTE):
                yield (start, end), look
            place += 1
        block = block.next()


def _select(cursor: QTextCursor, place: Place) -> None:
    cursor.setPosition(place[0])
    cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
