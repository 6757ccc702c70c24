"""The search inside a page: its bar tied to the view, and the words of the search that led here."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextDocument

from kit.search import extracts
from kit.search.folding import query_words
from ui.text.article_view import ArticleView
from ui.text.bar_finder import BarFinder
from ui.text.find_bar import FindBar


class PageFinder(BarFinder):
    """The finder of a page, which may be folded."""

    def __init__(self, view: ArticleView, bar: FindBar, parent: QObject | None = None) -> None:
        super().__init__(view, view.finder, bar, parent)
        self._article = view

    def is_hidden(self, words: list[str]) -> bool:
        """Say whether what is unfolded lacks one of these words."""
        seen = self._article.document().toRawText()[: self._article.fold]
        return not all(extracts.marks(seen, [word]) for word in words)

    def mark(self, words: list[str]) -> None:
        """Mark the words everywhere and go to the paragraph that has most of them."""
        found, best = _places(self._article.document(), words)
        if found:
            self._article.finder.show(found, best)
            if not self._article.isVisible():
                QTimer.singleShot(0, self._article, self._article.ensureCursorVisible)


def _places(document: QTextDocument, words: list[str]) -> tuple[list[tuple[int, int]], int]:
    """Return where the words stand, and the number of the first place in the paragraph that has most of them.

    Where none stands as it is, the last word counts as a beginning.
    """
    text = document.toRawText()
    found = list(extracts.places(text, set(words)) or extracts.marks(text, words))
    best, most, seen, block = 0, 0, set[str](), -1
    first = 0
    for number, (start, end) in enumerate(found):
        here = document.findBlock(start).blockNumber()
        if here != block:
            block, seen, first = here, set(), number
        seen.update(query_words(text[start:end]))
        if len(seen) > most:
            best, most = first, len(seen)
    return found, best
