"""Sommaire: all texts in their tree, one link away from each of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.keys import follow
from ui.features.reading.contents_page import Contents
from ui.features.reading.page import ArticlePage
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.text.list_page import ListPage


def opened(window: MainWindow, article_id: str = "") -> ListPage:
    window.open_route(Route(PageId.CONTENTS, article_id))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ListPage)
    return page


def test_every_text_stands_there_once(window: MainWindow) -> None:
    page = opened(window)
    assert page._shown is not None
    shown = [card.id for group in page._shown.groups for card in group.cards]
    assert sorted(shown) == sorted(article.id for article in window.context.library.articles())
    titles = [group.title.replace("\u00a0", " ") for group in page._shown.groups]
    assert titles[0] == "Comprendre" and titles[-1] == "Se servir du kit"
    assert "Convaincre : 5. Qualité de vie" in titles and "Agir : levier 2. Réseaux" in titles


def test_a_text_leads_there_by_its_first_link_and_stands_out(window: MainWindow, qtbot: QtBot) -> None:
    for article_id in ("commerces-proximite", "elu-commission", "competence-sport", "aide", "convaincre"):
        window.open_route(ToArticle(article_id))
        text = window.current_page
        assert isinstance(text, ArticlePage)
        follow(qtbot, text.view, "Sommaire")
        assert window.navigator.here == Route(PageId.CONTENTS, article_id)
        page = window.current_page
        assert isinstance(page, ListPage)
        title = window.context.library.article(article_id).title
        assert page.view.textCursor().block().text().replace("\u00a0", " ") == title.replace("\u00a0", " ")
        assert page.view._boxes.marked >= 0
        window.navigator.back()
        assert window.current_page is text and text.in_sight() == article_id


def test_the_text_one_comes_from_is_spoken(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: "Commerces de proximité" in words):
        opened(window, "commerces-proximite")


def test_the_keyboard_goes_on_from_there_and_opens_a_text(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window, "commerces-proximite")
    page.view.setFocus()
    passed = []
    for _ in range(page.pane.columns):  # from the row in sight on
        qtbot.keyClick(page.view, Qt.Key.Key_Tab)
        passed.append(page.view.textCursor().selectedText())
        if passed[-1] == "Commerces de proximité":
            break
    assert passed[-1] == "Commerces de proximité", passed
    library = window.context.library
    assert set(passed) <= {article.title for article in library.children("raison-qualite-de-vie")}
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert window.navigator.here == ToArticle("commerces-proximite")


def test_a_lever_and_a_chapter_open_their_screens(window: MainWindow, qtbot: QtBot) -> None:
    library = window.context.library
    follow(qtbot, opened(window).view, library.article("convaincre").title)
    assert window.navigator.here == Route(PageId.CONVINCE)
    follow(qtbot, opened(window).view, library.article("reseaux").title)
    assert window.navigator.here == Route(PageId.ACT, "reseaux")


def test_words_typed_keep_the_texts_that_have_them(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.keyClicks(page.head.field, "mobilite")
    assert page._shown is not None and 1 <= page._shown.total < 10
    assert "Mobilité" in page.view.toPlainText()
    page.head.field.setText("zzzz")
    assert "Aucun texte ne correspond" in page.view.toPlainText()


def test_a_chapter_of_a_large_library_is_reached_though_its_texts_were_left_out(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Contents, "at_once", 12)
    page = opened(window)
    last = window.context.library.outline.chapters[-1]
    assert last.label not in page.view.toPlainText().splitlines()
    page.view.link_activated.emit(f"#chapitre-{last.id}")
    assert page.view.textCursor().block().text() == last.label
