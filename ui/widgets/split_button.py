"""One button in two parts: the way chosen last, and an arrow that opens the menu of all ways."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.explained_menu import ExplainedMenu
from ui.widgets.text import as_text


class SplitButton(QWidget):
    """``pressed`` for the way in sight; the menu tells its own choices. Alt+↓ opens it from either part."""

    pressed = Signal()

    def __init__(
        self, theme: Tokens, drawing: str, others: str, parent: QWidget | None = None, *, look: str = "primary"
    ) -> None:
        """``others`` names the menu for a screen reader; without a ``look`` it is a plain button."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1 if look else 0)  # plain ones share a line
        self.main = QPushButton()
        self.main.setProperty("look", look)
        self.main.setProperty("part", "first")
        ink = theme.primary_ink if look else theme.primary
        icons.dress(self.main, theme, drawing, ink, theme.muted)
        self.main.clicked.connect(self.pressed)
        self.arrow = QPushButton()
        self.arrow.setProperty("look", look)
        self.arrow.setProperty("part", "last")
        self.arrow.setAccessibleName(others)
        self.arrow.setToolTip(as_text(f"{others} (Alt+↓)"))
        size = round(theme.icon * 0.8)
        self.arrow.setIcon(icons.chevron(ink, size, down=True))
        self.arrow.setIconSize(QSize(size, size))
        self.arrow.clicked.connect(self.open_menu)
        self.menu = ExplainedMenu(theme, others, self)
        for button in (self.main, self.arrow):
            button.installEventFilter(self)
            row.addWidget(button, int(button is self.main))

    def open_menu(self) -> None:
        """Open the menu below."""
        self.menu.open_at(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if is_alt and event.key() == Qt.Key.Key_Down:
                self.open_menu()
                return True
        return super().eventFilter(watched, event)
