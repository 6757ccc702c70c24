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
from tests.gui.marking import mark
from ui.services.dossier_care import DossierCare
from ui.services.jobs import Jobs
from ui.services.session import DossierSession


@pytest.fixture
def session(tmp_path: Path, jobs: Jobs) -> Iterator[DossierSession]:
    made = DossierSession(Dossier.create(tmp_path / "ville.kitess"), jobs)
    yield made
    made.close()


def tick(qtbot: QtBot, session: DossierSession, jobs: Jobs, status: Status) -> None:
    with qtbot.waitSignal(session.saved):
        mark(session, "action:elu-commission", status)
    qtbot.waitUntil(lambda: not jobs.is_busy)


def test_a_copy_is_made_after_the_first_save_and_not_after_each(
    qtbot: QtBot, session: DossierSession, jobs: Jobs
) -> None:
    care = DossierCare(session, jobs)
    tick(qtbot, session, jobs, Status.DONE)
    assert len(list_backups(session.path)) == 1
    tick(qtbot, session, jobs, Status.PAUSED)
    assert len(list_backups(session.path)) == 1
    assert care.parent() is None


def test_a_copy_that_cannot_be_made_is_said_once(qtbot: QtBot, session: DossierSession, jobs: Jobs) -> None:
    paths.backups().parent.mkdir(parents=True, exist_ok=True)
    paths.backups().write_text("a file where the folder should be", encoding="utf-8")
    care = DossierCare(session, jobs)
    told: list[KitError] = []
    care.failed.connect(told.append)
    for status in (Status.DONE, Status.PAUSED):
        care._next_look = 0.0
        tick(qtbot, session, jobs, status)
    assert [type(error) for error in told] == [SaveRefused]
    assert session.status("elu-commission") is Status.PAUSED


def test_the_history_left_out_by_a_snapshot_is_read_meanwhile(
    qtbot: QtBot, session: DossierSession, jobs: Jobs
) -> None:
    read: list[str] = []
    session.dossier.load_history = lambda: read.append("history")  # type: ignore[method-assign]
    DossierCare(session, jobs)
    qtbot.waitUntil(lambda: not jobs.is_busy)
    assert read == ["history"]
