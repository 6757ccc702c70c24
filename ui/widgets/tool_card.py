"""A card of tools: what it is for, and its buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label


class ToolCard(QFrame):
    """A title, a sentence, fields one below the other, then buttons side by side."""

    def __init__(self, theme: Tokens, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(theme.space_2)
        column.addWidget(Heading(title, 2, "h3"))
        column.addWidget(Label(words, "muted"))
        self._fields = QVBoxLayout()
        self._fields.setSpacing(theme.space_2)
        column.addLayout(self._fields)
        self._flow = FlowLayout(gap=theme.space_2)
        column.addLayout(self._flow)

    def add_field(self, field: QWidget) -> None:
        """Add a field below the others."""
        self._fields.addWidget(field)

    def add_button(self, words: str, pressed: Callable[[], None], *, look: str = "") -> QPushButton:
        """Add a button after the others; return it."""
        button = QPushButton(words)
        button.setProperty("look", look)
        button.clicked.connect(pressed)
        self._flow.addWidget(button)
        return button
