"""A few words to search for, each a chip; ``chosen`` carries the words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label


class WordChips(QWidget):
    """Chips under a line of text; hidden where there is no word."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._lead = Label("", "muted")
        self._chips: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_3)
        column.addWidget(self._lead)
        self._flow = FlowLayout(gap=theme.space_2)
        column.addLayout(self._flow)

    def show_words(self, lead: str, words: Sequence[str]) -> None:
        """Offer other words."""
        self._lead.setText(lead)
        while len(self._chips) < len(words):
            self._chips.append(self._build_chip())
        for chip, text in zip(self._chips, words, strict=False):
            chip.setText(text)
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < len(words))
        self.setVisible(bool(words))

    def words(self) -> list[str]:
        """Return the words on offer."""
        return [chip.text() for chip in self._chips if not chip.isHidden()]

    def chips(self) -> list[QPushButton]:
        """Return the chips in sight."""
        return [chip for chip in self._chips if not chip.isHidden()]

    def _build_chip(self) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("look", "chip")
        chip.setAccessibleDescription("Chercher ces mots")
        chip.clicked.connect(lambda: self.chosen.emit(chip.text()))
        self._flow.addWidget(chip)
        return chip
