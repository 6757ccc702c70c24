"""Fixtures of the table of features: hands in a fresh window, and answers to file dialogs."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.hands import Dialogs, Hands
from ui.shell.main_window import MainWindow


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
