"""A few choices side by side, of which exactly one stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import pressed_text


class Segments(QGroupBox):
    """Pairs of key and words as joined buttons; Tab enters the row once, arrows go through it.

    ``chosen`` carries the key, only when a hand changes it. Without ``joined`` they are chips that go on in a new line
    where there is no room, each with a sign and a number where these are given.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, pairs: list[tuple[str, str]], parent: QWidget | None = None, *, joined: bool = True
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(name)
        self._words = dict(pairs)
        self._counts: Mapping[str, int] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for key, words in pairs:
            button = QPushButton(pressed_text(words))
            button.setProperty("look", "segment" if joined else "choice")
            if joined:
                edge = "first" if key == pairs[0][0] else "last" if key == pairs[-1][0] else ""
                button.setProperty("edge", edge)
            button.setCheckable(True)
            button.setAccessibleDescription(name)
            self._group.addButton(button)
            self._buttons[key] = button
        self._lay_out(joined=joined)
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

    def show_signs(self, signs: Mapping[str, QIcon], size: int) -> None:
        """Show a sign, ``size`` pixels high, before the words of some choices."""
        for key, sign in signs.items():
            self._buttons[key].setIcon(sign)
            self._buttons[key].setIconSize(QSize(size, size))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much each choice gives, after its words."""
        if counts == self._counts:
            return
        self._counts = dict(counts)
        for key, count in counts.items():
            self._buttons[key].setText(pressed_text(f"{self._words[key]}  {count}"))

    def _lay_out(self, *, joined: bool) -> None:
        if joined:
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(0)
            for button in self._buttons.values():
                row.addWidget(button)
            row.addStretch(1)
            return
        flow = FlowLayout(self)
        for button in self._buttons.values():
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        key = next(k for k, one in self._buttons.items() if one is button)
        if on and key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)
