"""Sources: all that was read, where it is used, and the ways to the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.keys import follow
from ui.features.reading.page import ArticlePage
from ui.features.reading.sources_page import uses
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.text.html import MORE
from ui.text.list_page import ListPage

Key = Qt.Key


def opened(window: MainWindow, source: str = "") -> ListPage:
    window.open_route(Route(PageId.SOURCES, source))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ListPage)
    return page


def test_all_sources_stand_with_their_address(window: MainWindow) -> None:
    page = opened(window)
    assert page.view.toPlainText().rstrip().splitlines()[-1].startswith("Montrer les suivantes")
    while "Montrer les suivantes" in page.view.toPlainText():
        page.view.link_activated.emit(MORE)
    text = page.view.toPlainText().replace("\u00a0", " ")
    sources = window.context.library.shelf.sources
    for source in sources.values():
        assert source.title.replace("\u00a0", " ") in text and source.address in text
    assert page.head.count.text() == f"{len(sources)} sources"


def test_each_use_is_named(window: MainWindow) -> None:
    library = window.context.library
    found = uses(library)
    for article in library.articles():
        for source in article.sources:
            assert (article.id, article.label) in found[source]
    assert any(target.startswith("reseau:reseau-") for target, _ in found["S05"])
    page = opened(window)
    page.head.field.setText("S51")
    assert "Cité dans" in page.view.toPlainText() and "Commerces" in page.view.toPlainText()


def test_a_use_opens_its_text_and_a_term_the_glossary(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    page.head.field.setText("S01")
    follow(qtbot, page.view, "L’ESS en cinq minutes")
    assert window.navigator.here == ToArticle("ess-en-cinq-minutes")
    window.navigator.back()
    follow(qtbot, page.view, "ESS (glossaire)")
    assert window.navigator.here == Route(PageId.GLOSSARY, "ess")


def test_typing_narrows_by_title_and_by_page(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.keyClicks(page.head.field, "banque des territoires")
    assert 1 <= int(page.head.count.text().split()[0]) < 40
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "Aucune source"):
        page.head.field.setText("zzzz")
    assert "Aucune source ne correspond" in page.view.toPlainText()
    opened(window, "S07")
    assert page.head.field.text() == ""
    assert page.view.textCursor().block().text() == window.context.library.shelf.sources["S07"].title


def test_about_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.open_route(Route(PageId.ABOUT))
    button = next(b for b in window.current_page.findChildren(QPushButton) if "sources" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert isinstance(window.current_page, ListPage)
    assert [crumb.text for crumb in window.current_page.crumbs()] == ["À propos", "Sources"]


def test_the_foot_of_a_text_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.open_route(ToArticle("commerces-proximite", "sources"))
    page = window.current_page
    assert isinstance(page, ArticlePage) and not page.is_folded
    follow(qtbot, page.view, "Toutes les sources du kit")
    assert window.navigator.here == Route(PageId.SOURCES)


def test_it_never_scrolls_sideways(window: MainWindow) -> None:
    window.resize(1024, 560)
    page = opened(window)
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page.view.document().size().width() <= page.view.viewport().width() + 1
