"""Réseaux et agenda: whom to ask, how to reach them, and the dates by month."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.keys import follow
from tests.gui.looks import alone
from ui.features.contact.page import ContactPage
from ui.features.reading.networks_page import AGENDA, PART, networks_page
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToContact
from ui.shell.main_window import MainWindow
from ui.shell.nav_button import NavButton
from ui.text.list_page import ListPage
from ui.text.list_pane import key_of
from ui.widgets.segments import Segments

Key = Qt.Key


def opened(window: MainWindow, place: str = "") -> ListPage:
    window.open_route(Route(PageId.NETWORKS, place))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, ListPage)
    return page


def text_of(page: ListPage) -> str:
    return page.view.toPlainText().replace("\u00a0", " ")


def part_of(page: ListPage) -> str:
    return key_of(page.pane.chips[PART])


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_the_sidebar_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    entry = next(e for e in window.sidebar.findChildren(NavButton) if e.text() == "Réseaux et agenda")
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert isinstance(window.current_page, ListPage) and entry.isChecked()


def test_each_network_says_who_what_to_ask_how_to_reach_and_where_it_was_read(window: MainWindow) -> None:
    text = text_of(opened(window))
    shelf = window.context.library.shelf
    for network in shelf.networks:
        for words in (network.name, network.what, network.ask, network.reach):
            assert plain(words) in text, network.id
        assert not network.to_check or plain(network.to_check) not in text  # for who proofreads
        for source in network.sources:
            assert plain(shelf.sources[source].title) in text, network.id
    assert "À demander" in text and "Pour les joindre" in text
    assert "Pas encore de source" in text  # a network that no source carries says so


def test_typing_narrows_and_counts(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.keyClicks(page.head.field, "reemploi")
    assert "ReNAITRe" in text_of(page) and "Wimoov" not in text_of(page)
    total = int(page.head.count.text().split()[0])
    assert 1 <= total < len(window.context.library.shelf.networks)
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words == "Aucun réseau"):
        page.head.field.setText("zzzz")
    assert "Rien ne correspond" in text_of(page)


def test_the_agenda_stands_by_month_with_what_is_to_be_checked(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    parts = page.pane.chips[PART]
    assert isinstance(parts, Segments)
    qtbot.mouseClick(parts.button(AGENDA), Qt.MouseButton.LeftButton)
    text = text_of(page)
    dates = window.context.library.shelf.dates
    assert page.head.count.text() == f"{len(dates)} dates"
    for date in dates:
        assert plain(date.title) in text and plain(date.what) in text
        assert plain(date.when)[1:] in text
        if date.check_by:
            assert f"à vérifier en {date.check_by}" in text
    places = [text.index(f"{word}\n") for word in ("Mars", "Novembre", "Sans mois fixe")]
    assert places == sorted(places)
    assert text.index("Semaine de l’ESS à l’école") < text.index("Mois de l’ESS") < text.index("Semaine bleue")


def test_a_route_opens_a_network_a_date_or_the_agenda(window: MainWindow) -> None:
    page = opened(window)
    page.head.field.setText("zzzz")
    opened(window, "reseau-dla")
    assert page.head.field.text() == "" and part_of(page) != AGENDA
    assert page.view.textCursor().block().text().startswith("Dispositif local d’accompagnement")
    assert page.view.verticalScrollBar().value() > 0
    opened(window, "agenda-mois-ess")
    assert part_of(page) == AGENDA
    assert page.view.textCursor().block().text() == "Mois de l’ESS"
    opened(window, "reseau-cress")
    opened(window, AGENDA)
    assert part_of(page) == AGENDA


def test_a_source_opens_among_the_sources(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    follow(qtbot, page.view, "Le Mouvement associatif")
    here = window.navigator.here
    assert here is not None and here.page == PageId.SOURCES and here.id.startswith("S")


def test_the_cress_is_one_press_away(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    follow(qtbot, page.view, "Demander un contact à la CRESS")
    assert window.navigator.here == ToContact()


def test_down_goes_to_the_list_and_titles_are_headings(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    qtbot.keyClick(page.head.field, Key.Key_Down)
    assert window.focusWidget() is page.view
    cursor = page.view.document().find("Le Mouvement associatif Nouvelle-Aquitaine")
    assert QTextCursor(cursor).blockFormat().headingLevel() == 2


@pytest.mark.parametrize("part", ["", AGENDA])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_never_scrolls_sideways(qtbot: QtBot, context: AppContext, scale: float, part: str) -> None:
    page = networks_page(replace(context, theme=context.theme.scaled(scale)))
    alone(qtbot, page)
    page.resize(678, 500)
    page.show()
    page.open_route(Route(PageId.NETWORKS, part))
    assert page.width() == 678
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page.view.document().size().width() <= page.view.viewport().width() + 1


@pytest.mark.parametrize(("network", "key"), [("Aliso", "network:reseau-aliso"), ("CRESS", "")])
def test_a_message_is_begun_for_a_network(qtbot: QtBot, window: MainWindow, network: str, key: str) -> None:
    page = opened(window)
    page.head.field.setText(network)
    follow(qtbot, page.view, "Préparer un message")
    contact = window.current_page
    assert isinstance(contact, ContactPage)
    assert contact.form.recipient.choice.key() == key
