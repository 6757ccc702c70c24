"""What a reader hears that was there before the window: names, roles, states and groups of every screen (A1, A4, A5).

With a reader about, Qt asks for the interface of a widget while C++ still builds it, and keeps what it is given:
without one, as in other tests, it asks once the Python object is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QGroupBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.every_screen.access_walk import StrayWindows
from tests.gui.windows import open_window
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToContact, ToPrint, ToSearch
from ui.services.page import Page
from ui.shell.main_window import MainWindow
from ui.switches.tour import make_sample, settle, stops
from ui.widgets.fold_panel import FoldPanel

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(300)]  # a walk: 15 s
Role = QAccessible.Role


@pytest.fixture
def reader() -> Iterator[None]:
    """Have Qt tell all changes, as it does when a screen reader runs."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(reader: None, qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path) -> MainWindow:
    """Return the window on the tour's commune, opened while a reader listens."""
    context = make_context(make_sample(tmp_path / "saint-exemple.kitess"))
    made = open_window(qtbot, context)
    made.activateWindow()
    return made


def told(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def name_of(widget: QWidget) -> str:
    return told(widget).text(QAccessible.Text.Name).strip()


def group_of(widget: QWidget) -> str:
    """Return the name of the nearest group of boxes around a widget, empty for none."""
    parent = widget.parentWidget()
    while parent is not None:
        if told(parent).role() == Role.Grouping and name_of(parent):
            return name_of(parent)
        parent = parent.parentWidget()
    return ""


class Heard:
    """What a walk through all screens finds at fault, by what is asked of them; ``count`` is of what was asked."""

    def __init__(self) -> None:
        self.faults: dict[str, set[str]] = {}
        self.count: dict[str, int] = {}

    def ask(self, what: str, kept: bool, words: str) -> None:
        self.count[what] = self.count.get(what, 0) + 1
        if not kept:
            self.faults.setdefault(what, set()).add(words)


_HEARD: list[Heard] = []


@pytest.fixture
def heard(window: MainWindow) -> Heard:
    """Return what a walk through all screens finds; walked once."""
    if not _HEARD:
        found, strays = Heard(), StrayWindows(window)
        for name, route in stops(window.context):
            window.open_route(route)
            settle(window.context)
            flashed = strays.taken()
            found.ask("in its place", not flashed, f"{name}: {flashed} flashed up as a window of its own")
            _ask_focus(window, name, found)
            _ask_boxes(window.current_page, name, found)
            _ask_crosses(window, name, found)
        _HEARD.append(found)
    return _HEARD[0]


def _ask_focus(window: MainWindow, screen: str, found: Heard) -> None:
    page, focus = window.current_page, QApplication.focusWidget()
    found.ask("focus", focus is not None and bool(name_of(focus)), f"{screen}: {type(focus).__name__} has no name")
    told_so = name_of(page) == window.title_here() and told(page).role() == Role.Pane
    found.ask("page", told_so, f"{screen}: « {name_of(page)} » is a {told(page).role().name}")


def _ask_boxes(page: Page, screen: str, found: Heard) -> None:
    for button in page.findChildren(QAbstractButton):
        role = told(button).role()
        if not button.isVisible() or not button.isCheckable():
            continue
        if role in (Role.CheckBox, Role.RadioButton):
            found.ask("group", bool(group_of(button)), f"{screen}: « {name_of(button)} »")
        group = button.group()
        if group is not None and group.exclusive():
            checked = bool(told(button).state().checked) == button.isChecked()
            found.ask("choice", role == Role.RadioButton and checked, f"{screen}: « {name_of(button)} » is {role.name}")


def _ask_crosses(window: MainWindow, screen: str, found: Heard) -> None:
    for line in window.findChildren(QLineEdit):
        for cross in line.findChildren(QAbstractButton):
            found.ask("cross", bool(name_of(cross)), f"{screen}: {name_of(line)}")


@pytest.mark.parametrize(
    ("what", "least"), [("in its place", 50), ("focus", 50), ("page", 50), ("group", 60), ("choice", 40), ("cross", 40)]
)
def test_every_screen_tells_it_to_a_reader(heard: Heard, what: str, least: int) -> None:
    """The focus has a name, a page its title, boxes a named group, choices their role, the cross of a field a name."""
    assert heard.count[what] >= least
    assert not heard.faults.get(what), "\n".join(sorted(heard.faults[what]))


def test_a_page_that_shows_another_place_takes_its_name(window: MainWindow) -> None:
    for lever in window.context.library.outline.levers[:2]:
        window.open_route(Route(PageId.ACT, lever.article.id))
        settle(window.context)
        assert name_of(window.current_page) == window.title_here() != "Agir"


@pytest.mark.parametrize(
    "route",
    [
        Route(PageId.CONVINCE),
        ToPrint(),
        Route(PageId.PLAN),
        ToContact(),
        ToSearch("salle"),
        Route(PageId.START_HERE),
        Route(PageId.MANDATE, "histoire"),
        Route(PageId.NETWORKS),
    ],
    ids=lambda route: route.page.name,
)
def test_an_arrow_chooses_as_a_press_does(qtbot: QtBot, window: MainWindow, route: Route) -> None:
    """The next choice stands, and what it leads to is there: nothing is marked that is not so."""
    window.open_route(route)
    settle(window.context)
    page = window.current_page
    groups = {
        button.group(): None
        for button in page.findChildren(QPushButton)
        if button.group() is not None and button.group().exclusive() and button.isVisible() and button.isCheckable()
    }
    assert groups
    for group in list(groups)[:4]:  # not all of the questions: the last answer leads to the result
        shown = [button for button in group.buttons() if button.isVisible()]
        if len(shown) < 2:
            continue
        shown[0].setFocus()
        qtbot.keyClick(shown[0], Qt.Key.Key_Space)
        settle(window.context)
        qtbot.keyClick(shown[0], Qt.Key.Key_Right)
        settle(window.context)
        assert shown[1].isChecked() and told(shown[1]).state().checked and shown[1].hasFocus(), name_of(shown[1])
        window.context.session.settle()


def test_an_answer_chosen_by_an_arrow_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    from kit.content.diagnostic import Answer
    from ui.features.home.question_card import QuestionCard

    window.open_route(Route(PageId.START_HERE))
    settle(window.context)
    card = window.current_page.findChildren(QuestionCard)[0]
    given: list[str] = []
    card.answered.connect(lambda _question, answer: given.append(answer))
    qtbot.keyClick(card.button(Answer.YES), Qt.Key.Key_Space)
    qtbot.keyClick(card.button(Answer.YES), Qt.Key.Key_Right)
    assert given == [Answer.YES.value, Answer.NO.value]


def test_the_view_chosen_by_an_arrow_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    from ui.features.convince.map_pane import ReasonPane
    from ui.features.convince.table import ReasonTable

    window.open_route(Route(PageId.CONVINCE))
    settle(window.context)
    page = window.current_page
    views = {b.text(): b for b in page.findChildren(QPushButton) if b.group() is not None and b.isCheckable()}
    views["Tableau"].setFocus()
    qtbot.keyClick(views["Tableau"], Qt.Key.Key_Space)
    assert all(view.isVisible() for view in page.findChildren(ReasonTable))
    qtbot.keyClick(views["Tableau"], Qt.Key.Key_Left)
    assert any(view.isVisible() for view in page.findChildren(ReasonPane))


def test_the_kind_chosen_by_an_arrow_narrows_the_list(qtbot: QtBot, window: MainWindow) -> None:
    from ui.features.search.kind_chips import KindChips

    window.open_route(ToSearch("salle"))
    settle(window.context)
    chips = window.current_page.findChildren(KindChips)[0]
    chosen: list[str] = []
    chips.chosen.connect(chosen.append)
    shown = [button for button in chips.findChildren(QPushButton) if button.isVisible()]
    shown[0].setFocus()
    qtbot.keyClick(shown[0], Qt.Key.Key_Right)
    assert chosen == [chips.current()] and shown[1].isChecked()


def test_what_folds_says_whether_it_is_open(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToActModel("arrete-delegation-ess"))
    settle(window.context)
    panels = [panel for panel in window.current_page.findChildren(FoldPanel) if panel.button.isVisible()]
    assert len(panels) >= 3
    for panel in panels:
        for opened in (True, False):
            if panel.button.isChecked() != opened:
                panel.button.click()
            state = told(panel.button).state()
            assert state.expandable and bool(state.expanded) is opened and bool(state.collapsed) is not opened
            assert told(panel.button).role() == Role.Button and not state.checkable
            assert "pli" not in told(panel.button).text(QAccessible.Text.Description)  # else it is said twice


def test_details_of_an_action_say_whether_they_are_open(qtbot: QtBot, window: MainWindow) -> None:
    from ui.features.levers.checklist_item import ChecklistItem

    window.open_route(Route(PageId.ACT, "elu-designe"))
    settle(window.context)
    item = window.current_page.findChildren(ChecklistItem)[0]
    assert told(item.details).state().expandable and not told(item.details).state().expanded
    item.details.click()
    settle(window.context)
    assert told(item.details).state().expanded
    more = item.fields.more_button
    assert told(more).state().collapsed
    more.click()
    assert told(more).state().expanded


def test_the_cross_of_the_search_has_a_name(window: MainWindow) -> None:
    window.sidebar.search.setText("ptce")  # the cross comes with the first words
    crosses = window.sidebar.search.findChildren(QAbstractButton)
    assert [name_of(cross) for cross in crosses] == ["Effacer la recherche"]


def type_from_outside(field: QLineEdit, words: str) -> None:
    """Replace what stands in a field as a screen reader or a voice does: not by keys."""
    editable = told(field).editableTextInterface()
    assert editable is not None
    editable.replaceText(0, len(field.text()), words)


def test_words_put_in_from_outside_are_searched(window: MainWindow) -> None:
    type_from_outside(window.sidebar.search, "monnaie locale")
    settle(window.context)
    here = window.navigator.here
    assert here is not None and (here.page, here.id) == (PageId.SEARCH, "monnaie locale")


def test_words_put_in_from_outside_reach_the_act(window: MainWindow) -> None:
    from ui.features.acts.form import ActForm

    window.open_route(ToActModel("arrete-delegation-ess"))
    settle(window.context)
    form = window.current_page.findChildren(ActForm)[0]
    name, box = next((n, b) for n, b in form.boxes.items() if isinstance(b.field, QLineEdit))
    sent: list[str] = []
    form.changed.connect(lambda field, _value: sent.append(field))
    type_from_outside(box.field, "Claude Exemple")
    assert sent == [name]


def test_words_put_in_from_outside_are_completed(qtbot: QtBot, window: MainWindow) -> None:
    from ui.widgets.completing_line import CompletingLine

    line = CompletingLine()
    qtbot.addWidget(line)
    line.set_suggest(lambda words: [("23001", f"{words} (Creuse)")])
    line.show()
    line.setFocus()
    type_from_outside(line, "Saint")
    assert line.offered() == ["Saint (Creuse)"]


def test_states_of_the_meeting_are_one_choice(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(ToArticle("elu-extra-municipale"))
    window.meetings.open()
    meeting = window.meetings.window
    assert meeting is not None
    meeting.activateWindow()
    settle(window.context)
    buttons = list(meeting.buttons.values())
    assert {told(button).role() for button in buttons} == {Role.RadioButton}
    assert {group_of(button) for button in buttons} == {"Où en est cette action\u00a0?"}
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()
    meeting.close()
    assert isinstance(meeting, QWidget) and not isinstance(meeting, QGroupBox)
