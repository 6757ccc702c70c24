"""What says, below a line, that no more words go in: those that were pasted past its end are not there."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.text import Label

_WORDS = "{most} caractères au plus\u00a0: la fin du texte n’a pas été reprise. Raccourcissez ce titre."


class LimitWords(Label):
    """Hidden until ``line`` refuses what is typed or pasted past its ``maxLength``; gone once it is shorter."""

    def __init__(self, line: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__("", "error", parent=parent)
        self._line = line
        self._described = line.accessibleDescription()
        self.hide()
        line.inputRejected.connect(self._on_refused)
        line.textChanged.connect(self._on_changed)

    def _on_refused(self) -> None:
        if len(self._line.text()) >= self._line.maxLength():
            self._say(_WORDS.format(most=self._line.maxLength()))

    def _on_changed(self, text: str) -> None:
        if self.text() and len(text) < self._line.maxLength():
            self._say("")

    def _say(self, words: str) -> None:
        self.setText(words)
        self.setVisible(bool(words))
        self._line.setAccessibleDescription(words or self._described)
