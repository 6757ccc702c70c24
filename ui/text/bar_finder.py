"""A search bar tied to the text that it searches."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.text.find_bar import FindBar
from ui.text.text_finder import TextFinder


class BarFinder(QObject):
    """``wanted`` asks for the bar, where F3 has nothing to go on from; ``announced`` says which place is in sight."""

    announced = Signal(str)
    wanted = Signal()

    def __init__(self, view: QWidget, finder: TextFinder, bar: FindBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._finder, self._bar = view, finder, bar
        bar.closed.connect(self._on_closed)
        bar.next_requested.connect(self.go_on)
        bar.previous_requested.connect(self.go_back)
        bar.words_changed.connect(self._on_words_changed)

    def open(self) -> None:
        """Show the bar, and look for the words of last time."""
        self._bar.open()
        if self._bar.field.text():
            self._on_words_changed(self._bar.field.text())

    def go_on(self) -> None:
        """Go to the next place."""
        self._step(back=False)

    def go_back(self) -> None:
        """Go to the place before."""
        self._step(back=True)

    def _step(self, *, back: bool) -> None:
        if not self._bar.isVisible():
            if self._finder.total:  # the words of the search that led here
                self.announced.emit(f"{self._finder.go_on(back=back)} sur {self._finder.total}")
            else:
                self.wanted.emit()
            return
        total = self._finder.search(self._bar.field.text(), typing=False)
        self.announced.emit(self._bar.show_count(self._finder.go_on(back=back), total))

    def _on_words_changed(self, words: str) -> None:
        total = self._finder.search(words)
        self._bar.show_count(self._finder.go_on(), total)

    def _on_closed(self) -> None:
        self._bar.hide()
        self._finder.clear()
        self._view.setFocus()
