"""Rechercher, as fingers meet it: type, see, choose, open, come back."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kit.content.library import Library
from kit.dossier.dossier import Dossier
from kit.dossier.highlights import highlighted
from kit.dossier.model import Change, Status
from kit.folding import fold
from kit.mandate import directory
from kit.text_quote import TextQuote
from kit.tokens import FAMILY, LIGHT
from tests.gui.marking import mark
from ui.features.contact.page import ContactPage
from ui.features.directory.page import DirectoryPage
from ui.features.reading.page import ArticlePage
from ui.features.search import own_texts
from ui.features.search.hit_row import HitRow, Inks, RowLayout
from ui.features.search.page import SearchPage
from ui.features.search.screens import SCREENS, named
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToSearch, place, route_of
from ui.shell.main_window import MainWindow
from ui.widgets.text import Label

Key = Qt.Key


def type_words(qtbot: QtBot, window: MainWindow, words: str) -> SearchPage:
    """Press Ctrl+K and type; letters that no key of a test has come as an input method gives them."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.sidebar.search
    assert window.focusWidget() is field
    for letter in words:
        if letter.isascii():
            qtbot.keyClicks(field, letter)
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(letter)
            QApplication.sendEvent(field, event)
    page = window.current_page
    assert isinstance(page, SearchPage)
    return page


def id_of(row: HitRow) -> str:
    return row.key.partition(":")[2]


def test_elus_finds_the_inclusive_form_and_marks_it(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "élus")
    first = page.hits.rows()[0]
    assert first.key == "article:que-faire-une-fois-elus"
    start, end = first.title_marks[0]
    assert first.title[start:end] == "élu·es"
    marked = {row.extract[a:b].lower() for row in page.hits.rows() for a, b in row.marks}
    assert {"élu·es"} <= marked


def test_each_key_shows_other_answers(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "commerc")
    before = page.hits.rows()
    qtbot.keyClicks(window.sidebar.search, "es multiservice")
    after = page.hits.rows()
    assert after and after != before
    qtbot.keyClick(window.sidebar.search, Key.Key_Backspace)
    assert "commerces multiservic\u00a0»" in page.count.text()
    assert window.focusWidget() is window.sidebar.search


def test_the_count_is_shown_at_once_and_said_after_a_pause(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "8 résultats"):
        page = type_words(qtbot, window, "spaser")
        assert page.count.text() == "8 résultats pour «\u00a0spaser\u00a0»"
    assert window.focusWidget() is window.sidebar.search


def test_enter_opens_the_first_and_back_returns_to_the_answers(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "epicerie")
    first = page.hits.rows()[0]
    opened = []
    page.route_requested.connect(opened.append)
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    qtbot.waitUntil(lambda: window.navigator.here == route_of("article", id_of(first), words="épicerie"))
    window.navigator.back()
    assert window.current_page is page
    assert window.navigator.here == ToSearch("epicerie")
    assert page.hits.rows()[0] == first
    QApplication.processEvents()
    assert window.navigator.here.page == PageId.SEARCH  # coming back does not open the first one again
    assert len(opened) == 2


def test_enter_with_no_answer_stays(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "zzzz")
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    QApplication.processEvents()
    assert window.current_page is page
    assert page.hits.isHidden()


def test_down_enters_the_list_arrows_choose_and_enter_opens(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "association")
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    assert window.focusWidget() is page.hits
    assert page.hits.chosen() == page.hits.rows()[0]
    qtbot.keyClick(page.hits, Key.Key_Down)
    third = page.hits.rows()[2]
    qtbot.keyClick(page.hits, Key.Key_Down)
    assert page.hits.chosen() == third
    qtbot.keyClick(page.hits, Key.Key_Return)
    assert window.navigator.here is not None and window.navigator.here.id == id_of(third)


