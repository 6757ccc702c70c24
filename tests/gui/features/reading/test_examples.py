"""Exemples proches: real examples, the nearest first, narrowed by choices and words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kit.content.nearby import NearExample, Nearness
from tests.gui.keys import choose
from ui.features.reading.examples_page import DEPARTEMENT, LEVER, SIZE, Examples
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.text.list_page import ListPage
from ui.text.list_pane import key_of


def shown(page: ListPage) -> list[NearExample]:
    assert isinstance(page.listing, Examples)
    return page.listing.examples(page.pane.wanted)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, context: AppContext) -> ListPage:
    for field, value in (("name", "Saint-Exemple"), ("departement_code", "23"), ("population", "360")):
        context.session.set_text("identity", field, value)
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ListPage)
    qtbot.waitUntil(lambda: bool(shown(made)))
    return made


def test_those_of_the_departement_come_first_then_those_of_a_like_size(page: ListPage) -> None:
    found = shown(page)
    assert found[0].nearness == Nearness.SAME and found[0].departement == "23"
    order = [list(Nearness).index(one.nearness) for one in found]
    assert order == sorted(order)
    words = page.view.toPlainText()
    assert "Dans votre département" in words and "Saint-Exemple" in words


def test_a_size_narrows_the_list_and_is_said(page: ListPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.announced):
        choose(page.pane.chips[SIZE], "rural")
    found = shown(page)
    counted = [one for one in found if one.population is not None]
    unsized = found[len(counted) :]
    assert counted and all(one.population < 2000 for one in counted if one.population is not None)
    assert unsized and all(one.population is None for one in unsized), "what nobody counted comes last"
    assert page.head.count.text() == f"{len(found)} exemples, dont {len(unsized)} de taille non connue"
    titles = [group.title for group in page.listing.find(page.pane.wanted).groups]
    assert titles[-1] == "Taille non connue" and titles.count("Taille non connue") == 1


def test_what_is_not_known_is_said_and_comes_last(page: ListPage) -> None:
    choose(page.pane.chips[DEPARTEMENT], "24")
    found = shown(page)
    assert found[-1].population is None and found[0].population is not None
    words = page.view.toPlainText()
    assert "taille non connue" in words and "habitants en 2026" in words
    assert "Une structure près de chez vous" in words and "Rôle de la collectivité" in words


def test_an_old_example_says_so(page: ListPage) -> None:
    page.head.field.setText("Chalais")
    assert [one.example.place for one in shown(page)][:1] == ["Chalais"]
    assert "ancien : 2009" in page.view.toPlainText().replace("\u00a0", " ")


def test_choices_that_nothing_answers_say_how_to_go_on(page: ListPage) -> None:
    page.head.field.setText("zzzz introuvable")
    assert not shown(page) and "Élargissez" in page.view.toPlainText()
    assert page.head.count.text() == "Aucun exemple"


def test_each_example_leads_to_the_page_that_tells_it(page: ListPage, window: MainWindow) -> None:
    first = shown(page)[0]
    page.view.link_activated.emit(first.pages[0])
    here = window.navigator.here
    assert here is not None and here.page in (PageId.ARTICLE, PageId.ACT)


def test_a_lever_may_be_chosen_by_the_place_one_comes_from(page: ListPage, window: MainWindow) -> None:
    lever = next(one.levers[0] for one in shown(page) if one.levers)
    window.open_route(Route(PageId.EXAMPLES, lever))
    assert key_of(page.pane.chips[LEVER]) == lever
    assert all(lever in one.levers for one in shown(page))


def test_the_list_knows_no_collectivite_and_says_where_to_name_it(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ListPage)
    qtbot.waitUntil(lambda: bool(shown(made)))
    assert "Ma collectivité" in made.view.toPlainText()
    assert "Dans votre département" not in made.view.toPlainText()
