"""What one hand does, wherever the focus was: a key on a widget, a choice in a menu, a link in a text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.text.article_view import ArticleView
from ui.widgets.menu_chip import MenuChip


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """Give a widget the focus, and press a key on it."""
    widget.setFocus()
    qtbot.keyClick(widget, key)


def choose(chip: QWidget, key: str) -> None:
    """Take a choice of the menu of a chip; StopIteration where it is not on offer."""
    assert isinstance(chip, MenuChip)
    next(one for one in chip.menu().actions() if one.data() == key).trigger()


def follow(qtbot: QtBot, view: ArticleView, words: str) -> None:
    """Go by Tab to the first link of a text that has these words, and press Enter."""
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(300):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
        if words in view.textCursor().selectedText():
            qtbot.keyClick(view, Qt.Key.Key_Return)
            return
    raise AssertionError(f"no link « {words} »")