def test_the_chosen_answer_is_kept_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 560)
    page = type_words(qtbot, window, "association")
    QApplication.processEvents()
    bar = page.scroller().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    for _ in range(len(page.hits.rows())):
        qtbot.keyClick(page.hits, Key.Key_Down)
    row = page.hits.visualRect(page.hits.currentIndex())
    top = page.hits.mapTo(page.scroller().viewport(), row.topLeft()).y()
    assert bar.value() > 0
    assert 0 <= top <= page.scroller().viewport().height() - row.height()


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Up])
def test_escape_in_the_list_returns_to_the_field(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    page = type_words(qtbot, window, "commerce")
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    qtbot.keyClick(page.hits, key)
    assert window.focusWidget() is window.sidebar.search
    assert window.sidebar.search.text() == "commerce"
    assert window.current_page is page


def test_escape_in_the_field_goes_back_and_forward_finds_the_words_again(qtbot: QtBot, window: MainWindow) -> None:
    type_words(qtbot, window, "commerce")
    qtbot.keyClick(window.sidebar.search, Key.Key_Escape)
    assert window.navigator.here == Route(PageId.HOME)
    window.navigator.forward()
    assert window.sidebar.search.text() == "commerce"


def test_a_click_opens_an_answer(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "commerce")
    second = page.hits.rows()[1]
    place = page.hits.visualRect(page.hits.model().index(1, 0)).center()
    qtbot.mouseClick(page.hits.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.navigator.here is not None and window.navigator.here.id == id_of(second)


def test_chips_count_all_and_filter(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "association")
    every = page.hits.rows()
    answer = page.context.search.ask(lambda index: index.answer("association"))
    counts = dict(answer.counts)
    assert len(every) == 20 < answer.total
    assert page.chips.chip("all").text() == f"Tout {answer.total}"
    assert page.chips.chip("action").text() == f"Actions {counts['action']}"
    assert page.count.text().startswith(f"20 premiers résultats sur {answer.total} pour")
    qtbot.mouseClick(page.chips.chip("action"), Qt.MouseButton.LeftButton)
    assert len(page.hits.rows()) == min(20, counts["action"])
    assert {row.kind for row in page.hits.rows()} == {"Action"}
    assert page.chips.chip("action").isChecked()
    first = page.hits.rows()[0]
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    qtbot.keyClick(page.hits, Key.Key_Return)
    assert window.navigator.here is not None and window.navigator.here.id == id_of(first)
    window.navigator.back()
    qtbot.keyClick(page.chips.chip("all"), Key.Key_Space)
    assert page.hits.rows() == every


def test_the_other_answers_are_shown_when_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "association")
    total = page.context.search.ask(lambda index: index.answer("association")).total
    assert page.more.text() == "Voir les 20 suivants"
    first = [row.key for row in page.hits.rows()]
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    keys = [row.key for row in page.hits.rows()]
    assert keys[:20] == first and len(keys) == len(set(keys)) == min(40, total)
    chosen = page.hits.chosen()
    assert chosen is not None and chosen.key == keys[20]
    while page.more.isVisible():
        qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    assert len(page.hits.rows()) == total and page.count.text().startswith(f"{total} résultats pour")
    for few in ("mauléon", "zzzz"):
        assert not type_words(qtbot, window, few).more.isVisible()


def test_the_other_answers_of_one_kind_are_shown_when_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "association")
    counts = dict(page.context.search.ask(lambda index: index.answer("association")).counts)
    kind = max((one for one in counts if one in ("topic", "action", "source", "term")), key=lambda one: counts[one])
    page.chips.chip(kind).click()
    while page.more.isVisible():
        qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    assert len(page.hits.rows()) == counts[kind]


def test_a_filter_without_answers_falls_back_to_all(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "association")
    qtbot.mouseClick(page.chips.chip("action"), Qt.MouseButton.LeftButton)
    window.open_route(ToSearch("grand st emilionnais"))
    kinds = {row.kind for row in page.hits.rows()}
    assert kinds and "Action" not in kinds
    assert page.chips.current() == "all"
    assert page.chips.chip("action").isHidden()


def test_nothing_typed_gives_a_hint_and_words_to_try(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToSearch())
    page = window.current_page
    assert isinstance(page, SearchPage)
    assert page.hits.isHidden() and page.ask.isHidden()
    suggestion = next(button for button in page.findChildren(QPushButton) if button.text() == "crèche")
    qtbot.mouseClick(suggestion, Qt.MouseButton.LeftButton)
    assert page.hits.rows()
    assert window.sidebar.search.text() == "crèche"


def test_every_suggestion_finds_something(window: MainWindow) -> None:
    window.open_route(ToSearch())
    page = window.current_page
    assert isinstance(page, SearchPage)
    words = page.suggestions.words()
    assert len(words) >= 5
    for text in words:
        assert page.context.search.ask(lambda index, text=text: index.search(text)), text


