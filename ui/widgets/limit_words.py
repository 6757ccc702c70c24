"""What says, below a field, that no more words go in: those that were pasted past its end are not there."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from kit.typography import fr, thousands
from ui.widgets.long_text import LongText
from ui.widgets.text import Label

_LEFT_OUT = fr(
    "{most} caractères au plus : la fin du texte collé ({cut} caractères) n’a pas été reprise. "
    "Gardez-la dans un document à part."
)
_WORDS = fr("{most} caractères au plus : la fin du texte n’a pas été reprise. Raccourcissez-le.")


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


class LeftOutWords(Label):
    """Hidden until a part of what is pasted in ``field`` is left out; gone once there is room again."""

    def __init__(self, field: LongText, parent: QWidget | None = None) -> None:
        super().__init__("", "error", parent=parent)
        self._field = field
        self._described = field.accessibleDescription()
        self.hide()
        field.left_out.connect(self._on_left_out)
        field.textChanged.connect(self._on_changed)

    def _on_left_out(self, cut: int) -> None:
        self._say(left_out_words(cut, self._field.most))

    def _on_changed(self) -> None:
        if self.text() and self._field.document().characterCount() <= self._field.most:
            self._say("")

    def _say(self, words: str) -> None:
        self.setText(words)
        self.setVisible(bool(words))
        self._field.setAccessibleDescription(words or self._described)


def left_out_words(cut: int, most: int) -> str:
    """Return the sentence for ``cut`` characters that did not go into a field of ``most``; empty for none."""
    return _LEFT_OUT.format(most=thousands(most), cut=thousands(cut)) if cut else ""
