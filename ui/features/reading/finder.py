"""The search inside a text: its bar tied to the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from kit.search.extracts import marks
from ui.features.reading import found_words
from ui.features.reading.find_bar import FindBar
from ui.text.article_view import ArticleView


class PageFinder(QObject):
    """``wanted`` asks for the bar, where F3 has nothing to go on from; ``announced`` says which place is in sight."""

    announced = Signal(str)
    wanted = Signal()

    def __init__(self, view: ArticleView, bar: FindBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._bar = view, bar
        bar.closed.connect(self._on_closed)
        bar.next_requested.connect(self.go_on)
        bar.previous_requested.connect(self.go_back)
        bar.words_changed.connect(self._on_words_changed)

    def open(self) -> None:
        """Show the bar, and look for the words of last time."""
        self._bar.open()
        if self._bar.field.text():
            self._on_words_changed(self._bar.field.text())

    def is_hidden(self, words: list[str]) -> bool:
        """Say whether what is unfolded lacks one of these words."""
        seen = self._view.document().toRawText()[: self._view.fold]
        return not all(marks(seen, [word]) for word in words)

    def mark(self, words: list[str]) -> None:
        """Mark the words everywhere and go to the paragraph that has most of them."""
        found, best = found_words.places(self._view.document(), words)
        if found:
            self._view.finder.show(found, best)
            if not self._view.isVisible():
                QTimer.singleShot(0, self._view, self._view.ensureCursorVisible)

    def go_on(self) -> None:
        """Go to the next place."""
        self._step(back=False)

    def go_back(self) -> None:
        """Go to the place before."""
        self._step(back=True)

    def _step(self, *, back: bool) -> None:
        if not self._bar.isVisible():
            if self._view.finder.total:  # the words of the search that led here
                self.announced.emit(f"{self._view.finder.go_on(back=back)} sur {self._view.finder.total}")
            else:
                self.wanted.emit()
            return
        total = self._view.finder.search(self._bar.field.text(), typing=False)
        self.announced.emit(self._bar.show_count(self._view.finder.go_on(back=back), total))

    def _on_words_changed(self, words: str) -> None:
        total = self._view.finder.search(words)
        self._bar.show_count(self._view.finder.go_on(), total)

    def _on_closed(self) -> None:
        self._bar.hide()
        self._view.finder.clear()
        self._view.setFocus()
