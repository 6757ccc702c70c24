"""What the sidebar says when all lies beside the program."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from kit import paths
from ui.shell.main_window import MainWindow


def words(window: MainWindow) -> str:
    """Return what the card of the dossier says."""
    card = window.sidebar.findChild(QAbstractButton, "dossier-card")
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_the_portable_version_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ortable" not in words(window) and "sur cet ordinateur" in words(window)
    monkeypatch.setattr(paths, "is_portable", lambda: True)
    window.dossier_card.show_dossier()
    assert "Version portable" in words(window) and "dans le dossier du kit" in words(window)
    assert "cet ordinateur" not in words(window)
