"""What is under way and a button to stop it, shown only when it lasts."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.text import Label

PATIENCE_MS = 150


class WaitBar(QFrame):
    """Hidden until ``begin`` has stood for 150 ms; ``stopped`` when its button is pressed. ``framed`` for a card."""

    stopped = Signal()

    def __init__(self, theme: Tokens, *, framed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        if framed:
            self.setProperty("look", "card")
            column.setContentsMargins(theme.space_3, theme.space_2, theme.space_3, theme.space_2)
        else:
            column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self._words = Label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.button = QPushButton("Arrêter")
        self.button.setProperty("look", "link-flush")
        self.button.clicked.connect(self._on_stopped)
        row = QHBoxLayout()
        row.setSpacing(theme.space_3)
        row.addWidget(self.bar, 1)
        row.addWidget(self.button)
        column.addWidget(self._words)
        column.addLayout(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE_MS)
        self._soon.timeout.connect(self.show)
        self.hide()

    def begin(self, words: str, *, stoppable: bool = True) -> None:
        """Something of unknown length has begun."""
        self._say(words)
        self.button.setVisible(stoppable)
        self.bar.setRange(0, 0)
        if self.isHidden() and not self._soon.isActive():
            self._soon.start()

    def advance(self, words: str, done: int, total: int) -> None:
        """It is now known how much of it is done."""
        self._say(words)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def end(self) -> None:
        """It is over."""
        self._soon.stop()
        self.hide()

    def _on_stopped(self) -> None:
        self.end()
        self.stopped.emit()

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self.bar.setAccessibleName(words)
        self.button.setAccessibleName(fr("Arrêter : {words}", words=words))
