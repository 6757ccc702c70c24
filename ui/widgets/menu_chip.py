"""A chip that opens a list of choices, of which one stands: « Tous les leviers », « Tout le monde »."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.theme import icons
from ui.widgets.text import as_text, pressed_text

_IN_CHIP = 26  # characters of a choice that the chip shows


class MenuChip(QPushButton):
    """``chosen`` carries the key of the choice that a hand makes; the first choice, with an empty key, is for all."""

    chosen = Signal(str)

    def __init__(self, theme: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._pairs: tuple[tuple[str, str], ...] = ()
        self.key = ""
        self.setProperty("look", "filter")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        size = round(theme.icon * 0.7)
        self.setIcon(icons.chevron(theme.ink_soft, size, down=True))
        self.setIconSize(QSize(size, size))
        self._menu = QMenu(self)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)

    def show_choices(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Offer pairs of key and words; a choice that went away gives its place to the first."""
        if tuple(pairs) == self._pairs:
            return
        self._pairs = tuple(pairs)
        self._menu.clear()
        for choice in self._group.actions():
            self._group.removeAction(choice)
            choice.deleteLater()
        for key, words in pairs:
            choice = QAction(pressed_text(words), self._group)
            choice.setCheckable(True)
            choice.setData(key)
            self._menu.addAction(choice)
        self.choose(self.key if any(key == self.key for key, _ in pairs) else pairs[0][0])

    def choose(self, key: str) -> None:
        """Let a choice stand, without a signal; an unknown one changes nothing."""
        words = dict(self._pairs).get(key)
        if words is None:
            return
        self.key = key
        for choice in self._group.actions():
            choice.setChecked(choice.data() == key)
        self.setText(pressed_text(words if len(words) <= _IN_CHIP else f"{words[: _IN_CHIP - 1]}…"))
        self.setAccessibleName(fr("{name} : {words}", name=self._name, words=words))
        self.setToolTip(as_text(words))
        self.setProperty("status", "en-cours" if key != self._pairs[0][0] else "")
        self.style().unpolish(self)
        self.style().polish(self)

    def _on_triggered(self, choice: QAction) -> None:
        self.choose(str(choice.data()))
        self.chosen.emit(self.key)
