"""The calendar as a month: its cells, its keys, what a screen reader hears, the day that is opened, what is beside."""

from __future__ import annotations

import datetime
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.mandate.agenda import Agenda, Kind, Moment
from kit.tokens import LIGHT
from tests.gui.looks import around
from tests.gui.marking import mark
from ui.features.agenda.month_grid import MonthGrid
from ui.features.agenda.month_words import (
    after,
    heard,
    late_words,
    month_of,
    moved,
    side_words,
    weeks,
    where_to_open,
    without_day,
)
from ui.features.agenda.page import AgendaPage
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

PTCE, CALLS, OLD = "action:reseaux-ptce", "action:outils-appels-projets", "action:diagnostic-ateliers"
TODAY = date(2026, 11, 30)
Key = Qt.Key


def in_days(days: int) -> date:
    return date.today() + datetime.timedelta(days=days)


def opened(window: MainWindow) -> AgendaPage:
    window.open_route(Route(PageId.AGENDA, "mois"))
    QApplication.processEvents()
    page = window.current_page
    assert isinstance(page, AgendaPage)
    page.grid.setFocus()
    return page


def own(page: AgendaPage, day: date) -> list[Moment]:
    """Return what a day has of the dossier: a step to a national moment may fall on any."""
    return [one for one in page.grid.rows.moments(day) if one.kind is not Kind.NATIONAL]


def titles(part: QWidget) -> list[str]:
    return [link.text() for link in part.findChildren(QPushButton) if link.isVisible()]


def said(grid: MonthGrid, day: date) -> str:
    index, face = grid.rows.index_of(day), QAccessible.queryAccessibleInterface(grid)
    across = grid.rows.columnCount() + 1  # with the head of the week
    return face.child((index.row() + 1) * across + index.column() + 1).text(QAccessible.Text.Name)


def middle_of(grid: MonthGrid, day: date, down: int) -> QPoint:
    box = grid.visualRect(grid.rows.index_of(day))
    return QPoint(box.center().x(), box.top() + down)


def test_weeks_begin_on_monday_and_have_the_days_of_their_neighbours() -> None:
    found = weeks((2026, 12))
    assert found[0][0] == date(2026, 11, 30) and found[-1][-1] == date(2027, 1, 3)
    assert {day.weekday() for day, *_ in found} == {0}


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(-1300, 1300))
def test_another_month_keeps_the_day_where_it_has_it(day: date, by: int) -> None:
    there = moved(day, by)
    assert (2000, 1) <= month_of(there) <= (2100, 12)
    assert there.day <= day.day
    if there.day < day.day:
        assert (there + datetime.timedelta(days=1)).day == 1
    if (2000, 1) < month_of(there) < (2100, 12):
        assert (there.year - day.year) * 12 + there.month - day.month == by


@pytest.mark.parametrize(
    ("day", "moments", "words"),
    [
        (date(2026, 12, 10), [], "jeudi 10 décembre"),
        (TODAY, [], "lundi 30 novembre, aujourd’hui"),
        (date(2027, 1, 1), [], "vendredi 1er janvier 2027"),
        (
            date(2026, 12, 10),
            [Moment(Kind.DUE, PTCE, "2.3 Repérer les PTCE", date(2026, 12, 10))],
            "jeudi 10 décembre, 1 échéance : 2.3 Repérer les PTCE",
        ),
        (
            date(2026, 12, 15),
            [
                Moment(Kind.COUNCIL, "council", ""),
                Moment(Kind.DUE, "a", "2.3 Un"),
                Moment(Kind.DUE, "b", "Deux", is_late=True),
                Moment(Kind.DONE, "c", "1.1 Trois", text="1.1"),
            ],
            "mardi 15 décembre, séance du conseil ; 2 échéances : 2.3 Un, Deux (en retard) ; "
            "1 action faite : 1.1 Trois",
        ),
    ],
)
def test_a_day_is_heard_whole(day: date, moments: list[Moment], words: str) -> None:
    assert heard(day, moments, TODAY).replace("\u00a0", " ") == words


