"""Pages long out of sight give their widgets back, and are found as they were left."""

from __future__ import annotations

import datetime

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kit.content.diagnostic import TARGET, Answer
from ui.features.agenda.page import AgendaPage
from ui.features.contact.page import ContactPage
from ui.features.directory.page import DirectoryPage
from ui.features.home.diagnostic_page import StartHerePage
from ui.features.levers.checklist_item import ChecklistItem
from ui.features.levers.page import LeversPage
from ui.features.mandate.page import INSTANTS, PAPERS
from ui.features.reading.examples_page import DEPARTEMENT, ExamplesPage
from ui.features.reading.networks_page import AGENDA
from ui.services.navigation import PageId, Route, ToContact, place
from ui.services.page import Page
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
    assert isinstance(first, ContactPage)
    first.form.message.setPlainText("Bonjour, une question")
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


NOTHING_TO_KEEP = [
    PageId.SETTINGS,
    PageId.START_HERE,
    PageId.CONVINCE,
    PageId.AGENDA,
    PageId.DIRECTORY,
    PageId.EXAMPLES,
    PageId.MODELS,
    PageId.CONTACT,
    PageId.MANDATE,
    PageId.ACT,
]
LATER = [
    PageId.HOME,
    PageId.UNDERSTAND,
    PageId.PLAN,
    PageId.OUTBOX,
    PageId.CONTENTS,
    PageId.COLLECTIVITE,
    PageId.ABOUT,
    PageId.GLOSSARY,
    PageId.FAVOURITES,
]


@pytest.mark.parametrize("page", NOTHING_TO_KEEP)
def test_a_page_on_which_nothing_is_under_way_gives_all_its_widgets_back(
    qtbot: QtBot, window: MainWindow, page: PageId
) -> None:
    window.leave_for(place(page))
    settle(window.context)
    first = window.page(page)
    assert first.findChildren(QWidget)
    walk(window, LATER)
    assert not isValid(first)
    window.leave_for(place(page))
    settle(window.context)
    assert window.current_page is window.page(page) and window.page(page).findChildren(QWidget)


def test_after_every_screen_only_those_with_work_of_the_reader_stay_beside_the_last(
    qtbot: QtBot, window: MainWindow
) -> None:
    seen = [page for page in PageId if page != PageId.PRINT]
    for page in seen:
        window.leave_for(place(page))
        settle(window.context)
    settle(window.context)
    stay = {PageId.HOME, PageId.ARTICLE, PageId.SEARCH, PageId.PLAN, PageId.OUTBOX}
    stay |= {PageId.ACT_MODEL, PageId.MERGE, PageId.RESTORE, *seen[-MOST:]}
    assert set(window._pages) == stay
    assert len(window.findChildren(Page)) == len(stay)


def test_the_calendar_comes_back_on_its_day_and_with_what_was_chosen(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.AGENDA))
    first = window.page(PageId.AGENDA)
    assert isinstance(first, AgendaPage)
    day = datetime.date.today() + datetime.timedelta(days=62)
    first.grid.go_to(day, turn=True)
    first.kinds.choose("council")
    kind, month = first.kinds.key, first.head.month.text()
    walk(window, LATER)
    assert not isValid(first)
    window.leave_for(Route(PageId.AGENDA))
    again = window.page(PageId.AGENDA)
    assert isinstance(again, AgendaPage)
    assert (again.grid.day, again.kinds.key, again.head.month.text()) == (day, kind, month)


def test_the_directory_comes_back_with_its_words(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.DIRECTORY))
    first = window.page(PageId.DIRECTORY)
    assert isinstance(first, DirectoryPage)
    first.list.head.field.setText("scic")
    walk(window, LATER)
    assert not isValid(first)
    window.leave_for(Route(PageId.DIRECTORY))
    again = window.page(PageId.DIRECTORY)
    assert isinstance(again, DirectoryPage) and again.list.head.field.text() == "scic"


def test_a_table_that_is_pasted_keeps_the_directory(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.DIRECTORY))
    first = window.page(PageId.DIRECTORY)
    assert isinstance(first, DirectoryPage)
    first.taking.pasted.setPlainText("Nom;Ville\nLa Ruche;Guéret")
    walk(window, LATER)
    assert isValid(first) and window.page(PageId.DIRECTORY) is first


def test_a_list_that_is_read_first_comes_back_narrowed_and_scrolled(qtbot: QtBot, window: MainWindow) -> None:
    """The départements are known only once they are read again."""
    window.leave_for(Route(PageId.EXAMPLES))
    first = window.page(PageId.EXAMPLES)
    assert isinstance(first, ExamplesPage)
    qtbot.waitUntil(lambda: first.is_ready)
    settle(window.context)
    code = next(key for key, _ in first.listed.filters[1].choices if key)
    first.pane.choose(DEPARTEMENT, code)
    first._on_narrowed()
    settle(window.context)
    bar = first.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    scrolled, count = bar.value(), first.head.count.text()
    assert scrolled > 0
    walk(window, LATER)
    assert not isValid(first)
    window.leave_for(Route(PageId.EXAMPLES))
    again = window.page(PageId.EXAMPLES)
    assert isinstance(again, ExamplesPage)
    qtbot.waitUntil(lambda: again.is_ready)
    settle(window.context)
    assert (again.pane.wanted.chosen[DEPARTEMENT], again.head.count.text()) == (code, count)
    assert again.view.verticalScrollBar().value() == scrolled


def test_an_action_left_out_of_the_first_ones_keeps_its_page(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.START_HERE))
    first = window.page(PageId.START_HERE)
    assert isinstance(first, StartHerePage) and first.result.is_untouched
    for question in window.context.library.shelf.questions:
        window.context.session.set_text(TARGET, question.id, Answer.NO.value)
    settle(window.context)
    first.result.box(first.result.chosen()[0]).click()
    walk(window, LATER)
    assert isValid(first) and window.page(PageId.START_HERE) is first


@pytest.mark.parametrize("part", [INSTANTS, PAPERS])
def test_a_part_of_the_carnet_with_fields_stays(qtbot: QtBot, window: MainWindow, part: str) -> None:
    window.leave_for(Route(PageId.MANDATE, part))
    first = window.page(PageId.MANDATE)
    window.leave_for(Route(PageId.MANDATE, part))
    walk(window, LATER)
    assert isValid(first) and window.page(PageId.MANDATE) is first


def test_a_detail_that_is_opened_keeps_agir(qtbot: QtBot, window: MainWindow) -> None:
    window.leave_for(Route(PageId.ACT))
    first = window.page(PageId.ACT)
    assert isinstance(first, LeversPage)
    first.findChildren(ChecklistItem)[0].details.click()
    walk(window, LATER)
    assert isValid(first) and window.page(PageId.ACT) is first
