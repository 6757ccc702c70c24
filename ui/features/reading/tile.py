"""A small card that opens something: a pictogram and a name, for grids."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kit.tokens import Accent, Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.pressable_card import PressableCard
from ui.widgets.text import Label, as_text


class Tile(PressableCard):
    """A pressable tile; ``text`` is its description for a screen reader and its tooltip."""

    def __init__(
        self, theme: Tokens, title: str, text: str, pictogram: str, accent: Accent, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setToolTip(as_text(text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 11, 10, 11)
        row.setSpacing(theme.space_3)
        row.addWidget(Pictogram(pictogram, accent.ink, round(40 * min(theme.scale, 1.5)), ground=accent.soft))
        name = Label(title, "strong")
        name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(name, 1)
