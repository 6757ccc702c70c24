"""A title that shows or hides what stands under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.states import tell_opened


class FoldPanel(QWidget):
    """Closed at first; ``body`` takes the widgets. A screen reader is told whether it is open."""

    def __init__(self, theme: Tokens, title: str, *, open_now: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.button = QToolButton()
        self.button.setProperty("look", "link")
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._on_toggled)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._inner = QWidget()
        self.body = QVBoxLayout(self._inner)
        self.body.setContentsMargins(theme.space_4, 0, 0, 0)
        self.body.setSpacing(theme.space_2)
        column.addWidget(self._inner)
        self.set_title(title)
        self.button.setChecked(open_now)
        self._on_toggled(open_now)

    def set_title(self, title: str) -> None:
        """Change the words of the title."""
        self.button.setText(title)

    def _on_toggled(self, shown: bool) -> None:
        self._inner.setVisible(shown)
        drawing = "replier" if shown else "chevron"
        self.button.setIcon(icons.icon(drawing, self._theme.link))
        tell_opened(self.button, shown)
