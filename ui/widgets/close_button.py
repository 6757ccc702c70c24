"""The cross that closes a card, a panel or a message."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.text import as_text


class CloseButton(QToolButton):
    """``name`` is what a screen reader says, ``tip`` what the mouse shows; its colour is that of soft ink."""

    def __init__(
        self, theme: Tokens, name: str, tip: str = "", *, colour: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setIcon(icons.icon("fermer", colour or theme.ink_soft))
        self.setIconSize(QSize(theme.icon, theme.icon))
        self.setToolTip(as_text(tip or name))
        self.setAccessibleName(name)
