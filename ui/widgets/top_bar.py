"""The line above every page: back, forward, and where one is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.text import Label


class TopBar(QWidget):
    """Back and forward buttons and the trail of places; ``crumb_chosen`` carries a place's number."""

    crumb_chosen = Signal(int)

    def __init__(self, theme: Tokens, back: QAction, forward: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.space_3, theme.space_2, theme.space_4, 0)
        self._row.setSpacing(theme.space_1)
        for action, drawing in ((back, "retour"), (forward, "avance")):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIcon(icons.icon(drawing, theme.ink_soft, theme.disabled))
            action.setIcon(button.icon())
            button.setIconSize(QSize(theme.icon, theme.icon))
            button.setAccessibleName(action.text())
            self._row.addWidget(button)
        self._row.addSpacing(theme.space_2)
        self._trail: list[QWidget] = []
        self._row.addStretch(1)

    def show_trail(self, texts: list[tuple[str, bool]]) -> None:
        """Show the places above and the present one; the flag says that a place can be pressed."""
        for widget in self._trail:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._trail = []
        for number, (text, pressable) in enumerate(texts):
            if number:
                self._add(Label("›", "small", wrap=False))
            if pressable:
                button = QPushButton(text)
                button.setProperty("look", "link")
                button.clicked.connect(lambda _=False, n=number: self.crumb_chosen.emit(n))
                self._add(button)
            else:
                self._add(Label(text, "small", wrap=False))

    def _add(self, widget: QWidget) -> None:
        self._row.insertWidget(self._row.count() - 1, widget)
        self._trail.append(widget)
