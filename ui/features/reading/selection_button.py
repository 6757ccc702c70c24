"""« Surligner », beside the words that the reader selected."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton

from kit.tokens import Tokens
from ui.text.article_view import ArticleView
from ui.theme import icons
from ui.widgets.text import as_text

_NAME = "Surligner les mots sélectionnés (Ctrl+U)"


class SelectionButton(QPushButton):
    """Shows under the end of a selection once the mouse is released, and goes with it; the focus stays in the text.

    By the keyboard, Ctrl+U does what it is for.
    """

    def __init__(self, theme: Tokens, view: ArticleView) -> None:
        super().__init__("Surligner", view.viewport())
        self._theme, self._view = theme, view
        self.is_offered = True
        """Whether a selection can be highlighted here."""
        icons.dress(self, theme, "surligner", theme.primary)
        self.setAccessibleName(_NAME)
        self.setToolTip(as_text(_NAME))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        view.selectionChanged.connect(self.follow)
        view.verticalScrollBar().valueChanged.connect(self.follow)
        view.viewport().installEventFilter(self)

    def follow(self) -> None:
        """Stand where the selection ends; nowhere without one, or while it is being made."""
        place = self._view.own_range if self.is_offered else None
        if place is None or QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.hide()
            return
        first, last = (self._view.cursorRect(self._cursor(one)) for one in place)
        seen, gap = self._view.viewport().rect(), self._theme.space_1
        self.adjustSize()
        top = last.bottom() + gap
        if top + self.height() > seen.bottom():
            top = first.top() - gap - self.height()
        if top < 0 and first.top() < seen.bottom() < last.bottom():
            top = seen.bottom() - gap - self.height()  # of a selection that fills the view
        self.move(max(0, min(last.left(), seen.width() - self.width())), top)
        self.setVisible(seen.contains(self.geometry()))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.Resize):
            QTimer.singleShot(0, self, self.follow)
        return False

    def _cursor(self, position: int) -> QTextCursor:
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(position)
        return cursor
