"""« Copier avec la source » takes what the person selected: never the place that a search or Tab has led to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from ui.features.reading.page import ArticlePage
from ui.services.navigation import ToArticle
from ui.shell.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ID = "commerces-proximite"
WHOLE = "Commerces de proximité\n\n"


def opened(window: MainWindow, words: str = "") -> ArticlePage:
    window.open_route(ToArticle(ID, words=words))
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def copied(qtbot: QtBot, page: ArticlePage) -> str:
    qtbot.keyClick(page.view, Qt.Key.Key_C, CTRL | SHIFT)
    return QGuiApplication.clipboard().text()


def test_the_whole_page_is_copied_where_a_search_led_to_a_word(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, "association")
    assert page.view.textCursor().hasSelection()
    assert copied(qtbot, page).startswith(WHOLE)
    assert "La page est copiée" in window.feedback.text()


def test_the_whole_page_is_copied_after_a_search_in_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.find_in_page()
    qtbot.keyClicks(page.find_bar.field, "commerce")
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert page.view.textCursor().selectedText().lower() == "commerce"
    assert copied(qtbot, page).startswith(WHOLE)


def test_the_whole_page_is_copied_where_a_link_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert page.view.document_tree.focused_link() is not None
    assert copied(qtbot, page).startswith(WHOLE)


def test_a_found_word_that_is_then_selected_is_copied_alone(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, "association")
    found = page.view.textCursor()
    start, end = found.selectionStart(), found.selectionEnd()
    cursor = QTextCursor(page.view.document())
    cursor.setPosition(start)
    page.view.setTextCursor(cursor)  # a press takes the selection away, as Qt does it
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)
    assert copied(qtbot, page).startswith(f"«\u00a0{cursor.selectedText()}\u00a0»\n\nSource")


def test_the_whole_page_is_copied_on_coming_back_to_a_place_that_was_searched(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, "association")
    page.view.link_activated.emit("#sources")
    window.navigator.back()
    assert window.current_page is page
    assert copied(qtbot, page).startswith(WHOLE)