def test_what_stands_beside_a_month() -> None:
    due = Moment(Kind.DUE, "a", "1.3 Commission", date(2027, 3, 15))
    week = Moment(Kind.NATIONAL, "b", "Semaine", month=(2027, 3), words="En mars, dates à vérifier")
    here = Moment(Kind.NATIONAL, "c", "Mois", month=(2026, 12), words="chaque décembre")
    again = Moment(Kind.YEARLY, "d", "6.1 Médias", month=(2027, 1), text="2026")
    redo = Moment(Kind.YEARLY, "e", "5.4 Conférence", text="2025")
    months = (((2026, 12), (here,)), ((2027, 1), (again,)), ((2027, 3), (due, week)))
    agenda = Agenda((2026, 11), (), months, (redo,))
    assert after(agenda, (2026, 12)) == (due, week)
    assert without_day(agenda, (2026, 12)) == (here, redo, again)
    told = [side_words(one, TODAY) for one in (due, week, again, redo)]
    assert told == [
        ("15 mars 2027", "1.3 Commission"),
        ("mars 2027, en mars, dates à vérifier", "Semaine"),
        ("à refaire en 2027", "6.1 Médias"),
        ("à refaire, faite en 2025", "5.4 Conférence"),
    ]


def test_what_is_late_says_since_when() -> None:
    late = Moment(Kind.DUE, "a", "4.1 Organiser", date(2026, 10, 1), is_late=True)
    assert late_words(late, TODAY) == "en retard depuis le 1er octobre"
    assert side_words(late, date(2027, 1, 2))[0] == "en retard depuis le 1er octobre 2026"


def test_it_opens_where_something_is() -> None:
    before, later, far = date(2026, 11, 2), date(2026, 12, 4), date(2027, 3, 15)
    assert where_to_open([before, TODAY, far], TODAY) == (TODAY, "")
    assert where_to_open([before, later], TODAY)[0] == later, "the last week of the grid is below the page's foot"
    assert where_to_open([date(2026, 9, 1), far], TODAY) == (
        far,
        "Rien à venir en novembre 2026\u00a0: voici mars 2027, où vient la prochaine date.",
    )
    assert where_to_open([before], TODAY) == (TODAY, "")
    assert where_to_open([date(2026, 9, 1), date(2026, 8, 1)], TODAY) == (
        date(2026, 9, 1),
        "Rien à venir\u00a0: voici septembre 2026, où est la dernière date.",
    )
    assert where_to_open([], TODAY) == (TODAY, "")


