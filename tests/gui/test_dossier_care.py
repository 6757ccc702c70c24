"""The open dossier is looked after in the background: copies after saves, at most now and then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit import paths
from kit.dossier.backup import list_backups
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import KitError, SaveRefused
from ui.dossier_care import DossierCare
from ui.session import DossierSession
from ui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def session(tmp_path: Path, tasks: Tasks) -> Iterator[DossierSession]:
    made = DossierSession(Dossier.create(tmp_path / "ville.kitess"), tasks)
    yield made
    made.close()


def tick(qtbot: QtBot, session: DossierSession, tasks: Tasks, status: Status) -> None:
    with qtbot.waitSignal(session.saved):
        session.set_status("action:elu-commission", status)
    qtbot.waitUntil(lambda: not tasks.is_busy)


def test_a_copy_is_made_after_the_first_save_and_not_after_each(
    qtbot: QtBot, session: DossierSession, tasks: Tasks
) -> None:
    care = DossierCare(session, tasks)
    tick(qtbot, session, tasks, Status.DONE)
    assert len(list_backups(session.path)) == 1
    tick(qtbot, session, tasks, Status.PAUSED)
    assert len(list_backups(session.path)) == 1
    assert care.parent() is None


def test_a_copy_that_cannot_be_made_is_said_once(qtbot: QtBot, session: DossierSession, tasks: Tasks) -> None:
    paths.backups().parent.mkdir(parents=True, exist_ok=True)
    paths.backups().write_text("a file where the folder should be", encoding="utf-8")
    care = DossierCare(session, tasks)
    told: list[KitError] = []
    care.failed.connect(told.append)
    for status in (Status.DONE, Status.PAUSED):
        care._next_look = 0.0
        tick(qtbot, session, tasks, status)
    assert [type(error) for error in told] == [SaveRefused]
    assert session.status("elu-commission") is Status.PAUSED


def test_the_history_left_out_by_a_snapshot_is_read_meanwhile(
    qtbot: QtBot, session: DossierSession, tasks: Tasks
) -> None:
    read: list[str] = []
    session.dossier.load_history = lambda: read.append("history")  # type: ignore[method-assign]
    DossierCare(session, tasks)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert read == ["history"]
