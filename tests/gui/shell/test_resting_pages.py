"""Pages long out of sight give their widgets back, and are found as they were left."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.features.contact.page import ContactPage
from ui.features.reading.networks_page import AGENDA
from ui.services.navigation import PageId, Route, ToContact
from ui.shell.main_window import MainWindow
from ui.shell.resting_pages import MOST
from ui.switches.tour import settle
from ui.text.list_page import ListPage

OTHERS = [
    PageId.HOME,
    PageId.CONVINCE,
    PageId.ACT,
    PageId.SETTINGS,
    PageId.PLAN,
    PageId.START_HERE,
    PageId.AGENDA,
    PageId.OUTBOX,
    PageId.MANDATE,
]


def walk(window: MainWindow, pages: list[PageId] = OTHERS) -> None:
    """Visit more places than stay built."""
    assert len(pages) > MOST
    for page in pages:
        window.leave_for(Route(page))
    settle(window.context)


def test_a_page_long_out_of_sight_is_gone_and_comes_back_as_it_was_left(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.SOURCES))
    first = window.page(PageId.SOURCES)
    assert isinstance(first, ListPage)
    first.head.field.setText("ess")
    settle(window.context)
    bar = first.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    scrolled, count = bar.value(), first.head.count.text()
    assert scrolled > 0
    walk(window)
    assert not isValid(first)
    window.leave_for(Route(PageId.SOURCES))
    settle(window.context)
    again = window.page(PageId.SOURCES)
    assert isinstance(again, ListPage)
    assert (again.head.field.text(), again.head.count.text()) == ("ess", count)
    assert again.view.verticalScrollBar().value() == scrolled


def test_a_chosen_part_comes_back_unless_another_is_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    for asked, part in (("", AGENDA), (window.context.library.shelf.networks[0].id, "")):
        window.leave_for(Route(PageId.NETWORKS, AGENDA))
        first = window.page(PageId.NETWORKS)
        walk(window)
        assert not isValid(first)
        window.leave_for(Route(PageId.NETWORKS, asked))
        again = window.page(PageId.NETWORKS)
        assert isinstance(again, ListPage) and part in again.pane.wanted.chosen.values()


def test_the_pages_seen_last_stay_built(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.GLOSSARY))
    first = window.page(PageId.GLOSSARY)
    for page in OTHERS[: MOST - 1]:
        window.leave_for(Route(page))
    settle(window.context)
    assert isValid(first) and window.page(PageId.GLOSSARY) is first


def test_a_page_with_a_text_under_way_is_never_let_go(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(ToContact())
    first = window.page(PageId.CONTACT)
    walk(window)
    assert isValid(first) and isinstance(window.page(PageId.CONTACT), ContactPage)
    assert window.page(PageId.CONTACT) is first


def test_other_texts_forget_what_was_left(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.GLOSSARY))
    first = window.page(PageId.GLOSSARY)
    first.head.field.setText("scic")  # type: ignore[attr-defined]
    walk(window)
    assert not isValid(first)
    window.rebuild_pages()
    window.leave_for(Route(PageId.GLOSSARY))
    assert window.page(PageId.GLOSSARY).head.field.text() == ""  # type: ignore[attr-defined]
