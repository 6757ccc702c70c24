"""Where the aside of a text stands: beside it, or over it when the window is narrow and a button asks.

Beside a text that scrolls it goes along with the text, from its top to its end, and has no scroll bar of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ui.text.article_aside import ArticleAside
from ui.text.article_view import ArticleView
from ui.theme import icons
from ui.theme.tokens import Tokens

_ASIDE, _GUTTER = 288, 48
_WIDE = 980
_OPEN, _SHUT = "Sur cette page", "Fermer"


class AsidePlace(QObject):
    """Places an aside and its button over a page; ``lay_out`` whenever the page has another size."""

    def __init__(self, theme: Tokens, view: ArticleView, aside: ArticleAside, page: QWidget) -> None:
        super().__init__(page)
        self._theme, self._view, self._aside, self._page = theme, view, aside, page
        self.button = QPushButton(_OPEN, page)
        self.button.setToolTip("Sur cette page (Ctrl+M)")
        self.button.setAccessibleDescription("Les parties de la page, et ce que l’on peut en faire")
        icons.dress(self.button, theme, "tableau", theme.primary)
        self.button.clicked.connect(self._on_pressed)
        self._open = False
        QWidget.setTabOrder(view, self.button)
        aside.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().rangeChanged.connect(self._follow)
        aside.verticalScrollBar().rangeChanged.connect(self._follow)

    @property
    def is_open(self) -> bool:
        """Whether the aside lies over the text."""
        return self._open and not self._is_wide

    def close(self) -> None:
        """Take the aside away from over the text; beside it, it stays."""
        if self._open:
            self._open = False
            self.lay_out()

    def go_to_parts(self) -> None:
        """Go to the first thing in the aside, which is shown for it."""
        if not self._is_wide and not self._open:
            self._open = True
            self.lay_out()
        if first := self._aside.first_part():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def lay_out(self) -> None:
        """Show the aside beside the text, the two of them in the middle, or over its right side, or not at all."""
        t, wide = self._theme, self._is_wide
        width = round(_ASIDE * min(t.scale, 1.35))
        self.button.setVisible(not wide)
        look = "drawer" if self.is_open else ""
        if look != (self._aside.property("look") or ""):
            self._aside.setProperty("look", look)
            self._aside.style().unpolish(self._aside)
            self._aside.style().polish(self._aside)
        self._aside.setVisible(wide or self.is_open)
        if wide:
            room = self._view.width() - self._view.verticalScrollBar().sizeHint().width()
            left = max(t.space_6, (room - self._view.measure - _GUTTER - width) // 2)
            self._view.reserve(_GUTTER + width + t.space_2, left=left)
            text = min(self._view.measure, room - left - _GUTTER - width - t.space_2)
            self._aside.setGeometry(QRect(left + text + _GUTTER, 0, width, self._view.height()))
        else:
            self._lay_over(min(width + 2 * t.space_4, self._page.width()))
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and self._goes_along:
            QApplication.sendEvent(self._view.verticalScrollBar(), event)
            return True
        return False

    @property
    def _goes_along(self) -> bool:
        return self._is_wide and self._view.verticalScrollBar().maximum() > 0

    def _follow(self) -> None:
        """Show the share of the aside that is read of the text; alone, it keeps the bar that it may need."""
        policy = Qt.ScrollBarPolicy
        self._aside.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self._goes_along else policy.ScrollBarAsNeeded
        )
        if self._goes_along:
            text, own = self._view.verticalScrollBar(), self._aside.verticalScrollBar()
            own.setValue(round(own.maximum() * text.value() / text.maximum()))

    def _lay_over(self, width: int) -> None:
        t, view = self._theme, self._view
        self.button.setText(_SHUT if self.is_open else _OPEN)
        self.button.adjustSize()
        right = view.verticalScrollBar().sizeHint().width() + t.space_2
        fits = t.space_6 + view.measure + self.button.width() + right <= self._page.width()
        high = self.button.height()
        view.reserve(0, 0 if fits else high)
        self.button.move(self._page.width() - self.button.width() - right, t.space_1)
        if self.is_open:
            top = high + t.space_2
            self._aside.setGeometry(QRect(self._page.width() - width, top, width, max(0, view.height() - top)))
            self._aside.raise_()
        self.button.raise_()

    @property
    def _is_wide(self) -> bool:
        return self._page.width() >= _WIDE * (1 + self._theme.scale) / 2

    def _on_pressed(self) -> None:
        if self._open:
            self.close()
            self._view.setFocus()
        else:
            self.go_to_parts()
