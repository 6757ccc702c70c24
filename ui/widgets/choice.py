"""A list to choose from, or to complete by hand, that never changes under a passing mouse wheel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from kit.tokens import Tokens
from ui.theme import icons


class Choice(QComboBox):
    """Pairs of key and words; with ``free`` other words (at most ``longest``) may be typed, their own key."""

    def __init__(
        self,
        theme: Tokens,
        pairs: list[tuple[str, str]],
        *,
        free: bool = False,
        longest: int = 300,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a passing wheel takes no focus: the next letter would choose
        self.setItemDelegate(QStyledItemDelegate(self))  # the one that the style sheet reaches
        self.setEditable(free)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for key, words in pairs:
            self.addItem(words, key)
        if free:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            self.setCurrentIndex(-1)
            line = self.lineEdit()
            assert line is not None
            line.setFrame(False)
            line.setMaxLength(longest)

    def key(self) -> str:
        """Return the key of what is chosen, or the words typed where they are no item's."""
        row = self.findText(self.currentText().strip(), Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(row)) if row >= 0 else self.currentText().strip()

    def choose(self, key: str) -> None:
        """Choose the item of this key, if there is one."""
        row = self.findData(key)
        if row >= 0:
            self.setCurrentIndex(row)

    def choose_or_type(self, key: str) -> None:
        """Choose the item of this key, or write other words where that is allowed."""
        if self.findData(key) >= 0 or not self.isEditable():
            self.choose(key)
        else:
            self.setEditText(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.icon * 0.8
        painter = QPainter(self)
        painter.translate(self.width() - size / 2 - 9, self.height() / 2)
        painter.rotate(90)
        icons.paint(painter, "chevron", self._theme.ink_soft, QRectF(-size / 2, -size / 2, size, size))
        painter.end()
