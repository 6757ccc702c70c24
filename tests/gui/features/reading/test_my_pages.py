"""Mes pages: favourites, pages one wrote on, pages seen; found by their words, let go with a way back."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kit.dossier.highlights import Highlight, highlighted
from kit.dossier.model import Change
from kit.text_quote import TextQuote
from ui.features.reading.favourites_page import FavouritesPage
from ui.features.reading.page import ArticlePage
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
    assert page.head.count.text() == "1 page, sur cet ordinateur seulement"
    page.head.field.setText("zzz")
    assert "ne contient ces mots" in page.view.toPlainText() and page.head.count.text().startswith("Aucune page")


def test_ctrl_d_elsewhere_shows_here(window: MainWindow, page: FavouritesPage) -> None:
    window.open_route(ToArticle("la-loi-en-dix-lignes"))
    window.keys._on_favourite()
    assert opened(window).view.toPlainText().count("Retirer des favoris") == 2


def test_a_favourite_whose_page_is_no_more_stays_until_it_is_let_go(qtbot: QtBot, window: MainWindow) -> None:
    marks = Bookmarks(window.context.settings)
    marks.toggle("Une page d’alors", ToArticle("page-retiree"))
    page = opened(window)
    text = page.view.toPlainText()
    assert "Une page d’alors" in text and "n’est plus dans les textes d’aujourd’hui" in text
    press(qtbot, page, "Retirer des favoris")
    assert not marks.favourites()


# --- passages highlighted ---

QUOTE = TextQuote("dépôt de pain", "", "quand le dernier")


def highlight(window: MainWindow, article: str, quote: TextQuote, note: str = "") -> Highlight:
    made, changes = highlighted(article, quote)
    window.context.session.apply([*changes, Change(made.on, made.note_field, note or None)])
    return made


def test_a_passage_is_shown_with_its_note_and_opens_the_text_there(qtbot: QtBot, window: MainWindow) -> None:
    made = highlight(window, TOPIC, QUOTE, "Pour le bar du village")
    page = opened(window)
    text = page.view.toPlainText()
    assert "Passages surlignés" in text and "Pour le bar du village" in text
    today = f"{datetime.date.today():%d/%m/%Y}"
    assert f"Commerces de proximité, le {today}" in text
    assert "introuvable" not in text
    assert page.head.count.text() == "Aucune page, 1 passage, sur cet ordinateur seulement"
    press(qtbot, page, "« dépôt de pain »")
    settle(window.context)
    article = window.current_page
    assert isinstance(article, ArticlePage)
    assert article.panel.box.text() == "Pour le bar du village" and made.id in article.view.passages.places
    qtbot.mouseClick(article.panel.links[-1], Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.FAVOURITES, made.id)


def test_a_passage_that_the_texts_have_no_more_is_shown_and_never_lost(qtbot: QtBot, window: MainWindow) -> None:
    highlight(window, TOPIC, TextQuote("une phrase retirée depuis", "avant elle", "après elle"), "Ma note")
    highlight(window, "page-retiree", QUOTE)
    window.context.session.set_text("article:page-retiree", "note", "Une note d’alors")
    page = opened(window)
    text = page.view.toPlainText()
    assert "« une phrase retirée depuis »" in text and "Passage introuvable dans le texte d’aujourd’hui" in text
    assert text.count("n’est plus dans les textes d’aujourd’hui") == 2 and "Une note d’alors" in text
    press(qtbot, page, "« une phrase retirée depuis »")
    settle(window.context)
    article = window.current_page
    assert isinstance(article, ArticlePage)
    assert any("introuvable" in words for words in article.panel.words()) and article.panel.box.text() == "Ma note"


def test_a_passage_is_taken_away_and_comes_back_by_the_bar(qtbot: QtBot, window: MainWindow) -> None:
    made = highlight(window, TOPIC, QUOTE, "Une piste")
    page = opened(window)
    press(qtbot, page, "Retirer le surlignage")
    assert "Une piste" not in page.view.toPlainText() and window.feedback.text() == "Surlignage retiré"
    done = window.shown_done()
    assert done is not None and done.act is not None
    done.act()
    assert "Une piste" in page.view.toPlainText()
    assert window.context.session.text(made.on, made.note_field) == "Une piste"


def test_passages_are_narrowed_by_quote_note_and_text(qtbot: QtBot, window: MainWindow) -> None:
    highlight(window, TOPIC, QUOTE, "Le bar du village")
    highlight(window, "la-loi-en-dix-lignes", TextQuote("utilité sociale"))
    page = opened(window)
    for typed, shown in (("pain", QUOTE.exact), ("village", QUOTE.exact), ("dix lignes", "utilité sociale")):
        page.head.field.setText(typed)
        assert shown in page.view.toPlainText() and page.head.count.text().startswith("Aucune page, 1 passage,")


def test_hundreds_of_passages_show_in_parts(window: MainWindow) -> None:
    changes = [change for n in range(300) for change in highlighted(TOPIC, TextQuote(f"dépôt de pain {n}"))[1]]
    window.context.session.apply(changes)
    page = opened(window)
    assert "300 passages" in page.head.count.text()
    assert page.view.toPlainText().count("Retirer le surlignage") == 60
