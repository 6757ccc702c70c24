"""Rows of reading and of the search."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.content.blocks import plain_body
from tests.gui.hands import Hands, plain
from tests.gui.table.rows import row
from tests.gui.windows import open_window
from ui.access import voice
from ui.app import open_first_place, open_window_as_left
from ui.features.reading.page import ArticlePage
from ui.features.search.page import SearchPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.services.page import FAVOURITE
from ui.shell.main_window import MainWindow
from ui.text.list_page import ListPage

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
TOPIC = "commerces-proximite"


def search(hands: Hands, words: str) -> SearchPage:
    """Type into the search as one does, and return the answers."""
    hands.ctrl(Key.Key_K)
    hands.write(words)
    page = hands.window.current_page
    assert isinstance(page, SearchPage)
    return page


@row("F01", "Tout est là sans réseau, dès le premier lancement")
def test_every_text_opens_with_no_network(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refused)
    library = hands.window.context.library
    texts = list(library.articles())
    for article in texts:
        assert library.body(article.id), article.id
    for article in (texts[0], texts[len(texts) // 2], texts[-1]):
        hands.go(ToArticle(article.id))
        hands.sees(plain(article.title))
    assert search(hands, "association").hits.rows()


@row("F02", "Plan du contenu toujours visible")
def test_the_map_is_in_sight_on_every_screen_and_all_texts_in_the_contents(hands: Hands) -> None:
    for place in (ToArticle(TOPIC), Route(PageId.PLAN), Route(PageId.SETTINGS)):
        hands.go(place)
        for entry in ("Comprendre", "Convaincre", "Agir", "Exemples proches", "Mes pages"):
            assert hands.find(type(hands.window.sidebar._buttons[PageId.ACT]), entry).isVisible()
    said = plain(hands.go(Route(PageId.CONTENTS), ListPage).view.toPlainText())
    assert all(plain(one.title) in said for one in hands.window.context.library.articles("topic"))


@row("F03", "Retour et avance dans l’historique")
def test_back_and_forward(hands: Hands) -> None:
    hands.go(ToArticle(TOPIC))
    hands.go(Route(PageId.GLOSSARY))
    seen = []
    for key in (Key.Key_Left, Key.Key_Left, Key.Key_Right):
        hands.key(key, ALT)
        here = hands.window.navigator.here
        assert here is not None
        seen.append(here.page)
    assert seen == [PageId.ARTICLE, PageId.HOME, PageId.ARTICLE]


@row("F04", "Favoris")
def test_a_star_keeps_a_page_and_my_pages_lead_back(hands: Hands) -> None:
    hands.go(ToArticle(TOPIC))
    hands.qtbot.mouseClick(hands.window.top_bar.tool(FAVOURITE), LEFT)
    hands.go(Route(PageId.HOME))
    hands.click("Mes pages")
    hands.follow("Commerces")
    assert hands.window.navigator.here == ToArticle(TOPIC)


def stopped(window: MainWindow, hands: Hands) -> int:
    """Read a text to its middle; return the character one stopped at."""
    page = hands.go(ToArticle(TOPIC), ArticlePage)
    page.unfold()
    bar = page.view.verticalScrollBar()
    hands.qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    return page.position()


@row("F05", "Rouvre là où l’on s’était arrêté")
def test_the_next_run_opens_where_one_had_stopped(
    qtbot: QtBot, hands: Hands, make_context: Callable[..., AppContext]
) -> None:
    place = stopped(hands.window, hands)
    hands.window.close()
    again = open_window(qtbot, make_context())
    open_first_place(again, anew=False)
    page = again.current_page
    assert isinstance(page, ArticlePage)
    qtbot.waitUntil(lambda: abs(page.position() - place) < 120)


@row("F06", "Exemples réels et proches à côté de l’explication")
def test_real_examples_stand_in_the_explanation_and_by_distance(hands: Hands) -> None:
    hands.go(ToArticle(TOPIC))
    hands.reads("Bétête")
    hands.window.context.session.set_text("identity", "departement_code", "23")
    page = hands.go(Route(PageId.EXAMPLES), ListPage)
    assert "Dans votre département" in page.view.toPlainText()


@row("F07", "Niveaux de lecture (court, entier)")
def test_a_long_text_opens_short_and_unfolds(hands: Hands) -> None:
    page = hands.go(ToArticle("agriculture-restauration"), ArticlePage)
    short = page.view.document().size().height()
    hands.follow("Lire plus")
    hands.qtbot.waitUntil(lambda: page.view.document().size().height() > 1.3 * short)


@row("F08", "Glossaire des termes et des sigles")
def test_a_word_of_a_text_gives_its_definition_beside_it(hands: Hands) -> None:
    page = hands.go(ToArticle("cooperation-ptce"), ArticlePage)
    hands.follow("PTCE")
    hands.qtbot.waitUntil(page.panel.isVisible)
    assert "territoire" in " ".join(page.panel.words())
    assert "PTCE" in hands.go(Route(PageId.GLOSSARY), ListPage).view.toPlainText()


@row("F09", "Lecture à voix haute, sans réseau")
@pytest.mark.usefixtures("speaking")
def test_a_page_is_read_aloud_by_the_voice_of_the_machine(hands: Hands, tmp_path: Path) -> None:
    page = hands.go(ToArticle("ess-en-cinq-minutes"), ArticlePage)
    with hands.qtbot.waitSignal(page.tools.voice.ended, timeout=20_000):
        hands.click("Lire à voix haute")
    assert "L’ESS en cinq minutes" in (tmp_path / "heard").read_text(encoding="utf-8")


@pytest.fixture
def speaking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Put a stand-in for the voice of the machine on the path: it writes down what it is told to say."""
    program = tmp_path / "bin" / "spd-say"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {tmp_path / "heard"}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    voice.program.cache_clear()
    yield
    voice.program.cache_clear()


