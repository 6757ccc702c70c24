"""Imprimer writes the book for e-readers: all texts, the dossier's state, the favourites, what is in sight."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from tests.gui.features.printing.test_print import shown
from tests.gui.keys import press
from tests.gui.marking import mark
from ui.output import printables
from ui.services.bookmarks import Bookmarks
from ui.services.context import AppContext
from ui.services.navigation import ToArticle, ToPrint

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOTE = "Voir avec Paul Exemple"


def test_the_book_holds_what_was_chosen(
    qtbot: QtBot, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = context.session
    session.set_text("action:elu-commission", "note", NOTE)
    mark(session, "action:elu-commission", Status.DONE)
    page = shown(qtbot, context)
    press(qtbot, page.book)
    assert page.books.isVisible() and page.books.offered == ("tout", "dossier"), "nothing is kept yet"
    page.books.close()
    Bookmarks(context.settings).toggle("Avoir un·e élu·e", ToArticle("elu-designe"))
    press(qtbot, page.book)
    assert page.books.offered == ("tout", "dossier", "favoris")
    page.books.close()
    held = {}
    for key in page.books.offered:
        out = tmp_path / f"{key}.epub"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, out=out: (str(out), ""))
        with qtbot.waitSignal(page.output.ended, timeout=60_000):
            page.books.action(key).trigger()
        held[key] = _what(out)
    assert held == {"tout": (False, True), "dossier": (True, True), "favoris": (True, False)}
    assert page.foot.format == ".pdf", "the next document is no book"

    page.open_route(ToPrint(printables.CHAPTER, of="agir"))
    qtbot.waitUntil(lambda: ".epub" in page.foot.menu.offered)
    out = tmp_path / "chapitre.epub"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    with qtbot.waitSignal(page.output.ended, timeout=60_000):
        page.foot.menu.action(".epub").trigger()
    assert _what(out) == (False, False), "a chapter is nobody's, as it is printed"
    page.open_route(ToPrint(printables.PLAN))
    qtbot.waitUntil(lambda: ".epub" not in page.foot.menu.offered)


def _what(path: Path) -> tuple[bool, bool]:
    """Return whether a book holds the note, and whether it holds a text of another chapter."""
    with zipfile.ZipFile(path) as package:
        told = [package.read(name) for name in package.namelist()]
        return any(NOTE.encode() in one for one in told), "EPUB/t-convaincre.xhtml" in package.namelist()
