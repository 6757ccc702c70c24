"""Imprimer writes the kit de poche: blank, with the dossier, or with its states alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from tests.gui.features.printing.test_print import shown
from tests.gui.keys import press
from tests.gui.marking import mark
from ui.services.context import AppContext

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOTE = "Voir avec Paul Exemple"


def test_the_page_holds_what_was_chosen(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = context.session
    session.set_text("identity", "name", "Saint-Exemple")
    session.set_text("action:elu-commission", "note", NOTE)
    mark(session, "action:elu-commission", Status.PAUSED)
    page = shown(qtbot, context)
    press(qtbot, page.pocket)
    assert page.pockets.isVisible() and page.pockets.offered == ("vierge", "avec-noms", "sans-noms")
    page.pockets.close()
    written = {}
    for key in page.pockets.offered:
        out = tmp_path / f"{key}.html"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out: (str(out), ""))
        with qtbot.waitSignal(page.output.ended, timeout=60_000):
            page.pockets.action(key).trigger()
        written[key] = out.read_text(encoding="utf-8")
    held = {key: (NOTE in text, "Saint-Exemple" in text, '"x":"en-pause"' in text) for key, text in written.items()}
    assert held == {
        "vierge": (False, False, False),
        "avec-noms": (True, True, True),
        "sans-noms": (False, False, True),
    }
    assert page.foot.format == ".pdf", "the next document is no page for a browser"