def chosen(hands: Hands, setting: str, key: str) -> None:
    """Choose in « Affichage du texte », and wait for the window in its new look."""
    before = hands.window.centralWidget()
    panel = hands.window.reading
    assert panel is not None
    hands.qtbot.mouseClick(panel.choices.choices[setting].button(key), LEFT)
    hands.qtbot.waitUntil(lambda: hands.window.centralWidget() is not before)


def enlarged(hands: Hands, words: str) -> int:
    """Press A+ or A−; return the size of text, in pixels."""
    before = hands.window.centralWidget()
    hands.click(words)
    hands.qtbot.waitUntil(lambda: hands.window.centralWidget() is not before)
    return hands.window.context.theme.text


@row("F10", "Police, taille et espacement choisis par qui lit")
def test_the_reader_sets_size_typeface_and_spacing(hands: Hands) -> None:
    page = hands.go(ToArticle(TOPIC), ArticlePage)
    usual, family = hands.window.context.theme.text, QFontInfo(page.view.font()).family()
    assert enlarged(hands, "Agrandir le texte") > usual
    hands.click("Affichage du texte")
    high = page_of(hands).view.document().size().height()
    chosen(hands, "line_spacing", "wider")
    assert page_of(hands).view.document().size().height() > 1.1 * high
    chosen(hands, "reading_font", "dyslexic")
    assert QFontInfo(page_of(hands).view.document().defaultFont()).family() != family


def page_of(hands: Hands) -> ArticlePage:
    page = hands.window.current_page
    assert isinstance(page, ArticlePage)
    return page


# --- search ---


@row("F11", "Recherche dans le texte entier de tout le contenu")
def test_words_at_the_end_of_any_text_are_found(hands: Hands) -> None:
    library = hands.window.context.library
    for article in list(library.articles("topic"))[::8]:
        words = [one for one in re.findall(r"[a-z]{9,}", plain_body(library.body(article.id)))][-4:]
        hands.window.sidebar.search.clear()
        found = [one.key for one in search(hands, " ".join(words)).hits.rows()]
        assert f"topic:{article.id}" in found, words


@row("F12", "La recherche ignore les accents")
def test_elu_without_accent_finds_the_inclusive_form(hands: Hands) -> None:
    first = search(hands, "elus").hits.rows()[0]
    start, end = first.title_marks[0]
    assert first.title[start:end] == "élu·es"


@row("F13", "Une seule recherche pour textes, listes et modèles")
def test_one_query_finds_texts_actions_models_and_her_own_notes(hands: Hands) -> None:
    hands.window.context.session.set_text("action:elu-commission", "note", "Voir l’association de Maïté")
    page = search(hands, "association")
    hands.qtbot.waitUntil(lambda: "Mes notes 1" in hands.words())
    assert {"Actions", "Modèles"} <= {chip.rpartition(" ")[0] for chip in hands.words().splitlines()}
    assert page.hits.rows()


