"""The coat of arms or logo in « Ma collectivité »: chosen, shown, refused with a sentence, taken away, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kit.documents import emblem
from kit.dossier import pieces
from tests.unit.documents.emblem_samples import png, svg
from ui.features.dossier.emblem_slot import EmblemSlot
from ui.features.dossier.page import CollectivitePage
from ui.features.printing.page import PrintPage
from ui.output import printables
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToPrint
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def slot(window: MainWindow) -> EmblemSlot:
    """Return the slot of the page."""
    window.open_route(Route(PageId.COLLECTIVITE))
    page = window.current_page
    assert isinstance(page, CollectivitePage)
    return page.emblem


def choose(
    qtbot: QtBot, slot: EmblemSlot, monkeypatch: pytest.MonkeyPatch, folder: Path, data: bytes, name: str
) -> None:
    source = folder / name
    source.write_bytes(data)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    slot.choose.setFocus()
    qtbot.keyClick(slot.choose, Qt.Key.Key_Space)


@pytest.mark.parametrize(("name", "data"), [("blason.png", png()), ("blason.svg", svg())])
def test_a_picture_is_chosen_shown_and_taken_away(
    qtbot: QtBot, window: MainWindow, context: AppContext, slot: EmblemSlot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes,
) -> None:  # fmt: skip
    told: list[str] = []
    context.feedback.told.connect(lambda done: told.append(done.words))
    qtbot.waitUntil(lambda: slot.state.text() == "Aucune image choisie.")
    assert slot.remove.isHidden()
    choose(qtbot, slot, monkeypatch, tmp_path, data, name)
    qtbot.waitUntil(lambda: slot.picture.isVisibleTo(slot))
    assert slot.state.text() == name and told == [f"Le blason ou logo est choisi\u00a0: {name}."]
    assert slot.picture.accessibleName().startswith("Blason ou logo")
    shown = slot.picture.pixmap().toImage()
    assert shown.width() < shown.height()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 3)
    assert middle.lightness() < 160, "something is drawn"
    qtbot.mouseClick(slot.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: slot.picture.isHidden())
    assert emblem.evidence(context.session.dossier) is None
    context.session.undo()
    qtbot.waitUntil(lambda: slot.picture.isVisibleTo(slot))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"BM a drawing", "n’est ni une image PNG ni un dessin SVG"),
        (svg("<script>x()</script>"), "enregistrez-le en PNG"),
        (png()[:-15], "est abîmé"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_kept(
    qtbot: QtBot, context: AppContext, slot: EmblemSlot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, data: bytes, words: str,
) -> None:  # fmt: skip
    choose(qtbot, slot, monkeypatch, tmp_path, data, "logo.png")
    qtbot.waitUntil(lambda: bool(slot.status.text()))
    assert words in slot.status.text() and "Rien n’a changé" in slot.status.text()
    assert pieces.files_of(context.session.path) == []


def test_a_picture_whose_file_is_gone_is_said(
    qtbot: QtBot, context: AppContext, slot: EmblemSlot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(qtbot, slot, monkeypatch, tmp_path, png(), "blason.png")
    qtbot.waitUntil(lambda: slot.picture.isVisibleTo(slot))
    assert context.session.settle()
    for file in pieces.files_of(context.session.path):
        file.unlink()
    slot.refresh()
    qtbot.waitUntil(lambda: "n’est plus à côté du dossier" in slot.state.text())
    assert slot.picture.isHidden() and slot.remove.isVisibleTo(slot)


def test_the_print_screen_shows_it(
    qtbot: QtBot, window: MainWindow, context: AppContext, slot: EmblemSlot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    context.session.set_text("identity", "name", "Saint-Exemple")
    choose(qtbot, slot, monkeypatch, tmp_path, png(), "blason.png")
    qtbot.waitUntil(lambda: slot.picture.isVisibleTo(slot))
    window.open_route(ToPrint(printables.PLAN))
    page = window.current_page
    assert isinstance(page, PrintPage)
    document = page.document()
    assert document is not None and document.emblem is not None
    assert document.emblem.alt == "Blason ou logo de Saint-Exemple"
