"""Comprendre: its articles, its competences, and how they fit narrow windows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.looks import alone
from ui.features.reading.tile import Tile
from ui.features.reading.understand_page import UnderstandPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.widgets.card_button import CardButton
from ui.widgets.fit_grid import FitGrid
from ui.widgets.text import Heading, Label


@pytest.fixture
def page(window: MainWindow) -> UnderstandPage:
    window.open_route(Route(PageId.UNDERSTAND))
    QApplication.processEvents()
    found = window.current_page
    assert isinstance(found, UnderstandPage)
    return found


def grid_of(page: UnderstandPage, kind: type) -> FitGrid:
    return next(grid for grid in page.findChildren(FitGrid) if grid.findChildren(kind))


def test_titles_go_from_the_question_to_the_next_readings(page: UnderstandPage) -> None:
    titles = [(title.level, title.text()) for title in page.findChildren(Heading)]
    assert titles[0] == (1, page.context.library.article("comprendre").title)
    assert [words for _, words in titles[1:]] == [
        "À lire",
        "Là où votre commune rencontre déjà l’ESS",
        "Aller plus loin",
    ]


def test_there_is_a_tile_for_each_competence_in_order(page: UnderstandPage) -> None:
    wanted = [article.title for article in page.context.library.articles("competence")]
    assert [tile.text() for tile in page.findChildren(Tile)] == wanted
    assert len(wanted) == 14


def test_a_tile_opens_its_competence(page: UnderstandPage, window: MainWindow, qtbot: QtBot) -> None:
    tile = next(tile for tile in page.findChildren(Tile) if tile.text() == "Énergie")
    page.scroller().ensureWidgetVisible(tile)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToArticle("competence-energie")
    assert window.current_page.crumbs()[0].text == "Comprendre"


def test_a_tile_opens_by_space_and_has_words_for_screen_readers(
    page: UnderstandPage, window: MainWindow, qtbot: QtBot
) -> None:
    tile = page.findChildren(Tile)[0]
    assert tile.accessibleName() == tile.text() and tile.accessibleDescription()
    tile.setFocus()
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert window.navigator.here is not None and window.navigator.here.page == PageId.ARTICLE


def test_articles_are_cards_with_their_minutes(page: UnderstandPage, window: MainWindow, qtbot: QtBot) -> None:
    card = next(card for card in page.findChildren(CardButton) if card.text() == "L’ESS en cinq minutes")
    minutes = page.context.library.article("ess-en-cinq-minutes").minutes
    assert f"Lire · {minutes} min →" in [label.text() for label in card.findChildren(Label)]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToArticle("ess-en-cinq-minutes")


def test_the_text_of_the_chapter_is_reached_with_its_sources(
    page: UnderstandPage, window: MainWindow, qtbot: QtBot
) -> None:
    link = next(button for button in page.findChildren(QPushButton) if "sources" in button.text())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToArticle("comprendre")
    assert window.current_page.crumbs()[0].text == "Comprendre"


@pytest.mark.parametrize(("width", "tiles", "cards"), [(1024, 3, 2), (1280, 4, 2), (1600, 5, 2)])
def test_rows_fit_the_width(page: UnderstandPage, window: MainWindow, width: int, tiles: int, cards: int) -> None:
    window.resize(width, 800)
    QApplication.processEvents()
    assert grid_of(page, Tile).columns == tiles
    assert grid_of(page, CardButton).columns == cards


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_and_nothing_scrolls_sideways(qtbot: QtBot, context: AppContext, scale: float) -> None:
    page = UnderstandPage(replace(context, theme=context.theme.scaled(scale)))
    alone(qtbot, page)
    page.resize(678, 560)
    page.show()
    qtbot.waitUntil(lambda: grid_of(page, Tile).columns < 5)
    QApplication.processEvents()
    assert page.scroller().horizontalScrollBar().maximum() == 0
    for label in page.findChildren(Label):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert label.mapTo(page.scroller().widget(), label.rect().bottomRight()).x() <= page.scroller().width()
