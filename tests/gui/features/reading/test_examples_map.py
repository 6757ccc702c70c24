"""The map beside the examples: mark and card stand out together, a département narrows the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kit.content.nearby import Nearness
from kit.figures.examples import OTHER, kind_of
from kit.figures.palette import ACCENTS
from ui.features.reading.examples_page import DEPARTEMENT, REASON, ExamplesPage
from ui.features.reading.map_pane import MapPane
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToPrint
from ui.shell.main_window import MainWindow
from ui.shell.sidebar import SearchField
from ui.switches.tour import settle
from ui.text.list_pane import key_of
from ui.widgets.region_map import DepartementButton, MarkButton
from ui.widgets.segments import Segments


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, context: AppContext) -> ExamplesPage:
    for field, value in (("name", "Bétête"), ("insee", "23022"), ("departement_code", "23"), ("population", "389")):
        context.session.set_text("identity", field, value)
    window.resize(1366, 768)
    window.open_route(Route(PageId.EXAMPLES))
    made = window.current_page
    assert isinstance(made, ExamplesPage)
    qtbot.waitUntil(lambda: made.map is not None and made.map.map.region is not None)
    settle(context)
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


def test_tab_comes_to_the_map_between_the_choices_and_the_list(page: ExamplesPage) -> None:
    seen = []
    page.head.field.setFocus()
    while QApplication.focusWidget() is not page.view and len(seen) < 20:
        QTest.keyClick(page.window(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    on_map = [one for one in seen if isinstance(one, MarkButton)]
    assert len(on_map) == 1 and seen[-1] is page.view
    before = seen[: seen.index(on_map[0])]
    QWidget.focusNextPrevChild(page.view, True)  # past all its links
    assert isinstance(QApplication.focusWidget(), SearchField)
    assert pane(page).print not in before and page.pane.chips[REASON].button("") in before  # type: ignore[union-attr]


def test_a_mark_that_is_walked_to_is_told_and_its_card_stands_out_in_its_colour(page: ExamplesPage) -> None:
    pane(page).map.setFocus()
    hand = QApplication.focusWidget()
    assert isinstance(hand, MarkButton)
    place = next(one for one in page.listed.examples(page.pane.wanted) if one.example.id == hand.mark)
    assert hand.accessibleName().startswith(f"{place.example.place}, Creuse, ") and "1 sur 145" in hand.accessibleName()
    assert page.view.anchor_at(page.view._boxes.marked) == hand.mark
    assert page.view._boxes.accent == ACCENTS[kind_of(place)]


def test_enter_on_a_mark_goes_to_its_card_and_escape_comes_back(page: ExamplesPage) -> None:
    pane(page).map.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    hand = QApplication.focusWidget()
    assert isinstance(hand, MarkButton)
    QTest.keyClick(hand, Qt.Key.Key_Return)
    assert page.view.hasFocus() and page.view.anchor_at(page.view.textCursor().position()) == hand.mark
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    back = QApplication.focusWidget()
    assert isinstance(back, MarkButton) and back.mark == hand.mark


def test_a_mark_under_the_mouse_brings_its_card_into_sight(page: ExamplesPage) -> None:
    shown = page.listed.examples(page.pane.wanted)[20].example.id
    pane(page).map.point_from_here(shown)
    top = page.view.verticalScrollBar().value()
    card = page.view._boxes.card_at(page.view._anchors[shown])
    assert top > 0 and top <= card.top() < top + page.view.viewport().height()


def test_the_subjects_are_filter_and_legend_with_their_numbers(page: ExamplesPage) -> None:
    chips = page.pane.chips[REASON]
    assert isinstance(chips, Segments)
    keys = ["", *(one.id for one in page.context.library.outline.reasons), OTHER]
    counts = page.listed.counts(page.pane.wanted)
    assert [chips.button(key).text().split()[-1] for key in keys] == [str(counts[key]) for key in keys]
    assert all(chips.button(key).icon().isNull() is (key == "") for key in keys)
    chips.button(OTHER).click()
    told = page.listed.examples(page.pane.wanted)
    assert len(told) == counts[OTHER] == page.listed.counts(page.pane.wanted)[OTHER]
    assert {kind_of(one) for one in told} == {OTHER}
    chips.button("raison-besoins").click()
    pane(page).map.grab()
    region = pane(page).map.region
    assert region is not None and {one.mark.kind for one in region.marks} == {"besoins"}


def test_cards_tell_how_far_it_is_the_nearest_first(page: ExamplesPage) -> None:
    told = page.listed.examples(page.pane.wanted)
    ours = [one for one in told if one.nearness is Nearness.SAME]
    away = [page.listed._away[one.example.id] for one in ours]
    assert away == sorted(away) and away[0] == 0 and len(ours) > 3
    words = page.view.toPlainText().replace("\u00a0", " ")
    assert "tout près" in words and f"à {away[1]:.0f} km" in words


def test_words_that_narrow_the_list_narrow_the_map(page: ExamplesPage) -> None:
    page.head.field.setText("Chalais")
    region = pane(page).map.region or pane(page).map._lay_out()
    shown = {one.example.id for one in page.listed.examples(page.pane.wanted)}
    assert {one.mark.id for one in region.marks} == shown and len(shown) < 10


def test_a_narrow_window_shows_the_one_that_is_wanted(page: ExamplesPage, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 700)
    qtbot.waitUntil(lambda: not pane(page).isVisible())
    assert page.view.isVisible() and page.to_map.isVisible()
    page.to_map.click()
    assert pane(page).isVisible() and not page.view.isVisible()
    pane(page).to_list.click()
    assert page.view.isVisible() and not pane(page).isVisible()


@pytest.fixture
def small(page: ExamplesPage, window: MainWindow, qtbot: QtBot) -> ExamplesPage:
    """The page in the window of a laptop at 125 %."""
    window.resize(1093, 614)
    qtbot.waitUntil(lambda: pane(page).map.counts and pane(page).to_large.isVisible())
    settle(page.context)
    return page


def test_in_a_small_window_a_small_map_counts_beside_a_list_that_stays_in_sight(small: ExamplesPage) -> None:
    shown = pane(small).map
    shown.grab()
    assert small.view.isVisible() and shown.region is not None and not shown.region.marks
    assert shown.accessibleName() == "Carte, 145 exemples, 9 dans votre département"
    place = small.view.mapTo(small, QPoint())
    assert place.x() >= shown.mapTo(small, shown.rect().topRight()).x(), "one beside the other"
    assert place.y() < small.height() / 2 and small.head.isVisible(), "the head above both"


def test_keys_go_through_the_small_map_and_back(small: ExamplesPage) -> None:
    shown = pane(small).map
    shown.setFocus()
    here = QApplication.focusWidget()
    assert here is shown.buttons["23"] and "Creuse, votre département, 9 exemples" in here.accessibleName()
    QTest.keyClick(here, Qt.Key.Key_Left)
    other = QApplication.focusWidget()
    assert isinstance(other, DepartementButton) and other.code != "23"
    QTest.keyClick(other, Qt.Key.Key_Return)
    assert key_of(small.pane.chips[DEPARTEMENT]) == other.code and not shown.counts
    mark = QApplication.focusWidget()
    assert isinstance(mark, MarkButton) and mark.departement == other.code, "its marks have room"
    QTest.keyClick(mark, Qt.Key.Key_Return)
    assert small.view.hasFocus()
    QTest.keyClick(small.view, Qt.Key.Key_Escape)
    back = QApplication.focusWidget()
    assert isinstance(back, MarkButton) and back.mark == mark.mark and small.view.isVisible()
    QTest.keyClick(back, Qt.Key.Key_Escape)
    assert shown.counts and QApplication.focusWidget() is other


def test_the_small_map_can_be_seen_large_and_back(small: ExamplesPage, qtbot: QtBot) -> None:
    pane(small).to_large.click()
    assert not small.view.isVisible() and not pane(small).map.counts
    hand = QApplication.focusWidget()
    assert isinstance(hand, MarkButton)
    QTest.keyClick(hand, Qt.Key.Key_Return)
    assert small.view.hasFocus() and pane(small).map.counts
    QTest.keyClick(small.view, Qt.Key.Key_Escape)
    back = QApplication.focusWidget()
    assert isinstance(back, MarkButton) and back.mark == hand.mark and not small.view.isVisible()
    pane(small).to_list.click()
    assert small.view.isVisible() and QApplication.focusWidget() is pane(small).to_large


def test_a_card_names_its_departement_on_the_small_map(small: ExamplesPage, qtbot: QtBot) -> None:
    shown = pane(small).map
    before = shown.grab().toImage()
    shown.point_at(small.listed.examples(small.pane.wanted)[0].example.id)
    assert shown.grab().toImage() != before
    shown.point_at("")
    assert shown.grab().toImage() == before


def test_the_map_is_printed_as_it_is_narrowed(page: ExamplesPage, context: AppContext, qtbot: QtBot) -> None:
    pane(page).departement_chosen.emit("33")
    with qtbot.waitSignal(page.route_requested) as asked:
        pane(page).print.click()
    route = asked.args[0]
    assert isinstance(route, ToPrint) and route.id == printables.MAP
    document = printables.PRINTABLES[printables.MAP].build(context, route)
    assert document.title.endswith("Gironde")
