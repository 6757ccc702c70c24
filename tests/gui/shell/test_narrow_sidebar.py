"""The map of the program as icons alone: chosen, kept, with every name and count still there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from tests.gui.every_screen.access_walk import accessible_name
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToSearch
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton


def shown(window: MainWindow) -> dict[str, NavButton]:
    return {one.text(): one for one in window.sidebar.findChildren(NavButton) if one.isVisible()}


def narrowed(qtbot: QtBot, window: MainWindow) -> MainWindow:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    QApplication.processEvents()
    return window


def test_a_key_narrows_it_and_widens_it_again(qtbot: QtBot, window: MainWindow) -> None:
    wide, page = window.sidebar.width(), window.current_page.width()
    narrowed(qtbot, window)
    assert window.sidebar.width() < wide / 3
    assert window.current_page.width() == page + wide - window.sidebar.width()
    narrowed(qtbot, window)
    assert window.sidebar.width() == wide


def test_a_button_does_so_too_and_says_what_it_does(qtbot: QtBot, window: MainWindow) -> None:
    button = window.top_bar.findChildren(QToolButton)[0]
    assert button.accessibleName() == "Réduire le menu à ses icônes (F9)"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.sidebar.is_narrow
    assert button.accessibleName() == button.toolTip() == "Élargir le menu (F9)"


def test_the_choice_is_kept(qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]) -> None:
    narrowed(qtbot, window)
    window.restyle()
    assert window.sidebar.is_narrow
    assert open_window(qtbot, make_context()).sidebar.is_narrow


def test_only_she_narrows_it(qtbot: QtBot, window: MainWindow) -> None:
    window.setMinimumSize(0, 0)
    window.resize(600, 500)
    QApplication.processEvents()
    assert not window.sidebar.is_narrow and window.sidebar.search.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_entry_has_its_name_and_its_count(qtbot: QtBot, context: AppContext, scale: float) -> None:
    mark(context.session, "action:elu-commission", Status.DONE)
    window = open_window(qtbot, replace(context, theme=context.theme.scaled(scale)), size=(1093, 614))
    before = set(shown(window))
    window.show_sidebar(narrow=True)
    QApplication.processEvents()
    entries = shown(window)
    assert before <= set(entries)
    assert {"Ma collectivité", "Réglages", "Aide", "À propos", "Rechercher (Ctrl+K)"} <= set(entries)
    for words, entry in entries.items():
        assert accessible_name(entry) == words and entry.toolTip().startswith(words)
        assert entry.width() >= entry.sizeHint().width() and entry.height() >= entry.sizeHint().height()
    area = window.sidebar.findChild(QScrollArea)
    assert all(one.width() <= area.viewport().width() for one in entries.values()), "no scroll bar lies over an icon"
    mark_of_kit = window.sidebar.findChild(QLabel, "brand-mark")
    assert mark_of_kit.mapTo(area.viewport(), mark_of_kit.rect().topRight()).x() < area.viewport().width()
    act = entries["Agir"]
    total = act.count.removeprefix("1/")
    assert total.isdigit() and act.toolTip() == f"Agir · 1 action faite sur {total}"
    assert act.height() > entries["Convaincre"].height(), "the count stands below the icon"
    assert "Enregistré" in entries["Ma collectivité"].toolTip()


def test_searching_shows_the_field_until_one_leaves_the_search(qtbot: QtBot, window: MainWindow) -> None:
    narrowed(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.sidebar.search
    assert field.isVisible() and QApplication.focusWidget() is field
    qtbot.keyClicks(field, "commerce")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.isVisible() and window.navigator.here == ToSearch("commerce")
    window.open_route(Route(PageId.GLOSSARY))
    assert not field.isVisible() and window.sidebar.is_narrow
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()


def test_the_icon_of_the_search_opens_the_field(qtbot: QtBot, window: MainWindow) -> None:
    narrowed(qtbot, window)
    qtbot.mouseClick(shown(window)["Rechercher (Ctrl+K)"], Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is window.sidebar.search


def test_the_card_and_my_pages_lead_where_they_say(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(shown(window)["Mes pages"], Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.FAVOURITES) and shown(window)["Mes pages"].isChecked()
    card = window.sidebar.findChild(QAbstractButton, "dossier-card")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.COLLECTIVITE)
    narrowed(qtbot, window)
    qtbot.mouseClick(shown(window)["Réglages"], Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.SETTINGS)
