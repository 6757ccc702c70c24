"""Réunir des collectivités: files or a folder to one table without names; what gave nothing is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from atelier.features.consolidation.page import ConsolidationPage
from atelier.services.places import Desk
from atelier.window import AtelierWindow
from kit.dossier.dossier import Dossier
from ui.services.navigation import Route

COMMUNES = ("23096", "23176", "23075", "23030", "23067", "23008")


@pytest.fixture
def page(desk: AtelierWindow) -> ConsolidationPage:
    desk.open_route(Route(Desk.CONSOLIDATION))
    QApplication.processEvents()
    found = desk.current_page
    assert isinstance(found, ConsolidationPage)
    return found


@pytest.fixture
def received(tmp_path: Path) -> Path:
    """Return a folder of six dossiers, a hostile file and one of another kind."""
    folder = tmp_path / "recus"
    folder.mkdir()
    for number, insee in enumerate(COMMUNES):
        with Dossier.create(folder / f"commune-{number}.kitess") as dossier:
            dossier.record("identity", "insee", insee)
            dossier.record("identity", "name", f"Commune {number}")
            dossier.record("action:elu-commission", "status", "fait")
    (folder / "abime.eml").write_bytes(b"\x00\xff" * 500)
    (folder / "note.txt").write_text("rien", "utf-8")
    return folder


def press(qtbot: QtBot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Space)


def test_nothing_can_be_united_before_something_is_chosen(page: ConsolidationPage, desk: AtelierWindow) -> None:
    assert not page.unite.isEnabled() and "Rien n’est choisi" in page.chosen.text()
    assert desk.focusWidget() is page.files


def test_a_folder_becomes_a_table_without_names(
    page: ConsolidationPage, qtbot: QtBot, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "tableau.csv"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(received))
    offered: list[str] = []

    def answer(_page: QWidget, _title: str, _name: str, kinds: str, *_rest: object) -> tuple[str, str]:
        offered.append(kinds)
        return str(out), "Tableau CSV (*.csv)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    press(qtbot, page.folder)
    assert "recus" in page.chosen.text()
    with qtbot.waitSignal(page.outlet.saved, timeout=20_000):
        press(qtbot, page.unite)
    assert "6 collectivités réunies" in page.outlet.said and "caché" in page.outlet.said
    assert "tableau.csv" in page.outlet.said
    assert "abime.eml" in page.passed.text() and "note.txt" not in page.passed.text()
    text = out.read_text("utf-8-sig")
    assert not any(insee in text for insee in COMMUNES) and "Commune " not in text
    assert [one.rpartition("(")[2] for one in offered[0].split(";;")][:3] == ["*.ods)", "*.xlsx)", "*.csv)"]


def test_files_that_give_nothing_write_nothing(
    page: ConsolidationPage, qtbot: QtBot, received: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.choose([received / "abime.eml", received / "note.txt", received / "absent.kitess"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: pytest.fail("nothing to save"))
    press(qtbot, page.unite)
    qtbot.waitUntil(lambda: "rien n’est écrit" in page.outlet.said, timeout=20_000)
    assert all(name in page.passed.text() for name in ("abime.eml", "note.txt", "absent.kitess\u00a0: introuvable"))
