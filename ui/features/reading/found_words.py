"""Where the words of a search stand in a text on screen, and which of the places to show first."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from kit.search import extracts
from kit.search.folding import query_words


def places(document: QTextDocument, words: list[str]) -> tuple[list[tuple[int, int]], int]:
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
