"""The one model of the plan: what it says of a change and what it costs, labels of undo, what a tick crosses."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from kit.dossier import plan as plan_module
from kit.dossier.model import Change, Status
from kit.dossier.plan import Plan
from tests.gui.marking import mark
from ui.services.context import AppContext
from ui.services.jobs import Jobs
from ui.services.navigation import PageId, Route, place
from ui.services.plan.gestures import LinkAdded, Removed, StepAdded
from ui.services.plan.model import ITEM_ROLE, PlanModel
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COMMISSION, EXTRA = "action:elu-commission", "action:elu-extra-municipale"


@pytest.fixture
def plan(context: AppContext) -> PlanModel:
    """Return the model, with 300 actions of one's own."""
    context.session.apply([Change(f"own:a{n:03d}", "title", f"Action {n}") for n in range(300)])
    assert len(context.plan.plan.items) > 300
    return context.plan


class Heard:
    """What a model said, in order."""

    def __init__(self, plan: PlanModel) -> None:
        self.said: list[str] = []
        plan.modelReset.connect(lambda: self.said.append("reset"))
        plan.dataChanged.connect(lambda first, last: self.said.append(f"{first.row()}-{last.row()}"))
        plan.updated.connect(lambda: self.said.append("updated"))


def test_a_tick_names_its_row_and_resets_nothing(plan: PlanModel) -> None:
    heard = Heard(plan)
    plan.set_status(plan.items([EXTRA]), Status.DONE)
    row = plan.row_of(EXTRA)
    assert heard.said == [f"{row}-{row}", "updated"]
    item = plan.index(row, 0).data(ITEM_ROLE)
    assert (item.on, item.status) == (EXTRA, Status.DONE)


def test_rows_that_follow_each_other_are_named_together(plan: PlanModel) -> None:
    heard = Heard(plan)
    plan.set_text(plan.items([f"own:a{n:03d}" for n in range(300)]), "who", "Agente")
    first = plan.row_of("own:a000")
    assert heard.said == [f"{first}-{first + 299}", "updated"]


def test_what_comes_and_goes_resets_it(plan: PlanModel) -> None:
    heard = Heard(plan)
    on = plan.add_action("Rencontrer le café")
    assert heard.said == ["reset", "updated"] and plan.item(on) is not None
    plan.ask(plan.items([on])[0], Removed())
    assert plan.item(on) is None and plan.row_of(on) == -1


def test_what_changes_elsewhere_is_said_at_the_end_of_the_turn(
    qtbot: QtBot, plan: PlanModel, context: AppContext
) -> None:
    heard = Heard(plan)
    mark(context.session, EXTRA, Status.DONE)
    context.session.set_text("identity", "name", "Saint-Exemple")
    assert heard.said == []
    with qtbot.waitSignal(plan.updated):
        pass
    row = plan.row_of(EXTRA)
    assert heard.said == [f"{row}-{row}", "updated"]


def test_another_dossier_is_another_plan(plan: PlanModel, context: AppContext, tmp_path: Path) -> None:
    assert context.dossiers.switch(tmp_path / "autre.kitess")
    assert plan.plan.own_count == 0 and plan.rowCount() == len(plan.plan.items)


def test_all_screens_of_the_plan_have_it_built_once_for_a_tick(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in (PageId.PLAN, PageId.AGENDA, PageId.MANDATE, PageId.DIRECTORY, PageId.HOME):
        window.open_route(place(page))
    window.open_route(Route(PageId.ACT, "reseaux"))
    QApplication.processEvents()
    built: list[Plan] = []
    genuine = plan_module.build_plan

    def counted(*args: object) -> Plan:
        built.append(genuine(*args))  # type: ignore[arg-type]
        return built[-1]

    monkeypatch.setattr(plan_module, "build_plan", counted)
    tick(window)
    assert window.context.session.settle()
    QApplication.processEvents()
    assert len(built) == 1


def tick(window: MainWindow) -> None:
    box = next(box for box in window.current_page.findChildren(QCheckBox) if box.isVisible())
    QTest.keyClick(box, Qt.Key.Key_Space)


COMMANDS: list[tuple[str, Callable[[PlanModel], object]]] = [
    ("1.1 marquée faite", lambda plan: plan.set_status(plan.items([COMMISSION]), Status.DONE)),
    ("2 actions en cours", lambda plan: plan.set_status(plan.items([COMMISSION, EXTRA]), Status.DOING)),
    ("1.1 marquée en cours", lambda plan: plan.start_first(plan.items([COMMISSION]))),
    ("1.1, échéance", lambda plan: plan.set_text(plan.items([COMMISSION]), "due", "2027-03-15")),
    ("1.1, étapes", lambda plan: plan.ask(plan.items([COMMISSION])[0], StepAdded("Appeler"))),
    ("1.1, pièces jointes", lambda plan: plan.ask(plan.items([COMMISSION])[0], LinkAdded("https://a.example/pv"))),
    ("1.1, ordre", lambda plan: plan.move(plan.items([COMMISSION])[0], 1, plan.plan.items)),
    ("action ajoutée", lambda plan: plan.add_action("Rencontrer le café")),
    ("action retirée", lambda plan: plan.ask(plan.items(["own:a000"])[0], Removed())),
    ("levier ajouté", lambda plan: plan.add_lever("Alimentation")),
    ("Action 0, note", lambda plan: plan.set_text(plan.items(["own:a000"]), "note", "x")),
]


@pytest.mark.parametrize(("label", "command"), COMMANDS, ids=[label for label, _ in COMMANDS])
def test_a_command_has_a_label_that_undo_and_redo_keep(
    plan: PlanModel, context: AppContext, label: str, command: Callable[[PlanModel], object]
) -> None:
    session = context.session
    before = (plan.plan, session.last_label)
    command(plan)
    after = plan.plan
    assert session.last_label == label and after != before[0]
    session.undo()
    assert (plan.plan, session.last_label) == before
    session.redo()
    assert (plan.plan, session.last_label) == (after, label)


def test_a_tick_crosses_the_modules_that_the_documentation_names(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    told = re.findall(r"^\d+\. `([\w/]+\.py)`", (root / "docs" / "tick.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(told) <= 8
    crossed: dict[str, None] = {}

    def look(frame: FrameType | None) -> None:
        found = []
        while frame is not None:
            name = frame.f_globals["__name__"]
            if name.split(".")[0] in ("ui", "kit"):
                found.append(f"{name.replace('.', '/')}.py")
            frame = frame.f_back
        crossed.update(dict.fromkeys(reversed(found)))

    handed, forced = Jobs.write, os.fsync

    def write(self: Jobs, *args: object, **named: object) -> object:
        look(sys._getframe(1))
        return handed(self, *args, **named)  # type: ignore[arg-type]

    def fsync(fd: int) -> None:
        look(sys._getframe(1))
        forced(fd)

    window.open_route(Route(PageId.ACT, "reseaux"))
    assert window.context.session.settle()
    monkeypatch.setattr(Jobs, "write", write)
    monkeypatch.setattr(os, "fsync", fsync)
    tick(window)
    assert window.context.session.settle()
    retry = "kit/files.py"  # tries the append again: told apart
    assert sorted({*crossed} - {retry}) == sorted(told)
