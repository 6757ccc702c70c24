"""The mairie's own template in « Ma collectivité »: chosen, told, refused with a sentence, applied, taken away."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kit.documents import keeping
from kit.dossier import pieces
from tests.unit.acts.test_form import made
from tests.unit.documents.template_samples import OPEN, WORD, packed
from ui.features.dossier.page import CollectivitePage
from ui.features.dossier.template_slot import TemplateSlot
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def slot(window: MainWindow) -> TemplateSlot:
    """Return the slot of the page."""
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    return page.template


def choose(qtbot: QtBot, slot: TemplateSlot, monkeypatch: pytest.MonkeyPatch, source: Path, data: bytes) -> None:
    source.write_bytes(data)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    slot.choose.setFocus()
    qtbot.keyClick(slot.choose, Qt.Key.Key_Space)


def test_a_template_of_each_kind_is_chosen_applied_and_taken_away(
    qtbot: QtBot, context: AppContext, slot: TemplateSlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert slot.state.text().startswith("Aucun modèle") and slot.remove.isHidden()
    choose(qtbot, slot, monkeypatch, tmp_path / "mairie.dotx", packed(WORD))
    qtbot.waitUntil(lambda: "mairie.dotx" in slot.state.text())
    choose(qtbot, slot, monkeypatch, tmp_path / "mairie.ott", packed(OPEN))
    qtbot.waitUntil(lambda: "Pour LibreOffice\u00a0: mairie.ott" in slot.state.text())
    assert "Pour Word\u00a0: mairie.dotx" in slot.state.text()
    page = slot.window()
    assert isinstance(page, MainWindow)
    current = page.current_page
    assert isinstance(current, CollectivitePage)
    outlet, out = current.whole.outlet, tmp_path / "acte.docx"
    outlet.write(made("arrete-delegation-ess", "commune"), out)
    qtbot.waitUntil(out.is_file)
    with zipfile.ZipFile(out) as package:
        assert "Garamond" in package.read("word/styles.xml").decode()
    qtbot.mouseClick(slot.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: slot.state.text().startswith("Aucun modèle"))
    assert keeping.templates(context.session.dossier) == () and slot.remove.isHidden()
    context.session.undo()
    qtbot.waitUntil(lambda: "mairie.dotx" in slot.state.text())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a text", "n’est pas un modèle Word (.dotx) ni LibreOffice (.ott)"),
        (packed(WORD, **{"word/vbaProject.bin": b"x"}), "contient des macros"),
        (packed(WORD)[:600], "est abîmé ou coupé"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(
    qtbot: QtBot, context: AppContext, slot: TemplateSlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    data: bytes, words: str,
) -> None:  # fmt: skip
    choose(qtbot, slot, monkeypatch, tmp_path / "mairie.dotx", data)
    qtbot.waitUntil(lambda: bool(slot.status.text()))
    assert words in slot.status.text() and "choisissez un autre modèle" in slot.status.text()
    assert pieces.files_of(context.session.path) == []
