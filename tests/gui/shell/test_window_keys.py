"""The keys that belong to no page: size of text, panes, favourites, where one is, the last place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit import paths
from ui.features.reading.favourites_page import FavouritesPage
from ui.features.reading.page import ArticlePage
from ui.services.actions import ActionId, shortcut_rows
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToSearch, place
from ui.services.page import FAVOURITE
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_ctrl_plus_minus_and_zero_change_the_size_of_the_text(qtbot: QtBot, window: MainWindow) -> None:
    normal = window.context.theme.text
    sizes = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0):
        before = window.centralWidget()
        press(qtbot, window, key)
        qtbot.waitUntil(lambda before=before: window.centralWidget() is not before)
        sizes.append(window.context.theme.text)
    assert sizes == [round(normal * 1.1), round(normal * 1.25), round(normal * 1.1), normal]


def test_zooming_keeps_the_place_and_the_scroll(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("elu-commission"))
    page = window.current_page
    assert isinstance(page, ArticlePage)
    page.unfold()
    area = page.scroller()
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 200)
    area.verticalScrollBar().setValue(200)
    before = window.centralWidget()
    press(qtbot, window, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: window.centralWidget() is not before)
    assert window.navigator.here is not None and window.navigator.here.id == "elu-commission"
    assert window.navigator.here.scroll == 200


def test_f6_goes_through_the_panes_and_back(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.GLOSSARY))
    window.sidebar.search.setFocus()
    for part in (window.top_bar.tools, window.current_page):
        press(qtbot, window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        assert part.isAncestorOf(QApplication.focusWidget())
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    assert window.sidebar.isAncestorOf(QApplication.focusWidget())


KEPT = [
    Route(PageId.GLOSSARY),
    Route(PageId.PLAN),
    Route(PageId.AGENDA),
    Route(PageId.ACT, "reseaux"),
    Route(PageId.EXAMPLES),
    Route(PageId.SETTINGS),
    ToArticle("elu-commission"),
]


@pytest.mark.parametrize("kept", KEPT, ids=lambda one: str(one.page))
def test_a_star_stands_above_every_page_one_can_come_back_to(qtbot: QtBot, window: MainWindow, kept: Route) -> None:
    window.open_route(kept)
    star = window.top_bar.tool(FAVOURITE)
    assert star.isVisible() and star.accessibleName().startswith("Ajouter aux favoris")
    qtbot.mouseClick(star, Qt.MouseButton.LeftButton)
    assert [mark.route for mark in window.keys.bookmarks.favourites()] == [kept]
    star = window.top_bar.tool(FAVOURITE)  # another button, where the list of the page was read meanwhile
    assert star.accessibleName().startswith("Retirer des favoris")
    window.open_route(Route(PageId.FAVOURITES))
    with pytest.raises(KeyError):
        window.top_bar.tool(FAVOURITE)
    page = window.current_page
    assert isinstance(page, FavouritesPage)
    assert window.keys.bookmarks.favourites()[0].title in page.view.toPlainText()
    window.open_route(window.keys.bookmarks.favourites()[0].route)
    assert window.navigator.here == kept


def test_ctrl_d_keeps_a_page_and_ctrl_b_shows_it(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    window.open_route(ToArticle("elu-commission"))
    title = window.title_here()
    press(qtbot, window, Qt.Key.Key_D)
    assert "favoris" in window.feedback.text()
    press(qtbot, window, Qt.Key.Key_B)
    page = window.current_page
    assert isinstance(page, FavouritesPage)
    page.view.setFocus()
    page.view.lead_to(page.view.document().find(title))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert window.navigator.here == ToArticle("elu-commission")
    press(qtbot, window, Qt.Key.Key_D)
    assert not window.keys.bookmarks.is_favourite(ToArticle("elu-commission"))


def test_pages_seen_are_listed_latest_first_and_can_be_forgotten(qtbot: QtBot, window: MainWindow) -> None:
    for name in ("elu-commission", "glossaire"):
        page = PageId.ARTICLE if name != "glossaire" else PageId.GLOSSARY
        window.open_route(place(page, name if page == PageId.ARTICLE else ""))
    window.open_route(ToSearch("secret"))
    titles = [mark.title for mark in window.keys.bookmarks.seen()]
    assert titles[0] == "Glossaire" and len(titles) == 2
    window.open_route(Route(PageId.FAVOURITES))
    page = window.current_page
    page.forget.click()  # type: ignore[attr-defined]
    assert [mark.route.page for mark in window.keys.bookmarks.seen()] in ([], [PageId.FAVOURITES])


def test_a_page_seen_is_written_soon_after_and_at_the_latest_when_the_window_closes(
    qtbot: QtBot, window: MainWindow
) -> None:
    def written() -> list[str]:
        marks = Bookmarks(Settings(paths.user_data() / "reglages.json")).seen()
        return [mark.route.page for mark in marks]

    window.open_route(Route(PageId.GLOSSARY))
    assert PageId.GLOSSARY not in written()
    qtbot.waitUntil(lambda: written() == [PageId.GLOSSARY])
    window.context.settings.set("last_dossier", str(window.context.session.path))
    window.keys.bookmarks.leave_at(Route(PageId.SOURCES))  # nothing else is left to be written at the close
    window.open_route(Route(PageId.SOURCES))
    window.close()
    assert written() == [PageId.SOURCES, PageId.GLOSSARY]


def test_where_am_i_says_the_trail(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("elu-commission"))
    press(qtbot, window, Qt.Key.Key_I)
    assert window.title_here() in window.feedback.text() and "Agir" in window.feedback.text()


def test_the_window_opens_where_it_was_closed(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.open_route(ToArticle("elu-commission"))
    window.close()
    again = MainWindow(context)
    qtbot.addWidget(again)
    again.open_route(Route(PageId.HOME))
    again.reopen_last()
    assert again.navigator.here == ToArticle("elu-commission")
    assert again.navigator.can_go_back


def test_a_last_place_that_is_no_more_leaves_one_on_accueil(qtbot: QtBot, context: AppContext) -> None:
    context.settings.set("last", [{"title": "", "page": "article", "id": "parti-pour-toujours"}])
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.open_route(Route(PageId.HOME))
    window.reopen_last()
    assert window.navigator.here == Route(PageId.HOME)


def test_no_shortcut_is_one_printable_key(window: MainWindow) -> None:
    for action in window.actions():
        for shortcut in action.shortcuts():
            words = shortcut.toString()
            assert "+" in words or words.startswith("F") or words == "Back", words


@pytest.mark.parametrize("key", list(ActionId))
def test_each_action_shows_its_shortcut(window: MainWindow, key: ActionId) -> None:
    action = window.actions_by_id[key]
    assert action.text() in action.toolTip() and "(" in action.toolTip()


def test_a_place_is_renamed_wherever_the_history_names_it(window: MainWindow) -> None:
    model, act = ToActModel("un-modele"), ToActModel("un-modele", act="7")
    here = window.navigator
    for route in (model, Route(PageId.GLOSSARY), Route(PageId.SOURCES)):
        here.go(route)
    here.back()
    here.rename(model, act)
    assert here.here == Route(PageId.GLOSSARY) and here.can_go_forward
    here.back()
    assert here.here == act
    here.rename(Route(PageId.GLOSSARY), Route(PageId.GLOSSARY, "un-mot"))
    here.forward()
    assert here.here == Route(PageId.GLOSSARY, "un-mot")


def test_no_two_commands_ask_for_one_key() -> None:
    keys = [keys for _, told in shortcut_rows() for keys in told.split(", ")]
    assert sorted(set(keys)) == sorted(keys)
