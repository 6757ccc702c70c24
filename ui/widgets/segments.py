"""A few choices side by side, of which exactly one stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QHBoxLayout, QPushButton, QWidget


class Segments(QGroupBox):
    """Pairs of key and words as joined buttons; Tab enters the row once, arrows go through it.

    ``chosen`` carries the key, only when a hand changes it.
    """

    chosen = Signal(str)

    def __init__(self, name: str, pairs: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for key, words in pairs:
            button = QPushButton(words)
            button.setProperty("look", "segment")
            edge = "first" if key == pairs[0][0] else "last" if key == pairs[-1][0] else ""
            button.setProperty("edge", edge)
            button.setCheckable(True)
            button.setAccessibleDescription(name)
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[key] = button
        row.addStretch(1)
        self._buttons[pairs[0][0]].setChecked(True)
        self._chosen = pairs[0][0]
        self._group.buttonToggled.connect(self._on_toggled)

    def key(self) -> str:
        """Return the key that stands."""
        return self._chosen

    def choose(self, key: str) -> None:
        """Let a key stand, without a signal; an unknown one changes nothing."""
        if key in self._buttons:
            self._chosen = key
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """Return the button of a key."""
        return self._buttons[key]

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        key = next(k for k, one in self._buttons.items() if one is button)
        if on and key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)
