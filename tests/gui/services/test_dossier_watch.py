"""A change on the disk while the dossier is open is folded in at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.marking import mark
from ui.services.context import AppContext
from ui.services.dossier_watch import DossierWatch


def test_what_a_colleague_writes_beside_is_taken_in(qtbot: QtBot, context: AppContext) -> None:
    DossierWatch(context, context.feedback, every_ms=20)
    with Dossier.open(context.session.path, by="Adjointe") as theirs:
        assert theirs.holder is not None  # it is open here: hers goes beside
        theirs.record("action:elu-commission", "status", "fait")
        with qtbot.waitSignal(context.feedback.told, timeout=5_000) as told:
            pass
    assert "repris" in told.args[0].words
    assert context.session.status("elu-commission") == Status.DONE


def test_ones_own_changes_are_no_news(qtbot: QtBot, context: AppContext) -> None:
    DossierWatch(context, context.feedback, every_ms=10)
    with qtbot.assertNotEmitted(context.feedback.told, wait=200):
        mark(context.session, "action:elu-commission", Status.DONE)
        assert context.session.settle()


def test_a_key_pulled_out_is_said_and_nothing_breaks(qtbot: QtBot, context: AppContext) -> None:
    watch = DossierWatch(context, every_ms=10)
    with qtbot.waitSignal(watch.noticed, timeout=5_000) as told:
        context.session.path.unlink()
    assert "n’est plus à sa place" in told.args[0] and context.session.path.name in told.args[0]
    assert context.session.status("elu-commission") == Status.TODO


def test_a_dossier_that_could_not_be_made_is_not_missed(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    never = Dossier.unwritable(tmp_path / "protégé" / "jamais.kitess", OSError())
    assert never.refresh() == 0


def test_it_goes_on_looking_after_an_error_that_nobody_foresaw(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    DossierWatch(context, context.feedback, every_ms=10)

    def fails(_dossier: Dossier) -> int:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(Dossier, "refresh", fails)
        crashes: list[object] = []
        context.jobs.crashed.connect(crashes.append)
        qtbot.waitUntil(lambda: len(crashes) == 1)
        with qtbot.assertNotEmitted(context.jobs.crashed, wait=100):
            pass  # told once, and not every three seconds
    mark(context.session, "action:elu-commission", Status.DONE)
    assert context.session.settle()
    with (
        Dossier.open(context.session.path, by="Adjointe") as theirs,
        qtbot.waitSignal(context.feedback.told, timeout=5_000),
    ):
        theirs.record("action:elu-commission", "who", "Adjointe")


def test_another_dossier_starts_it_again(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    watch = DossierWatch(context, every_ms=10)
    with qtbot.waitSignal(watch.noticed, timeout=5_000):
        context.session.path.unlink()
    assert context.dossiers.switch(tmp_path / "autre.kitess")
    with (
        Dossier.open(context.session.path, by="Adjointe") as theirs,
        qtbot.waitSignal(context.feedback.told, timeout=5_000),
    ):
        theirs.record("action:elu-commission", "status", "fait")
    assert context.session.status("elu-commission") is Status.DONE


def test_the_disk_is_never_looked_at_in_the_windows_thread(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kit.dossier import sidecar

    seen: list[threading.Thread] = []
    genuine = sidecar.scan

    def scan(path: Path) -> sidecar.Around:
        seen.append(threading.current_thread())
        return genuine(path)

    monkeypatch.setattr(sidecar, "scan", scan)
    watch = DossierWatch(context, every_ms=10)
    qtbot.waitUntil(lambda: len(seen) > 2)
    assert threading.main_thread() not in seen and watch.parent() is None
