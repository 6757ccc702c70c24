"""Réglages: chosen once, found again at the next start, in texts, on paper and in the message."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kit.content import blocks
from ui.context import AppContext
from ui.main_window import MainWindow
from ui.navigation import PageId, Route
from ui.pages.settings import SettingsPage


def page_of(window: MainWindow) -> SettingsPage:
    window.open_route(Route(PageId.SETTINGS))
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def test_the_double_writing_is_kept_for_the_next_start(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    page = page_of(window)
    page.writing.setFocus()
    with qtbot.waitSignal(page.announced):
        qtbot.keyClick(page.writing, Qt.Key.Key_Down)
        page.writing.activated.emit(page.writing.currentIndex())
    assert "prochaine fois" in page.said.text()
    again = make_context()
    titles = [lever.article.title for lever in again.library.outline.levers]
    words = blocks.plain_body(again.library.body("elu-commission"))
    assert not any("·" in title for title in titles) and "·" not in words
    assert any("·" in lever.article.title for lever in window._context.library.outline.levers)


def test_changed_texts_stay_in_the_chosen_writing(window: MainWindow, make_context: Callable[..., AppContext]) -> None:
    from kit import paths
    from kit.content.index import IndexStore

    window._context.settings.set("writing", "double")
    again = make_context()
    again.library.adopt(IndexStore(paths.shipped_index()))
    assert "·" not in blocks.plain_body(again.library.body("elu-commission"))


def test_size_and_colours_are_those_of_the_next_start(
    window: MainWindow, context: AppContext, make_context: Callable[..., AppContext]
) -> None:
    page = page_of(window)
    page.size_of_text.choose("1.5")
    page.look.choose("dark")
    page.look.activated.emit(page.look.currentIndex())
    again = make_context(theme=None)
    assert again.theme.name == "dark" and again.theme.text == round(context.theme.text * 1.5)


def test_the_message_is_written_the_same_way(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    from ui.pages.contact import ContactPage

    first = make_context()
    first.settings.set("writing", "double")
    page = ContactPage(make_context())
    qtbot.addWidget(page)
    page.open_route(Route(PageId.CONTACT, origin="elu-designe"))
    draft = page.draft()
    assert "·" not in draft.subject + draft.body
    assert "un élu" in draft.body
