"""Réglages: chosen once, found again at the next start, in texts, on paper and in the message."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kit.content import blocks
from tests.gui.looks import alone
from ui.features.settings.page import SettingsPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToContact
from ui.shell.main_window import MainWindow


def page_of(window: MainWindow) -> SettingsPage:
    window.open_route(Route(PageId.SETTINGS))
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def settings_page(window: MainWindow) -> SettingsPage:
    page = window.current_page
    assert isinstance(page, SettingsPage)
    return page


def choose(qtbot: QtBot, window: MainWindow, choice: str, key: str) -> None:
    """Choose as the mouse would, and wait until the window is built anew."""
    field = getattr(page_of(window), choice)
    before = window.centralWidget()
    field.choose(key)
    field.activated.emit(field.currentIndex())
    qtbot.waitUntil(lambda: window.centralWidget() is not before)


def test_the_double_writing_shows_at_once_and_is_kept(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    assert any("·" in lever.article.title for lever in window.context.library.outline.levers)
    choose(qtbot, window, "writing", "double")
    assert not any("·" in lever.article.title for lever in window.context.library.outline.levers)
    again = make_context()
    words = blocks.plain_body(again.library.body("elu-commission"))
    assert "·" not in words


_DOTTED = re.compile(r"[^\W\d_]·[^\W\d_]")


def dotted(window: MainWindow) -> list[str]:
    """Return what is told with a middle dot within a word."""
    return [words for words in told(window) if _DOTTED.search(words)]


def told(window: MainWindow) -> list[str]:
    """Return what a page shows or tells a reader."""
    QApplication.processEvents()
    found = []
    for widget in window.current_page.findChildren(QWidget):
        found += [widget.accessibleName()]
        found += [widget.text()] if isinstance(widget, QLabel | QAbstractButton) else []
        found += [widget.toPlainText()] if isinstance(widget, QTextEdit) else []
    return found


@pytest.mark.parametrize(
    "route",
    [
        Route(PageId.HOME),
        Route(PageId.PLAN),
        Route(PageId.ACT, "elu-designe"),
        Route(PageId.COLLECTIVITE),
        Route(PageId.MERGE),
        Route(PageId.MANDATE),
        Route(PageId.MODELS),
        ToActModel("arrete-delegation-ess"),
    ],
)
def test_the_own_words_of_the_window_are_written_as_chosen(
    qtbot: QtBot, make_context: Callable[..., AppContext], route: Route
) -> None:
    make_context().settings.set("writing", "double")
    window = MainWindow(make_context())
    window.context.session.set_text("action:elu-commission", "who", "Mme Exemple")
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.open_route(route)
    window.show()
    qtbot.waitExposed(window)
    if route.page == PageId.MANDATE:
        qtbot.waitUntil(lambda: "Mme Exemple" in shown(window))
        assert "élue référente ou élu référent" in shown(window).lower()
    if route.page in (PageId.ACT, PageId.MODELS, PageId.ACT_MODEL):  # models are read in the background
        qtbot.waitUntil(lambda: any("à une élue ou à un élu" in words for words in told(window)))
    assert dotted(window) == []


def shown(window: MainWindow) -> str:
    """Return the words of all texts in sight."""
    return " ".join(view.toPlainText() for view in window.current_page.findChildren(QTextEdit))


def test_the_words_of_the_page_stay_where_the_short_form_is_chosen(window: MainWindow) -> None:
    window.open_route(Route(PageId.HOME))
    assert any("pour les élu·es du bloc communal" in words for words in dotted(window))


def test_a_choice_by_key_leaves_the_focus_where_it_was(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    page.look.setFocus()
    before = window.centralWidget()
    with qtbot.waitSignal(window.announced):
        qtbot.keyClick(page.look, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.focusWidget() is settings_page(window).look
    assert window.context.theme.name == settings_page(window).look.key() == "light"


def test_colours_and_size_change_at_once_at_the_same_place(qtbot: QtBot, window: MainWindow) -> None:
    normal = window.context.theme.text
    choose(qtbot, window, "look", "dark")
    assert window.context.theme.name == "dark"
    assert window.grab().toImage().pixelColor(900, 700).lightness() < 80
    choose(qtbot, window, "size_of_text", "1.5")
    assert window.context.theme.text == round(normal * 1.5)
    assert window.navigator.here == Route(PageId.SETTINGS)
    choose(qtbot, window, "look", "light")
    assert window.grab().toImage().pixelColor(900, 700).lightness() > 200


def test_changed_texts_stay_in_the_chosen_writing(window: MainWindow, make_context: Callable[..., AppContext]) -> None:
    from kit import paths
    from kit.content.index import IndexStore

    window.context.settings.set("writing", "double")
    again = make_context()
    again.library.adopt(IndexStore(paths.shipped_index()))
    assert "·" not in blocks.plain_body(again.library.body("elu-commission"))


def test_size_and_colours_are_those_of_the_next_start(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    normal = window.context.theme.text
    choose(qtbot, window, "size_of_text", "1.5")
    choose(qtbot, window, "look", "dark")
    again = make_context(theme=None)
    assert again.theme.name == "dark" and again.theme.text == round(normal * 1.5)


def test_the_message_is_written_the_same_way(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    from ui.features.contact.page import ContactPage

    first = make_context()
    first.settings.set("writing", "double")
    page = ContactPage(make_context())
    alone(qtbot, page)
    page.open_route(ToContact(about="elu-designe"))
    draft = page.draft()
    assert "·" not in draft.subject + draft.body
    assert "un élu" in draft.body
