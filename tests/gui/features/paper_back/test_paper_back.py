"""Saisir depuis le papier: seen before it is applied, one undo for all, what is not understood stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from kit.mail import lever_line
from tests.gui.marking import mark
from ui.features.paper_back.page import PaperBackPage
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

Key = Qt.Key
COMMISSION = "action:elu-commission"


@pytest.fixture
def page(window: MainWindow) -> PaperBackPage:
    window.open_route(Route(PageId.PAPER_BACK))
    QApplication.processEvents()
    found = window.current_page
    assert isinstance(found, PaperBackPage)
    return found


def test_it_says_how_to_type_while_nothing_is_typed(page: PaperBackPage, window: MainWindow) -> None:
    assert window.focusWidget() is page.field
    assert "1.3x" in page.view.toPlainText() and not page.apply.isEnabled()


def test_what_is_understood_shows_before_and_after(page: PaperBackPage, qtbot: QtBot, window: MainWindow) -> None:
    mark(window.context.session, COMMISSION, Status.DOING)
    qtbot.keyClicks(page.field, "1.1 1.3x 9.9 bonjour")
    lines = page.view.toPlainText().split("\n")
    place = lines.index("1.1 Avoir une commission ESS")
    assert lines[place + 1 : place + 3] == ["En cours", "Fait"]
    assert "« 9.9 », « bonjour »" in lines[0]
    assert page.apply.text() == "Appliquer (2 changements)"
    assert window.context.session.status(COMMISSION) is Status.DOING


def test_one_press_applies_and_one_undo_takes_all_back(page: PaperBackPage, qtbot: QtBot, window: MainWindow) -> None:
    session = window.context.session
    qtbot.keyClicks(page.field, "1.1 2.1 4.2? 9.9")
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "3 actions notées depuis le papier"):
        qtbot.keyClick(page.field, Key.Key_Return)
    assert session.status(COMMISSION) is Status.DONE
    assert page.field.text() == "9.9", "what was not understood stays to be mended"
    assert {event.via for event in session.last_gesture} == {"papier"}
    assert "pas été compris" in page.status.text()
    back = window.feedback.button
    assert back.text() == "Annuler"
    back.setFocus()
    qtbot.keyClick(back, Key.Key_Space)
    assert {session.status(f"action:{one}") for one in ("elu-commission", "reseaux-cress")} == {Status.TODO}


def test_the_line_of_a_telephone_is_read_in_all_its_states(
    page: PaperBackPage, qtbot: QtBot, window: MainWindow
) -> None:
    session, lever = window.context.session, window.context.library.outline.levers[0]
    statuses = {COMMISSION: Status.PAUSED, "milestone:elu-designation": Status.DONE}
    line = lever_line.encode(lever, statuses)
    qtbot.keyClicks(page.field, line)
    assert page.apply.text() == "Appliquer (2 changements)"
    qtbot.keyClick(page.field, Key.Key_Return)
    assert {on: session.status(on) for on in statuses} == statuses
    assert page.field.text() == ""
    qtbot.keyClicks(page.field, line[:-1])
    assert not page.apply.isEnabled(), "a line that was cut is never taken for codes"


def test_what_is_noted_already_changes_nothing(page: PaperBackPage, qtbot: QtBot, window: MainWindow) -> None:
    mark(window.context.session, COMMISSION, Status.DONE)
    qtbot.keyClicks(page.field, "1.1")
    assert "déjà noté" in page.view.toPlainText() and not page.apply.isEnabled()
    before = len(window.context.session.dossier.history())
    qtbot.keyClick(page.field, Key.Key_Return)
    assert len(window.context.session.dossier.history()) == before


def test_the_list_page_and_the_plan_lead_here(window: MainWindow, qtbot: QtBot) -> None:
    window.open_route(Route(PageId.ACT, "elu-designe"))
    link = window.current_page._list.paper  # type: ignore[attr-defined]
    link.setFocus()
    qtbot.keyClick(link, Key.Key_Space)
    assert isinstance(window.current_page, PaperBackPage)
