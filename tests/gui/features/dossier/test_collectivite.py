"""Ma collectivité: fields kept at once, refused words kept in sight, and going from one dossier to another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.marking import mark
from ui.access.tab_order import reading_order
from ui.features.dossier.page import CollectivitePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.widgets.completing_line import CompletingLine
from ui.widgets.text import Heading

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def page_of(window: MainWindow) -> CollectivitePage:
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    return page


def write(qtbot: QtBot, line: QLineEdit, words: str) -> None:
    line.setFocus()
    line.clear()
    if words.isascii():
        qtbot.keyClicks(line, words)
    else:
        line.insert(words)  # as a paste: the test library types ASCII only
    qtbot.keyClick(line, Qt.Key.Key_Return)


def field(page: CollectivitePage, name: str) -> QLineEdit:
    line = page.boxes[name].field
    assert isinstance(line, QLineEdit)
    return line


def name_line(qtbot: QtBot, page: CollectivitePage) -> CompletingLine:
    """Return the field of the name, with the focus, once the list of collectivités is read."""
    page.entry._line.setFocus()
    qtbot.waitUntil(lambda: page.entry._territories is not None)
    return page.entry._line


def test_what_is_typed_is_kept_in_the_dossier(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = page_of(window)
    write(qtbot, field(page, "population"), "1 800")
    write(qtbot, field(page, "council"), "5/3/27")
    write(qtbot, field(page, "mayor"), "Prénom Nom")
    assert context.session.settle()
    with Dossier.open(context.session.path, write=False) as read:
        assert read.value("identity", "population") == "1800"
        assert read.value("identity", "council") == "2027-03-05"
        assert read.value("identity", "mayor") == "Prénom Nom"
    window.open_route(Route(PageId.HOME))
    assert field(page_of(window), "council").text() == "05/03/2027"


@pytest.mark.parametrize(
    ("name", "words"),
    [("council", "un jour"), ("council", "31/02/2027"), ("council", "15/03/1900"), ("population", "beaucoup")],
)
def test_what_cannot_be_understood_stays_in_sight(
    qtbot: QtBot, window: MainWindow, context: AppContext, name: str, words: str
) -> None:
    page = page_of(window)
    write(qtbot, field(page, name), words)
    assert page.boxes[name].error and field(page, name).text() == words
    assert context.session.text("identity", name) == ""
    assert not page.leave()


def test_a_commune_of_the_list_brings_its_population(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = page_of(window)
    line = name_line(qtbot, page)
    qtbot.keyClicks(line, "gueret")
    line.chosen.emit(line.key_of(line.offered()[0]))
    assert int(context.session.text("identity", "population")) > 5000
    assert field(page, "population").text() == context.session.text("identity", "population")


def test_tab_from_the_name_keeps_the_population_that_it_brought(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = page_of(window)
    line = name_line(qtbot, page)
    qtbot.keyClicks(line, "betete")
    line.popup.hide()
    field(page, "population").setFocus()
    assert field(page, "population").text() == "389"
    field(page, "mayor").setFocus()
    assert context.session.text("identity", "population") == "389"


def test_a_name_left_before_the_list_is_read_is_found_in_it_afterwards(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = page_of(window)
    line = page.entry._line
    line.setFocus()
    qtbot.keyClicks(line, "betete")  # no event is let in: the list is still being read
    assert page.entry._territories is None
    field(page, "mayor").setFocus()
    qtbot.waitUntil(lambda: page.entry._territories is not None)
    assert context.session.text("identity", "name") == "Bétête"


def test_a_name_of_several_communes_asks_for_the_departement(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = page_of(window)
    line = name_line(qtbot, page)
    qtbot.keyClicks(line, "ars")
    line.popup.hide()
    field(page, "mayor").setFocus()
    assert "Plusieurs collectivités portent ce nom\u00a0: Charente (16), Creuse (23)" in page.entry._box.note
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "saint-exemple")
    line.popup.hide()
    field(page, "mayor").setFocus()
    assert "n’est pas dans la liste" in page.entry._box.note


def test_the_beginning_of_a_name_is_not_taken_for_a_collectivite(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    page = page_of(window)
    line = name_line(qtbot, page)
    qtbot.keyClicks(line, "Bordeau")
    line.popup.hide()
    field(page, "mayor").setFocus()
    assert context.session.text("identity", "name") == ""
    assert line.text() == "Bordeau" and "Bordeaux (33)" in page.entry._box.note
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert context.session.text("identity", "name") == "Bordeau"


def test_a_press_on_an_offer_takes_it_and_nothing_else(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = page_of(window)
    window.activateWindow()
    line = name_line(qtbot, page)
    qtbot.keyClicks(line, "Bordeau")
    offered = next(row for row, words in enumerate(line.offered()) if words.startswith("Bordeaux ("))
    place = line.popup.visualRect(line.popup.model().index(offered, 0)).center()
    qtbot.mouseClick(line.popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert context.session.text("identity", "insee") == "33063"
    assert context.session.settle()
    assert 'Bordeau"' not in context.session.path.read_text(encoding="utf-8")


def test_my_name_signs_what_follows(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = page_of(window)
    write(qtbot, page.person_line, "Adjointe à l’économie")
    mark(context.session, "action:elu-commission", Status.DONE)
    assert context.session.settle()
    change = context.session.dossier.change("action:elu-commission", "status")
    assert change is not None and change.by == "Adjointe à l’économie"
    assert context.settings.text("by") == "Adjointe à l’économie"


def test_another_dossier_opens_in_place_and_the_first_is_one_press_away(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(context.session, "action:elu-commission", Status.DONE)
    first, other = context.session.path, tmp_path / "interco.kitess"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(other), ""))
    page_of(window).new.click()
    assert context.session.path == other and other.is_file()
    assert context.session.status("elu-commission") == Status.TODO
    page = page_of(window)
    (back,) = [b for b in page.list.buttons() if first.stem in b.accessibleName()]
    back.click()
    assert context.session.path == first
    assert context.session.status("elu-commission") == Status.DONE
    assert window.sidebar._buttons[PageId.ACT].accessibleDescription()


def test_a_file_that_is_no_dossier_is_left_alone(
    window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise, here = tmp_path / "bruit.kitess", context.session.path
    noise.write_bytes(bytes(range(256)) * 40)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(noise), ""))
    page = page_of(window)
    page.open.click()
    assert "n’est pas un dossier du kit" in page.status.text() and context.session.path == here
    assert noise.read_bytes() == bytes(range(256)) * 40
    assert not noise.with_name("bruit.kitess.mis-de-cote").exists()


def test_a_name_that_is_taken_touches_nothing(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "pris.kitess"
    taken.write_bytes(b"quelque chose")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(taken), ""))
    page = page_of(window)
    page.new.click()
    assert "pris" in page.status.text() and taken.read_bytes() == b"quelque chose"
    assert context.session.path != taken


def test_the_last_dossiers_are_offered_again(
    window: MainWindow, context: AppContext, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    other = tmp_path / "autre.kitess"
    assert context.dossiers.switch(other)
    assert context.dossiers.recent()[0] == other and len(context.dossiers.recent()) == 2
    other.unlink()
    assert other not in context.dossiers.recent()


def test_a_small_map_shows_where_the_collectivite_lies(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = page_of(window)
    assert not page.locator.isVisible()  # a map without a place says nothing
    for name, value in (("name", "Bétête"), ("insee", "23022"), ("departement_code", "23")):
        context.session.set_text("identity", name, value)
    page.open_route(Route(PageId.COLLECTIVITE))
    qtbot.waitUntil(lambda: page.locator.isVisible())
    assert "Bétête (23)" in page.locator.accessibleName()
    window.resize(1366, 768)
    first = page.findChild(CompletingLine)
    assert first is not None
    qtbot.waitUntil(lambda: page.locator.mapTo(page, QPoint()).x() > first.mapTo(page, first.rect().topRight()).x())
    qtbot.waitUntil(lambda: page.locator.mapTo(page, QPoint()).y() == first.mapTo(page, QPoint()).y())
    creuse = page.locator.grab().toImage()
    context.session.set_text("identity", "departement_code", "64")
    context.session.set_text("identity", "insee", "64445")
    page.open_route(Route(PageId.COLLECTIVITE))
    assert page.locator.grab().toImage() != creuse


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_what_one_does_all_along_the_mandate_is_in_sight_beside_the_form(
    qtbot: QtBot, window: MainWindow, context: AppContext, size: tuple[int, int]
) -> None:
    for name, value in (("name", "Bétête"), ("insee", "23022"), ("departement_code", "23")):
        context.session.set_text("identity", name, value)
    window.resize(*size)
    page = page_of(window)
    qtbot.waitUntil(lambda: page.locator.isVisible())
    viewport = page.scroller().viewport()
    names = ("Calendrier", "Répertoire local", "Carnet de mandat")
    buttons = [one for one in page.findChildren(QPushButton) if one.text() in names]
    assert len(buttons) == len(names)

    def are_in_sight() -> bool:
        return all(viewport.rect().contains(QRect(one.mapTo(viewport, QPoint()), one.size())) for one in buttons)

    qtbot.waitUntil(are_in_sight)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_no_field_is_pressed_flat_in_a_wide_window(
    qtbot: QtBot, window: MainWindow, context: AppContext, size: tuple[int, int]
) -> None:
    context.session.set_text("identity", "name", "Bétête")
    page = page_of(window)
    window.resize(*size)
    fields = [field for field in page.findChildren(QLineEdit) if field.isVisible()]
    assert len(fields) >= 5
    left = page.findChild(Heading).mapTo(page, QPoint()).x()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.width() > size[0] / 2)
    qtbot.waitUntil(lambda: all(field.height() >= field.sizeHint().height() for field in fields))
    assert {field.mapTo(page, QPoint()).x() for field in fields} == {left}, "one left edge"


def test_the_dossiers_stand_beside_the_form_where_there_is_room(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    """The order in which Tab goes through the page is the same: the form, what is beside it, the dossiers."""
    page = page_of(window)
    first = page.findChild(CompletingLine)
    assert first is not None
    for size, is_beside in (((1920, 1080), True), ((1366, 768), False), ((1093, 614), False)):
        window.resize(*size)
        qtbot.waitUntil(lambda wanted=is_beside: page.parts.is_wide == wanted)
        qtbot.waitUntil(
            lambda wanted=is_beside: (
                (page.new.mapTo(page, QPoint()).x() > first.mapTo(page, first.rect().topRight()).x()) == wanted
            )
        )
        order = [*reading_order(page)]
        met = [order.index(one) for one in (first, page.person_line, page.locator, page.emblem, page.new)]
        assert met == sorted(met)
