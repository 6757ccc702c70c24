"""A change on the disk while the dossier is open is folded in at once."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from ui.context import AppContext
from ui.dossier_watch import DossierWatch


def test_what_a_colleague_writes_beside_is_taken_in(qtbot: QtBot, context: AppContext) -> None:
    watch = DossierWatch(context, every_ms=20)
    with Dossier.open(context.session.path, by="Adjointe") as theirs:
        assert theirs.holder is not None  # it is open here: hers goes beside
        theirs.record("action:elu-commission", "status", "fait")
        with qtbot.waitSignal(watch.noticed, timeout=5_000) as told:
            pass
    assert "repris" in told.args[0]
    assert context.session.status("elu-commission") == Status.DONE


def test_ones_own_changes_are_no_news(qtbot: QtBot, context: AppContext) -> None:
    watch = DossierWatch(context, every_ms=10)
    with qtbot.assertNotEmitted(watch.noticed, wait=200):
        context.session.set_status("action:elu-commission", Status.DONE)
        assert context.session.settle()


def test_a_key_pulled_out_is_said_and_nothing_breaks(qtbot: QtBot, context: AppContext) -> None:
    watch = DossierWatch(context, every_ms=10)
    with qtbot.waitSignal(watch.noticed, timeout=5_000) as told:
        context.session.path.unlink()
    assert "n’est plus à sa place" in told.args[0] and context.session.path.name in told.args[0]
    assert context.session.status("elu-commission") == Status.TODO


def test_a_dossier_that_could_not_be_made_is_not_missed(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    never = Dossier.unwritable(tmp_path / "protégé" / "jamais.kitess", OSError())
    assert not never.has_changed_outside
