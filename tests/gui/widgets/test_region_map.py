"""The map of the region: pointed at, chosen and walked by mouse, keys and screen reader."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QBitmap, QFont, QFontMetricsF, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kit import paths
from kit.commands.shared import library
from kit.content.nearby import Place, near_examples
from kit.figures.atlas import atlas
from kit.figures.drawing import Drawing, Signs, breadth
from kit.figures.examples import example_map, key_of
from kit.figures.palette import contrast, drawing_palette
from kit.figures.region import FORMS, form
from kit.territoires import Territories
from kit.tokens import LIGHT, THEMES
from tests.gui.looks import dress
from ui.widgets.drawing_image import drawing_image
from ui.widgets.region_map import MarkButton, RegionMap, Told

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
    told = {key_of(one): Told(one.example.place, "", one.example.place) for one in found}
    made.show_map(example_map(found, ATLAS, reasons), told, own="23", home=ATLAS.centres["23022"])
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


def in_hand(shown: RegionMap) -> MarkButton:
    found = QApplication.focusWidget()
    assert isinstance(found, MarkButton) and found.parent() is shown
    return found


def test_tab_enters_once_arrows_go_to_the_nearest_mark_and_enter_to_its_card(shown: RegionMap, qtbot: QtBot) -> None:
    page = shown.window()
    with qtbot.waitSignal(shown.mark_pointed) as pointed:
        QTest.keyClick(page, Qt.Key.Key_Tab)
    first = in_hand(shown)
    assert first.mark == shown.mark_in_hand == shown.pointed == pointed.args[0] != ""
    assert first.departement == "23" and first.accessibleName().endswith(", 1 sur 145")
    assert shown.region is not None
    wanted = shown.region.mark_beside(first.mark, (0, 1))
    QTest.keyClick(first, Qt.Key.Key_Down)
    second = in_hand(shown)
    assert second.mark == shown.pointed == wanted != first.mark and second is not first
    middle = next(one.at for one in shown.region.marks if one.mark.id == wanted)
    assert second.geometry().contains(QPoint(round(middle[0]), round(middle[1])))
    with qtbot.waitSignal(shown.mark_chosen) as chosen:
        QTest.keyClick(second, Qt.Key.Key_Return)
    assert chosen.args == [wanted]
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert page.after.hasFocus() and shown.pointed == ""  # type: ignore[attr-defined]
    QTest.keyClick(page, Qt.Key.Key_Backtab)
    assert in_hand(shown).mark == wanted  # where one was
    QTest.keyClick(page, Qt.Key.Key_Backtab)
    assert page.before.hasFocus()  # type: ignore[attr-defined]


def test_the_plus_sign_zooms_on_the_departement_in_hand_and_escape_goes_back(shown: RegionMap, qtbot: QtBot) -> None:
    QTest.keyClick(shown.window(), Qt.Key.Key_Tab)
    hand = in_hand(shown)
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(hand, Qt.Key.Key_Plus)
    assert chosen.args == [hand.departement]
    found = near_examples(library(), Territories.shared(paths.territories()), Place("23", 600))
    shown.show_map(example_map(found, ATLAS, {}), {}, own="23", departement="23")
    assert in_hand(shown).mark == hand.mark  # it stays in hand
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(in_hand(shown), Qt.Key.Key_Escape)
    assert chosen.args == [""]


def test_without_marks_a_departement_can_be_walked_and_chosen(shown: RegionMap, qtbot: QtBot) -> None:
    shown.show_map(example_map((), ATLAS, {}), {}, own="23")
    QTest.keyClick(shown.window(), Qt.Key.Key_Tab)
    assert shown.buttons["23"].hasFocus()
    QTest.keyClick(shown.buttons["23"], Qt.Key.Key_Left)
    assert shown.buttons["87"].hasFocus()
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(shown.buttons["87"], Qt.Key.Key_Return)
    assert chosen.args == ["87"]


def test_marks_that_are_narrowed_while_one_is_in_hand_keep_the_focus_on_the_map(shown: RegionMap) -> None:
    QTest.keyClick(shown.window(), Qt.Key.Key_Tab)
    found = near_examples(library(), Territories.shared(paths.territories()), Place("23", 600))
    shown.show_map(example_map([one for one in found if one.departement == "64"], ATLAS, {}), {}, own="23")
    assert in_hand(shown).departement == "64"
    shown.show_map(example_map((), ATLAS, {}), {}, own="23")
    assert shown.buttons["23"].hasFocus() and shown.mark_in_hand == ""


def test_escape_goes_back_to_the_region(shown: RegionMap, qtbot: QtBot) -> None:
    texts = library()
    found = near_examples(texts, Territories.shared(paths.territories()), Place("23", 600))
    shown.show_map(example_map(found, ATLAS, {}), {}, own="23", departement="33")
    shown.buttons["33"].setFocus()
    with qtbot.waitSignal(shown.departement_chosen) as chosen:
        QTest.keyClick(shown.buttons["33"], Qt.Key.Key_Escape)
    assert chosen.args == [""]


def test_the_same_again_draws_nothing_anew(shown: RegionMap) -> None:
    shown.grab()
    region = shown.region
    again = shown._found, shown._told
    shown.show_map(*again, own="23", home=ATLAS.centres["23022"])
    assert shown.region is region is not None
    shown.show_map(*again, own="33", home=ATLAS.centres["23022"])
    assert shown.region is not region


def test_a_reader_meets_the_departements_with_their_counts(shown: RegionMap) -> None:
    whole = QAccessible.queryAccessibleInterface(shown)
    assert whole.text(QAccessible.Text.Name) == "Carte, 145 exemples, 9 dans votre département"
    parts = [whole.child(n) for n in range(whole.childCount())]
    boxes = [one for one in parts if one.role() == QAccessible.Role.CheckBox]
    names = [one.text(QAccessible.Text.Name) for one in boxes]
    assert len(names) == 12 and names == sorted(names, key=str.casefold)
    assert "Creuse, votre département, 9 exemples" in names and "Charente, 5 exemples" in names
    assert len([one for one in parts if one not in boxes and not one.state().invisible]) == 1  # the mark in hand


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


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_a_sign_stands_where_its_mark_is(qapp: QApplication, scale: float, ratio: float) -> None:
    """Set on whole pixels, it is at most one pixel from where it would be drawn by itself."""
    for kind, at in itertools.product(FORMS, ((20.0, 20.0), (31.4, 22.7))):
        drawings = [
            Drawing(60.0, 50.0, shapes)
            for shapes in ((Signs(form(kind, (0, 0), is_hollow=True), (at,)),), form(kind, at, is_hollow=True))
        ]
        pictures = [drawing_image(one, LIGHT, scale, ratio) for one in drawings]
        set_there, drawn = (QRegion(QBitmap.fromImage(one.createAlphaMask())).boundingRect() for one in pictures)
        assert set_there.width() > 10
        for one, other in ((set_there, drawn), (drawn, set_there)):
            assert one.adjusted(-1, -1, 1, 1).contains(other)
