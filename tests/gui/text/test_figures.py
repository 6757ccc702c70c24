"""Figures on a page: drawn in the theme, as wide as the text, told to a reader, quoted in one sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from tests.gui.windows import open_window
from ui.access.nodes import Node, Role
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import ToArticle, ToContact
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.article_html import FIGURE, QUOTE

NUMBERS, MAP = 4, 5
"""How many figures of the page are numbers, which come first, and which one is a map."""


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> ArticlePage:
    window.open_route(ToArticle("chiffres-nouvelle-aquitaine"))
    made = window.current_page
    assert isinstance(made, ArticlePage)
    made.unfold()
    return made


def image(page: ArticlePage, number: int) -> QImage:
    kind = QTextDocument.ResourceType.ImageResource.value
    found = page.view.document().resource(kind, QUrl(f"{FIGURE}{number}/{2 if number < NUMBERS else 1}"))
    assert isinstance(found, QImage)
    return found


def test_each_figure_of_a_page_is_drawn(page: ArticlePage) -> None:
    page.grab()
    for number in range(6):
        drawn = image(page, number)
        assert not drawn.isNull()
        colours = {
            drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 3) for y in range(0, drawn.height(), 3)
        }
        assert page.context.theme.primary.lower() in colours


def test_a_figure_follows_the_width_of_the_text(page: ArticlePage, window: MainWindow, qtbot: QtBot) -> None:
    page.grab()
    wide = image(page, MAP).width()
    window.resize(700, 700)
    qtbot.waitUntil(lambda: image(page, MAP).width() < wide)
    assert page.view.document().idealWidth() <= page.view.viewport().width()  # nothing is cut
    assert image(page, MAP).width() / image(page, MAP).devicePixelRatio() <= page.view.viewport().width()


def test_numbers_stand_two_by_two_where_letters_are_not_large(page: ArticlePage) -> None:
    page.grab()
    assert image(page, 0).width() < image(page, MAP).width() / 2
    tops = [page.view._boxes.card_at(page.view.document().find(words).position()) for words in ("214", "contre 10,8")]
    assert not tops[0].isNull() and tops[0] == tops[1]  # one row


def test_what_is_not_known_can_be_asked_for(page: ArticlePage, qtbot: QtBot) -> None:
    assert "8 valeurs ne sont pas connues. La CRESS les a peut-être" in page.view.toPlainText().replace("\u00a0", " ")
    with qtbot.waitSignal(page.route_requested) as asked:
        page.view.link_activated.emit("contact:question")
    assert asked.args == [ToContact("question", about="chiffres-nouvelle-aquitaine")]


def test_copying_a_figure_gives_one_sentence_and_says_so(page: ArticlePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.context.feedback.told) as told:
        page.view.link_activated.emit(f"{QUOTE}1")
    words = QGuiApplication.clipboard().text().replace("\u00a0", " ")
    assert words.startswith("12,2 % de l’emploi salarié") and words.count("\n") == 0
    assert "2022" in words and "Insee Flash" in words
    assert "Copié avec son année et sa source" in told.args[0].words.replace("\u00a0", " ")


def test_a_reader_meets_the_words_of_a_drawing(page: ArticlePage) -> None:
    def walk(nodes: list[Node]) -> list[Node]:
        return [one for node in nodes for one in (node, *walk(node.kids))]

    told = [node.name for node in walk(page.view.document_tree.top()) if node.part == Role.Graphic]
    assert "12,2\u00a0%" in told
    assert any("Carte des départements" in name and "Creuse 17" in name and "non connu" in name for name in told)


def test_a_map_sets_off_ones_own_departement(window: MainWindow, context: AppContext, qtbot: QtBot) -> None:
    window.open_route(ToArticle("chiffres-nouvelle-aquitaine"))
    made = window.current_page
    assert isinstance(made, ArticlePage)
    made.unfold()
    made.grab()
    before = image(made, MAP)
    context.session.set_text("identity", "departement_code", "23")
    window.open_route(ToArticle("raison-emplois"))
    window.open_route(ToArticle("chiffres-nouvelle-aquitaine"))
    made.unfold()
    made.grab()
    assert image(made, MAP) != before


def test_a_text_never_shows_a_figure_of_the_one_before(qtbot: QtBot, context: AppContext) -> None:
    """Numbers two by two first, then bars alone: the first figure has another name and another width on each."""

    def shown(window: MainWindow, article: str) -> QImage:
        window.open_route(ToArticle(article))
        settle(context)
        page = window.current_page
        assert isinstance(page, ArticlePage)
        return page.view.grab().toImage()

    one, other = (open_window(qtbot, context, size=(1366, 768)) for _ in range(2))
    alone = shown(one, "raison-emplois")
    assert shown(other, "chiffres-nouvelle-aquitaine") != alone
    assert shown(other, "raison-emplois") == alone
