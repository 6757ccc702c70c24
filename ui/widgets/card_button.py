"""A card that opens something: pictogram, title, text and what a press does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.pictogram import Pictogram
from ui.widgets.pressable_card import PressableCard
from ui.widgets.text import Label


class CardButton(PressableCard):
    """A pressable card; its accessible name is title, text and the words of the press."""

    def __init__(
        self,
        theme: Tokens,
        *,
        title: str,
        text: str,
        go: str = "",
        pictogram: str = "",
        accent: str = "teal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(20, 20, 20, 18)
        self._box.setSpacing(theme.space_3)
        if pictogram:
            ink, soft, size = theme.accent(accent).ink, theme.accent(accent).soft, round(54 * min(theme.scale, 1.5))
            drawing = Pictogram(pictogram, ink, size, ground=soft)
            self._box.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words = QVBoxLayout()
        words.setSpacing(theme.space_2)
        for line, look in ((title, "h2"), (text, "muted")):
            if line:
                words.addWidget(self._label(line, look))
        words.addStretch(1)
        if go:
            words.addWidget(self._label(go, f"go-{accent}"))
        self._box.addLayout(words, 1)

    def lie_down(self, lying: bool) -> None:
        """Set the pictogram beside the words, for a card that takes the whole width, or above them."""
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if lying else QBoxLayout.Direction.TopToBottom)

    def _label(self, words: str, look: str) -> Label:
        label = Label(words, look)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label
