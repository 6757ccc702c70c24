"""Where the aside of a text stands, and the panel of a note: beside it, or over it and below it in a narrow window.

Beside a text that scrolls it goes along with the text, from its top to its end, and has no scroll bar of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.features.reading.side_panel import SidePanel
from ui.text.article_aside import ArticleAside
from ui.text.article_view import ArticleView

_ASIDE, _GUTTER = 288, 48
_WIDE = 980
_UNBOUND = 16_777_215  # Qt's own greatest height
_OPEN, _SHUT = "Sur cette page", "Fermer"


class AsidePlace(QObject):
    """Places an aside, its button and the panel over a page; ``lay_out`` whenever the page has another size.

    Beside the text, the panel stands under the contents, in place of what follows there: the text stays where it is.
    In a narrow window it is a strip of ``below``, a column that begins with the text.
    """

    def __init__(
        self, theme: Tokens, view: ArticleView, aside: ArticleAside, panel: SidePanel, below: QVBoxLayout, page: QWidget
    ) -> None:
        super().__init__(page)
        self._theme, self._view, self._aside, self._page = theme, view, aside, page
        self._panel, self._below = panel, below
        self._is_below = False
        self.button = QPushButton(_OPEN, page)
        self.button.setProperty("look", "small")  # it has room beside a title from 1093 pixels on
        self.button.setToolTip("Sur cette page (Ctrl+M)")
        self.button.setAccessibleDescription("Les parties de la page, et ce que l’on peut en faire")
        self.button.clicked.connect(self._on_pressed)
        self._open = False
        QWidget.setTabOrder(view, self.button)
        aside.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().rangeChanged.connect(self._follow)
        aside.verticalScrollBar().rangeChanged.connect(self._follow)

    @property
    def is_beside(self) -> bool:
        """Whether aside and panel stand beside the text."""
        return self._is_wide

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
        self._panel.set_beside(wide)
        self._aside.show_rest(not (wide and self._panel.isVisible()))
        if wide == self._is_below:
            self._is_below = not wide
            if wide:
                self._below.removeWidget(self._panel)
            else:
                self._below.insertWidget(self._below.indexOf(self._view) + 1, self._panel)
        self._panel.setMaximumHeight(_UNBOUND if wide else self._page.height() // 2)
        if wide:
            room = self._view.width() - self._view.verticalScrollBar().sizeHint().width()
            left = max(t.space_6, (room - self._view.measure - _GUTTER - width) // 2)
            self._view.reserve(_GUTTER + width + t.space_2, left=left)
            text = min(self._view.measure, room - left - _GUTTER - width - t.space_2)
            self._aside.setGeometry(QRect(left + text + _GUTTER, 0, width, self._view.height()))
            if self._panel.isVisible():
                self._lay_panel(self._aside.geometry())
        else:
            self._lay_over(min(width + 2 * t.space_4, self._page.width()))
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and self._goes_along:
            QApplication.sendEvent(self._view.verticalScrollBar(), event)
            return True
        return False

    def _lay_panel(self, column: QRect) -> None:
        """Put the panel under the parts of the page, over the last of them where the window is low."""
        t = self._theme
        whole = self._panel.height_at(column.width())
        self._panel.let_scroll(whole > column.height())
        high = min(whole, column.height())
        top = min(self._aside.foot_of_parts + t.space_3, column.height() - high)
        self._panel.setGeometry(QRect(column.left(), top, column.width(), high))
        self._panel.raise_()

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
