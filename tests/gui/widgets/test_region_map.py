"""The map of the region: pointed at, chosen and walked by mouse, keys and screen reader."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kit import paths
from kit.commands.shared import library
from kit.content.nearby import Place, near_examples
from kit.figures.atlas import atlas
from kit.figures.drawing import breadth
from kit.figures.examples import example_map, key_of
from kit.territoires import Territories
from tests.gui.looks import dress
from ui.theme.drawing_palette import contrast, drawing_palette
from ui.theme.tokens import LIGHT, THEMES
from ui.widgets.region_map import RegionMap

ATLAS = atlas(paths.territories())


@pytest.fixture
def shown(qtbot: QtBot, program: QApplication) -> Iterator[RegionMap]:
    """A map between two fields, as on a page."""
    texts, territories = library(), Territories.shared(paths.territories())
    found = near_examples(texts, territories, Place("23", 600))
    page = QWidget()
    column = QVBoxLayout(page)
    made = RegionMap(LIGHT, ATLAS, territories.departements)
    page.before, page.after = QLineEdit(), QLineEdit()  # type: ignore[attr-defined]
    for part in (page.before, made, page.after):  # type: ignore[attr-defined]
        column.addWidget(part)
    reasons = {reason.id: reason.label for reason in texts.outline.reasons}
    about = {key_of(one): (one.example.place, one.example.departement) for one in found}
    made.show_map(example_map(found, ATLAS, reasons), about, own="23", home=ATLAS.centres["23022"])
    qtbot.addWidget(page)
    dress(page, LIGHT)
    page.resize(460, 760)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    page.before.setFocus()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: made.region is not None)
    yield made
    page.close()


def focused(shown: RegionMap) -> str:
    return next((code for code, button in shown.buttons.items() if button.hasFocus()), "")


def test_tab_enters_once_arrows_walk_and_enter_chooses(shown: RegionMap, qtbot: QtBot) -> None:
    page = shown.window()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert focused(shown) == "23"  # one's own first
    QTest.keyClick(shown.buttons["23"], Qt.Key.Key_Left)
    assert focused(shown) == "87"
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(shown.buttons["87"], Qt.Key.Key_Return)
    assert chosen.args == ["87"]
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert page.after.hasFocus()  # type: ignore[attr-defined]
    QTest.keyClick(page, Qt.Key.Key_Backtab)
    assert focused(shown) == "87"  # where one was


def test_escape_goes_back_to_the_region(shown: RegionMap, qtbot: QtBot) -> None:
    texts = library()
    found = near_examples(texts, Territories.shared(paths.territories()), Place("23", 600))
    shown.show_map(example_map(found, ATLAS, {}), {}, own="23", departement="33")
    shown.buttons["33"].setFocus()
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(shown.buttons["33"], Qt.Key.Key_Escape)
    assert chosen.args == [""]


def test_a_reader_meets_the_departements_with_their_counts(shown: RegionMap) -> None:
    whole = QAccessible.queryAccessibleInterface(shown)
    assert whole.text(QAccessible.Text.Name).startswith("Carte, 145 exemples")
    names = [whole.child(n).text(QAccessible.Text.Name) for n in range(whole.childCount())]
    assert len(names) == 12 and names == sorted(names, key=str.casefold)
    assert "Creuse, votre département, 9 exemples" in names and "Charente, 5 exemples" in names
    assert {whole.child(n).role() for n in range(12)} == {QAccessible.Role.CheckBox}


def test_a_reader_finds_each_departement_at_a_place_of_its_own(shown: RegionMap) -> None:
    assert shown.region is not None
    places = {code: button.geometry() for code, button in shown.buttons.items()}
    for code, place in places.items():
        middle = place.center()
        assert shown.region.departement_at(middle.x(), middle.y()) == code and place.width() >= 24
        assert not any(place.intersects(other) for one, other in places.items() if one != code)


def test_a_click_on_a_departement_chooses_it_and_zooms(shown: RegionMap, qtbot: QtBot) -> None:
    assert shown.region is not None
    before = shown.region.scale
    place = shown.region.labels["23"]
    free = next(
        (x, y)
        for x in range(round(place[0]) - 40, round(place[0]) + 41, 4)
        for y in range(round(place[1]) - 40, round(place[1]) + 41, 4)
        if shown.region.departement_at(x, y) == "23" and shown.region.mark_at(x, y) is None
    )
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(*free))
    assert chosen.args == ["23"]
    found = near_examples(library(), Territories.shared(paths.territories()), Place("23", 600))
    shown.show_map(example_map(found, ATLAS, {}), {}, departement="23")
    shown.grab()
    assert shown.region is not None and shown.region.scale > 2 * before
    assert shown.buttons["23"].isChecked() and not shown.buttons["33"].isChecked()


def test_a_mark_is_told_when_pointed_at_and_when_clicked(shown: RegionMap, qtbot: QtBot) -> None:
    assert shown.region is not None
    placed = shown.region.marks[5]
    at = QPoint(round(placed.at[0]), round(placed.at[1]))
    with qtbot.waitSignal(shown.mark_pointed) as pointed:
        QTest.mouseMove(shown, at)
    assert pointed.args == [placed.mark.id] == [shown.pointed]
    with qtbot.waitSignal(shown.mark_chosen) as chosen:
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [placed.mark.id]


def test_what_a_card_points_at_is_set_off(shown: RegionMap) -> None:
    plain = shown.grab().toImage()
    shown.point_at(shown.region.marks[0].mark.id)  # type: ignore[union-attr]
    assert shown.grab().toImage() != plain
    shown.point_at("")
    assert shown.grab().toImage() == plain


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_marks_and_edges_can_be_told_from_the_ground(theme) -> None:  # type: ignore[no-untyped-def]
    colours = drawing_palette(theme)
    for kind in ("emplois", "besoins", "transition", "acteurs", "qualite", "autres", "ink", "border", "primary"):
        for ground in ("land", "own", "sea"):
            assert contrast(colours[kind], colours[ground]) >= 3, (kind, ground)
    for number in range(1, 5):
        assert contrast(colours[f"on-{number}"], colours[f"tint-{number}"]) >= 4.5, number


@pytest.mark.usefixtures("program")  # its letters
@pytest.mark.parametrize("bold", [False, True])
def test_no_text_is_broader_than_reckoned(bold: bool) -> None:
    font = QFont("Atkinson Hyperlegible")
    font.setPixelSize(100)
    font.setBold(bold)
    measure = QFontMetricsF(font)
    letters = {*map(chr, range(32, 127)), *"àâäéèêëîïôöùûüÿçœæÀÉÈÊÎÔÛÇŒÆ’«»–—…·°€\u00a0\u202f²½"}
    assert [one for one in letters if measure.horizontalAdvance(one) > breadth(one, 100) + 0.01] == []
    assert math.isclose(breadth("ab", 10), breadth("a", 10) + breadth("b", 10))