def test_no_answer_says_what_was_searched_and_offers_to_ask(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "trottinette zzzz")
    assert page.count.text() == "Aucun résultat pour «\u00a0trottinette zzzz\u00a0»"
    qtbot.mouseClick(page.ask, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToContact(searched="trottinette zzzz")
    contact = window.current_page
    assert isinstance(contact, ContactPage)
    assert "trottinette zzzz" in contact.form.message.toPlainText()
    assert "trottinette zzzz" in contact.draft().body


def test_a_slip_is_mended_and_said(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "epiceri associatve ")
    assert page.hits.rows()
    said = [label.text() for label in page.findChildren(Label) if label.isVisible()]
    assert any("«\u00a0associative\u00a0» au lieu de «\u00a0associatve\u00a0»" in text for text in said)


def test_near_words_are_offered_where_nothing_is_found(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "epizarie")
    assert page.hits.isHidden() and page.near.words()
    word = page.near.words()[0]
    page.near.chips()[0].setFocus()
    qtbot.keyClick(page.near.chips()[0], Key.Key_Space)
    assert window.sidebar.search.text() == word and page.hits.rows()


def test_a_note_is_found_as_soon_as_it_is_written_and_opens_its_action(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "hippocampe")
    assert page.hits.isHidden()
    page.context.session.set_text("action:elu-extra-municipale", "note", "Voir l’hippocampe avec Maïté.")
    qtbot.keyClicks(window.sidebar.search, " ")
    qtbot.waitUntil(lambda: len(page.hits.rows()) == 1)  # the first index is made in the background
    (row,) = page.hits.rows()
    assert row.kind == "Ma note" and page.chips.chip("note").text() == "Mes notes 1"
    assert [row.extract[a:b] for a, b in row.marks] == ["hippocampe"]
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    qtbot.waitUntil(lambda: window.navigator.here == Route(PageId.ACT, "elu-designe", "elu-extra-municipale"))


def test_statut_finds_the_actions_that_are_done(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "s")
    mark(page.context.session, "action:elu-extra-municipale", Status.DONE)
    qtbot.keyClicks(window.sidebar.search, "tatut:fait")
    assert [id_of(row) for row in page.hits.rows()] == ["elu-extra-municipale"]


@pytest.mark.parametrize(
    ("words", "kind", "place"),
    [
        ("RNA", "Glossaire", PageId.GLOSSARY),
        ("coorace", "Réseau", PageId.NETWORKS),
        ("insee flash", "Source", PageId.SOURCES),
    ],
)
def test_an_entry_of_a_list_opens_on_its_list(
    qtbot: QtBot, window: MainWindow, words: str, kind: str, place: PageId
) -> None:
    page = type_words(qtbot, window, words)
    number, row = next((n, row) for n, row in enumerate(page.hits.rows()) if row.kind == kind)
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    for _ in range(number):
        qtbot.keyClick(page.hits, Key.Key_Down)
    qtbot.keyClick(page.hits, Key.Key_Return)
    assert window.navigator.here == Route(place, id_of(row))


def test_the_page_opens_at_the_words_and_f3_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "garantie emprunt type:sujet")
    first = page.hits.rows()[0]
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.current_page, ArticlePage))
    article = window.current_page
    assert isinstance(article, ArticlePage)
    assert window.navigator.here is not None and window.navigator.here.id == id_of(first)
    cursor = article.view.textCursor()
    assert fold(cursor.selectedText()).startswith(("garanti", "emprunt"))
    assert {fold(word)[:7] for word in cursor.block().text().split()} & {"garanti"}
    qtbot.waitUntil(lambda: article.view.viewport().rect().contains(article.view.cursorRect().center()))
    marked = {fold(mark.cursor.selectedText()) for mark in article.view.extraSelections()}
    assert any(word.startswith("garanti") for word in marked) and any(word.startswith("emprunt") for word in marked)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    article.view.setFocus()
    before = cursor.position()
    qtbot.keyClick(article.view, Key.Key_F3)
    after = article.view.textCursor()
    assert after.position() != before and fold(after.selectedText()) in marked
    assert not article.find_bar.isVisible()
    qtbot.keyClick(article.view, Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert article.view.textCursor().position() == before


def test_rows_are_said_whole(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "spaser")
    view = QAccessible.queryAccessibleInterface(page.hits)
    assert view.text(QAccessible.Text.Name) == "Résultats"
    said = view.child(0).text(QAccessible.Text.Name)
    row = page.hits.rows()[0]
    assert said.startswith(f"{row.kind}\u00a0: {row.title}") and row.extract in said
    assert page.chips.chip("all").accessibleName() == "Tout 8\u00a0résultats"


def test_nothing_is_wider_than_the_page(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 560)
    page = type_words(qtbot, window, "commission")
    QApplication.processEvents()
    inner = page.scroller().widget()
    assert inner.minimumSizeHint().width() <= page.scroller().viewport().width()
    assert page.hits.width() <= page.scroller().viewport().width()


def test_the_words_found_are_painted_in_their_own_ground(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "spaser")
    QApplication.processEvents()
    image = page.hits.grab().toImage()
    inks = {image.pixelColor(x, y).name().upper() for x in range(0, image.width(), 2) for y in range(image.height())}
    assert LIGHT.mark in inks
    assert LIGHT.primary in inks


def test_a_row_grows_with_a_narrow_width() -> None:
    row = HitRow("a", "Action", "Mettre en place une commission extra-municipale", "Agir", "mot " * 40)
    inks = Inks(LIGHT.scaled(2), FAMILY)
    assert RowLayout(row, inks, 500).height > RowLayout(row, inks, 900).height


@pytest.mark.parametrize("words", ["association", "commerce"])
def test_the_first_down_shows_where_one_is(qtbot: QtBot, window: MainWindow, words: str) -> None:
    page = type_words(qtbot, window, words)
    QApplication.processEvents()
    before = page.hits.grab().toImage()
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    QApplication.processEvents()
    assert page.hits.chosen() == page.hits.rows()[0]
    first = page.hits.visualRect(page.hits.currentIndex())
    top = page.hits.mapTo(page.scroller().viewport(), first.topLeft()).y()
    assert 0 <= top <= page.scroller().viewport().height() - first.height()
    assert page.hits.grab(first).toImage() != before.copy(first)


# --- the screens ---


def test_the_contents_are_found_by_their_name_and_opened_by_enter(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "somm")
    first = page.hits.rows()[0]
    assert (first.title, first.kind) == ("Sommaire", "Page du kit")
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    qtbot.waitUntil(lambda: window.navigator.here == Route(PageId.CONTENTS))


def test_a_screen_is_found_without_mon_or_mes_but_not_inside_its_name(qtbot: QtBot, window: MainWindow) -> None:
    assert [hit.id for hit in named("plan")] == [PageId.PLAN]
    assert [hit.id for hit in named("mes p")] == [PageId.FAVOURITES]
    assert [hit.id for hit in named("REGLAGES")] == [PageId.SETTINGS]
    assert [hit.id for hit in named("reunir")] == [PageId.MERGE]
    assert [hit.id for hit in named("saisir")] == [PageId.PAPER_BACK]
    assert named("action") == named("ma") == named("") == ()


@pytest.mark.parametrize(("page_id", "name", "_about"), SCREENS)
def test_a_screen_is_called_as_it_calls_itself(window: MainWindow, page_id: PageId, name: str, _about: str) -> None:
    window.open_route(place(page_id))
    assert name in [crumb.text for crumb in window.current_page.crumbs()]


def test_an_entry_of_the_directory_is_found_and_opened_from_ctrl_k(qtbot: QtBot, window: MainWindow) -> None:
    _, changes = directory.added({"name": "Hippocampe et Compagnie", "activity": "atelier"})
    window.context.session.apply(changes)
    page = type_words(qtbot, window, "hippocampe")
    qtbot.waitUntil(lambda: bool(page.hits.rows()))
    row = page.hits.rows()[0]
    assert (row.kind, row.title) == ("Répertoire local", "Hippocampe et Compagnie")
    qtbot.keyClick(window.sidebar.search, Key.Key_Down)
    qtbot.keyClick(page.hits, Key.Key_Return)
    sheet = window.current_page
    assert isinstance(sheet, DirectoryPage) and sheet.sheet.line("name").text() == "Hippocampe et Compagnie"


def test_a_highlighted_passage_is_found_by_its_note_and_opens_its_page(qtbot: QtBot, window: MainWindow) -> None:
    page = type_words(qtbot, window, "hippocampe")
    made, changes = highlighted("elu-extra-municipale", TextQuote("commission extra-municipale"))
    window.context.session.apply([*changes, Change(made.on, made.note_field, "L’hippocampe de Maïté")])
    window.context.session.set_text("action:elu-extra-municipale", "note", "Un autre hippocampe")
    qtbot.keyClicks(window.sidebar.search, " ")
    qtbot.waitUntil(lambda: len(page.hits.rows()) == 2)
    assert {row.kind for row in page.hits.rows()} == {"Ma note"}
    number = next(n for n, row in enumerate(page.hits.rows()) if "Maïté" in row.extract)
    page.hits.setFocus()
    for _ in range(number):
        qtbot.keyClick(page.hits, Key.Key_Down)
    qtbot.keyClick(page.hits, Key.Key_Return)
    qtbot.waitUntil(lambda: window.navigator.here == ToArticle("elu-extra-municipale"))


def test_enter_waits_for_ones_own_texts(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, indexed = threading.Event(), own_texts._indexed

    def late(dossier: Dossier, library: Library) -> object:
        assert ready.wait(60)
        return indexed(dossier, library)

    monkeypatch.setattr(own_texts, "_indexed", late)
    window.context.session.set_text("article:commerces-proximite", "note", "demander au zouave")
    page = type_words(qtbot, window, "zouave")
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    QTimer.singleShot(0, ready.set)  # after what Enter asked for
    qtbot.waitUntil(lambda: window.navigator.here == ToArticle("commerces-proximite"))

    ready.clear()
    page._own._on_switched()
    type_words(qtbot, window, "zouave")
    qtbot.keyClick(window.sidebar.search, Key.Key_Return)
    window.open_route(Route(PageId.GLOSSARY))
    with qtbot.waitSignal(page._own.renewed):
        QTimer.singleShot(0, ready.set)
    assert window.navigator.here == Route(PageId.GLOSSARY), "who has left is not called back"
