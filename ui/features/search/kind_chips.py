"""Chips that narrow a list to one kind, each with its count; a kind without any is not shown."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGroupBox, QPushButton, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import FlowLayout


class KindChips(QGroupBox):
    """``kinds`` are pairs of key and words, the first of them for all; ``chosen`` carries a key."""

    chosen = Signal(str)

    def __init__(
        self, theme: Tokens, name: str, kinds: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(name)
        self._words = dict(kinds)
        self._all = kinds[0][0]
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self, gap=theme.space_2)
        for key, words in kinds:
            button = QPushButton(words)
            button.setProperty("look", "chip")
            button.setCheckable(True)
            self._group.addButton(button)
            self._buttons[key] = button
            flow.addWidget(button)
        self._chosen = self._all
        self._buttons[self._all].setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)

    def show_counts(self, counts: Mapping[str, int]) -> str:
        """Show how many there are of each kind; return the kind chosen, all of them if its count fell to none."""
        for key, button in self._buttons.items():
            count = counts.get(key, 0)
            text = f"{self._words[key]} {count}"
            if button.text() != text:
                button.setText(text)
                button.setAccessibleName(
                    fr(
                        "{words} {count} résultat{plural}",
                        words=self._words[key],
                        count=count,
                        plural="s" if count > 1 else "",
                    )
                )
            if button.isHidden() == bool(count):
                button.setVisible(bool(count))
        if not counts.get(self.current(), 0):
            self._chosen = self._all
            self._buttons[self._all].setChecked(True)
        return self.current()

    def current(self) -> str:
        """Return the kind chosen."""
        return self._chosen

    def _on_toggled(self, button: QAbstractButton, on: bool) -> None:
        key = next(k for k, one in self._buttons.items() if one is button)
        if on and key != self._chosen:
            self._chosen = key
            self.chosen.emit(key)

    def chip(self, key: str) -> QPushButton:
        """Return the chip of a kind."""
        return self._buttons[key]
