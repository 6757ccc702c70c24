"""The frame around the pages: the line of places at any width, the map of the program at any height."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QScrollBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.windows import open_window
from ui.services.appearance import set_font
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.services.page import FAVOURITE
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton
from ui.switches.tour import make_sample, settle
from ui.widgets.pressable_card import PressableCard

LONG = "evenements-information-collective"


def steps(window: MainWindow) -> list[QPushButton | QLabel]:
    bar = window.top_bar
    return [one for one in bar.findChildren(QWidget) if isinstance(one, (QPushButton, QLabel)) and one.isVisible()]


def bars(window: MainWindow) -> list[QScrollBar]:
    return [bar for bar in window.sidebar.findChildren(QScrollBar) if bar.isVisible()]


def test_a_long_trail_is_cut_with_its_whole_name_as_tooltip(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle(LONG))
    settle(window.context)
    crumbs = [crumb.text for crumb in window.current_page.crumbs()]
    assert [one.text() for one in steps(window) if one.text() != "›"] == crumbs
    window.setMinimumSize(0, 0)
    window.resize(window.sidebar.width() + 330, 600)
    qtbot.waitUntil(lambda: window.top_bar.width() <= 330)
    cut = [one for one in steps(window) if one.text().endswith("…")]
    assert cut
    for one in steps(window):
        assert one.x() + one.width() <= window.top_bar.width()
        assert one.fontMetrics().horizontalAdvance(one.text()) <= one.width(), one.text()
    assert [one.toolTip() for one in cut] == [one.accessibleName() for one in cut]
    assert set(one.toolTip() for one in cut) <= set(crumbs)
    window.resize(1280, 600)
    qtbot.waitUntil(lambda: not [one for one in steps(window) if one.text().endswith("…")])
    assert not [one for one in steps(window) if one.toolTip()]


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("route", [ToArticle("ess-en-cinq-minutes"), Route(PageId.PLAN), Route(PageId.ACT, "reseaux")])
def test_the_tools_of_a_page_are_reached_by_mouse_at_twice_the_size(
    qtbot: QtBot, qapp: QApplication, context: AppContext, route: Route
) -> None:
    scaled = replace(context, theme=context.theme.scaled(2))
    set_font(qapp, scaled.theme)
    window = open_window(qtbot, scaled, route, size=(1093, 614))
    settle(scaled)
    bar, offered = window.top_bar, [tool.target for tool in window.tools_here()]
    shown = [one for one in bar.tools.findChildren(QToolButton) if one.isVisible()]
    assert [one.accessibleName() for one in shown] == ["Outils de la page"] and len(offered) > 2
    assert all(one.mapTo(bar, one.rect().bottomRight()).x() <= bar.width() for one in (*shown, *bar.reading))
    qtbot.mouseClick(shown[0], Qt.MouseButton.LeftButton)
    assert bar.menu.isVisible() and list(bar.menu.offered) == offered
    box = bar.menu.entry(FAVOURITE).geometry()
    with qtbot.waitSignal(bar.tool_chosen) as chosen:
        qtbot.mouseClick(bar.menu, Qt.MouseButton.LeftButton, pos=box.center())
    assert chosen.args == [FAVOURITE] and window.keys.bookmarks.is_favourite(route)
    window.resize(1920, 614)
    qtbot.waitUntil(lambda: bar.tool(FAVOURITE).isVisible() and not bar.all_tools.isVisible())


def test_a_cut_name_still_leads_there(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle(LONG))
    settle(window.context)
    window.setMinimumSize(0, 0)
    window.resize(window.sidebar.width() + 200, 600)
    qtbot.waitUntil(lambda: window.top_bar.width() <= 200)
    routes = {crumb.text: crumb.route for crumb in window.current_page.crumbs()}
    first = next(one for one in steps(window) if isinstance(one, QPushButton))
    assert first.text().endswith("…")
    wanted = routes[first.toolTip()]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert window.navigator.here == wanted


def test_all_entries_are_in_sight_on_a_small_laptop(qtbot: QtBot, window: MainWindow) -> None:
    """1366 × 768 at 125 %, with a task bar."""
    window.sidebar.show_entry(PageId.OUTBOX, True)
    window.resize(1024, 560)
    qtbot.waitUntil(lambda: window.height() == 560)
    settle(window.context)
    assert not bars(window)
    entries = [one for one in window.sidebar.findChildren(NavButton) if one.isVisible()]
    assert len(entries) == 12 and min(one.height() for one in entries) >= 24
    tops = [one.mapTo(window, one.rect().topLeft()).y() for one in entries]
    assert tops == sorted(tops) and tops[-1] + entries[-1].height() < 560
    foot = window.sidebar.findChildren(QPushButton)[-1]
    assert foot.mapTo(window, foot.rect().bottomLeft()).y() <= 560


def test_entries_have_their_room_back_in_a_tall_window(qtbot: QtBot, window: MainWindow) -> None:
    entry = next(one for one in window.sidebar.findChildren(NavButton) if one.isVisible())
    window.resize(1280, 900)
    qtbot.waitUntil(lambda: window.height() == 900)
    tall = entry.height()
    window.resize(1280, 560)
    qtbot.waitUntil(lambda: entry.height() < tall)
    window.resize(1280, 900)
    qtbot.waitUntil(lambda: entry.height() == tall)


def test_with_large_text_the_map_scrolls_rather_than_overlaps(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path
) -> None:
    from kit import paths

    Settings(paths.user_data() / "reglages.json").set("text_scale", 2.0)
    window = open_window(qtbot, make_context(make_sample(tmp_path / "saint-exemple.kitess")), size=(1024, 560))
    settle(window.context)
    area = window.sidebar.findChild(QScrollArea)
    assert area.widget().width() == area.viewport().width(), "nothing is cut at its right"
    assert bars(window)
    entries = [one for one in window.sidebar.findChildren(NavButton) if one.isVisible()]
    for above, below in itertools.pairwise(entries):
        assert above.y() + above.height() <= below.y()
    for page in (PageId.FAVOURITES, PageId.HOME, PageId.GLOSSARY):
        window.open_route(Route(page))
        entry = next(one for one in entries if one.isChecked())
        viewport = area.viewport().rect()
        assert viewport.contains(entry.mapTo(area.viewport(), entry.rect().topLeft())), page
        assert viewport.contains(entry.mapTo(area.viewport(), entry.rect().bottomLeft())), page


@pytest.mark.parametrize("theme", ["dark", "contrast", "light"])
def test_a_theme_is_changed_in_one_repaint(qtbot: QtBot, window: MainWindow, theme: str) -> None:
    """No half-painted window: while all is built anew nothing is painted, and nothing of the old look is left."""
    window.context.appearance.release()
    window.context.settings.set("theme", theme)
    window.open_route(Route(PageId.ACT, "reseaux"))
    settle(window.context)
    window.restyle()
    assert window.updatesEnabled()
    settle(window.context)
    assert window.context.theme.name == theme
    shot = window.grab().toImage()
    ground = {shot.pixelColor(shot.width() - 3, y).name().lower() for y in range(60, shot.height(), 40)}
    assert window.context.theme.ground.lower() in ground
    others = {"#f7f5f0", "#10191d", "#000000"} - {window.context.theme.ground.lower()}
    assert not ground & others
    assert QApplication.activeModalWidget() is None


def test_the_focus_is_kept_when_the_look_changes_while_another_program_is_in_front(
    qtbot: QtBot, window: MainWindow
) -> None:
    """As the system turns dark from its own settings."""
    window.top_bar.reading[1].setFocus()
    other = QLabel("un autre programme")
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    window.restyle()
    window.restyle()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.top_bar.reading[1].hasFocus())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_card_of_the_dossier_is_pressed_by_keys(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    card = window.sidebar.findChild(PressableCard, "dossier-card")
    card.setFocus()
    qtbot.keyClick(card, key)
    assert window.navigator.here is not None and window.navigator.here.page is PageId.COLLECTIVITE
