"""Accueil, and the sidebar beside it: what they show, what they open, at any size of text."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from kit.tokens import THEMES
from tests.gui.looks import alone
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.features.home.first_day import FirstDay
from ui.features.home.lever_ring import LeverRing
from ui.features.home.living import Living
from ui.features.home.page import HomePage
from ui.services.appearance import set_font
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton
from ui.widgets.card_button import CardButton
from ui.widgets.wrap_link import WrapLink


def _shown(qtbot: QtBot, context: AppContext, width: int = 1024) -> HomePage:
    page = HomePage(context)
    alone(qtbot, page)
    page.resize(width, 757)
    page.open_route(Route(PageId.HOME))
    page.show()
    qtbot.waitExposed(page)
    return page


def _texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def _cut(inner: QWidget) -> list[str]:
    """Return the words of the labels and buttons that are not wholly in sight inside the page."""
    found = []
    for widget in inner.findChildren(QWidget):
        if isinstance(widget, (QLabel, QPushButton)) and widget.isVisible():
            place = QRect(widget.mapTo(inner, widget.rect().topLeft()), widget.size())
            need = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.sizeHint().height()
            if widget.height() < need or not inner.rect().contains(place):
                found.append(widget.text())
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_three_cards_open_the_three_chapters(qtbot: QtBot, context: AppContext, key: Qt.Key) -> None:
    page = _shown(qtbot, context)
    wanted = [PageId.UNDERSTAND, PageId.CONVINCE, PageId.ACT]
    for button, place in zip(page.findChildren(CardButton), wanted, strict=True):
        with qtbot.waitSignal(page.route_requested) as asked:
            qtbot.keyClick(button, key)
        assert asked.args == [Route(place)]


def test_progress_is_told_in_figures_and_rings(qtbot: QtBot, context: AppContext) -> None:
    page = _shown(qtbot, context)
    outline = context.library.outline
    assert f"{len(outline.actions)} actions possibles" in _texts(page)
    assert "Où en est votre commune\u00a0?" in _texts(page)
    first = outline.levers[0].actions
    with qtbot.waitSignals([context.session.changed] * 3):
        mark(context.session, f"action:{first[0].id}", Status.DONE)
        mark(context.session, f"action:{first[1].id}", Status.NOT_CONCERNED)
        context.session.set_text("identity", "name", "Saint-Exemple")
    counted = len(outline.actions) - 1
    assert f"1 action faite sur {counted} · 1 non concernée" in _texts(page)
    assert "Saint-Exemple" in _texts(page) and "Où en est votre commune\u00a0?" not in _texts(page)
    rings = page.findChildren(LeverRing)
    assert len(rings) == 6
    assert f"1/{len(first) - 1}" in _texts(rings[0])
    page.resize(1366, 757)
    qtbot.waitUntil(lambda: len({ring.y() for ring in rings}) == 1)
    assert max(ring.width() for ring in rings) - min(ring.width() for ring in rings) <= 1


def test_accueil_builds_what_it_shows_and_no_more(qtbot: QtBot, context: AppContext) -> None:
    page = _shown(qtbot, context)
    assert page.findChildren(FirstDay) and not page.findChildren(Living)
    mark(context.session, f"action:{context.library.outline.actions[0].id}", Status.DONE)
    begun = HomePage(context)
    alone(qtbot, begun)
    begun.open_route(Route(PageId.HOME))
    assert begun.findChildren(Living) and not begun.findChildren(FirstDay)


def test_undoing_the_first_tick_brings_the_first_day_back(qtbot: QtBot, context: AppContext) -> None:
    mark(context.session, f"action:{context.library.outline.actions[0].id}", Status.DONE)
    page = _shown(qtbot, context)
    assert page.living is not None and page.living.isVisible() and page.first_day is None
    context.session.undo()
    assert page.first_day is not None and page.first_day.isVisible() and not page.living.isVisible()
    area = page.scroller()
    last = page.findChild(CardButton).previousInFocusChain()
    assert page.first_day.isAncestorOf(last)  # in reading order, and not after what is hidden
    qtbot.waitUntil(lambda: _cut(area.widget()) == [])


def test_the_cards_are_of_one_height(qtbot: QtBot, context: AppContext) -> None:
    page = _shown(qtbot, context)
    assert len({(card.y(), card.height()) for card in page.findChildren(CardButton)}) == 1


def test_the_first_screen_needs_no_scrolling_at_1280_by_800(window: MainWindow) -> None:
    area = window.current_page.scroller()
    assert area is not None and area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("started", [False, True])
def test_nothing_is_cut(
    qtbot: QtBot, qapp: QApplication, context: AppContext, *, theme: str, scale: float, started: bool
) -> None:
    context.session.set_text("identity", "name", "Saint-Exemple-sur-Dordogne")
    if started:
        mark(context.session, f"action:{context.library.outline.actions[0].id}", Status.DOING)
    large = replace(context, theme=THEMES[theme].scaled(scale))
    set_font(qapp, large.theme)
    window = open_window(qtbot, large, size=(1024, 560))
    area = window.current_page.scroller()
    assert area is not None
    qtbot.waitUntil(lambda: _cut(area.widget()) == [] and area.widget().width() <= area.viewport().width())
    assert (window.width(), window.height()) == (1024, 560)
    for entry in window.sidebar.findChildren(NavButton):
        assert entry.height() >= entry.heightForWidth(entry.width()), entry.text()


def test_the_sidebar_counts_what_is_done(window: MainWindow, context: AppContext) -> None:
    entries = {entry.text(): entry for entry in window.sidebar.findChildren(NavButton)}
    assert entries["Accueil"].isChecked() and not entries["Agir"].isChecked()
    assert entries["Agir"].count == ""
    actions = context.library.outline.actions
    mark(context.session, f"action:{actions[0].id}", Status.DONE)
    assert entries["Agir"].count == f"1/{len(actions)}"
    assert entries["Agir"].accessibleDescription() == f"1 action faite sur {len(actions)}"


def test_enter_presses_a_button_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    entry = next(e for e in window.sidebar.findChildren(NavButton) if e.text() == "Convaincre")
    entry.setFocus()
    with qtbot.waitSignal(window.navigator.route_changed) as gone:
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert gone.args == [Route(PageId.CONVINCE)]


def test_tab_goes_to_what_one_can_begin_with_before_it_can_be_hidden(qtbot: QtBot, window: MainWindow) -> None:
    first_day = window.current_page.findChild(FirstDay)
    assert first_day is not None and first_day.steps is not None
    links = first_day.steps.findChildren(WrapLink)
    assert [link.text()[0] for link in links] == list("1234")
    for reached in [*links, first_day.steps.cross, first_day.doors.cards[0]]:
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        assert reached.hasFocus()
