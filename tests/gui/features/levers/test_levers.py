"""Agir: ticking, statuses, notes, by keyboard and by mouse, on a real file."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGroupBox, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kit.content.model import Lever
from kit.days import read_day
from kit.dossier.dossier import Dossier
from kit.dossier.line import seal
from kit.dossier.model import Change, Progress, Status
from tests.gui.looks import alone
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.features.levers.checklist_item import ChecklistItem
from ui.features.levers.lever_list import LeverEntry
from ui.features.levers.lever_view import LeverView
from ui.features.levers.own_actions import SHOWN
from ui.features.levers.page import LeversPage
from ui.plan.action_fields import NoteEdit
from ui.services.actions import ActionId
from ui.services.appearance import set_font
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToPrint
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.widgets.days import kept_day, shown_day
from ui.widgets.focus_frame import RING
from ui.widgets.wrap_link import WrapLink

LEVER, COMMISSION = "elu-designe", "action:elu-commission"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(window: MainWindow) -> LeversPage:
    """Return Agir in the shown window, on lever 1."""
    return shown(window, Route(PageId.ACT, LEVER))


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Return a switch: from ``True`` on, the disk has no room left."""
    write = os.write

    def refuse(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return lambda full: monkeypatch.setattr(os, "write", refuse if full else write)


def shown(window: MainWindow, route: Route) -> LeversPage:
    window.open_route(route)
    page = window.current_page
    assert isinstance(page, LeversPage)
    settle(window.context)  # the models that serve the lever have come
    return page


def view_of(page: LeversPage) -> LeverView:
    return next(view for view in page.findChildren(LeverView) if not view.isHidden())


def item_of(page: LeversPage, target: str = COMMISSION) -> ChecklistItem:
    return view_of(page).item(target)


def words(page: LeversPage) -> list[str]:
    return [label.text() for label in view_of(page).findChildren(QLabel) if label.isVisible()]


def name_of(widget: object) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def events_of(context: AppContext) -> list[dict[str, object]]:
    lines = context.session.path.read_text(encoding="utf-8").splitlines()
    return [event for event in map(json.loads, lines) if "on" in event]


def choose(qtbot: QtBot, item: ChecklistItem, *keys: Qt.Key) -> None:
    """Open the menu of statuses with the keyboard and press ``keys`` in it."""
    item.status_button.setFocus()
    qtbot.keyClick(item.status_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: item.status_button.menu().isVisible())
    for key in keys:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, key)


def not_concerned(qtbot: QtBot, item: ChecklistItem) -> None:
    choose(qtbot, item, *[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)


# --- ticking ---


def test_tick_by_keyboard_is_on_the_disk_and_there_at_the_next_start(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext, make_context: Callable[..., AppContext]
) -> None:
    box = item_of(page).box
    box.setFocus()
    with qtbot.waitSignal(context.session.saved):
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert [(e["on"], e["f"], e["x"]) for e in events_of(context)] == [(COMMISSION, "status", "fait")]
    window.close()
    again = LeversPage(make_context(context.session.path))
    alone(qtbot, again)
    again.open_route(Route(PageId.ACT, LEVER))
    assert item_of(again).box.isChecked()
    assert view_of(again).findChild(QLabel, "lever-count").text() == "1 action faite sur 3"


def test_the_word_under_the_box_ticks_and_says_what_and_how_many(
    qtbot: QtBot, page: LeversPage, context: AppContext
) -> None:
    box = item_of(page).box
    with qtbot.waitSignal(page.announced) as said:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().bottomLeft() + QPoint(6, -4))
    assert said.args == ["1.1 Avoir une commission ESS\u00a0: fait, 1 sur 3"]
    assert context.session.status("elu-commission") == Status.DONE
    assert f"Fait le {datetime.now():%d/%m/%Y}" in words(page)


def test_a_press_on_the_title_or_the_description_ticks_nothing(page: LeversPage, context: AppContext) -> None:
    window, item = page.window(), item_of(page)
    for words_of in (item._item.name, item._item.summary):
        label = next(one for one in item.findChildren(QLabel) if one.text() == words_of)
        at = label.mapTo(window, label.rect().center())
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
    assert context.session.status("elu-commission") == Status.TODO
    box = item.box
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=box.mapTo(window, box.rect().center()))
    assert context.session.status("elu-commission") == Status.DONE


