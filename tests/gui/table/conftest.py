"""Fixtures of the table of features: hands in a fresh window, and answers to file dialogs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.hands import Dialogs, Hands
from tests.gui.table.fonctions import load_rows, peers_columns, table
from tests.gui.windows import open_window
from ui.services.context import AppContext
from ui.shell.main_window import MainWindow


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the table of the peers: the page is then written anew once all rows are held."""
    parser.addoption("--peers", type=Path, help="peers.md: write docs/fonctions.md (make features)")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the page, if that was asked for and all went well."""
    peers = session.config.getoption("--peers", None)
    if peers is not None and exitstatus == 0:
        columns = peers_columns(peers.read_text(encoding="utf-8"))
        (session.config.rootpath / "docs" / "fonctions.md").write_text(table(load_rows(), columns), encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over what the screenless platform says of any list that drops down."""
    for item in items:
        if item.path.parent.name == "table":
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    """Return hands in a fresh window, on Accueil."""
    return Hands(qtbot, window)


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Dialogs:
    """Return what answers the dialogs of files."""
    return Dialogs(monkeypatch)


@pytest.fixture
def make_window(qtbot: QtBot, make_context: Callable[..., AppContext]) -> Callable[[], Hands]:
    """Return a function that opens the window, for tests that prepare something first."""
    return lambda: Hands(qtbot, open_window(qtbot, make_context()))
