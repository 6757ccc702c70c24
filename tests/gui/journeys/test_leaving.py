"""Going to another dossier, or out: nothing typed or under way is lost without a word, nor written elsewhere."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.dossier import pieces
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.errors import SaveRefused
from kit.mail.outbox import Outbox
from tests.gui.marking import mark
from ui import app
from ui.services import errors
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToContact
from ui.shell.main_window import MainWindow

ON = "action:elu-commission"
UNFORESEEN = [ValueError("x"), RuntimeError("x"), MemoryError(), KeyError("x"), RecursionError("x")]


def name_of(error: BaseException) -> str:
    return type(error).__name__


def test_a_file_attached_while_one_goes_to_another_dossier_is_evidence_of_the_first(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, first = context.session, context.session.path
    source = tmp_path / "deliberation.pdf"
    source.write_bytes(b"%PDF-1.7")
    going = threading.Event()
    genuine = pieces.add

    def slow(*args: Path) -> object:
        going.wait(0.2)
        return genuine(*args)

    monkeypatch.setattr(pieces, "add", slow)
    work = context.plan
    item = work.item(ON)
    assert item is not None
    work.attach(item, source)
    assert context.dossiers.switch(tmp_path / "autre.kitess")
    qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert session.path == tmp_path / "autre.kitess" and session.dossier.targets() == []
    assert not pieces.folder_of(session.path).exists()
    with Dossier.open(first, write=False) as dossier:
        (value,) = (value for field, value in dossier.fields(ON).items() if field.startswith("evidence:"))
    assert value["file"] in [one.name for one in pieces.folder_of(first).iterdir()]  # type: ignore[index]


def test_a_file_attached_is_said_and_one_undo_takes_it_back(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    source = tmp_path / "deliberation.pdf"
    source.write_bytes(b"%PDF-1.7")
    work = context.plan
    item = work.item(ON)
    assert item is not None
    with qtbot.waitSignal(work.announced) as told:
        work.attach(item, source)
    assert "fichier joint, deliberation.pdf" in told.args[0]
    assert [one.title for one in work.item(ON).evidence] == ["deliberation.pdf"]  # type: ignore[union-attr]
    context.session.undo()
    assert work.item(ON).evidence == ()  # type: ignore[union-attr]


@pytest.mark.parametrize("error", [*UNFORESEEN, OSError(errno.EIO, "io"), BaseException("x")], ids=name_of)
def test_a_file_that_cannot_be_attached_is_said(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(*_args: object) -> None:
        raise error

    monkeypatch.setattr(pieces, "add", fails)
    work = context.plan
    item = work.item(ON)
    assert item is not None
    with qtbot.waitSignal(work.noticed):
        work.attach(item, tmp_path / "x.pdf")
    assert not context.session.is_saving


def test_what_is_being_typed_is_kept_in_the_dossier_that_one_leaves(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    """As by a double click on another dossier: no field is left by hand."""
    session, first = window.context.session, window.context.session.path
    window.open_route(Route(PageId.COLLECTIVITE))
    field = window.current_page.boxes["mayor"].field  # type: ignore[attr-defined]
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "Camille")
    assert window.context.dossiers.switch(tmp_path / "autre.kitess")
    QApplication.processEvents()
    assert session.text("identity", "mayor") == "" and session.dossier.targets() == []
    with Dossier.open(first, write=False) as dossier:
        assert dossier.value("identity", "mayor") == "Camille"


@pytest.mark.parametrize("error", [*UNFORESEEN, SaveRefused(Path("x"), OSError(errno.ENOSPC, "full"))], ids=name_of)
def test_the_window_does_not_close_on_a_tick_that_is_not_saved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    session = window.context.session

    def refuse(*_events: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(session.dossier, "commit", refuse)
        mark(session, ON, Status.DONE)
        assert not window.close() and window.isVisible()
    assert "enregistré" in window.notice.text()
    assert session.status(ON) is Status.TODO and not session.is_saving
    path = session.path
    mark(session, ON, Status.DONE)
    assert window.close()
    with Dossier.open(path, write=False) as dossier:
        assert dossier.status(ON) is Status.DONE


def test_the_window_does_not_close_on_a_message_that_is_not_kept(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(outbox: Outbox, _message: object) -> None:
        raise SaveRefused(outbox.folder, OSError(errno.ENOSPC, "full"))

    monkeypatch.setattr(Outbox, "keep", refuse)
    window.open_route(ToContact())
    window.current_page.form.message.setPlainText("Bonjour")  # type: ignore[attr-defined]
    assert not window.close() and window.isVisible()
    assert window.close()


def test_whoever_closes_again_goes_without_what_no_disk_takes(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_events: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(window.context.session.dossier, "commit", refuse)
    mark(window.context.session, ON, Status.DONE)
    assert not window.close()
    assert window.close()


@pytest.mark.parametrize("error", UNFORESEEN, ids=name_of)
def test_a_dossier_that_does_not_close_well_lets_the_window_go(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(_dossier: Dossier) -> bool:
        raise error

    with monkeypatch.context() as patched, qtbot.captureExceptions() as seen:
        patched.setattr(Dossier, "keep_snapshot", fails)
        window.close()
    assert [kind for kind, *_ in seen] == [type(error)] and not window.isVisible()
    with Dossier.open(window.context.session.path) as dossier:
        assert dossier.holder is None, "the lock is given back"


def test_what_nobody_foresaw_says_whether_the_work_is_safe(
    qtbot: QtBot, context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(app, "show_crash", lambda kind, where, safe: said.append(f"{kind}: {safe()}"))
    monkeypatch.setattr(app, "install_excepthook", lambda safe: None)
    session = context.session
    app.report_crashes(session, context.jobs)
    mark(session, ON, Status.DONE)
    context.jobs.crashed.emit(ValueError())
    assert "attend encore d’être enregistré" in said[-1]
    assert session.settle()
    context.jobs.crashed.emit(ValueError())
    assert said[-1] == "ValueError: Tous vos changements sont enregistrés."

    def refuse(*_events: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(session.dossier, "commit", refuse)
        mark(session, ON, Status.DOING)
        session.settle()
    assert said[-1].startswith("RuntimeError: Le dernier changement n’a pas été enregistré")


def test_the_hook_of_what_nobody_foresaw_asks_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    said: list[str] = []
    monkeypatch.setattr(errors, "show_crash", lambda kind, where, safe: said.append(safe()))
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors.install_excepthook(lambda: "sûr")
    sys.excepthook(ValueError, ValueError(), None)
    assert said == ["sûr"]
