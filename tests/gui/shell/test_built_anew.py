"""A window built anew, in another look or with other texts: what was typed is kept, and the focus is where it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.features.dossier.page import CollectivitePage
from ui.features.reading.notes import NOTE, target_of
from ui.features.reading.page import ArticlePage
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton
from ui.widgets.focus import give_back, name_of

WAYS = [MainWindow.restyle, MainWindow.show_texts_anew]
each_way = pytest.mark.parametrize("build_anew", WAYS, ids=["look", "texts"])


def collectivite(window: MainWindow) -> CollectivitePage:
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    return page


def line(page: CollectivitePage, name: str) -> QLineEdit:
    field = page.boxes[name].field
    assert isinstance(field, QLineEdit)
    return field


@each_way
def test_one_goes_on_typing_where_one_was(
    qtbot: QtBot, window: MainWindow, build_anew: Callable[[MainWindow], None]
) -> None:
    page = collectivite(window)
    line(page, "mayor").setFocus()
    qtbot.keyClicks(line(page, "mayor"), "Prenom Nom")
    line(page, "mayor").setCursorPosition(6)
    build_anew(window)
    again = window.current_page
    assert isinstance(again, CollectivitePage) and again is not page
    assert line(again, "mayor").hasFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "-Second")
    assert line(again, "mayor").text() == "Prenom-Second Nom"
    assert window.context.session.text("identity", "mayor") == "Prenom Nom"


@each_way
def test_a_note_under_way_goes_on_at_the_same_letter(
    qtbot: QtBot, window: MainWindow, build_anew: Callable[[MainWindow], None]
) -> None:
    window.open_route(ToArticle("ess-en-cinq-minutes"))
    window.use_tool("outil:note")
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "un deux")
    build_anew(window)
    page, again = window.current_page, QApplication.focusWidget()
    assert isinstance(page, ArticlePage) and again is not None and page.isAncestorOf(again)
    qtbot.keyClicks(again, " trois")
    page.leave()
    assert (
        window.context.session.text(target_of(page.context.library.article("ess-en-cinq-minutes")), NOTE)
        == "un deux trois"
    )


@each_way
def test_the_name_one_signs_with_is_kept_though_it_opens_the_dossier_anew(
    qtbot: QtBot, window: MainWindow, build_anew: Callable[[MainWindow], None]
) -> None:
    page = collectivite(window)
    page.person_line.setFocus()
    qtbot.keyClicks(page.person_line, "Adjointe")
    build_anew(window)
    again = window.current_page
    assert isinstance(again, CollectivitePage) and window.context.dossiers.by == "Adjointe"
    assert again.person_line.text() == "Adjointe" and again.person_line.hasFocus()
    window.open_route(Route(PageId.HOME))
    collectivite(window)


def test_a_page_whose_typing_is_refused_stays_when_the_texts_change(qtbot: QtBot, window: MainWindow) -> None:
    home = window.current_page
    page = collectivite(window)
    line(page, "council").setFocus()
    qtbot.keyClicks(line(page, "council"), "31/02/2027")
    window.show_texts_anew()
    assert window.current_page is page and line(page, "council").text() == "31/02/2027"
    assert page.boxes["council"].error and line(page, "council").hasFocus()
    window.open_route(Route(PageId.HOME))
    assert window.current_page is not home
    window.show_texts_anew()
    assert window.page(PageId.COLLECTIVITE) is page


def test_a_look_that_waits_for_what_is_refused_leaves_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    page = collectivite(window)
    line(page, "council").setFocus()
    qtbot.keyClicks(line(page, "council"), "31/02/2027")
    window.restyle()
    assert window.current_page is page and line(page, "council").hasFocus()


@each_way
def test_what_has_the_focus_beside_the_page_keeps_it(
    qtbot: QtBot, window: MainWindow, build_anew: Callable[[MainWindow], None]
) -> None:
    entry = next(one for one in window.sidebar.findChildren(NavButton) if one.isChecked())
    entry.setFocus()
    name = entry.text()
    build_anew(window)
    focus = QApplication.focusWidget()
    assert isinstance(focus, NavButton) and focus.text() == name


@each_way
def test_a_page_that_has_the_focus_itself_has_it_again(
    qtbot: QtBot, window: MainWindow, build_anew: Callable[[MainWindow], None]
) -> None:
    assert window.current_page.hasFocus()
    build_anew(window)
    assert window.current_page.hasFocus()


def test_texts_that_change_while_one_searches_leave_the_words_and_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    search = window.sidebar.search
    search.setFocus()
    qtbot.keyClicks(search, "coop")
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy)
    window.show_texts_anew()
    assert search.hasFocus() and search.text() == "coop"
    qtbot.keyClick(search, Qt.Key.Key_E)
    assert search.text() == "coope"


def test_one_of_two_of_the_same_name_is_not_guessed(qtbot: QtBot, window: MainWindow) -> None:
    part, twins = QWidget(), [QLineEdit(), QLineEdit()]
    qtbot.addWidget(part)
    for one in twins:
        one.setParent(part)
        one.setAccessibleName("Note")
    name = name_of(twins[0])
    assert name and name == name_of(twins[1]) != name_of(part) == ""
    assert give_back(name, part) is None and give_back("", part) is None
    twins[1].hide()
    part.show()
    part.activateWindow()
    assert give_back(name, part) is twins[0]
    qtbot.waitUntil(twins[0].hasFocus)