def test_an_empty_month_gives_way_to_the_next_date_in_words(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = moved(date.today(), 3)
    due = Moment(Kind.DUE, PTCE, "2.3 Repérer les PTCE", day)
    agenda = Agenda(month_of(date.today()), (), ((month_of(day), (due,)),), ())
    monkeypatch.setattr("ui.features.agenda.page.agenda_of", lambda _context, _today: agenda)
    page = opened(window)
    assert page.grid.day == day and page.head.moved.isVisible()
    assert page.head.moved.text().endswith("où vient la prochaine date.")
    page.head.today.click()
    assert page.grid.month == month_of(date.today()) and not page.head.moved.isVisible()
    window.open_route(Route(PageId.HOME))
    assert opened(window).grid.day == date.today(), "where one had gone is kept"


def test_the_calendar_is_gone_through_by_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    session, day = window.context.session, in_days(70)
    session.set_text(PTCE, "due", day.isoformat())
    page = opened(window)
    grid = page.grid
    qtbot.keyClick(grid, Key.Key_Home)
    assert grid.day == date.today() and "aujourd’hui" in said(grid, grid.day)
    for key, days in ((Key.Key_Right, 1), (Key.Key_Down, 8), (Key.Key_Left, 7), (Key.Key_Up, 0)):
        qtbot.keyClick(grid, key)
        assert grid.day == in_days(days)
    qtbot.keyClick(grid, Key.Key_PageDown)
    assert grid.day == moved(date.today(), 1) and grid.month == month_of(grid.day)
    qtbot.keyClick(grid, Key.Key_PageUp)
    qtbot.keyClick(grid, Key.Key_PageUp)
    assert grid.month == month_of(moved(date.today(), -1))
    qtbot.keyClick(grid, Key.Key_Home)
    assert grid.day == date.today() and grid.month == month_of(date.today())
    for _ in range(10):
        qtbot.keyClick(grid, Key.Key_Down)
    assert grid.day == day and grid.rows.index_of(day).isValid()
    assert "1 échéance : 2.3 " in said(grid, day).replace("\u00a0", " ")
    qtbot.keyClick(grid, Key.Key_Return)
    link = QApplication.focusWidget()
    assert isinstance(link, QPushButton) and link.text().startswith("2.3 ")
    qtbot.keyClick(link, Key.Key_Escape)
    assert grid.hasFocus() and grid.day == day and "day" not in page.side.cards
    qtbot.keyClick(grid, Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert window.navigator.here == Route(PageId.PLAN, PTCE)


def test_a_month_that_is_turned_stays_within_its_days(window: MainWindow, qtbot: QtBot) -> None:
    grid = opened(window).grid
    grid.go_to(date(2100, 12, 31))
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_PageDown)
    assert grid.month == (2100, 12)
    grid.go_to(date(2000, 1, 1))
    for key in (Key.Key_Left, Key.Key_Up, Key.Key_PageUp):
        qtbot.keyClick(grid, key)
    assert month_of(grid.day) == (2000, 1)


def test_a_day_shows_two_moments_and_how_many_more(window: MainWindow, qtbot: QtBot) -> None:
    session, day = window.context.session, in_days(2)
    session.apply([Change(f"own:a{n}", "title", f"Action {n}") for n in range(300)])
    session.apply([Change(f"own:a{n}", "due", day.isoformat()) for n in range(300)])
    page = opened(window)
    page.grid.go_to(day)
    assert len(own(page, day)) == 300
    box, moments = page.grid.visualRect(page.grid.rows.index_of(day)), page.grid.rows.moments(day)
    places = [QPoint(box.center().x(), y) for y in range(box.top(), box.bottom())]
    found = {page.grid.cells.moment_at(box, moments, place) for place in places}
    assert len(found - {None}) == 2
    qtbot.keyClick(page.grid, Key.Key_Return)
    assert len(titles(page.side.cards["day"])) == len(moments)


@pytest.mark.parametrize("size", [(1093, 614), (1366, 768), (1920, 1080)])
def test_a_month_of_six_weeks_is_whole_in_sight(window: MainWindow, size: tuple[int, int]) -> None:
    session, day = window.context.session, date(2026, 11, 30)
    session.apply([Change(f"own:a{n}", "title", f"Action {n}") for n in range(3)])
    session.apply([Change(f"own:a{n}", "due", day.isoformat()) for n in range(3)])
    window.resize(*size)
    page = opened(window)
    page.grid.go_to(date(2026, 11, 2), turn=True)
    QApplication.processEvents()
    assert page.grid.rows.rowCount() == 6
    viewport = page.scroller().viewport()
    foot = page.grid.mapTo(viewport, QPoint(0, page.grid.height())).y()
    assert foot <= viewport.height()
    assert foot >= viewport.height() * 0.9, "and uses the height there is"
    box, moments = page.grid.visualRect(page.grid.rows.index_of(day)), page.grid.rows.moments(day)
    inside = [QPoint(box.center().x(), y) for y in range(box.top(), box.bottom())]
    below = [QPoint(box.center().x(), y) for y in range(box.bottom() + 1, box.bottom() + 40)]
    assert {page.grid.cells.moment_at(box, moments, place) for place in inside} - {None}
    assert {page.grid.cells.moment_at(box, moments, place) for place in below} == {None}, "nothing lies over the edge"


def test_a_press_on_a_moment_goes_there_and_beside_it_opens_the_day(window: MainWindow, qtbot: QtBot) -> None:
    session, day = window.context.session, in_days(1)
    session.set_text(PTCE, "due", day.isoformat())
    page = opened(window)
    page.grid.go_to(day)
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(page.grid, day, 12))
    assert page.side.day == day and titles(page.side.cards["day"])[0].startswith("2.3 ")
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(page.grid, day, 44))
    assert window.navigator.here == Route(PageId.PLAN, PTCE)


def test_what_stands_beside_stays_where_it_says_the_same(window: MainWindow, qtbot: QtBot) -> None:
    session = window.context.session
    session.set_text(OLD, "due", in_days(-60).isoformat())
    page = opened(window)
    late, later = page.side.cards["late"], page.side.cards["after"]
    qtbot.keyClick(page.grid, Key.Key_PageDown)
    assert page.side.cards["late"] is late and page.side.cards["after"] is not later
    assert list(page.side.cards) == ["late", "ask", "after", "undated"]
    session.set_text(OLD, "due", "")
    qtbot.waitUntil(lambda: "late" not in page.side.cards)


