"""Mon plan d'action: table, board and sheet, worked on by keyboard and mouse, on a real file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.merge import merge_files
from kit.dossier.model import Change, Status
from tests.gui.looks import alone
from tests.gui.marking import mark
from ui.features.plan.board import BOARD_KEYS
from ui.features.plan.headed import HeadedPlan
from ui.features.plan.page import PlanPage
from ui.features.plan.table import KEYS, PlanTable
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import REDO, UNDO
from ui.services.plan.gestures import StepWorded
from ui.services.plan.model import ROW_ROLE, Column
from ui.shell.main_window import MainWindow
from ui.widgets.text import Label

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COMMISSION, EXTRA, PTCE = "action:elu-commission", "action:elu-extra-municipale", "action:reseaux-ptce"
YEARLY = "action:evenements-conferences"
Key = Qt.Key


@pytest.fixture
def page(window: MainWindow) -> PlanPage:
    """Return the plan in the shown window."""
    return shown(window)


def shown(window: MainWindow, wanted: str = "") -> PlanPage:
    window.open_route(Route(PageId.PLAN, wanted))
    page = window.current_page
    assert isinstance(page, PlanPage)
    return page


def table_of(page: PlanPage) -> PlanTable:
    return page.pane.split.views.table


def targets(page: PlanPage) -> list[str]:
    return [row.target for row in page.pane.split.views.model.rows]


def cell(page: PlanPage, target: str, column: Column) -> QModelIndex:
    rows = table_of(page).model()
    return rows.index(rows.row_of(target), column)  # type: ignore[attr-defined]


def told(page: PlanPage, target: str, column: Column) -> str:
    return str(cell(page, target, column).data())


def said(page: PlanPage, target: str, column: Column) -> str:
    return str(cell(page, target, column).data(Qt.ItemDataRole.AccessibleTextRole))


def go(page: PlanPage, target: str, column: Column = Column.ACTION) -> PlanTable:
    table = table_of(page)
    table.setFocus()
    table.setCurrentIndex(cell(page, target, column))
    return table


def typed(qtbot: QtBot, page: PlanPage, target: str, column: Column, text: str) -> None:
    """Type in a cell as one does: F2, the words, Enter."""
    table = go(page, target, column)
    qtbot.keyClick(table, Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.clear()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: table.findChild(QLineEdit) is None)  # the cell takes the words in the next turn


def choose_status(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, key)


def words(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def conflicting(path: Path) -> Path:
    """Write a dossier in which two people gave the commission another person and another state."""
    with Dossier.create(path, by="Anne") as dossier:
        dossier.record(COMMISSION, "who", "Mairie")
    other = path.with_name("cle.kitess")
    shutil.copy(path, other)
    for place, by, who, status in ((path, "Anne", "Adjointe", "fait"), (other, "Bruno", "Maire", "en-cours")):
        with Dossier.open(place, by=by) as dossier:
            dossier.record(COMMISSION, "who", who)
            dossier.record(COMMISSION, "status", status)
    merge_files(path, other)
    return path


# --- what is shown ---


def test_head_counts_the_kits_actions_and_tells_the_others_apart(page: PlanPage, context: AppContext) -> None:
    session = context.session
    mark(session, COMMISSION, Status.DONE)
    mark(session, EXTRA, Status.NOT_CONCERNED)
    session.set_text(PTCE, "due", "2020-01-01")
    session.apply([Change("own:a", "title", "Rencontrer le café"), Change("own:a", "status", "fait")])
    page.pane.refresh()
    total = len(context.library.outline.actions)
    told_words = page.pane.head.summary.text().replace("\u00a0", " ")
    assert told_words == f"1 faite sur {total - 1} · 1 non concernée · 1 en retard · + 1 à vous"


def test_the_first_action_is_chosen_at_first(page: PlanPage) -> None:
    table = table_of(page)
    assert table.picked_targets() == targets(page)[:1]
    assert table.currentIndex() == cell(page, targets(page)[0], Column.ACTION)


def test_every_action_has_a_row_with_its_words(page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change(PTCE, "who", "Agente"), Change(PTCE, "due", "2027-03-15"), Change(PTCE, "note", "x")])
    page.pane.refresh()
    actions = [f"action:{action.id}" for action in context.library.outline.actions]
    assert [target for target in targets(page) if target.startswith("action:")] == actions
    shown_words = [told(page, PTCE, column) for column in Column]
    assert shown_words[0] == "2.3"
    assert shown_words[2:] == ["À faire", "Agente", "15/03/2027", "note"]


def test_each_cell_makes_sense_when_it_is_heard_alone(page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change(EXTRA, "status", "en-cours"), Change(EXTRA, "due", "2020-02-01")])
    page.pane.refresh()
    assert said(page, EXTRA, Column.STATE) == "État de l’action 1.3\u00a0: en cours, en retard"
    assert said(page, EXTRA, Column.WHO) == "Qui s’occupe de l’action 1.3\u00a0: personne"
    assert said(page, EXTRA, Column.DUE) == "Échéance de l’action 1.3\u00a0: 01/02/2020, en retard"
    face = QAccessible.queryAccessibleInterface(table_of(page))
    assert face.role() == QAccessible.Role.Table
    heard = [face.child(number).text(QAccessible.Text.Name) for number in range(face.childCount())]
    assert said(page, EXTRA, Column.ACTION) in heard
    assert all(said(page, target, column) for target in targets(page) for column in Column)


def test_late_needs_a_day_and_something_left_to_do(page: PlanPage, context: AppContext) -> None:
    session = context.session
    session.set_text(PTCE, "due", "01/10/2020")  # as the first program kept it
    session.set_text(EXTRA, "due", "mars 2020")
    session.set_text(COMMISSION, "due", "2020-01-01")
    mark(session, COMMISSION, Status.DONE)
    page.pane.refresh()
    assert "en retard" in told(page, PTCE, Column.STATE)
    assert "en retard" not in told(page, EXTRA, Column.STATE) + told(page, COMMISSION, Column.STATE)
    assert told(page, PTCE, Column.DUE) == "01/10/2020"


def test_yearly_action_of_a_past_year_is_to_do_again(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change(YEARLY, "status", "fait"), Change(YEARLY, "done_year", 2020)])
    page.pane.refresh()
    assert told(page, YEARLY, Column.STATE) == "Fait en 2020 · à refaire"
    go(page, YEARLY, Column.STATE)
    qtbot.keyClick(table_of(page), Key.Key_F2)
    choose_status(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Return)  # « Fait », once more
    assert told(page, YEARLY, Column.STATE) == "Fait"
    assert context.session.dossier.value(YEARLY, "done_year") == date.today().year


# --- worked on in the table ---


def test_state_is_changed_by_keys_saved_and_said(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    heard: list[str] = []
    page.announced.connect(heard.append)
    table = go(page, EXTRA, Column.STATE)
    qtbot.keyClick(table, Key.Key_Space)
    with qtbot.waitSignal(context.session.saved):
        choose_status(qtbot, Key.Key_Down, Key.Key_Return)
    assert context.session.status(EXTRA) == Status.DOING
    assert told(page, EXTRA, Column.STATE) == "En cours"
    assert heard == ["1.3\u00a0: en cours", "Enregistré"]
    assert table.current is not None and table.current.target == EXTRA


def test_rarer_states_are_under_other(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    qtbot.keyClick(go(page, EXTRA, Column.STATE), Key.Key_F2)
    choose_status(qtbot, *[Key.Key_Down] * 4, Key.Key_Right, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert context.session.status(EXTRA) == Status.DROPPED


def test_a_press_on_the_state_offers_the_others(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    table = table_of(page)
    spot = table.visualRect(cell(page, COMMISSION, Column.STATE)).topLeft() + QPoint(20, 20)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    choose_status(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert context.session.status(COMMISSION) == Status.DONE


@pytest.mark.parametrize(
    ("text", "kept", "seen"),
    [("15/3/27", "2027-03-15", "15/03/2027"), ("mars 2027", "mars 2027", "mars 2027"), ("", "", "–")],
)
def test_date_is_typed_in_its_cell(
    qtbot: QtBot, page: PlanPage, context: AppContext, text: str, kept: str, seen: str
) -> None:
    context.session.set_text(EXTRA, "due", "2026-01-01")
    page.pane.refresh()
    typed(qtbot, page, EXTRA, Column.DUE, text)
    assert context.session.text(EXTRA, "due") == kept
    assert told(page, EXTRA, Column.DUE) == seen


def test_a_letter_begins_to_type_and_escape_gives_up(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    table = go(page, EXTRA, Column.WHO)
    qtbot.keyClick(table, Key.Key_A)
    editor = table.findChild(QLineEdit)
    assert editor.accessibleName() == "Qui, action 1.3"
    qtbot.keyClicks(editor, "djointe")
    qtbot.keyClick(editor, Key.Key_Escape)
    qtbot.waitUntil(lambda: table.findChild(QLineEdit) is None)
    assert context.session.text(EXTRA, "who") == ""
    typed(qtbot, page, EXTRA, Column.WHO, " Adjointe ")
    assert context.session.text(EXTRA, "who") == "Adjointe"
    qtbot.keyClick(go(page, EXTRA, Column.WHO), Key.Key_Delete)
    assert context.session.text(EXTRA, "who") == ""


def test_several_get_one_state_in_one_gesture(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    heard: list[str] = []
    page.announced.connect(heard.append)
    table = go(page, COMMISSION)
    qtbot.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    bar = page.pane.foot.bar
    assert bar.isVisible() and bar.count.text() == "3 actions choisies"
    bar.status.setFocus()
    qtbot.keyClick(bar.status, Key.Key_Space)
    with qtbot.waitSignal(context.session.saved):
        choose_status(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    three = targets(page)[targets(page).index(COMMISSION) :][:3]
    assert [context.session.status(target) for target in three] == [Status.DOING] * 3
    assert heard[-2:] == ["3 actions\u00a0: en cours", "Enregistré"]
    context.session.undo()
    assert [context.session.status(target) for target in three] == [Status.TODO] * 3


def test_several_get_a_person_and_a_date(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    table = go(page, COMMISSION)
    table.pick([COMMISSION, PTCE], PTCE)
    bar = page.pane.foot.bar
    qtbot.keyClicks(bar.who, "Agente")
    qtbot.keyClick(bar.who, Key.Key_Return)
    qtbot.keyClicks(bar.due, "1/9/2027")
    qtbot.keyClick(bar.due, Key.Key_Return)
    session = context.session
    assert [session.text(on, "who") for on in (COMMISSION, PTCE, EXTRA)] == ["Agente", "Agente", ""]
    assert [session.text(on, "due") for on in (COMMISSION, PTCE)] == ["2027-09-01"] * 2
    assert sorted(table.picked_targets()) == sorted([COMMISSION, PTCE])
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Escape)
    assert table.picked_targets() == [PTCE]
    assert not bar.isVisible()


def test_alt_and_arrows_give_an_order_of_her_own(
    qtbot: QtBot, window: MainWindow, page: PlanPage, make_context: Callable[..., AppContext], context: AppContext
) -> None:
    before = targets(page)
    place = before.index(PTCE)
    qtbot.keyClick(go(page, PTCE), Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table_of(page), Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert targets(page).index(PTCE) == place - 2
    assert table_of(page).current.target == PTCE
    qtbot.keyClick(table_of(page), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert targets(page).index(PTCE) == place - 1
    context.session.settle()
    window.close()
    again = PlanPage(make_context(context.session.path))
    alone(qtbot, again)
    assert targets(again).index(PTCE) == place - 1


def test_first_and_last_stay_where_they_are(qtbot: QtBot, page: PlanPage) -> None:
    before = targets(page)
    qtbot.keyClick(go(page, before[0]), Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(go(page, before[-1]), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert targets(page) == before


def test_tab_goes_through_a_sheet_as_it_is_read(qtbot: QtBot, page: PlanPage) -> None:
    """The first one opened and the next: its fields are built after all that stands below."""
    for target in (COMMISSION, EXTRA):
        qtbot.keyClick(go(page, target), Key.Key_Return)
        sheet = page.pane.split.sheet
        assert sheet.status is not None and sheet.fields is not None
        for reached in (
            sheet.status,
            sheet.how,
            *(sheet.fields.edit(name) for name in ("who", "due", "note", "pilot", "start", "partners", "budget")),
        ):
            assert QApplication.focusWidget() is reached, target
            qtbot.keyClick(reached, Key.Key_Tab)
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)


def test_tab_leaves_the_table(qtbot: QtBot, page: PlanPage) -> None:
    table = go(page, EXTRA)
    qtbot.keyClick(table, Key.Key_Tab)
    assert not table.hasFocus()
    qtbot.keyClick(page.window().focusWidget(), Key.Key_Backtab)
    assert table.hasFocus()


# --- narrowed and sorted ---


def test_filters_narrow_and_everything_comes_back(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    session, filters = context.session, page.pane.filters
    session.set_text(PTCE, "who", "Agente")
    session.set_text(PTCE, "due", "2020-01-01")
    mark(session, COMMISSION, Status.DONE)
    page.pane.refresh()
    everything = targets(page)
    qtbot.mouseClick(filters.remaining, Qt.MouseButton.LeftButton)
    assert COMMISSION not in targets(page) and PTCE in targets(page)
    qtbot.mouseClick(filters.late, Qt.MouseButton.LeftButton)
    assert targets(page) == [PTCE]
    filters.clear()
    filters.people.choose("Agente")
    filters.changed.emit()
    assert targets(page) == [PTCE]
    filters.levers.choose("elu-designe")
    filters.changed.emit()
    assert targets(page) == []
    everywhere = page.pane.split.views.all_button
    assert everywhere.isVisible()
    qtbot.mouseClick(everywhere, Qt.MouseButton.LeftButton)
    assert targets(page) == everything


def test_search_forgives_accents_and_says_how_many(qtbot: QtBot, page: PlanPage) -> None:
    heard: list[str] = []
    page.announced.connect(heard.append)
    assert page.find_in_page()
    with qtbot.waitSignal(page.announced):
        qtbot.keyClicks(page.pane.filters.search, "reperer poles")
    assert targets(page) == [PTCE]
    assert heard == ["1 action"]
    qtbot.keyClick(page.pane.filters.search, Key.Key_Down)
    assert table_of(page).hasFocus()


def test_columns_sort_and_turn_round(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    context.session.set_text(PTCE, "due", "2027-01-01")
    context.session.set_text(EXTRA, "due", "2026-01-01")
    page.pane.refresh()
    header = table_of(page).horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(Column.DUE) + 10, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert targets(page)[:2] == [EXTRA, PTCE]
    assert page.pane.filters.sorts.key == "due"
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert targets(page)[:2] == [PTCE, EXTRA]


def test_row_that_leaves_the_filter_hands_the_focus_to_the_next(
    qtbot: QtBot, page: PlanPage, context: AppContext
) -> None:
    qtbot.mouseClick(page.pane.filters.remaining, Qt.MouseButton.LeftButton)
    before = targets(page)
    place = before.index(EXTRA)
    qtbot.keyClick(go(page, EXTRA, Column.STATE), Key.Key_F2)
    choose_status(qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert EXTRA not in targets(page)
    assert table_of(page).current.target == before[place + 1]
    assert table_of(page).hasFocus()


# --- the board ---


def board(page: PlanPage):  # type: ignore[no-untyped-def]
    page.pane.head.ways.button("board").click()
    return page.pane.split.views.board


def cards(column) -> list[str]:  # type: ignore[no-untyped-def]
    model = column.model()
    return [model.index(number, Column.ACTION).data(ROW_ROLE).target for number in range(model.rowCount())]


def test_cards_stand_in_their_state_and_move_by_keys(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    shown_board = board(page)
    todo, doing = shown_board.columns[:2]
    assert EXTRA in cards(todo)
    todo.go_to(EXTRA)
    qtbot.keyClick(todo, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert cards(doing) == [EXTRA] and EXTRA not in cards(todo)
    assert doing.hasFocus() and doing.current.target == EXTRA
    assert context.session.status(EXTRA) == Status.DOING
    assert page.window().current_page is page  # Alt+→ moved the card, not the page
    qtbot.keyClick(doing, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert context.session.status(EXTRA) == Status.TODO
    assert doing.accessibleName() == "En cours, 0 action"


def test_arrows_go_across_columns_and_a_menu_has_all_states(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    mark(context.session, COMMISSION, Status.DONE)
    page.pane.refresh()
    shown_board = board(page)
    shown_board.go_to(EXTRA)
    qtbot.keyClick(shown_board.columns[0], Key.Key_Right)
    done = shown_board.columns[2]
    assert done.hasFocus() and done.current.target == COMMISSION
    qtbot.keyClick(done, Key.Key_Space)
    choose_status(qtbot, *[Key.Key_Down] * 4, Key.Key_Right, Key.Key_Down, Key.Key_Return)
    assert context.session.status(COMMISSION) == Status.PAUSED
    assert cards(shown_board.columns[4]) == [COMMISSION]


# --- the sheet ---


def opened(qtbot: QtBot, page: PlanPage, target: str = EXTRA):  # type: ignore[no-untyped-def]
    qtbot.keyClick(go(page, target), Key.Key_Return)
    sheet = page.pane.split.sheet
    assert sheet.isVisible() and sheet.target == target
    return sheet


def test_enter_opens_the_sheet_and_escape_goes_back(qtbot: QtBot, page: PlanPage) -> None:
    sheet = opened(qtbot, page)
    assert sheet.status.hasFocus()
    assert sheet.title.text() == "1.3 Mettre en place une commission extra-municipale"
    qtbot.keyClick(sheet.status, Key.Key_Escape)
    assert not sheet.isVisible()
    assert table_of(page).hasFocus() and table_of(page).current.target == EXTRA


def test_all_that_is_noted_is_kept(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    fields = opened(qtbot, page).fields
    values = {"who": "Adjointe", "pilot": "Agent", "partners": "CRESS", "budget": "500 euros", "start": "1/9/2026"}
    for name, text in values.items():
        fields.edit(name).setFocus()
        qtbot.keyClicks(fields.edit(name), text)
    fields.edit("note").setFocus()
    qtbot.keyClicks(fields.edit("note"), "Au conseil")
    qtbot.keyClick(fields.edit("note"), Key.Key_Tab)
    kept = {name: context.session.text(EXTRA, name) for name in (*values, "note")}
    assert kept == values | {"start": "2026-09-01", "note": "Au conseil"}
    assert told(page, EXTRA, Column.WHO) == "Adjointe"


def test_too_long_a_note_stays_with_its_reason(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    fields = opened(qtbot, page).fields
    fields.edit("note").setFocus()
    fields.edit("note").setPlainText("très long " * 2100)
    qtbot.keyClick(fields.edit("note"), Key.Key_Tab)
    assert any(text.startswith("Ce texte est trop long") for text in words(page))
    assert len(fields.text("note")) > 20_000
    assert context.session.text(EXTRA, "note") == ""


def test_a_note_is_kept_while_it_is_still_typed(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    note = opened(qtbot, page).fields.edit("note")
    note.setFocus()
    qtbot.keyClicks(note, "Voir la commune ")
    assert context.session.text(EXTRA, "note") == ""
    note._pause.setInterval(1)
    qtbot.keyClicks(note, "voisine ")
    qtbot.waitUntil(lambda: context.session.text(EXTRA, "note") == "Voir la commune voisine")
    qtbot.keyClicks(note, "en mars")
    assert note.toPlainText() == "Voir la commune voisine en mars" and note.hasFocus()


def test_a_text_that_no_dossier_takes_is_cut_or_refused_in_words(
    qtbot: QtBot, page: PlanPage, window: MainWindow
) -> None:
    fields = opened(qtbot, page).fields
    for line in (fields.steps.new, fields.evidence.link):
        line.setText("é" * 100_000)
        qtbot.keyClick(line, Key.Key_Return)
    item = page.context.plan.item(EXTRA)
    assert [len(step.text) for step in item.steps] == [1000] and len(item.evidence) == 1
    fields.steps.asked.emit(StepWorded(item.steps[0].id, "é" * 30_000))
    assert "trop long" in window.notice.text()
    assert [len(step.text) for step in page.context.plan.item(EXTRA).steps] == [1000]


def test_steps_are_added_ticked_moved_and_removed(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    steps = opened(qtbot, page).fields.steps
    for text in ("Appeler", "Relire"):
        qtbot.keyClicks(steps.new, text)
        qtbot.keyClick(steps.new, Key.Key_Return)
    first, second = steps.rows.values()
    assert [row.line.text() for row in (first, second)] == ["Appeler", "Relire"]
    second.box.setFocus()
    qtbot.keyClick(second.box, Key.Key_Space)
    assert "Étapes\u00a0: 1 sur 2" in words(page)
    assert second.box.accessibleName() == "Étape\u00a0: Relire"
    second.line.setFocus()
    qtbot.keyClick(second.line, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert second.line.hasFocus()
    qtbot.waitUntil(lambda: second.y() < first.y())
    order = [step.text for step in page.context.plan.item(EXTRA).steps]
    assert order == ["Relire", "Appeler"]
    first.line.setFocus()
    first.line.clear()
    qtbot.keyClick(first.line, Key.Key_Return)
    assert [step.text for step in page.context.plan.item(EXTRA).steps] == ["Relire"]
    assert told(page, EXTRA, Column.PIECES) == "1/1 étapes"


def test_leaving_the_sheet_keeps_what_was_typed_and_touches_nothing_else(
    qtbot: QtBot, page: PlanPage, context: AppContext
) -> None:
    context.session.apply([Change(EXTRA, "step:aa", "Appeler"), Change(EXTRA, "step:aa:rank", "5")])
    page.pane.refresh()
    before = len(context.session.dossier.history())
    sheet = opened(qtbot, page)
    qtbot.mouseClick(sheet.close_button, Qt.MouseButton.LeftButton)
    assert len(context.session.dossier.history()) == before
    sheet = opened(qtbot, page)
    sheet.fields.steps.new.setText("Relire")
    sheet.fields.edit("who").setText("Maire")
    page.window().open_route(Route(PageId.HOME))
    assert context.session.text(EXTRA, "who") == "Maire"
    assert len(page.context.plan.item(EXTRA).steps) == 2


def test_link_and_file_are_joined_and_taken_away(
    qtbot: QtBot, page: PlanPage, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "délibération.txt"
    source.write_text("votée", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    evidence = opened(qtbot, page).fields.evidence
    qtbot.keyClicks(evidence.link, "https://saint-exemple.example/pv")
    qtbot.keyClick(evidence.link, Key.Key_Return)
    with qtbot.waitSignal(context.session.changed):
        qtbot.mouseClick(evidence.file, Qt.MouseButton.LeftButton)
    page.pane.refresh()
    pieces = page.context.plan.item(EXTRA).evidence
    assert [piece.title for piece in pieces] == ["https://saint-exemple.example/pv", source.name]
    folder = context.session.path.with_name(context.session.path.name + ".pieces")
    assert [copy.read_text(encoding="utf-8") for copy in folder.iterdir()] == ["votée"]
    assert told(page, EXTRA, Column.PIECES) == "2 pièces"
    copy_link = next(b for b in evidence.buttons if b.text() == "Copier le lien")
    qtbot.mouseClick(copy_link, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "https://saint-exemple.example/pv"
    remove = next(b for b in evidence.buttons if b.accessibleName() == f"Retirer\u00a0: {source.name}")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert len(page.context.plan.item(EXTRA).evidence) == 1
    context.session.undo()
    assert len(page.context.plan.item(EXTRA).evidence) == 2


def test_sheet_beside_the_table_follows_it_and_stays_in_place_where_it_is_narrow(
    qtbot: QtBot, window: MainWindow, page: PlanPage
) -> None:
    sheet = opened(qtbot, page)
    assert table_of(page).isVisible()
    go(page, PTCE)
    assert sheet.target == PTCE
    window.resize(1024, 560)
    qtbot.waitUntil(lambda: not table_of(page).isVisible())
    after = next(b for b in sheet.findChildren(QPushButton) if b.text() == "Suivante")
    following = targets(page)[targets(page).index(PTCE) + 1]
    qtbot.mouseClick(after, Qt.MouseButton.LeftButton)
    assert sheet.target == following
    qtbot.keyClick(sheet.status, Key.Key_Escape)
    assert table_of(page).isVisible() and table_of(page).current.target == following


def test_route_to_an_action_opens_its_sheet_and_to_a_lever_narrows(window: MainWindow) -> None:
    page = shown(window, "reseaux-ptce")
    assert page.pane.split.sheet.target == PTCE
    page = shown(window, "elu-designe")
    assert {page.context.plan.item(target).lever_id for target in targets(page)} == {"elu-designe"}
    assert page.in_sight() == "elu-designe"


# --- several answers ---


def test_two_answers_are_shown_and_one_is_chosen(
    qtbot: QtBot, tmp_path: Path, make_context: Callable[..., AppContext]
) -> None:
    context = make_context(conflicting(tmp_path / "ville.kitess"))
    page = PlanPage(context)
    alone(qtbot, page)
    page.show()
    assert "1 où choisir entre plusieurs réponses" in page.pane.head.summary.text().replace("\u00a0", " ")
    assert said(page, COMMISSION, Column.ACTION).endswith("plusieurs réponses à choisir")
    page.pane.open_action(COMMISSION)
    fields = page.pane.split.sheet.fields
    assert any(text.startswith("Deux réponses\u00a0: «\u00a0") and "Bruno" in text for text in words(page))
    maire = next(b for b in fields.answers("who").buttons if b.text() == "Maire")
    qtbot.mouseClick(maire, Qt.MouseButton.LeftButton)
    assert not fields.answers("who").isVisible()
    done = next(b for b in fields.answers("status").buttons if b.text() == "Fait")
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    assert (context.session.text(COMMISSION, "who"), context.session.status(COMMISSION)) == ("Maire", Status.DONE)
    assert context.session.dossier.conflicts() == []
    assert "réponses" not in page.pane.head.summary.text()


# --- actions of one's own ---


def test_ctrl_z_takes_an_own_action_away_at_once(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    foot = page.pane.foot
    qtbot.mouseClick(foot.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(foot.title, "Rencontrer la presse")
    qtbot.keyClick(foot.title, Key.Key_Return)
    assert len(context.session.dossier.targets("own:")) == 1
    assert QApplication.activePopupWidget() is None, "Enter in the field presses nothing else"
    here = QApplication.focusWidget()
    assert here is not None
    qtbot.keyClick(here, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert context.session.dossier.targets("own:") == [] and foot.title.text() == ""


def test_own_action_is_added_renamed_removed_and_given_back(
    qtbot: QtBot, window: MainWindow, page: PlanPage, context: AppContext
) -> None:
    foot = page.pane.foot
    qtbot.mouseClick(foot.add, Qt.MouseButton.LeftButton)
    assert foot.title.hasFocus()
    qtbot.keyClicks(foot.title, "Rencontrer la presse")
    foot.lever.choose("reseaux")
    qtbot.keyClick(foot.title, Key.Key_Return)
    sheet = page.pane.split.sheet
    own = sheet.target
    assert own.startswith("own:") and page.context.plan.item(own).lever_id == "reseaux"
    assert told(page, own, Column.CODE) == "+"
    assert page.context.plan.progress().total == len(context.library.outline.actions)
    title = sheet.fields.edit("title")
    title.setFocus()
    title.setText("Rencontrer la presse locale")
    qtbot.keyClick(title, Key.Key_Return)
    assert told(page, own, Column.ACTION) == "Rencontrer la presse locale"
    title.setText("  ")
    qtbot.keyClick(title, Key.Key_Return)
    assert title.text() == "Rencontrer la presse locale"  # an action keeps a name
    qtbot.mouseClick(sheet.fields.remove_button, Qt.MouseButton.LeftButton)
    assert own not in targets(page) and not sheet.isVisible()
    assert table_of(page).hasFocus()
    assert window.feedback.text() == "Action retirée"
    qtbot.mouseClick(window.top_bar.tool(UNDO), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: own in targets(page))
    assert told(page, own, Column.ACTION) == "Rencontrer la presse locale"


def test_delete_key_removes_only_what_is_hers(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change("own:a", "title", "Rencontrer le café")])
    page.pane.refresh()
    qtbot.keyClick(go(page, EXTRA), Key.Key_Delete)
    assert EXTRA in targets(page)
    qtbot.keyClick(go(page, "own:a"), Key.Key_Delete)
    assert "own:a" not in targets(page)


# --- undo, refusals, reading only ---


def test_undo_and_redo_are_in_sight_and_move_nothing(
    qtbot: QtBot, window: MainWindow, page: PlanPage, context: AppContext
) -> None:
    before = table_of(page).mapTo(page, QPoint()).y()
    context.plan.set_status(context.plan.items(["action:outils-commande-publique"]), Status.DONE)
    qtbot.mouseClick(window.top_bar.tool(UNDO), Qt.MouseButton.LeftButton)
    assert context.session.status("outils-commande-publique") == Status.TODO
    assert window.feedback.text() == "Annulé\u00a0: 3.2 marquée faite"
    qtbot.mouseClick(window.top_bar.tool(REDO), Qt.MouseButton.LeftButton)
    assert context.session.status("outils-commande-publique") == Status.DONE
    assert table_of(page).mapTo(page, QPoint()).y() == before


def test_changes_made_elsewhere_come_into_sight(qtbot: QtBot, window: MainWindow, page: PlanPage) -> None:
    window.open_route(Route(PageId.HOME))
    mark(window.context.session, EXTRA, Status.DOING)
    window.open_route(Route(PageId.PLAN))
    assert told(page, EXTRA, Column.STATE) == "En cours"


def test_what_the_disk_refuses_stays_where_it_was_typed(
    qtbot: QtBot, page: PlanPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = opened(qtbot, page)
    fields = sheet.fields

    def refuse(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, "write", refuse)
        fields.edit("who").setText("Adjointe")
        for press in (
            fields.edit("who").editingFinished.emit,
            lambda: qtbot.keyClick(fields.steps.new, Key.Key_Return),
        ):
            fields.steps.new.setText("Appeler")
            with qtbot.waitSignal(context.session.refused):
                press()
        assert fields.steps.new.text() == "Appeler"
        with qtbot.waitSignal(context.session.refused):
            page.pane.split.close_sheet()
            context.session.settle()
        page.pane.foot.title.setText("Rencontrer la presse")
        with qtbot.waitSignal(context.session.refused):
            page.pane.foot.title.returnPressed.emit()
            context.session.settle()
    assert page.pane.foot.title.text() == "Rencontrer la presse"
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert context.session.text(EXTRA, "who") == ""
    fields = opened(qtbot, page).fields
    assert (fields.text("who"), fields.steps.new.text()) == ("Adjointe", "Appeler")
    assert any(text.startswith("Pas encore enregistré") for text in words(page))
    with qtbot.waitSignal(context.session.saved):
        assert page.leave()
    assert context.session.text(EXTRA, "who") == "Adjointe"


def test_what_was_typed_in_a_cell_and_refused_is_tried_again_when_one_leaves(
    qtbot: QtBot, window: MainWindow, page: PlanPage, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full, qtbot.waitSignal(context.session.refused):
        full.setattr(os, "write", refuse)
        typed(qtbot, page, EXTRA, Column.WHO, "Maire")
        context.session.settle()
    qtbot.waitUntil(lambda: told(page, EXTRA, Column.WHO) == "–")  # the plan is built anew once the turn is over
    window.open_route(Route(PageId.HOME))
    assert context.session.text(EXTRA, "who") == "Maire"


def test_read_only_dossier_is_shown_and_not_touched(
    qtbot: QtBot, tmp_path: Path, make_context: Callable[..., AppContext]
) -> None:
    path = tmp_path / "ville.kitess"
    with Dossier.create(path) as dossier:
        dossier.record(EXTRA, "who", "Adjointe")
    body = {"v": 9, "w": "w", "n": 1, "shape": "of tomorrow"}
    line = json.dumps(body, sort_keys=True, separators=(",", ":"))
    body["c"] = hashlib.sha256(line.encode()).hexdigest()[:8]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(body, sort_keys=True, separators=(",", ":")) + "\n")
    context = make_context(path)
    assert context.session.dossier.read_only
    page = PlanPage(context)
    alone(qtbot, page)
    page.show()
    assert any(text.startswith("Lecture seule") for text in words(page))
    assert not page.pane.foot.add.isEnabled()
    table = go(page, EXTRA, Column.WHO)
    qtbot.keyClick(table, Key.Key_F2)
    assert table.findChild(QLineEdit) is None
    go(page, EXTRA, Column.STATE)
    qtbot.keyClick(table, Key.Key_F2)
    assert QApplication.activePopupWidget() is None
    page.pane.open_action(EXTRA)
    assert page.pane.split.sheet.fields.edit("who").isReadOnly()
    assert page.leave()


# --- many, large, narrow ---


def test_300_own_actions_make_no_widget_each(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    few = len(page.findChildren(QWidget))
    context.session.apply([Change(f"own:z{n:03d}", "title", f"Action à nous numéro {n}") for n in range(300)])
    page.pane.refresh()
    assert len(targets(page)) > 300
    assert len(page.findChildren(QWidget)) < few + 10


@pytest.mark.parametrize(("scale", "width"), [(1, 768), (1.5, 700), (2, 678), (2, 1600)])
def test_nothing_is_cut_sideways(qtbot: QtBot, context: AppContext, scale: float, width: int) -> None:
    context.session.apply([Change("own:a", "title", "Rencontrer le café"), Change(PTCE, "due", "2020-01-01")])
    large = replace(context, theme=context.theme.scaled(scale))
    page = PlanPage(large)
    alone(qtbot, page)
    page.resize(width, 560)
    page.show()
    area = page.scroller()
    table, sheet = table_of(page), page.pane.split.sheet
    for open_it in (lambda: None, lambda: page.pane.open_action("own:a"), page.pane.split.close_sheet):
        open_it()
        qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
        if sheet.isVisible():
            qtbot.waitUntil(lambda: sheet.area.widget().width() <= sheet.area.viewport().width())
    assert table.horizontalHeader().length() <= table.viewport().width()
    board(page)
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())


def test_what_has_no_column_stands_below_the_title(qtbot: QtBot, window: MainWindow, page: PlanPage) -> None:
    table = table_of(page)
    assert not table.isColumnHidden(Column.WHO)
    wide = table.rowHeight(cell(page, PTCE, Column.ACTION).row())
    window.context.session.apply([Change(PTCE, "who", "Agente")])
    page.pane.refresh()
    window.resize(960, 560)
    qtbot.waitUntil(lambda: table.isColumnHidden(Column.WHO))
    row = cell(page, PTCE, Column.ACTION).data(ROW_ROLE)
    assert table.cells.under(row) == "Agente"
    assert table.rowHeight(cell(page, PTCE, Column.ACTION).row()) >= wide
    assert not table.isColumnHidden(Column.STATE)


def test_whatever_takes_the_focus_has_a_name_of_its_own(qtbot: QtBot, page: PlanPage) -> None:
    opened(qtbot, page)
    names = [
        QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(names) > 20
    assert all(names)
    assert len(set(names)) == len(names)


def test_no_button_leads_nowhere(qtbot: QtBot, context: AppContext) -> None:
    page = PlanPage(context)
    alone(qtbot, page)
    page.show()
    asked: list[object] = []
    page.route_requested.connect(asked.append)
    page.meeting_requested.connect(lambda: asked.append("meeting"))
    here = ("+ Ajouter une action", "Clavier")
    elsewhere = [b for b in page.pane.foot.findChildren(QPushButton) if b.isVisible() and b.text() not in here]
    assert "Imprimer" in [button.text() for button in elsewhere]
    for number, button in enumerate(elsewhere, 1):
        button.click()
        assert len(asked) == number, button.text()
    calendar = page.pane.head.ways.button("calendar")
    calendar.click()
    assert asked[-1] == Route(PageId.AGENDA)
    assert page.pane.head.ways.key() == "table"


def test_a_small_window_leaves_the_table_more_than_half_of_the_page(window: MainWindow) -> None:
    window.resize(1093, 614)
    page = shown(window)
    QApplication.processEvents()
    assert page.pane.split.height() > page.height() / 2
    foot = page.pane.foot
    lines = {
        button.mapTo(foot, button.rect().center()).y()
        for button in foot.findChildren(QPushButton)
        if button.isVisible()
    }
    assert len(lines) == 2, "what one does, then where else one may go"


def test_keys_are_told_where_one_asks(qtbot: QtBot, page: PlanPage) -> None:
    foot = page.pane.foot
    qtbot.mouseClick(foot.keys, Qt.MouseButton.LeftButton)
    assert KEYS in words(page)
    board(page)
    assert BOARD_KEYS in words(page)
    qtbot.mouseClick(foot.keys, Qt.MouseButton.LeftButton)
    assert BOARD_KEYS not in words(page)


# --- headings of the levers, and one press ---


def headings(page: PlanPage) -> list[str]:
    rows = table_of(page).model()
    assert isinstance(rows, HeadedPlan)
    return [rows.index(number, 0).data().replace("\u00a0", " ") for number in rows.headings]


def spot(page: PlanPage, target: str, column: Column) -> QPoint:
    return table_of(page).visualRect(cell(page, target, column)).center()


def press(
    qtbot: QtBot,
    page: PlanPage,
    target: str,
    column: Column = Column.ACTION,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.mouseClick(table_of(page).viewport(), Qt.MouseButton.LeftButton, keys, spot(page, target, column))


def test_each_lever_heads_its_actions_with_its_progress_in_words(page: PlanPage, context: AppContext) -> None:
    session = context.session
    assert headings(page)[0] == "1. Avoir un·e élu·e désigné·e à l’ESS, 0 action faite sur 3"
    assert len(headings(page)) == len(context.library.outline.levers)
    mark(session, COMMISSION, Status.DONE)
    mark(session, "action:elu-conseil-developpement", Status.NOT_CONCERNED)
    session.apply([Change("own:a", "title", "Voir le café"), Change("own:a", "lever", "elu-designe")])
    page.pane.refresh()
    assert headings(page)[0].endswith(", 1 action faite sur 2 · 1 non concernée · + 1 à vous")
    rows = table_of(page).model()
    first = rows.heading(rows.headings[0])  # type: ignore[attr-defined]
    assert first.statuses == (Status.DONE, Status.TODO)
    assert table_of(page).rowHeight(rows.headings[0]) > 20  # type: ignore[attr-defined]


def test_a_lever_that_begins_again_is_said_to_go_on(qtbot: QtBot, page: PlanPage) -> None:
    """What one chose stands first, the others of its lever below: its progress is told once."""
    table = go(page, "action:reseaux-cress")
    qtbot.keyClick(table, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    rows = table.model()
    assert isinstance(rows, HeadedPlan)
    told = [rows.heading(number) for number in rows.headings]
    first = [one for one in told if one is not None and one.title.startswith("1. ")]
    assert [bool(one.statuses) for one in first] == [True, False]
    assert [one.spoken.rpartition(", ")[2] for one in first] == ["0 action faite sur 3", "suite"]
    assert headings(page)[2] == first[1].spoken


def test_own_actions_have_their_heading_too(page: PlanPage, context: AppContext) -> None:
    context.plan.add_action("Sans rien")
    lever = context.plan.add_lever("Nos écoles")
    context.plan.add_action("Une cantine", lever)
    page.pane.refresh()
    assert {"Nos écoles, 1 action à vous", "Sans levier, 1 action à vous"} <= {*headings(page)}


def test_headings_are_passed_over_by_keys_and_heard_with_the_first_action(qtbot: QtBot, page: PlanPage) -> None:
    table, shown_targets = table_of(page), targets(page)
    table.setFocus()
    walked = [table.current.target]
    for _ in shown_targets[1:]:
        qtbot.keyClick(table, Key.Key_Down)
        walked.append(table.current.target)
    assert walked == shown_targets
    for key, place in ((Key.Key_Home, 0), (Key.Key_End, -1)):
        qtbot.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
        assert table.current is not None and table.current.target == shown_targets[place]
    for _ in range(9):
        qtbot.keyClick(table, Key.Key_PageUp)
    assert table.current.target == shown_targets[0]
    heard = cell(page, shown_targets[0], Column.ACTION).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert heard.startswith("1. Avoir un·e élu·e")
    assert cell(page, COMMISSION, Column.ACTION).data(Qt.ItemDataRole.AccessibleDescriptionRole) is None
    qtbot.keyClick(table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.picked_targets() == shown_targets


def test_another_order_has_no_headings(page: PlanPage) -> None:
    page.pane.filters.sorts.choose("title")
    page.pane.filters.changed.emit()
    assert headings(page) == [] and table_of(page).model().rowCount() == len(targets(page))
    page.pane.filters.sorts.choose("order")
    page.pane.filters.changed.emit()
    assert len(headings(page)) == 6


def test_a_press_on_a_heading_chooses_nothing(qtbot: QtBot, page: PlanPage) -> None:
    table = table_of(page)
    before = table.picked_targets()
    rows = table.model()
    place = table.visualRect(rows.index(rows.headings[0], 0)).center()  # type: ignore[attr-defined]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.picked_targets() == before and page.pane.split.sheet.isHidden()


def test_one_press_on_a_row_opens_its_sheet_and_arrows_go_on(qtbot: QtBot, page: PlanPage) -> None:
    press(qtbot, page, COMMISSION)
    sheet = page.pane.split.sheet
    assert sheet.isVisible() and sheet.target == COMMISSION and table_of(page).hasFocus()
    qtbot.keyClick(table_of(page), Key.Key_Down)
    assert sheet.target == targets(page)[2]
    press(qtbot, page, EXTRA, Column.CODE)
    assert sheet.target == EXTRA


def test_a_press_that_chooses_several_opens_nothing(qtbot: QtBot, page: PlanPage) -> None:
    go(page, COMMISSION)
    press(qtbot, page, EXTRA, keys=Qt.KeyboardModifier.ControlModifier)
    assert table_of(page).picked_targets() == [COMMISSION, EXTRA] and page.pane.split.sheet.isHidden()


def test_a_second_press_on_a_person_is_to_type(qtbot: QtBot, page: PlanPage) -> None:
    press(qtbot, page, EXTRA, Column.WHO)
    assert page.pane.split.sheet.target == EXTRA
    page.pane.split.close_sheet()
    qtbot.waitUntil(lambda: not table_of(page).isColumnHidden(Column.WHO))
    press(qtbot, page, EXTRA, Column.WHO)
    qtbot.waitUntil(lambda: table_of(page).findChild(QLineEdit) is not None)
    assert page.pane.split.sheet.isHidden()


def test_in_a_narrow_window_one_press_puts_the_sheet_in_the_place_of_the_plan(
    qtbot: QtBot, window: MainWindow, page: PlanPage
) -> None:
    window.setMinimumWidth(0)
    window.resize(800, 700)
    QApplication.processEvents()
    press(qtbot, page, COMMISSION)
    assert page.pane.split.sheet.isVisible() and not page.pane.split.views.isVisible()
    assert page.pane.split.sheet.isAncestorOf(QApplication.focusWidget())


def test_one_press_on_a_card_opens_its_sheet(qtbot: QtBot, page: PlanPage) -> None:
    page.pane.head.ways.button("board").click()
    column = page.pane.split.views.board.columns[0]
    place = column.visualRect(column.model().index(1, Column.ACTION)).center()
    qtbot.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert column.current is not None and page.pane.split.sheet.target == column.current.target


def test_300_own_actions_are_headed_once(page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change(f"own:a{n}", "title", f"Action {n}") for n in range(300)])
    context.session.apply([Change(f"own:a{n}", "lever", "reseaux") for n in range(300)])
    page.pane.refresh()
    assert len(headings(page)) == 6 and headings(page)[1].endswith("+ 300 à vous")


def test_a_whole_document_pasted_in_a_line_is_cut_and_said(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    fields = opened(qtbot, page).fields
    line = fields.edit("budget")
    assert isinstance(line, QLineEdit)
    QApplication.clipboard().setText("é" * 100_000)
    line.setFocus()
    line.paste()
    assert any("1000 caractères au plus" in words for words in said_beside(line))
    page.leave()
    assert context.session.text(EXTRA, "budget") == "é" * 1000


def test_a_long_line_of_an_earlier_kit_is_never_cut(qtbot: QtBot, page: PlanPage, context: AppContext) -> None:
    context.session.apply([Change(EXTRA, "budget", "é" * 5000)])
    fields = opened(qtbot, page).fields
    line = fields.edit("budget")
    line.setFocus()
    page.leave()
    assert context.session.text(EXTRA, "budget") == "é" * 5000 == fields.text("budget")


def said_beside(line: QLineEdit) -> list[str]:
    return [one.text() for one in line.parentWidget().findChildren(Label) if one.isVisible()]
