"""The map beside the examples: mark and card stand out together, a département narrows the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.features.reading.examples_page import DEPARTEMENT, ExamplesPage
from ui.features.reading.map_pane import MapPane
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToPrint
from ui.shell.main_window import MainWindow
from ui.text.list_pane import key_of


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, context: AppContext) -> ExamplesPage:
    for field, value in (("name", "Bétête"), ("insee", "23022"), ("departement_code", "23"), ("population", "389")):
        context.session.set_text("identity", field, value)
    window.resize(1366, 768)
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ExamplesPage)
    qtbot.waitUntil(lambda: made.map is not None and made.map.map.region is not None)
    return made


def pane(page: ExamplesPage) -> MapPane:
    assert page.map is not None
    return page.map


def test_enter_on_a_departement_narrows_the_list_and_zooms(page: ExamplesPage, qtbot: QtBot) -> None:
    button = pane(page).map.buttons["33"]
    button.setFocus()
    with qtbot.waitSignal(page.announced) as told:
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert key_of(page.pane.chips[DEPARTEMENT]) == "33"
    assert {one.departement for one in page.listed.examples(page.pane.wanted)} == {"33"}
    assert told.args == [page.head.count.text()] == ["22 exemples"]
    assert pane(page).map.departement == "33" and pane(page).whole.isVisible()
    assert "Gironde, 22 exemples" in button.accessibleName()
    assert "Creuse" in pane(page).map.buttons["23"].accessibleName()
    pane(page).whole.click()
    assert key_of(page.pane.chips[DEPARTEMENT]) == "" and not pane(page).whole.isVisible()


def test_the_choice_of_a_departement_in_the_list_zooms_the_map(page: ExamplesPage) -> None:
    page.pane.choose(DEPARTEMENT, "64")
    page.pane.narrowed.emit()
    assert pane(page).map.departement == "64" and pane(page).map.buttons["64"].isChecked()


def test_a_mark_that_is_pressed_brings_its_card_into_sight(page: ExamplesPage, qtbot: QtBot) -> None:
    region = pane(page).map.region
    assert region is not None
    far = next(one for one in region.marks if one.mark.departement == "64")
    QTest.mouseClick(pane(page).map, Qt.MouseButton.LeftButton, pos=QPoint(round(far.at[0]), round(far.at[1])))
    assert page.view.anchor_at(page.view.textCursor().position()) == far.mark.id
    assert page.view.verticalScrollBar().value() > 0


def test_a_mark_of_a_neighbour_leads_to_its_departement(page: ExamplesPage) -> None:
    pane(page).departement_chosen.emit("33")
    pane(page).map.grab()
    region = pane(page).map.region
    assert region is not None
    other = next(one for one in region.marks if one.mark.departement != "33")
    pane(page).mark_chosen.emit(other.mark.id)
    assert key_of(page.pane.chips[DEPARTEMENT]) == other.mark.departement
    assert page.view.anchor_at(page.view.textCursor().position()) == other.mark.id


def test_a_card_under_the_mouse_sets_its_mark_off(page: ExamplesPage, qtbot: QtBot) -> None:
    first = page.listed.examples(page.pane.wanted)[0].example.id
    page.view.go_to(first)
    place = page.view.cursorRect().center()
    QTest.mouseMove(page.view.viewport(), place + QPoint(20, 5))
    qtbot.waitUntil(lambda: pane(page).map.pointed == first)


def test_a_link_that_has_the_focus_sets_the_mark_of_its_card_off(page: ExamplesPage, qtbot: QtBot) -> None:
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    assert pane(page).map.pointed == page.view.anchor_at(page.view.textCursor().position()) != ""


def test_words_that_narrow_the_list_narrow_the_map(page: ExamplesPage) -> None:
    page.head.field.setText("Chalais")
    region = pane(page).map.region or pane(page).map._lay_out()
    shown = {one.example.id for one in page.listed.examples(page.pane.wanted)}
    assert {one.mark.id for one in region.marks} == shown and len(shown) < 10


def test_a_narrow_window_shows_the_one_that_is_wanted(page: ExamplesPage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not pane(page).isVisible())
    assert page.pane.isVisible() and page.to_map.isVisible()
    page.to_map.click()
    assert pane(page).isVisible() and not page.pane.isVisible()
    pane(page).to_list.click()
    assert page.pane.isVisible() and not pane(page).isVisible()


def test_the_map_is_printed_as_it_is_narrowed(page: ExamplesPage, context: AppContext, qtbot: QtBot) -> None:
    pane(page).departement_chosen.emit("33")
    with qtbot.waitSignal(page.route_requested) as asked:
        pane(page).print.click()
    route = asked.args[0]
    assert isinstance(route, ToPrint) and route.id == printables.MAP
    document = printables.PRINTABLES[printables.MAP].build(context, route)
    assert document.title.endswith("Gironde")