def test_another_dossier_brings_its_own_dates(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    day = in_days(1)
    window.context.session.set_text(PTCE, "due", day.isoformat())
    page = opened(window)
    page.grid.go_to(day)
    qtbot.keyClick(page.grid, Key.Key_Return)
    assert page.side.day == day
    other = tmp_path / "autre.kitess"
    Dossier.create(other).close()
    assert window.context.dossiers.switch(other)
    page = opened(window)
    page.grid.go_to(day)
    assert own(page, day) == []
    assert titles(page.side) == [] or not any(words.startswith("2.3 ") for words in titles(page.side))


def test_an_empty_day_says_so_and_keeps_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    page.grid.go_to(next(day for n in range(9) if not page.grid.rows.moments(day := in_days(n))))
    with qtbot.waitSignal(window.announced, check_params_cb=lambda words: words.startswith("Rien n’est noté pour le")):
        qtbot.keyClick(page.grid, Key.Key_Return)
    assert page.grid.hasFocus() and page.side.day is None


def test_what_was_done_and_who_was_met_stand_on_their_day(window: MainWindow) -> None:
    session = window.context.session
    mark(session, "action:outils-commande-publique", Status.DONE)
    session.apply(
        [Change("contact:cafe", "name", "Café associatif"), Change("contact:cafe", "met", in_days(3).isoformat())]
    )
    page = opened(window)
    assert "1 action faite : 3.2 " in said(page.grid, date.today()).replace("\u00a0", " ")
    page.grid.go_to(in_days(3))
    assert "1 rencontre : Café associatif" in said(page.grid, in_days(3)).replace("\u00a0", " ")
    page._on_moment(page.grid.rows.moments(in_days(3))[0])
    assert window.navigator.here == Route(PageId.DIRECTORY, "contact:cafe")


def test_late_actions_stand_beside_in_words(window: MainWindow, qtbot: QtBot) -> None:
    window.context.session.set_text(OLD, "due", in_days(-60).isoformat())
    page = opened(window)
    card = page.side.cards["late"]
    assert [words for words in titles(card) if words.startswith("4.1 ")]
    names = [link.accessibleName() for link in card.findChildren(QPushButton)]
    assert any("en retard depuis le" in name for name in names)


def test_the_month_and_the_list_show_the_same_and_keep_the_tabs(window: MainWindow, qtbot: QtBot) -> None:
    window.context.session.set_text(PTCE, "due", in_days(1).isoformat())
    page = opened(window)
    assert page.head.ways.key() == "calendar"
    page.head.views.button("liste").click()
    assert window.navigator.here == Route(PageId.AGENDA, "liste")
    assert page.head.isVisible() and page.head.views.button("liste").hasFocus()
    listed = page.view.toPlainText()
    page.kinds.choose("due")
    page.kinds.chosen.emit("due")
    page.head.views.button("mois").click()
    assert page.grid.isVisible() and "2.3 " in listed
    shown = [one for found in page.agenda().by_day().values() for one in found]
    assert {one.kind for one in shown} == {Kind.DUE} and page.grid.rows.moments(in_days(1)) == tuple(shown)
    page.head.ways.button("board").click()
    assert window.navigator.here == Route(PageId.PLAN, "board")
    plan = window.current_page
    assert plan.pane.head.ways.key() == "board" and plan.pane.split.views.board.isVisible()  # type: ignore[attr-defined]
    plan.pane.head.ways.button("calendar").click()  # type: ignore[attr-defined]
    assert window.current_page is page and page.grid.isVisible()


def test_arrows_above_the_month_turn_it_and_are_heard(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    with qtbot.waitSignal(window.announced):
        page.head.after.click()
    assert page.head.month.text() in page.grid.accessibleName().title() or page.grid.month == month_of(
        moved(date.today(), 1)
    )
    page.head.today.click()
    assert page.grid.month == month_of(date.today())


def test_the_focus_is_seen_in_its_day(window: MainWindow, qtbot: QtBot) -> None:
    page = opened(window)
    for key in (Key.Key_PageDown, Key.Key_Home):
        qtbot.keyClick(page.grid, key)
    viewport = page.grid.viewport()
    qtbot.waitUntil(  # the day where one is stands in sight
        lambda: viewport.visibleRegion().contains(page.grid.visualRect(page.grid.currentIndex()))
    )
    with_it = around(page.grid)
    page.head.today.setFocus()
    assert around(page.grid) != with_it


@pytest.mark.parametrize("width", [768, 300, 1300])
def test_five_wide_days_two_narrower_ones_and_no_bar(qtbot: QtBot, program: QApplication, width: int) -> None:
    grid = MonthGrid(LIGHT, TODAY)
    qtbot.addWidget(grid)
    grid.resize(width, 600)
    grid.show()
    widths = [grid.columnWidth(column) for column in range(7)]
    assert sum(widths) == grid.viewport().width()
    assert len(set(widths[:5])) == 1 and abs(widths[5] - widths[6]) <= 1 and widths[5] < widths[0]
    if width == 768:
        assert abs(widths[0] - 119) <= 1 and abs(widths[5] - 85) <= 1
        assert {grid.rowHeight(row) for row in range(grid.rows.rowCount())} == {109}
    assert grid.cells.is_low == (width == 300)
