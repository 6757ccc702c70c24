"""Mes pages: favourites, pages one wrote on, pages seen; found by their words, let go with a way back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.features.reading.favourites_page import FavouritesPage
from ui.services.bookmarks import Bookmarks
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

TOPIC = "commerces-proximite"


def opened(window: MainWindow) -> FavouritesPage:
    window.open_route(Route(PageId.FAVOURITES))
    settle(window.context)
    page = window.current_page
    assert isinstance(page, FavouritesPage)
    return page


@pytest.fixture
def page(window: MainWindow) -> FavouritesPage:
    """Return the page with one favourite and three pages seen."""
    marks = Bookmarks(window.context.settings)
    marks.toggle("Commerces de proximité", ToArticle(TOPIC))
    for place in (ToArticle("ess-en-cinq-minutes"), Route(PageId.GLOSSARY), ToArticle("la-loi-en-dix-lignes")):
        window.open_route(place)
    return opened(window)


def press(qtbot: QtBot, page: FavouritesPage, words: str) -> None:
    page.view.setFocus()
    found = page.view.document().find(words)
    assert not found.isNull()
    page.view.lead_to(found)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)


def test_a_text_says_where_it_stands(page: FavouritesPage) -> None:
    lines = page.view.toPlainText().splitlines()
    assert lines[lines.index("Commerces de proximité") + 1] == "Convaincre › Qualité de vie"
    assert lines.index("Favoris") < lines.index("Vues récemment") < lines.index("Glossaire")


def test_two_views_of_one_page_are_one_place(window: MainWindow, page: FavouritesPage) -> None:
    for view in ("mois", "liste", "mois"):
        window.open_route(Route(PageId.AGENDA, view))
    assert opened(window).view.toPlainText().splitlines().count("Calendrier") == 1
    latest = page._mine.marks.seen()[0]
    assert latest.route == Route(PageId.AGENDA, "mois"), "the view that was seen last"


def test_an_empty_group_says_how_it_fills(page: FavouritesPage) -> None:
    assert "Pages où vous avez écrit\u2028Rien pour le moment" in page.view.document().toRawText()


def test_a_favourite_is_let_go_and_kept_again_from_the_bar(
    qtbot: QtBot, window: MainWindow, page: FavouritesPage
) -> None:
    press(qtbot, page, "Retirer des favoris")
    assert not page._mine.marks.favourites()
    assert "retirée de vos favoris" in window.feedback.text()
    done = window.shown_done()
    assert done is not None and done.act is not None
    done.act()
    assert [mark.route for mark in page._mine.marks.favourites()] == [ToArticle(TOPIC)]
    assert "Retirer des favoris" in page.view.toPlainText()


def test_pages_seen_are_forgotten(qtbot: QtBot, page: FavouritesPage) -> None:
    assert page.forget.isVisible()
    qtbot.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    assert not page.forget.isVisible()
    assert "Glossaire" not in page.view.toPlainText() and "seront rappelées ici" in page.view.toPlainText()


def test_pages_forgotten_come_back_from_the_bar_with_where_one_had_stopped(
    qtbot: QtBot, window: MainWindow, page: FavouritesPage
) -> None:
    marks = page._mine.marks
    marks.stopped(ToArticle("la-loi-en-dix-lignes", place=700))
    before = marks.seen()
    qtbot.mouseClick(page.forget, Qt.MouseButton.LeftButton)
    assert not marks.seen() and window.context.settings.records("stopped") == []
    assert window.feedback.text().startswith("Les pages vues sont oubliées")
    done = window.shown_done()
    assert done is not None and done.todo == "Annuler" and done.act is not None
    done.act()
    assert marks.seen() == before and page.forget.isVisible()
    assert ToArticle("la-loi-en-dix-lignes", place=700) in [mark.route for mark in marks.seen()]
    assert "Glossaire" in page.view.toPlainText()


def test_words_narrow_all_groups(qtbot: QtBot, page: FavouritesPage) -> None:
    qtbot.keyClicks(page.head.field, "qualite")
    text = page.view.toPlainText()
    assert "Commerces de proximité" in text and "Glossaire" not in text
    assert page.head.count.text() == "1 page, sur cet ordinateur seul"
    page.head.field.setText("zzz")
    assert "ne porte ces mots" in page.view.toPlainText() and page.head.count.text().startswith("Aucune page")


def test_ctrl_d_elsewhere_shows_here(window: MainWindow, page: FavouritesPage) -> None:
    window.open_route(ToArticle("la-loi-en-dix-lignes"))
    window.keys._on_favourite()
    assert opened(window).view.toPlainText().count("Retirer des favoris") == 2
