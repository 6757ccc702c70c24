"""Tab from link to link, from what is in sight on: Qt alone begins again at the top of the text."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from ui.access import text_geometry


def prepare(view: QTextBrowser, *, ahead: bool) -> bool:
    """Select the next link (the one before, going back): from a selection in sight, else from what is in sight.

    True when a link was selected: the step is made. Else the view takes the step, out of the text, as no link is left
    that way. The view alone would stop at the first letter of a link that is a named place too.
    """
    found = links(view.document())
    leads = _selection_in_sight(view)
    if leads:
        cursor = view.textCursor()
        top, bottom = cursor.selectionEnd(), cursor.selectionStart()
    else:
        top, bottom = _sight(view)
    left = [link for link in found if (link[0] >= top if ahead else link[1] <= bottom)]
    if left:
        _select(view, *left[0 if ahead else -1])
        view.ensureCursorVisible()
    elif found:  # from the outermost link, the next step leaves the text
        scrolled = view.verticalScrollBar().value()
        _select(view, *found[-1 if ahead else 0])
        view.verticalScrollBar().setValue(scrolled)
    return bool(left)


def links(document: QTextDocument) -> list[tuple[int, int]]:
    """Return where each link lies, in reading order; a link in two styles is one link."""
    found: list[tuple[int, int]] = []
    block, last = document.begin(), ""
    while block.isValid():
        place = block.begin()
        while not place.atEnd():
            fragment = place.fragment()
            start, end = fragment.position(), fragment.position() + fragment.length()
            href = fragment.charFormat().anchorHref()
            if href and found and href == last and found[-1][1] == start:
                found[-1] = (found[-1][0], end)
            elif href:
                found.append((start, end))
            last = href
            place += 1
        block, last = block.next(), ""
    return found


def _selection_in_sight(view: QTextBrowser) -> bool:
    cursor = view.textCursor()
    if not cursor.hasSelection():
        return False
    place = text_geometry.bounds(view.document(), cursor.selectionStart(), cursor.selectionEnd())
    top = view.verticalScrollBar().value()
    return bool(place.bottom() > top and place.top() < top + view.viewport().height())


def _sight(view: QTextBrowser) -> tuple[int, int]:
    """Return the first and the last position in sight; a line that is cut in half counts no more."""
    half = view.fontMetrics().height() // 2
    seen = view.viewport().rect()
    top = view.cursorForPosition(QPoint(0, half)).position() if view.verticalScrollBar().value() else 0
    return top, view.cursorForPosition(seen.bottomRight() - QPoint(0, half)).position()


def _select(view: QTextBrowser, start: int, end: int) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
