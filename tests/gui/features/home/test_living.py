"""Accueil once something is under way: rings, next actions, the council, and the questions, which stay."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kit import paths
from kit.content.index import OUTLINE, TEXTS, IndexStore
from kit.dossier.model import Change, Status
from kit.figures.atlas import OUTLINES
from tests.gui.marking import mark
from ui.features.home.council_card import countdown
from ui.features.home.living import Living
from ui.features.home.next_actions import late_words
from ui.features.home.page import HomePage
from ui.features.plan.page import PlanPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow


def living(window: MainWindow) -> Living:
    page = window.page(PageId.HOME)
    assert isinstance(page, HomePage) and page.living is not None
    return page.living


def begin(window: MainWindow) -> Living:
    outline = window.context.library.outline
    mark(window.context.session, f"action:{outline.levers[0].actions[0].id}", Status.DONE)
    mark(window.context.session, f"action:{outline.levers[1].actions[0].id}", Status.DOING)
    return living(window)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_population_that_is_no_number_is_left_out(window: MainWindow, context: AppContext) -> None:
    """« ² » is a digit to Python and no number: a dossier from elsewhere may hold anything."""
    context.session.set_text("identity", "population", "²")
    begun = begin(window)
    assert begun.isVisible() and "habitants" not in begun._told.text()


def test_the_questions_stay_one_press_away_after_the_first_tick(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    mark(context.session, "action:elu-commission", Status.DONE)
    home = window.current_page
    found = [one for one in home.findChildren(QPushButton) if one.isVisibleTo(home)]
    (start,) = [one for one in found if "Par où commencer" in plain(f"{one.text()} {one.accessibleDescription()}")]
    with qtbot.waitSignal(home.route_requested) as asked:
        start.click()
    assert asked.args == [Route(PageId.START_HERE)]


def test_a_ring_says_in_words_what_it_draws(qtbot: QtBot, window: MainWindow) -> None:
    shown = begin(window)
    outline = window.context.library.outline
    names = [plain(ring.accessibleName()) for ring in shown.rings]
    first = outline.levers[0]
    assert names[0].startswith(f"Levier {first.article.code}, ")
    assert names[0].endswith(f"1 action faite sur {len(first.actions)}")
    assert names[1].endswith(f"0 action faite sur {len(outline.levers[1].actions)}, 1 en cours")
    mark(window.context.session, f"action:{first.actions[1].id}", Status.NOT_CONCERNED)
    assert plain(shown.rings[0].accessibleName()).endswith(f"1 action faite sur {len(first.actions) - 1}")
    shown.rings[1].setFocus()
    with qtbot.waitSignal(shown.route_requested) as asked:
        qtbot.keyClick(shown.rings[1], Qt.Key.Key_Space)
    assert asked.args == [Route(PageId.ACT, outline.levers[1].article.id)]


def test_done_under_way_and_to_do_are_drawn_apart(window: MainWindow) -> None:
    ring = begin(window).rings[0].ring
    pictures = []
    for status in (Status.DONE, Status.DOING, Status.TODO):
        ring.show_statuses([status])
        pictures.append(ring.grab().toImage())
    assert pictures[0] != pictures[1] and pictures[1] != pictures[2] and pictures[0] != pictures[2]


def test_next_actions_are_three_the_late_ones_first(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    actions = context.library.outline.actions
    soon, late, begun = (f"action:{actions[place].id}" for place in (10, 12, 14))
    today = date.today()
    context.session.apply(
        [
            Change(soon, "due", (today + timedelta(days=5)).isoformat()),
            Change(late, "due", (today - timedelta(days=3)).isoformat()),
            Change(late, "who", "Mme Exemple"),
            Change(begun, "status", Status.DOING.value),
        ]
    )
    shown = living(window)
    qtbot.waitUntil(lambda: shown.following.rows[0].when.text() == "En retard de 3 jours")
    assert len([row for row in shown.following.rows if not row.isHidden()]) == 3
    assert shown.following.rows[0].about.text().startswith("Mme Exemple")
    assert [row.code.text() for row in shown.following.rows] == [
        context.plan.row(context.plan.row_of(on)).code for on in (late, soon, begun)
    ]
    row = shown.following.rows[0]
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert context.session.status(late) is Status.DONE
    assert plain(window.feedback.text()).endswith("marquée faite")
    qtbot.waitUntil(lambda: row.when.text() != "En retard de 3 jours")
    assert not row.box.isChecked()


def test_more_late_actions_than_have_room_are_counted_and_led_to(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    outline, day = context.library.outline, (date.today() - timedelta(days=3)).isoformat()
    on = [f"action:{action.id}" for action in outline.actions[:7]]
    context.session.apply([Change(one, "due", day) for one in on[:3]])
    shown = living(window)
    qtbot.waitUntil(lambda: shown.following.rows[2].when.text() == "En retard de 3 jours")
    assert shown.following.late.isHidden(), "all are in sight"
    milestone = next(lever.milestone for lever in outline.levers if lever.milestone)
    context.session.apply([Change(one, "due", day) for one in (*on[3:], f"milestone:{milestone.id}")])
    qtbot.waitUntil(shown.following.late.isVisible)
    assert shown.following.late.text() == "Voir les 8 actions en retard"
    qtbot.mouseClick(shown.following.late, Qt.MouseButton.LeftButton)
    plan = window.current_page
    assert isinstance(plan, PlanPage)
    assert plan.pane.filters.late.isChecked() and plan.pane.split.views.model.rowCount() == 8


def test_an_action_of_ones_own_that_is_late_is_on_accueil(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    day = (date.today() - timedelta(days=20)).isoformat()
    context.session.apply([Change("own:a", "title", "Le marché du samedi"), Change("own:a", "due", day)])
    shown = living(window)
    qtbot.waitUntil(lambda: shown.following.rows[0].when.text() == "En retard de 2 semaines")
    assert "marché du samedi" in shown.following.rows[0].title.text()


def test_a_starting_point_that_is_late_is_among_the_next_actions(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    milestone = next(lever.milestone for lever in context.library.outline.levers if lever.milestone)
    day = (date.today() - timedelta(days=3)).isoformat()
    context.session.apply([Change(f"milestone:{milestone.id}", "due", day)])
    shown = living(window)
    qtbot.waitUntil(lambda: shown.following.rows[0].when.text() == "En retard de 3 jours")


def test_late_in_words() -> None:
    told = [late_words(days) for days in (1, 13, 14, 59, 60, 400)]
    assert [plain(words).removeprefix("en retard de ") for words in told] == [
        "1 jour",
        "13 jours",
        "2 semaines",
        "8 semaines",
        "2 mois",
        "13 mois",
    ]


def test_the_council_is_counted_down(window: MainWindow, context: AppContext) -> None:
    shown = begin(window).council
    assert "Donnez la date du prochain conseil" in shown.title.text() and shown.block.isHidden()
    assert not shown.asking.isHidden() and shown.line.isHidden()
    ahead = date.today() + timedelta(days=15)
    context.session.set_text("identity", "council", ahead.isoformat())
    assert shown.title.text() == "Conseil dans 15 jours" and not shown.block.isHidden()
    assert str(ahead.day) in [label.text() for label in shown.block.findChildren(QLabel)]
    context.session.set_text("identity", "council", "2020-01-15")
    assert "Donnez la date" in shown.title.text() and "15 janvier 2020" in shown.told.text()
    assert not shown.asking.isHidden() and shown.block.isHidden()
    today = date(2026, 11, 29)
    assert [countdown(today + timedelta(days=days), today) for days in (0, 1, 2)] == [
        "Conseil aujourd’hui",
        "Conseil demain",
        "Conseil dans 2 jours",
    ]


@pytest.mark.parametrize(
    ("kind", "population", "before", "articles"),
    [
        ("commune", "600", [4], ["L2121-11"]),
        ("commune", "3499", [4], ["L2121-11"]),
        ("commune", "3500", [6], ["L2121-12"]),
        ("EPCI", "900", [6], ["L5211-1"]),
        ("commune", "", [6, 4], ["L2121-11", "L2121-12"]),
    ],
)
def test_the_summons_stands_on_the_line_by_its_clear_days(
    qtbot: QtBot,
    window: MainWindow,
    context: AppContext,
    kind: str,
    population: str,
    before: list[int],
    articles: list[str],
) -> None:
    """Neither the day of sending nor that of the sitting counts: three clear days are four days before."""
    council = date.today() + timedelta(days=15)
    fields = {"kind": kind, "population": population, "council": council.isoformat()}
    context.session.apply([Change("identity", field, value) for field, value in fields.items()])
    shown = begin(window).council
    qtbot.waitUntil(lambda: bool(shown.line.accessibleName()), timeout=10_000)
    assert [(council - day).days for day in shown.line._sending] == before
    assert [article for article in articles if article in shown.line.accessibleName()] == articles
    assert len(shown.line.ticks) == 14


def test_the_days_of_a_far_council_have_a_tick_a_week(window: MainWindow, context: AppContext) -> None:
    shown = begin(window).council
    context.session.set_text("identity", "council", (date.today() + timedelta(days=200)).isoformat())
    ticks = shown.line.ticks
    assert {(b - a).days for a, b in pairwise(ticks)} == {7}


def test_the_day_of_the_council_is_given_in_its_card(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    shown = begin(window).council
    for words, wrong in (
        ("31/02/2027", "n’existe pas"),
        ("bientôt", "15/03/2027"),
        ("", "15/03/2027"),
        ("15/03/2020", "passé"),
    ):
        shown.field.setText(words)
        qtbot.keyClick(shown.field, Qt.Key.Key_Return)
        assert wrong in shown.asked.error and context.session.text("identity", "council") == ""
    ahead = date.today() + timedelta(days=30)
    shown.field.setText(f"{ahead:%d/%m/%Y}")
    qtbot.mouseClick(shown.keep, Qt.MouseButton.LeftButton)
    assert context.session.text("identity", "council") == ahead.isoformat()
    assert shown.title.text() == "Conseil dans 30 jours" and shown.asking.isHidden() and shown.asked.error == ""
    qtbot.mouseClick(shown.change, Qt.MouseButton.LeftButton)
    assert shown.field.text() == f"{ahead:%d/%m/%Y}" and not shown.asking.isHidden()
    context.session.undo()
    assert "Donnez la date" in shown.title.text() and shown.field.text() == ""


def test_a_large_window_shows_six_actions_larger_rings_and_the_doors(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    shown = begin(window)
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: len([row for row in shown.following.rows if not row.isHidden()]) == 6)
    assert shown.doors is not None and shown.doors.isVisible()
    assert shown.reading is not None and shown.reading.isHidden()  # nothing was read
    assert {ring.ring.width() for ring in shown.rings} == {108}
    assert shown.width() <= 1500
    window.open_route(ToArticle("commerces-proximite"))
    window.open_route(Route(PageId.HOME))
    qtbot.waitUntil(lambda: shown.reading is not None and shown.reading.isVisible())
    with qtbot.waitSignal(shown.route_requested) as asked:
        shown.reading.links[0].click()
    assert asked.args[0].id == "commerces-proximite"
    window.open_route(Route(PageId.HOME))
    area = window.current_page.scroller()
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: len([row for row in shown.following.rows if not row.isHidden()]) == 3)
    assert shown.doors.isHidden() and {ring.ring.width() for ring in shown.rings} == {80}


def test_what_is_late_has_its_own_look_and_what_is_begun_a_filled_box(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    late, begun = (f"action:{context.library.outline.actions[place].id}" for place in (12, 14))
    context.session.apply(
        [
            Change(late, "due", (date.today() - timedelta(days=3)).isoformat()),
            Change(begun, "status", Status.DOING.value),
        ]
    )
    rows = living(window).following.rows
    qtbot.waitUntil(lambda: rows[1].box.accessibleDescription() == "en cours")
    assert [row.pill.property("state") or "" for row in rows[:2]] == ["late", ""]
    assert rows[0].pill._clock.isVisible() and not rows[1].pill._clock.isVisible()
    assert rows[0].box.grab().toImage() != rows[1].box.grab().toImage()


def test_one_example_near_is_shown_and_read(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    context.session.apply([Change("identity", "departement", "Creuse"), Change("identity", "departement_code", "23")])
    shown = begin(window).near
    qtbot.waitUntil(lambda: not shown.isHidden(), timeout=10_000)
    assert shown.where.text() == "votre département" and "Creuse" in shown.place.text()
    context.session.set_text("identity", "insee", "23096")
    qtbot.waitUntil(lambda: "km" in shown.where.text() or shown.where.text() == "tout près", timeout=10_000)
    assert not shown.map.isHidden() and shown.place.text() in shown.map.accessibleName()
    before = shown.place.text(), shown.told.text()
    qtbot.mouseClick(shown.other, Qt.MouseButton.LeftButton)  # the others are looked for now
    qtbot.waitUntil(lambda: (shown.place.text(), shown.told.text()) != before, timeout=10_000)
    told = {shown.place.text() + shown.told.text()}
    for _ in range(8):  # the first comes again after the last
        qtbot.mouseClick(shown.other, Qt.MouseButton.LeftButton)
        told.add(shown.place.text() + shown.told.text())
    assert len(told) == 8 and "".join(before) in told
    with qtbot.waitSignal(shown.read_requested) as asked:
        shown.read.click()
    assert context.library.has(asked.args[0])


def test_accueil_is_shown_whole_at_once(window: MainWindow) -> None:
    """What came a turn later was laid out and painted a second time."""
    mark(window.context.session, "action:elu-commission", Status.DOING)
    page = HomePage(window.context)
    page.open_route(Route(PageId.HOME))
    assert page.living is not None
    assert not page.living.near.isHidden() and page.living.near.place.text()
    assert page.living.near.map is not None and not page.living.near.map.isHidden()
    assert page.living.following.rows[0].title.text()
    page.deleteLater()


def test_outlines_that_cannot_be_read_leave_accueil_standing(
    tmp_path: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(paths.territories(), tmp_path / "territoires")
    (tmp_path / "territoires" / OUTLINES).write_text('{"features": [{}]}', encoding="utf-8")
    monkeypatch.setattr(paths, "territories", lambda: tmp_path / "territoires")
    shown = begin(window)
    assert shown.isVisible() and shown.near.isHidden()


def test_texts_that_cannot_be_read_leave_accueil_standing(tmp_path: Path, window: MainWindow) -> None:
    for name in (OUTLINE, TEXTS):
        shutil.copy(paths.shipped_index() / name, tmp_path / name)
    (tmp_path / TEXTS).write_bytes(b"SQLite format 3\0 and no more")
    window.context.library.adopt(IndexStore(tmp_path))
    shown = begin(window)
    assert shown.isVisible() and shown.near.isHidden()
    assert shown.rings[0].accessibleName()


def test_nothing_lies_below_the_fold_at_1366_by_768(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    council = (date.today() + timedelta(days=20)).isoformat()
    context.session.apply([Change("identity", "council", council), Change("identity", "insee", "23096")])
    shown = begin(window)
    window.resize(1366, 768)
    assert window.feedback.isVisible()  # its bar takes room until the next gesture
    qtbot.waitUntil(lambda: not shown.near.isHidden(), timeout=10_000)
    area = window.current_page.scroller()
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
