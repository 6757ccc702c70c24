"""What one chooses for the texts besides their size, each choice as chips under its name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.services.reading_looks import LOOKS
from ui.services.settings import Settings
from ui.widgets.segments import Segments
from ui.widgets.text import Label


class ReadingChoices(QWidget):
    """Keeps each choice in the settings; ``chosen`` when a hand made one, so that it is shown."""

    chosen = Signal()

    def __init__(self, theme: Tokens, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.choices: dict[str, Segments] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        for look in LOOKS:
            row = Segments(look.name, list(look.pairs), joined=False)
            for key, _ in look.pairs:
                row.button(key).setObjectName(f"{look.setting}-{key}")  # where the focus returns to
            row.chosen.connect(lambda key, setting=look.setting: self._on_chosen(setting, key))
            self.choices[look.setting] = row
            column.addWidget(Label(look.name, "label"))
            column.addWidget(row)
            column.addSpacing(theme.space_1)
        self.show_settings()

    def show_settings(self) -> None:
        """Let what is kept stand, without a signal."""
        for setting, row in self.choices.items():
            row.choose("")
            row.choose(self._settings.text(setting))

    def _on_chosen(self, setting: str, key: str) -> None:
        self._settings.set(setting, key)
        self.chosen.emit()
