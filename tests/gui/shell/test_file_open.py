"""A dossier that the system asks the open window to show, as a double click does on macOS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.file_open import FileOpen
from ui.shell.main_window import MainWindow


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Return a dossier with one tick, whose name has what names of mairies have."""
    path = tmp_path / "Saint-Exemple élu·e n°2.kitess"
    with Dossier.create(path) as dossier:
        dossier.record("action:elu-commission", "status", Status.DONE.value)
    return path


@pytest.fixture
def hearing(window: MainWindow) -> Iterator[MainWindow]:
    """Return a window that hears what the system asks for."""
    heard = FileOpen(window)
    yield window
    heard.deleteLater()


def ask(path: Path) -> None:
    """Ask as the system does."""
    QCoreApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(path)))


def test_the_dossier_asked_for_is_shown(hearing: MainWindow, context: AppContext, other: Path) -> None:
    assert context.session.status("elu-commission") is Status.TODO
    ask(other)
    assert context.session.path == other
    assert context.session.status("elu-commission") is Status.DONE
    assert hearing.notice.text() == ""


def test_what_was_typed_and_not_kept_yet_goes_to_its_own_dossier(
    qtbot: QtBot, hearing: MainWindow, context: AppContext, other: Path
) -> None:
    first = context.session.path
    hearing.open_route(Route(PageId.ACT))
    context.session.set_text("action:elu-commission", "note", "à moi")
    ask(other)
    with Dossier.open(first) as dossier:
        assert dossier.value("action:elu-commission", "note") == "à moi"
    assert context.session.text("action:elu-commission", "note") == ""


def test_a_file_of_another_kind_is_left_alone(hearing: MainWindow, context: AppContext, tmp_path: Path) -> None:
    before = context.session.path
    (tmp_path / "lettre.pdf").write_bytes(b"%PDF-")
    ask(tmp_path / "lettre.pdf")
    assert context.session.path == before


def test_a_dossier_that_cannot_be_left_stays_and_this_is_said(
    hearing: MainWindow, context: AppContext, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = context.session.path
    monkeypatch.setattr(hearing.current_page, "leave", lambda: False)
    ask(other)
    assert context.session.path == before
    assert "n’a pas été ouvert" in hearing.notice.text()