@row("F14", "Filtres (thème, sorte, état)")
def test_answers_are_narrowed_by_kind_and_the_plan_by_state(hands: Hands) -> None:
    page = search(hands, "association")
    hands.qtbot.mouseClick(page.chips.chip("action"), LEFT)
    assert {one.kind for one in page.hits.rows()} == {"Action"}
    hands.go(Route(PageId.EXAMPLES))
    hands.sees("Taille", "Levier", "Département")


@row("F15", "Chercher dans la page")
def test_ctrl_f_finds_in_the_page(hands: Hands) -> None:
    page = hands.go(ToArticle(TOPIC), ArticlePage)
    page.view.setFocus()
    hands.ctrl(Key.Key_F)
    hands.qtbot.keyClicks(hands.window.focusWidget(), "epicerie")
    assert "épicerie" in page.view.textCursor().selectedText().lower()


@row("F16", "Réponses pendant la frappe, Entrée ouvre la première")
def test_answers_come_at_each_key_and_enter_opens_the_first(hands: Hands) -> None:
    before = search(hands, "commerc").hits.rows()
    page = search(hands, "commerces de prox")
    assert before and page.hits.rows()[0].key == f"topic:{TOPIC}"
    hands.key(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: isinstance(hands.window.current_page, ArticlePage))
    assert hands.window.navigator.here is not None and hands.window.navigator.here.id == TOPIC


# --- wishes ---


@row("W8", "Ignorer les accents en cherchant")
def test_every_way_to_write_a_word_finds_it(hands: Hands) -> None:
    found = []
    for words in ("épicerie", "epicerie", "EPICERIE"):
        hands.window.sidebar.search.clear()
        found.append([one.key for one in search(hands, words).hits.rows()])
    assert found[0] and found[0] == found[1] == found[2]


@row("W9", "Chercher partout, vite, et voir où")
def test_an_answer_says_where_with_an_extract_and_opens_there(hands: Hands) -> None:
    page = search(hands, "multiservice")
    answer = next(one for one in page.hits.rows() if one.marks)
    start, end = answer.marks[0]
    assert "multiservice" in answer.extract[start:end].lower() and answer.kind
    hands.key(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: isinstance(hands.window.current_page, ArticlePage))
    assert "multiservice" in page_of(hands).view.textCursor().selectedText().lower()


@row("W10", "Des signets que je retrouve")
def test_ctrl_d_keeps_and_ctrl_b_finds(hands: Hands) -> None:
    hands.go(ToArticle(TOPIC))
    hands.ctrl(Key.Key_D)
    hands.ctrl(Key.Key_B)
    hands.reads("Favoris")
    hands.reads("Commerces")


@row("W12", "Rouvrir où j’étais, jamais hors de l’écran")
def test_the_window_comes_back_on_a_screen_that_is_there(
    qtbot: QtBot, hands: Hands, make_context: Callable[..., AppContext], program: QApplication
) -> None:
    hands.go(Route(PageId.PLAN))
    hands.window.move(40_000, 40_000)  # a second screen that is gone at the next start
    hands.window.close()
    context = make_context()
    again = MainWindow(context)
    qtbot.addWidget(again)
    open_window_as_left(again, program, "")
    open_first_place(again, anew=False)
    again.show()
    assert again.navigator.here is not None and again.navigator.here.page == PageId.PLAN
    assert again.screen().availableGeometry().intersects(again.frameGeometry())


@row("W16", "Plus grand, plus aéré, lisible pour les dyslexiques")
def test_buttons_enlarge_and_a_typeface_for_dyslexia_is_there(hands: Hands) -> None:
    hands.go(ToArticle(TOPIC))
    sizes = [enlarged(hands, "Agrandir le texte") for _ in range(2)]
    assert sizes == sorted(sizes) and enlarged(hands, "Réduire le texte") < sizes[-1]
    hands.click("Affichage du texte")
    chosen(hands, "reading_font", "dyslexic")
    chosen(hands, "letter_spacing", "wider")
    assert QFontInfo(page_of(hands).view.document().defaultFont()).family() == "OpenDyslexic"