def test_unticking_gives_back_to_do_and_is_said(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    mark(context.session, COMMISSION, Status.DONE)
    assert context.session.settle()  # else « Enregistré » of this is what is heard
    box = item_of(page).box
    with qtbot.waitSignal(page.announced) as said:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert said.args == ["1.1 Avoir une commission ESS\u00a0: à faire, 0 sur 3"]
    assert not box.isChecked()
    assert item_of(page).status_button.text() == "À faire"


def test_starting_point_is_ticked_and_unticked_but_never_counted(
    qtbot: QtBot, page: LeversPage, context: AppContext
) -> None:
    box = item_of(page, "milestone:elu-designation").box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert context.session.status("milestone:elu-designation") == Status.DONE
    assert "0 action faite sur 3" in words(page)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert context.session.status("milestone:elu-designation") == Status.TODO
    assert not box.isChecked()


def test_day_of_a_tick_is_local_and_comes_back_with_undo(
    qtbot: QtBot, tmp_path: Path, make_context: Callable[..., AppContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    path = tmp_path / "ville.kitess"
    with Dossier.create(path, now=lambda: datetime(2026, 10, 12, 22, 30, tzinfo=UTC)) as dossier:
        dossier.record(COMMISSION, "status", "fait")
    context = make_context(path)
    page = LeversPage(context)
    alone(qtbot, page)
    page.open_route(Route(PageId.ACT, LEVER))
    assert item_of(page).box.accessibleDescription() == "Fait le 13/10/2026"
    item_of(page).box.click()
    assert "Fait" not in item_of(page).box.accessibleDescription()
    context.session.undo()
    assert item_of(page).box.accessibleDescription() == "Fait le 13/10/2026"
    monkeypatch.undo()
    time.tzset()


# --- statuses ---


def test_not_concerned_leaves_the_count_and_puts_the_box_out_of_use(qtbot: QtBot, page: LeversPage) -> None:
    item = item_of(page)
    not_concerned(qtbot, item)
    assert not item.box.isEnabled()
    assert name_of(item.box) == "1.1 Avoir une commission ESS, non concerné"
    assert "0 action faite sur 2 · 1 non concernée" in words(page)
    choose(qtbot, item, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert item.box.isEnabled()
    assert name_of(item.box) == "1.1 Avoir une commission ESS"
    assert "0 action faite sur 3" in words(page)


def test_pressing_the_box_of_what_is_not_concerned_does_nothing(
    qtbot: QtBot, page: LeversPage, context: AppContext
) -> None:
    mark(context.session, COMMISSION, Status.NOT_CONCERNED)
    qtbot.mouseClick(item_of(page).box, Qt.MouseButton.LeftButton)
    assert context.session.status("elu-commission") == Status.NOT_CONCERNED


def test_nothing_applicable_shows_a_dash(page: LeversPage, context: AppContext) -> None:
    lever = context.library.outline.lever(LEVER)
    assert lever is not None
    for action in lever.actions:
        mark(context.session, f"action:{action.id}", Status.NOT_CONCERNED)
    assert page.findChild(QLabel, f"count-{LEVER}").text() == "—"
    assert "Aucune action ne concerne la commune" in words(page)


def test_menu_and_box_say_the_same(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    item = item_of(page)
    choose(qtbot, item, *[Qt.Key.Key_Down] * 3, Qt.Key.Key_Return)
    assert item.box.isChecked()
    assert context.session.status("elu-commission") == Status.DONE
    qtbot.mouseClick(item.box, Qt.MouseButton.LeftButton)
    assert item.status_button.text() == "À faire"


def test_rarer_statuses_are_in_the_second_menu(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    down = Qt.Key.Key_Down
    choose(qtbot, item_of(page), *[down] * 5, Qt.Key.Key_Right, down, Qt.Key.Key_Return)
    assert context.session.status("elu-commission") == Status.PAUSED
    assert name_of(item_of(page).status_button) == "En pause, état de l’action 1.1 Avoir une commission ESS"


# --- undo, refusal, what the program does not know ---


def test_undo_and_redo_are_seen_at_once(qtbot: QtBot, window: MainWindow, page: LeversPage) -> None:
    box = item_of(page).box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    window.actions_by_id[ActionId.UNDO].trigger()
    assert not box.isChecked()
    assert "0 action faite sur 3" in words(page)
    window.actions_by_id[ActionId.REDO].trigger()
    assert box.isChecked()
    assert page.findChild(QLabel, f"count-{LEVER}").text() == "1/3"


def test_tick_refused_by_the_disk_is_taken_back_and_said(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext, full_disk: Callable[[bool], None]
) -> None:
    full_disk(True)
    box = item_of(page).box
    with qtbot.waitSignal(context.session.refused):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    full_disk(False)
    assert not box.isChecked()
    assert "0 action faite sur 3" in words(page)
    assert "Non enregistré" in words(page)
    assert "le disque est plein" in window.notice.text()


def test_text_refused_by_the_disk_stays_and_is_saved_later(
    qtbot: QtBot, page: LeversPage, context: AppContext, full_disk: Callable[[bool], None]
) -> None:
    who = opened(qtbot, item_of(page)).edit("who")
    full_disk(True)
    qtbot.keyClicks(who, "Adjointe")
    with qtbot.waitSignal(context.session.refused):
        qtbot.keyClick(who, Qt.Key.Key_Return)
    full_disk(False)
    assert who.text() == "Adjointe"
    assert any(text.startswith("Pas encore enregistré") for text in words(page))
    with qtbot.waitSignal(context.session.saved):
        qtbot.keyClick(who, Qt.Key.Key_Return)
    assert context.session.text(COMMISSION, "who") == "Adjointe"
    assert not any(text.startswith("Pas encore enregistré") for text in words(page))


def test_unknown_action_in_the_file_is_kept(
    qtbot: QtBot, tmp_path: Path, make_context: Callable[..., AppContext]
) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as dossier:
        dossier.record("action:action-de-demain", "status", "fait")
    context = make_context(path)
    page = LeversPage(context)
    alone(qtbot, page)
    page.open_route(Route(PageId.ACT, LEVER))
    with qtbot.waitSignal(context.session.saved):
        item_of(page).box.click()
    assert [event["on"] for event in events_of(context)] == ["action:action-de-demain", COMMISSION]


def test_saving_is_shown_then_said(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    said: list[str] = []
    page.announced.connect(said.append)
    with qtbot.waitSignal(context.session.saved) as saved:
        item_of(page).box.click()
        assert "Enregistrement…" in words(page)
    sentence = f"Enregistré à {saved.args[0]:%H:%M}"
    assert sentence in words(page)
    assert said[-1] == sentence


# --- what is noted ---


def opened(qtbot: QtBot, item: ChecklistItem):  # type: ignore[no-untyped-def]
    if item.fields.isHidden():
        item.details.setFocus()
        qtbot.keyClick(item.details, Qt.Key.Key_Space)
    return item.fields


def test_several_items_open_with_the_keyboard(qtbot: QtBot, page: LeversPage) -> None:
    first, second = item_of(page), item_of(page, "action:elu-extra-municipale")
    assert opened(qtbot, first).isVisible()
    assert opened(qtbot, second).isVisible()
    assert first.fields.isVisible()
    assert name_of(first.details) == "Qui, quand, note de l’action 1.1"
    qtbot.keyClick(first.details, Qt.Key.Key_Space)
    assert not first.fields.isVisible()


def test_fields_are_kept_when_left_and_shown_under_the_closed_item(
    qtbot: QtBot, page: LeversPage, context: AppContext
) -> None:
    item = item_of(page)
    fields = opened(qtbot, item)
    fields.edit("who").setFocus()
    qtbot.keyClicks(fields.edit("who"), " adjointe ")
    qtbot.keyClick(fields.edit("who"), Qt.Key.Key_Tab)
    qtbot.keyClicks(fields.edit("due"), "5/3/27")
    qtbot.keyClick(fields.edit("due"), Qt.Key.Key_Tab)
    qtbot.keyClicks(fields.edit("note"), "Au conseil de mars")
    with qtbot.waitSignal(context.session.saved):
        qtbot.keyClick(fields.edit("note"), Qt.Key.Key_Tab)
    kept = [context.session.text(COMMISSION, field) for field in ("who", "due", "note")]
    assert kept == ["adjointe", "2027-03-05", "Au conseil de mars"]
    assert fields.text("due") == "05/03/2027"
    qtbot.mouseClick(item.details, Qt.MouseButton.LeftButton)
    assert "Adjointe · échéance\u00a0: 05/03/2027 · Au conseil de mars" in words(page)


def test_note_is_kept_when_another_page_shows(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    note = opened(qtbot, item_of(page)).edit("note")
    note.insertPlainText("deux\nlignes")
    window.open_route(Route(PageId.HOME))
    assert context.session.text(COMMISSION, "note") == "deux\nlignes"


def test_note_is_kept_when_the_window_closes(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    opened(qtbot, item_of(page)).edit("note").insertPlainText("à relire")
    window.close()
    assert [event["x"] for event in events_of(context)] == ["à relire"]


def test_window_stays_open_when_the_disk_refuses_the_last_text(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext, full_disk: Callable[[bool], None]
) -> None:
    note = opened(qtbot, item_of(page)).edit("note")
    note.setFocus()
    note.insertPlainText("à relire")
    full_disk(True)
    assert not window.close()
    full_disk(False)
    assert note.toPlainText() == "à relire"
    assert window.close()
    assert [event["x"] for event in events_of(context)] == ["à relire"]


def test_too_long_a_note_is_said_beside_and_nothing_is_lost(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    text = "très long " * 2100
    note = opened(qtbot, item_of(page)).edit("note")
    note.setFocus()
    note.setPlainText(text)
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert any(label.startswith("Ce texte est trop long") for label in words(page))
    assert note.toPlainText().strip() == text.strip()
    assert context.session.text(COMMISSION, "note") == ""
    window.open_route(Route(PageId.ACT, "reseaux"))
    window.open_route(Route(PageId.ACT, LEVER))
    assert note.toPlainText().strip() == text.strip()
    assert not window.close()
    assert "fermez encore une fois" in window.notice.text()
    note.setPlainText("court")
    assert window.close()


def test_text_being_typed_is_not_overwritten_by_undo(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    context.session.set_text(COMMISSION, "note", "ancienne")
    note = opened(qtbot, item_of(page)).edit("note")
    assert note.toPlainText() == "ancienne"
    note.setPlainText("nouvelle")
    window.actions_by_id[ActionId.UNDO].trigger()
    assert note.toPlainText() == "nouvelle"


def test_words_in_place_of_a_date_are_kept_with_advice(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    due = opened(qtbot, item_of(page)).edit("due")
    due.setFocus()
    qtbot.keyClicks(due, "novembre 2027")
    qtbot.keyClick(due, Qt.Key.Key_Return)
    assert context.session.text(COMMISSION, "due") == "novembre 2027"
    assert any("Une date comme 15/03/2027" in text for text in words(page))


@pytest.mark.parametrize(
    ("typed", "told", "kept"),
    [
        ("31/02/2026", "Ce jour n’existe pas dans le calendrier.", "31/02/2026"),
        ("15/03/1900", "Est-ce bien l’année 1900 ?", "1900-03-15"),
        ("15/03/2101", "Est-ce bien l’année 2101 ?", "2101-03-15"),
    ],
)
def test_a_day_that_is_none_or_far_away_is_told(
    qtbot: QtBot, page: LeversPage, context: AppContext, typed: str, told: str, kept: str
) -> None:
    due = opened(qtbot, item_of(page)).edit("due")
    due.setFocus()
    qtbot.keyClicks(due, typed)
    qtbot.keyClick(due, Qt.Key.Key_Return)
    assert context.session.text(COMMISSION, "due") == kept
    assert any(told in text.replace("\u00a0", " ") for text in words(page))
    due.selectAll()
    qtbot.keyClicks(due, "15/03/2027")
    qtbot.keyClick(due, Qt.Key.Key_Return)
    assert not any(told in text.replace("\u00a0", " ") for text in words(page))


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("1/2/2027", "2027-02-01", "01/02/2027"),
        ("01.02.27", "2027-02-01", "01/02/2027"),
        ("1er février 2027", "2027-02-01", "01/02/2027"),
        ("2027-02-01", "2027-02-01", "01/02/2027"),
        ("31/02/2027", "31/02/2027", "31/02/2027"),
        ("mars 2027", "mars 2027", "mars 2027"),
        (" été ", "été", "été"),
    ],
)
def test_dates_are_kept_as_days_and_other_words_as_they_are(typed: str, kept: str, shown: str) -> None:
    assert kept_day(typed) == kept
    assert shown_day(kept) == shown
    assert (read_day(typed) is None) == (kept == shown)


def test_tab_leaves_the_note(qtbot: QtBot, page: LeversPage) -> None:
    note = opened(qtbot, item_of(page)).edit("note")
    assert isinstance(note, NoteEdit)
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    assert not note.hasFocus()
    assert "\t" not in note.toPlainText()


def test_lever_without_actions_shows_no_empty_card(qtbot: QtBot, context: AppContext) -> None:
    view = LeverView(context.theme, Lever(context.library.article("reseaux"), None, ()))
    qtbot.addWidget(view)
    view.show_progress(Progress(0, 0, 0, 0))
    assert view.targets == ()
    assert [group.accessibleName() for group in view.findChildren(QGroupBox)] == [view.own.accessibleName()]
    assert view.findChild(QLabel, "lever-count").text() == "Aucune action ne concerne la commune"


# --- places ---


def test_agir_alone_opens_the_first_lever_with_something_left(window: MainWindow, context: AppContext) -> None:
    for action in context.library.outline.levers[0].actions:
        mark(context.session, f"action:{action.id}", Status.DONE)
    page = shown(window, Route(PageId.ACT))
    assert page.in_sight() == "reseaux"
    assert page.crumbs()[0].text == "Agir"
    assert page.crumbs()[-1].text == "2. S’appuyer sur les réseaux pour repérer les acteurs"


def test_route_to_an_action_gives_it_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    page = shown(window, Route(PageId.ACT, "evenements", anchor="evenements-temps-nationaux"))
    box = item_of(page, "action:evenements-temps-nationaux").box
    qtbot.waitUntil(lambda: page.window().focusWidget() is box)
    area = page.scroller().viewport()
    assert 0 <= box.mapTo(area, box.rect().topLeft()).y() < area.height()


def test_route_to_an_action_out_of_use_goes_to_its_status(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    mark(context.session, COMMISSION, Status.NOT_CONCERNED)
    page = shown(window, Route(PageId.ACT, LEVER, anchor="elu-commission"))
    qtbot.waitUntil(lambda: page.window().focusWidget() is item_of(page).status_button)


def test_unknown_lever_opens_the_first(window: MainWindow) -> None:
    assert shown(window, Route(PageId.ACT, "levier-disparu")).in_sight() == LEVER


def test_arrows_move_among_levers_and_enter_opens(qtbot: QtBot, page: LeversPage) -> None:
    page.setFocus()
    first = page.window().focusWidget()
    assert name_of(first) == "1. Avoir un·e élu·e désigné·e à l’ESS"
    qtbot.keyClick(first, Qt.Key.Key_Down)
    second = page.window().focusWidget()
    assert page.in_sight() == LEVER
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.keyClick(second, Qt.Key.Key_Return)
    assert asked.args == [Route(PageId.ACT, "reseaux")]
    assert page.in_sight() == "reseaux"
    qtbot.keyClick(second, Qt.Key.Key_End)
    assert name_of(page.window().focusWidget()) == "6. Communiquer et informer"
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
    assert page.window().focusWidget().text() == "Imprimer toutes les listes"


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("Imprimer", ToPrint(of=LEVER)),
        ("Imprimer toutes les listes", ToPrint()),
        ("Lire\u00a0: pourquoi et comment", ToArticle(LEVER)),
        ("Comment faire", ToArticle("elu-designation")),
    ],
)
def test_buttons_ask_for_their_places(
    qtbot: QtBot, context: AppContext, make_context: Callable[..., AppContext], text: str, route: Route
) -> None:
    page = LeversPage(context)
    alone(qtbot, page)
    page.open_route(Route(PageId.ACT, LEVER))
    button = next(b for b in page.findChildren(QPushButton) if b.text() == text)
    with qtbot.waitSignal(page.route_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [route]


def test_example_is_of_the_departement(page: LeversPage, context: AppContext) -> None:
    assert "Dans la région" in words(page)
    context.session.set_text("identity", "departement", "Creuse")
    assert "Dans votre département" in words(page)
    assert any("Creuse" in text for text in words(page))


def test_what_changed_at_once_elsewhere_is_shown_when_one_comes_back(
    page: LeversPage, window: MainWindow, context: AppContext
) -> None:
    window.open_route(Route(PageId.HOME))
    notes = [Change(f"own:a{n}", "title", f"Action {n} de la commune") for n in range(30)]
    context.session.apply(
        [Change("identity", "departement", "Creuse"), Change(COMMISSION, "status", str(Status.DONE)), *notes]
    )
    assert shown(window, Route(PageId.ACT, LEVER)) is page
    assert item_of(page).box.isChecked()
    assert "Dans votre département" in words(page)


# --- what a screen reader is told, and narrow windows ---


def test_actions_stand_in_a_group_named_after_the_lever(page: LeversPage) -> None:
    group = view_of(page).findChild(QGroupBox)
    face = QAccessible.queryAccessibleInterface(group)
    assert face.role() == QAccessible.Role.Grouping
    assert name_of(group) == "Levier 1\u00a0: Avoir un·e élu·e désigné·e à l’ESS"
    box = item_of(page).box
    assert group.isAncestorOf(box)
    assert QAccessible.queryAccessibleInterface(box).role() == QAccessible.Role.CheckBox
    assert name_of(box) == "1.1 Avoir une commission ESS"


def test_whatever_takes_the_focus_has_a_name_of_its_own(qtbot: QtBot, page: LeversPage) -> None:
    for target in view_of(page).targets:
        if target.startswith("action:"):
            opened(qtbot, item_of(page, target))
    names = [
        name_of(widget)
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(names) > 20
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("scale", "width"), [(1, 768), (1.5, 700), (2, 678), (2, 930)])
def test_nothing_is_cut_sideways(qtbot: QtBot, context: AppContext, scale: float, width: int) -> None:
    large = replace(context, theme=context.theme.scaled(scale))
    page = LeversPage(large)
    alone(qtbot, page)
    page.resize(width, 500)
    page.show()
    for lever in context.library.outline.levers:
        page.open_route(Route(PageId.ACT, lever.article.id))
        for target in view_of(page).targets:
            if target.startswith("action:"):
                opened(qtbot, item_of(page, target))
        qtbot.waitUntil(lambda: page.scroller().widget().width() <= page.scroller().viewport().width())


# --- nothing moves ---


def tops(page: LeversPage) -> list[int]:
    QApplication.processEvents()
    return [w.mapTo(page, w.rect().topLeft()).y() for w in page.findChildren(ChecklistItem) if w.isVisible()]


@pytest.mark.parametrize("width", [1280, 1024])
@pytest.mark.parametrize("target", [COMMISSION, "milestone:elu-designation"])
def test_a_tick_moves_no_row(qtbot: QtBot, window: MainWindow, page: LeversPage, target: str, width: int) -> None:
    window.resize(width, 800)
    before = tops(page)
    assert len(before) > 2
    item_of(page, target).box.click()
    assert f"Fait le {datetime.now():%d/%m/%Y}" in words(page)
    assert tops(page) == before


def test_the_words_of_an_action_stay_when_it_is_done(page: LeversPage) -> None:
    item = item_of(page)
    summary = item._item.summary
    assert summary and summary in words(page)
    item.box.click()
    assert summary in words(page)


@pytest.mark.parametrize("width", [1280, 1024])
def test_choosing_a_lever_moves_no_other(window: MainWindow, page: LeversPage, context: AppContext, width: int) -> None:
    window.resize(width, 800)
    entries = page.findChildren(LeverEntry)
    seen = set()
    for lever in context.library.outline.levers:
        shown(window, Route(PageId.ACT, lever.article.id))
        QApplication.processEvents()
        seen.add(tuple(entry.y() for entry in entries))
    assert len(entries) > 2 and len(seen) == 1


def test_the_frame_of_focus_is_for_keys_only(qtbot: QtBot, page: LeversPage) -> None:
    second = page.findChildren(LeverEntry)[1]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.hasFocus() and not second.property("ring")
    qtbot.keyClick(second, Qt.Key.Key_Tab)
    assert not second.hasFocus()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Backtab)
    assert second.hasFocus() and second.property("ring")


@pytest.mark.parametrize("size", [(1300, 800), (1300, 520), (1024, 560)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_ring_around_a_lever_is_whole_at_its_sides(window: MainWindow, size: tuple[int, int]) -> None:
    page = small(window, LEVER, size=size)
    cut = []
    for entry in page.findChildren(LeverEntry):
        inner = entry.parentWidget()
        while not isinstance(inner.parentWidget().parentWidget(), QScrollArea):
            inner = inner.parentWidget()
        left = entry.mapTo(inner, QPoint()).x() - RING
        if left < 0 or left + entry.width() + 2 * RING > inner.width() or inner.width() > inner.parentWidget().width():
            cut.append(f"{entry.title}: {left}, {entry.width()} of {inner.width()}")
    assert not cut, "\n".join(cut)


@pytest.mark.parametrize("width", [1280, 1024, 760])
def test_a_status_moves_no_row(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext, width: int
) -> None:
    window.setMinimumWidth(0)
    window.resize(width, 800)
    settle(context)  # the ring of the focus moves with the page: rows are laid out a turn later
    items = [item for item in page.findChildren(ChecklistItem) if item.isVisible()]
    qtbot.waitUntil(  # with the width that the window has in the end
        lambda: bool(tops(page)) and all(item.height() == item.heightForWidth(item.width()) for item in items)
    )
    before = tops(page)
    for status in (Status.NOT_CONCERNED, Status.DONE, Status.DOING, Status.TODO):
        mark(context.session, COMMISSION, status)
        assert tops(page) == before, status
    context.session.settle()
    assert tops(page) == before


# --- what more is noted ---


def test_tab_comes_to_the_details_that_were_just_opened(qtbot: QtBot, page: LeversPage) -> None:
    """They are built after the rest of the page, and after Tab was pressed in it."""
    item = item_of(page)
    item.how.setFocus()
    qtbot.keyClick(item.how, Qt.Key.Key_Tab)
    assert item.details.hasFocus()
    qtbot.keyClick(item.details, Qt.Key.Key_Space)
    for reached in (*map(item.fields.edit, ("who", "due", "note")), item.fields.more_button):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is reached


def test_more_details_open_with_the_keyboard_and_are_kept(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    fields = opened(qtbot, item_of(page))
    assert fields.steps is None
    fields.more_button.setFocus()
    qtbot.keyClick(fields.more_button, Qt.Key.Key_Space)
    assert name_of(fields.more_button) == "Plus de détails, action 1.1"
    fields.edit("pilot").setFocus()
    qtbot.keyClicks(fields.edit("pilot"), "Agente")
    qtbot.keyClick(fields.edit("pilot"), Qt.Key.Key_Tab)
    qtbot.keyClicks(fields.steps.new, "Appeler")
    qtbot.keyClick(fields.steps.new, Qt.Key.Key_Return)
    assert context.session.text(COMMISSION, "pilot") == "Agente"
    qtbot.mouseClick(item_of(page).details, Qt.MouseButton.LeftButton)
    assert "Étapes\u00a0: 0 sur 1" in words(page)


def test_yearly_action_of_a_past_year_can_be_done_again(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    target = "action:evenements-conferences"
    context.session.apply([Change(target, "status", "fait"), Change(target, "done_year", 2020)])
    shown(page.window(), Route(PageId.ACT, "evenements"))
    item = item_of(page, target)
    assert "Fait en 2020 · à refaire" in words(page)
    qtbot.mouseClick(item.again, Qt.MouseButton.LeftButton)
    assert context.session.dossier.value(target, "done_year") == datetime.now().year
    assert not item.again.isVisible() and item.box.isChecked()


def test_several_answers_are_shown_where_they_were_given(page: LeversPage, context: AppContext) -> None:
    first = context.session.dossier.record(COMMISSION, "who", "Mairie")
    for by, who in (("a", "Adjointe"), ("b", "Maire")):
        event = replace(first, w=by, n=1, l=first.l + 1, by=by, x=who, r=(first.id,), c="")
        context.session.dossier._state.apply(seal(event))
    context.session.changed.emit(COMMISSION)
    assert any(text.startswith("Plusieurs réponses") for text in words(page))
    item = item_of(page)
    item.details.click()
    answers = item.fields.answers("who")
    assert answers.isVisible()
    next(button for button in answers.buttons if button.text() == "Adjointe").click()
    assert context.session.text(COMMISSION, "who") == "Adjointe"
    assert not answers.isVisible()
    assert not any("réponses" in text for text in words(page))


# --- what is one's own ---


def test_own_action_is_added_told_apart_and_never_counted(qtbot: QtBot, page: LeversPage, context: AppContext) -> None:
    own = view_of(page).own
    own.new.setFocus()
    qtbot.keyClicks(own.new, "Rencontrer la presse")
    qtbot.keyClick(own.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(own.items) == 1)
    (target,) = own.items
    assert own.new.hasFocus() and own.new.text() == ""
    assert "0 action faite sur 3 · +\u00a01 à vous" in words(page)
    qtbot.mouseClick(own.items[target].box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own.items[target].box.isChecked())
    assert context.session.status(target) == Status.DONE
    assert "0 action faite sur 3 · +\u00a01 à vous" in words(page)
    item = own.items[target]
    fields = opened(qtbot, item)
    fields.edit("title").setText("Rencontrer la radio")
    fields.edit("title").editingFinished.emit()
    qtbot.waitUntil(lambda: name_of(item.box) == "Rencontrer la radio")
    fields.remove_button.click()
    qtbot.waitUntil(lambda: not own.items)
    context.session.undo()
    qtbot.waitUntil(lambda: bool(own.items) and name_of(own.items[target].box) == "Rencontrer la radio")
    assert own.items[target].box.isChecked()


def test_ctrl_z_takes_an_added_action_away_and_brings_no_words_back(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    own = view_of(page).own
    own.new.setFocus()
    for title in ("Rencontrer la presse", "Appeler la radio"):
        qtbot.keyClicks(own.new, title)
        qtbot.keyClick(own.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(own.items) == 2)
    for left in (1, 0):
        qtbot.keyClick(own.new, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda left=left: len(own.items) == left)
        assert own.new.text() == "" and own.new.hasFocus()
    qtbot.keyClick(own.new, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(own.items) == 1)


def test_ctrl_z_in_a_field_with_words_of_its_own_is_the_fields(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    mark(context.session, COMMISSION, Status.DONE)
    own = view_of(page).own
    own.new.setFocus()
    qtbot.keyClicks(own.new, "Rencontrer")
    for _ in range(3):  # the words, then nothing: what stands elsewhere is not touched
        qtbot.keyClick(own.new, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert own.new.text() == "" and context.session.status(COMMISSION) is Status.DONE


def test_ctrl_z_takes_a_step_and_a_link_away(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    fields = opened(qtbot, item_of(page))
    qtbot.keyClick(fields.more_button, Qt.Key.Key_Space)
    for line, words in ((fields.steps.new, "Appeler"), (fields.evidence.link, "https://exemple.fr")):
        line.setFocus()
        before = context.session.dossier.fields(COMMISSION)
        qtbot.keyClicks(line, words)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert context.session.dossier.fields(COMMISSION) != before
        qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert context.session.dossier.fields(COMMISSION) == before and line.text() == ""


@pytest.mark.parametrize("place", ["action", "levier"])
def test_a_title_that_is_too_long_is_cut_and_it_is_said(qtbot: QtBot, page: LeversPage, place: str) -> None:
    QApplication.clipboard().setText("mot " * 25_000)
    if place == "levier":
        qtbot.mouseClick(page._list.new_button, Qt.MouseButton.LeftButton)
    line, told = (
        (view_of(page).own.new, view_of(page).own.limit) if place == "action" else (page._list.new, page._list.limit)
    )
    line.setFocus()
    assert not told.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told.isVisible() and "300 caractères au plus" in told.text()
    assert line.accessibleDescription() == told.text()
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert not told.isVisible() and "Entrée l’ajoute" in line.accessibleDescription()


def test_own_lever_is_added_renamed_removed_and_given_back(
    qtbot: QtBot, window: MainWindow, page: LeversPage, context: AppContext
) -> None:
    levers = page._list
    qtbot.mouseClick(levers.new_button, Qt.MouseButton.LeftButton)
    assert levers.new.hasFocus()
    qtbot.keyClicks(levers.new, "Nos liens avec la presse")
    qtbot.keyClick(levers.new, Qt.Key.Key_Return)
    lever_id = page.in_sight()
    view = view_of(page)
    assert page.crumbs()[-1].text == "Nos liens avec la presse"
    assert not view.print_button.isVisible()
    qtbot.keyClicks(view.own.new, "Appeler")
    qtbot.keyClick(view.own.new, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "+\u00a01 à vous" in words(page))
    assert levers.entry(lever_id).accessibleDescription() == "affiché, 1 action à vous"
    view.name.setText("La presse locale")
    view.name.editingFinished.emit()
    qtbot.waitUntil(lambda: name_of(levers.entry(lever_id)) == "La presse locale")
    view._why.click()
    qtbot.waitUntil(lambda: page.in_sight() == LEVER)
    assert context.session.dossier.targets("own") == []
    context.session.undo()
    qtbot.waitUntil(lambda: lever_id in levers._entries)
    assert shown(window, Route(PageId.ACT, lever_id)).crumbs()[-1].text == "La presse locale"
    assert len(view_of(page).own.items) == 1


def test_many_own_actions_are_left_to_the_plan(qtbot: QtBot, window: MainWindow, page: LeversPage) -> None:
    changes = [
        Change(f"own:z{n:02d}", field, text)
        for n in range(40)
        for field, text in (("title", f"Action {n}"), ("lever", LEVER))
    ]
    window.context.session.apply(changes)
    own = view_of(page).own
    qtbot.waitUntil(lambda: len(own.items) == SHOWN)
    assert own.rest.text() == f"Voir les {40 - SHOWN} autres dans Mon plan d’action"
    with qtbot.waitSignal(page.route_requested) as asked:
        own.rest.click()
    assert asked.args == [Route(PageId.PLAN, LEVER)]


def test_many_changes_in_one_gesture_are_all_shown(page: LeversPage, context: AppContext) -> None:
    item_of(page)  # its sheet is built
    ids = [action.id for action in context.library.outline.actions]
    extra = [Change(f"own:a{n}", "title", f"Action {n}") for n in range(2)]
    changes = [*(Change(f"action:{one}", "status", "fait") for one in ids), *extra, Change("own:a0", "lever", LEVER)]
    context.session.apply(changes)
    settle(context)
    assert item_of(page).box.isChecked()
    assert "Action 0" in " ".join(words(page))
    context.session.undo()
    settle(context)
    assert not item_of(page).box.isChecked()


@pytest.mark.parametrize("width", [1366, 700])
def test_a_long_word_of_an_own_action_pushes_nothing_off_the_page(
    qtbot: QtBot, window: MainWindow, page: LeversPage, width: int
) -> None:
    window.resize(width, 768)
    own = view_of(page).own
    own.new.setText("Rencontrer " + "anticonstitutionnellement" * 6)
    own.new.returnPressed.emit()
    qtbot.waitUntil(lambda: bool(own.items))
    (item,) = own.items.values()
    qtbot.waitUntil(lambda: item.status_button.width() < 300)  # laid out
    assert page.scroller().widget().width() <= page.scroller().viewport().width()
    assert item.status_button.mapTo(window, item.status_button.rect().topRight()).x() < window.width()
    title = next(label for label in item.findChildren(QLabel) if label.text().startswith("Rencontrer"))
    assert title.text().replace("\u200b", "") == "Rencontrer " + "anticonstitutionnellement" * 6


# --- small windows ---

SMALL = (1093, 614)


def in_sight(page: LeversPage, widget: QWidget) -> bool:
    """Say whether a widget is whole in what is seen of the page, without scrolling."""
    view = page.scroller().viewport()
    return widget.isVisible() and view.rect().contains(widget.rect().translated(widget.mapTo(view, QPoint())))


def small(window: MainWindow, lever: str = "outils-economiques", size: tuple[int, int] = SMALL) -> LeversPage:
    window.resize(*size)
    page = shown(window, Route(PageId.ACT, lever))
    page.scroller().ensureVisible(0, 0)
    settle(window.context)
    return page


def test_three_actions_the_line_for_one_more_and_the_models_are_in_sight(window: MainWindow) -> None:
    page = small(window)
    view = view_of(page)
    assert len(view.targets) == 3
    for part in (*map(view.item, view.targets), view.own.new, view.own.add_button, view.models, view.print_button):
        assert in_sight(page, part), part
    assert page.scroller().horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("lever", ["elu-designe", "reseaux", "evenements"])
def test_of_every_lever_three_actions_are_in_sight(window: MainWindow, lever: str) -> None:
    page = small(window, lever)
    items = map(view_of(page).item, view_of(page).targets)
    assert sum(in_sight(page, item) for item in items) >= 3


def test_the_levers_are_tabs_below_1200_pixels_and_a_column_above(window: MainWindow) -> None:
    page = small(window)
    entries = page.findChildren(LeverEntry)
    assert len({entry.y() for entry in entries}) == 1 and {entry.height() for entry in entries} <= {51, 52, 53}
    told = [label.text() for label in entries[2].findChildren(QLabel) if label.isVisible()]
    assert told == ["Outils économiques", "0/3"]
    assert name_of(entries[2]) == "3. S’appuyer sur les outils économiques des collectivités"
    assert entries[2].accessibleDescription().startswith("affiché, 0 action faite sur 3")
    page = small(window, size=(1300, 800))
    assert len({entry.x() for entry in entries}) == 1 and len({entry.y() for entry in entries}) == len(entries)
    assert "S’appuyer sur les outils économiques des collectivités" in [
        label.text() for label in entries[2].findChildren(QLabel) if label.isVisible()
    ]


def test_arrows_go_along_the_tabs_and_enter_opens(window: MainWindow, qtbot: QtBot) -> None:
    page = small(window, LEVER)
    entries = page.findChildren(LeverEntry)
    entries[0].setFocus(Qt.FocusReason.TabFocusReason)
    for key, place in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_Left, 1), (Qt.Key.Key_End, 5)):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert entries[place].hasFocus()
    qtbot.keyClick(entries[5], Qt.Key.Key_Space)
    assert window.navigator.here == Route(PageId.ACT, entries[5].lever_id)


def test_the_status_opens_its_menu_where_the_hand_is(window: MainWindow, qtbot: QtBot) -> None:
    page = small(window, LEVER)
    button = item_of(page).status_button
    choose(qtbot, item_of(page))
    menu = button.menu()
    corner = button.mapToGlobal(QPoint(0, button.height()))
    rightmost = button.screen().geometry().right() + 1 - menu.width()
    assert abs(menu.y() - corner.y()) <= 12 and abs(menu.x() - min(corner.x(), rightmost)) <= button.width()
    menu.close()
    item = item_of(page)
    item.details.click()
    settle(window.context)
    assert item.rect().contains(item.fields.geometry()), "what is noted opens under its own action"


def test_a_lever_of_ones_own_with_an_endless_name_stays_within_its_tab(window: MainWindow, context: AppContext) -> None:
    context.plan.add_lever("anticonstitutionnellement" * 6)
    page = small(window)
    assert page.scroller().horizontalScrollBar().maximum() == 0
    view = page.scroller().viewport()
    for entry in page.findChildren(LeverEntry):
        assert entry.mapTo(view, entry.rect().bottomRight()).x() <= view.width()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_agir_settles_at_every_width(qtbot: QtBot, qapp: QApplication, context: AppContext, scale: float) -> None:
    """The least width of a low head and the turning to the other form once took each other back until the end."""
    scaled = replace(context, theme=context.theme.scaled(scale))
    set_font(qapp, scaled.theme)
    window = open_window(qtbot, scaled, Route(PageId.ACT))
    window.setMinimumSize(0, 0)
    for width in range(667, 1400, 13):
        window.resize(width, 600)
        QApplication.processEvents()
        assert window.width() == width


def test_sheets_on_which_nothing_was_done_give_their_widgets_back(
    qtbot: QtBot, window: MainWindow, page: LeversPage
) -> None:
    levers = [lever.article.id for lever in window.context.library.outline.levers]
    assert len(levers) > 3
    alive = []
    for lever_id in (*levers, *levers):
        shown(window, Route(PageId.ACT, lever_id))
        alive.append((len(page.findChildren(LeverView)), page._sheets.layout().count()))  # type: ignore[union-attr]
    assert set(alive[1:]) == {(2, 2)}
    assert page._sheets.view.isVisible() and page._sheets.lever_id == levers[-1]


def test_a_sheet_with_a_text_under_way_stays_built(qtbot: QtBot, window: MainWindow, page: LeversPage) -> None:
    typed = page._sheets.view
    typed.own.new.setText("Inviter les commerces")
    for lever in window.context.library.outline.levers[1:]:
        shown(window, Route(PageId.ACT, lever.article.id))
    shown(window, Route(PageId.ACT, LEVER))
    assert page._sheets.view is typed and typed.own.new.text() == "Inviter les commerces"


def test_a_sheet_built_again_shows_what_the_plan_holds(qtbot: QtBot, window: MainWindow, page: LeversPage) -> None:
    first = page._sheets.view
    for lever in window.context.library.outline.levers[1:]:
        shown(window, Route(PageId.ACT, lever.article.id))
    mark(window.context.session, COMMISSION, Status.DONE)
    shown(window, Route(PageId.ACT, LEVER))
    assert page._sheets.view is not first
    assert page._sheets.view.item(COMMISSION).box.isChecked()


def test_models_and_the_example_stand_beside_the_actions_where_there_is_room(window: MainWindow) -> None:
    page = shown(window, Route(PageId.ACT, "evenements"))
    view = view_of(page)

    def place(part: QWidget) -> QRect:
        return QRect(part.mapTo(view, QPoint(0, 0)), part.size())

    for size, is_beside in (((1366, 768), False), ((1920, 1080), True), ((1366, 768), False)):
        window.resize(*size)
        settle(window.context)
        models, example, field = place(view.models), place(view._region), place(view.own.new)
        if is_beside:
            assert models.left() == example.left() > field.right()
            assert models.bottom() < example.top() < field.top()
            assert models.height() <= view.models.heightForWidth(models.width()) + 1, "no higher than its words"
        else:
            assert models.left() == field.left() and models.top() == example.top() > field.bottom()


def test_beside_the_actions_all_models_are_named_and_tab_comes_to_them_last(window: MainWindow, qtbot: QtBot) -> None:
    page = shown(window, Route(PageId.ACT, LEVER))
    view = view_of(page)

    def titles() -> list[str]:
        return [one.text() for one in view.models.findChildren(WrapLink) if one.isVisible()]

    window.resize(1366, 768)
    settle(window.context)
    assert titles()[-1] == "Voir les 5 modèles" and len(titles()) == 4
    view.own.new.setFocus()
    qtbot.keyClick(view.own.new, Qt.Key.Key_Tab)  # the order is worked out now
    window.resize(1920, 1080)
    settle(window.context)
    qtbot.waitUntil(lambda: len(titles()) == 5)
    view.own.add_button.setFocus()
    met = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget().text())  # type: ignore[union-attr]
    assert met == [*titles(), view._region_link.text()]
