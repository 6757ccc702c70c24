"""Imprimer writes the whole kit as files: progress, the way to stop it, nothing of the dossier."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kit.acts import document as acts
from kit.documents import export
from tests.gui.features.printing.test_print import shown
from tests.gui.keys import press
from ui.features.printing.page import PrintPage
from ui.services.context import AppContext

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintPage]:
    """Return the screen, with four documents and two models in place of all."""
    for module, name, count in ((export, "documents", 4), (acts, "blank_documents", 2)):
        whole = getattr(module, name)
        few = lambda *given, whole=whole, count=count: islice(whole(*given), count)  # noqa: E731
        monkeypatch.setattr(module, name, few)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    context.session.set_text("identity", "name", "Saint-Exemple-du-Marronnier")
    yield shown(qtbot, context)


def test_the_whole_kit_is_written_and_told(qtbot: QtBot, page: PrintPage, tmp_path: Path) -> None:
    press(qtbot, page.all)
    assert page.alls.isVisible() and "rien de votre dossier" in page.alls.entry("tout").why
    page.alls.close()
    for name in ("first", "second"):
        with qtbot.waitSignal(page.output.saved, timeout=120_000) as told:
            page.alls.action("tout").trigger()
        folder = told.args[0] if told.args else Path()
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert page.output.said.startswith(f"{len(files)} fichiers écrits"), name
        assert {path.suffix for path in files} == {".pdf", ".odt", ".docx", ".txt", ".html", ".epub"}
        assert not [path for path in files if b"Marronnier" in path.read_bytes()]
    assert page.foot.format == ".pdf", "the next document is no folder"
    assert len(list(tmp_path.glob("kit-ess-en-fichiers-*"))) == 2, "the first stays as it is"


def test_it_says_how_far_it_is_and_stops(
    qtbot: QtBot, page: PrintPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, write = threading.Event(), export.write

    def slow(*given: object, **more: object) -> None:
        go.wait(60)
        write(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "write", slow)
    page.alls.action("tout").trigger()
    bar = page.foot.wait
    qtbot.waitUntil(lambda: bar.isVisible() and bar.bar.maximum() == 6, timeout=30_000)
    assert bar.bar.accessibleName().endswith("0 sur 6")
    with qtbot.waitSignal(page.output.ended, timeout=60_000):
        bar.button.click()
        go.set()
    assert page.output.said == "Arrêté\u00a0: aucun fichier n’a été écrit."
    assert list(tmp_path.glob("*.tmp")) == list(tmp_path.glob("kit*")) == []
