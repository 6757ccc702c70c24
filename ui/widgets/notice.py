"""A quiet bar above the page: what happened, what is safe, what to do. It stays until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label


class Notice(QFrame):
    """One message at a time, with at most one thing to do; hidden when there is none."""

    pressed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_3, theme.space_2, theme.space_2, theme.space_2)
        row.addWidget(Pictogram("attention", theme.warn_ink, theme.icon))
        self._label = Label("")
        row.addWidget(self._label, 1)
        self._button = QPushButton()
        self._button.clicked.connect(self.pressed)
        row.addWidget(self._button)
        close = QToolButton()
        close.setIcon(icons.icon("fermer", theme.warn_ink))
        close.setIconSize(QSize(theme.icon, theme.icon))
        close.setToolTip("Fermer ce message")
        close.setAccessibleName("Fermer ce message")
        close.clicked.connect(self.hide)
        row.addWidget(close)
        self.hide()

    def text(self) -> str:
        """Return the message in sight, empty when hidden."""
        return "" if self.isHidden() else self._label.text()

    def show_message(self, message: str, todo: str = "") -> None:
        """Show a message; ``todo`` names the button that sends ``pressed``."""
        self._label.setText(message)
        self._button.setText(todo)
        self._button.setVisible(bool(todo))
        self.setVisible(True)
