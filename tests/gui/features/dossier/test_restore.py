"""Copies de sécurité: what each holds, taking one up again, and an unreadable dossier that leads there by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.backup import backup
from kit.dossier.model import Status
from tests.gui.marking import mark
from ui.features.dossier.restore_page import RestorePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.text import Label


def restore_page(qtbot: QtBot, window: MainWindow) -> RestorePage:
    window.open_route(Route(PageId.RESTORE))
    page = window.current_page
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: page._rows.count() > 0, timeout=10_000)
    return page


def words(page: RestorePage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label))


def test_no_copy_yet_is_said(qtbot: QtBot, window: MainWindow) -> None:
    assert "Aucune copie" in words(restore_page(qtbot, window))


def test_a_copy_tells_its_ticks_and_what_would_change(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    session = context.session
    mark(session, "action:elu-commission", Status.DONE)
    assert session.settle()
    backup(session.path)
    mark(session, "action:elu-commission", Status.DOING)
    assert session.settle()
    page = restore_page(qtbot, window)
    assert "1 action faite" in words(page) and "1 différence" in words(page)
    page.findChildren(FoldPanel)[0].button.click()
    assert "en cours → fait" in words(page)


def test_a_jump_of_the_clock_is_said(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    """The dates of the copies are then not to be trusted, and none was removed for them."""
    session, said = context.session, list[str]()
    now = datetime(2026, 3, 10, 9, 0).astimezone()
    times = (now, now + timedelta(days=400 * 25), now + timedelta(hours=2))
    for status, moment in zip((Status.DONE, Status.DOING, Status.DISCUSS), times, strict=True):
        mark(session, "action:elu-commission", status)
        assert session.settle()
        backup(session.path, now=lambda moment=moment: moment)  # type: ignore[misc]
    window.open_route(Route(PageId.RESTORE))
    page = window.current_page
    assert isinstance(page, RestorePage)
    page.announced.connect(said.append)
    qtbot.waitUntil(lambda: len(page.buttons) == 3, timeout=10_000)
    told = words(page)
    assert "reculé" in told and "avancé" in told
    assert told.index("reculé") < told.index("avancé"), "the last first, as the copies are"
    assert f"{times[1]:%d/%m/%Y à %H:%M}" in page.clock.text() and f"{times[2]:%d/%m/%Y à %H:%M}" in page.clock.text()
    assert "aucune copie n’a été retirée" in page.clock.text()
    assert any("reculé" in one for one in said)


def test_a_clock_that_did_not_jump_is_not_spoken_of(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    backup(context.session.path)
    page = restore_page(qtbot, window)
    assert not page.clock.isVisible() and "horloge" not in words(page)


def test_a_copy_is_taken_up_again_and_the_present_kept(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    session = context.session
    mark(session, "action:elu-commission", Status.DONE)
    assert session.settle()
    backup(session.path)
    mark(session, "action:elu-commission", Status.TODO)
    mark(session, "action:reseaux-cress", Status.DONE)
    assert session.settle()
    page = restore_page(qtbot, window)
    page.buttons[0].click()
    assert "est reprise" in window.feedback.text() and "pour y revenir" in window.feedback.text()
    assert session.status("elu-commission") == Status.DONE and session.status("reseaux-cress") == Status.TODO
    again = restore_page(qtbot, window)
    qtbot.waitUntil(lambda: len(again.buttons) == 2, timeout=10_000)
    again.buttons[0].click()
    assert session.status("reseaux-cress") == Status.DONE


@pytest.mark.parametrize("damage", [b"", b"\x00" * 4096])
def test_an_unreadable_dossier_leads_there_by_itself(
    qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path, damage: bytes
) -> None:
    path = tmp_path / "mairie.kitess"
    first = make_context(path)
    mark(first.session, "action:elu-commission", Status.DONE)
    assert first.session.settle()
    backup(path)
    first.session.close()
    path.write_bytes(damage)
    context = make_context(path)
    assert context.dossiers.unreadable == path and context.session.path != path
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    page = restore_page(qtbot, window)
    assert "vide ou illisible" in page.warning.text() and path.read_bytes() == damage
    page.buttons[0].click()
    assert context.session.path == path and context.session.status("elu-commission") == Status.DONE
    assert context.dossiers.unreadable is None


def test_a_refused_restore_leaves_the_dossier_open(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    session = context.session
    mark(session, "action:elu-commission", Status.DONE)
    assert session.settle()
    backup(session.path)
    page = restore_page(qtbot, window)
    for copy in paths.backups().glob("*.kitess"):
        copy.unlink()
    page.buttons[0].click()
    assert page.status.text()
    assert session.status("elu-commission") == Status.DONE
    mark(session, "action:reseaux-cress", Status.DONE)
    assert session.settle()
