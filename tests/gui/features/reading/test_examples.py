"""Exemples proches: real examples, the nearest first, narrowed by choices and words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kit.content.nearby import Nearness
from ui.features.reading.examples_page import ExamplesPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, context: AppContext) -> ExamplesPage:
    for field, value in (("name", "Saint-Exemple"), ("departement_code", "23"), ("population", "360")):
        context.session.set_text("identity", field, value)
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ExamplesPage)
    qtbot.waitUntil(lambda: bool(made.shown()))
    return made


def test_those_of_the_departement_come_first_then_those_of_a_like_size(page: ExamplesPage) -> None:
    found = page.shown()
    assert found[0].nearness == Nearness.SAME and found[0].departement == "23"
    order = [list(Nearness).index(one.nearness) for one in found]
    assert order == sorted(order)
    words = page.view.toPlainText()
    assert "Dans votre département" in words and "Saint-Exemple" in words


def test_a_size_narrows_the_list_and_is_said(page: ExamplesPage, qtbot: QtBot) -> None:
    page.size_of_place.choose("rural")
    with qtbot.waitSignal(page.announced):
        page.size_of_place.activated.emit(page.size_of_place.currentIndex())
    found = page.shown()
    assert found and all(one.population is not None and one.population < 2000 for one in found)
    assert page.head.count.text() == f"{len(found)} exemple{'s' if len(found) > 1 else ''}"


def test_what_is_not_known_is_said_and_comes_last(page: ExamplesPage) -> None:
    page.departement.choose("24")
    page.departement.activated.emit(page.departement.currentIndex())
    found = page.shown()
    assert found[-1].population is None and found[0].population is not None
    words = page.view.toPlainText()
    assert "taille non connue" in words and "habitants en 2026" in words
    assert "Une structure près de chez vous" in words and "Rôle de la collectivité" in words


def test_an_old_example_says_so(page: ExamplesPage) -> None:
    page.head.field.setText("Chalais")
    assert [one.example.place for one in page.shown()][:1] == ["Chalais"]
    assert "ancien : 2009" in page.view.toPlainText().replace("\u00a0", " ")


def test_choices_that_nothing_answers_say_how_to_go_on(page: ExamplesPage) -> None:
    page.head.field.setText("zzzz introuvable")
    assert not page.shown() and "Élargissez" in page.view.toPlainText()
    assert page.head.count.text() == "Aucun exemple"


def test_each_example_leads_to_the_page_that_tells_it(page: ExamplesPage, window: MainWindow) -> None:
    first = page.shown()[0]
    page.view.link_activated.emit(first.pages[0])
    here = window.navigator.here
    assert here is not None and here.page in (PageId.ARTICLE, PageId.ACT)


def test_a_lever_may_be_chosen_by_the_place_one_comes_from(page: ExamplesPage, window: MainWindow) -> None:
    lever = next(one.levers[0] for one in page.shown() if one.levers)
    window.open_route(Route(PageId.EXAMPLES, lever))
    assert page.lever.key() == lever
    assert all(lever in one.levers for one in page.shown())


def test_the_list_knows_no_collectivite_and_says_where_to_name_it(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ExamplesPage)
    qtbot.waitUntil(lambda: bool(made.shown()))
    assert "Ma collectivité" in made.view.toPlainText()
    assert "Dans votre département" not in made.view.toPlainText()
