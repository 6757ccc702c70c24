"""The ten-minute path: two arguments, one example, a tick, the printed list, the message, as an élu·e would do it.

At most 15 clicks and 4 typed fields, counted by the test's own hands: nothing here calls a page's methods.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.mail_program import MailProgram
from ui.services.context import AppContext
from ui.shell.main_window import MainWindow

W = TypeVar("W", bound=QWidget)


class Hands:
    """Clicks and types in the window, and counts."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.clicks = 0
        self.fields = 0

    def find(self, kind: type[W], words: str) -> W:
        """Return the visible widget whose text or accessible name holds ``words``."""
        for widget in self.window.findChildren(kind):
            text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
            if widget.isVisible() and (words in text or words in widget.accessibleName()):
                return widget
        raise AssertionError(f"nothing says « {words} »")

    def click(self, words: str, kind: type[QAbstractButton] = QAbstractButton) -> None:
        """Press what says ``words``, at its middle."""
        button = self.find(kind, words)
        self.qtbot.waitUntil(button.isEnabled)  # the print screen makes its document first
        self.clicks += 1
        where = QPoint(12, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=where)

    def type(self, label: str, words: str) -> QLineEdit:
        """Click into the field that a label names, and type."""
        for each in self.window.findChildren(QLabel):
            buddy = each.buddy()
            line = buddy.lineEdit() if isinstance(buddy, QComboBox) else buddy
            if each.isVisible() and label in each.text() and isinstance(line, QLineEdit):
                self.clicks += 1
                self.fields += 1
                self.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
                self.qtbot.keyClicks(line, words)
                return line
        raise AssertionError(f"no field « {label} »")

    def follow(self, words: str) -> None:
        """Press the link of the article in sight that says ``words``."""
        view = next(b for b in self.window.findChildren(QTextBrowser) if b.isVisible())
        place = view.document().find(words)
        assert not place.isNull(), f"no link says « {words} »"
        place.setPosition(place.selectionStart() + 1)
        view.setTextCursor(place)
        view.ensureCursorVisible()
        self.clicks += 1
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(place).center())

    def reads(self, words: str) -> None:
        """Check that the article in sight says ``words``."""
        shown = [b.toPlainText() for b in self.window.findChildren(QTextBrowser) if b.isVisible()]
        assert any(words in text for text in shown), f"« {words} » is not in sight"


def test_the_whole_job_in_fifteen_clicks_and_four_fields(
    qtbot: QtBot,
    window: MainWindow,
    context: AppContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mail_program: MailProgram,
) -> None:
    hands = Hands(qtbot, window)

    # Two arguments, one with a local example.
    hands.click("2. Convaincre")
    hands.click("Commerces")
    hands.reads("En trente secondes")
    hands.reads("Bétête")
    hands.click("Convaincre")
    hands.click("Emploi rural")
    hands.reads("Par où commencer\n")
    hands.reads("Toutes les sources du kit")

    # A tick on a lever.
    hands.click("Agir")
    with qtbot.waitSignal(context.session.saved):
        hands.click("Avoir une commission ESS", QCheckBox)
    assert context.session.status("elu-commission") is Status.DONE

    # The printed list.
    out = tmp_path / "liste.pdf"
    monkeypatch.setattr("ui.features.printing.page.PrintPage.ask_file", lambda *_: out)
    hands.click("Imprimer")
    hands.click("Enregistrer (PDF)")
    qtbot.waitUntil(out.exists, timeout=20_000)
    qtbot.waitUntil(lambda: out.read_bytes().rstrip().endswith(b"%%EOF"), timeout=20_000)

    # The message.
    hands.click("Contacter la CRESS")
    hands.type("Votre collectivité", "Betete")
    hands.type("Prénom et nom", "Prenom Nom")
    hands.type("Fonction", "maire")  # one of the four answers without which a message does not go
    hands.type("Courriel", "mairie@betete.example")
    hands.click("Ouvrir dans ma messagerie")
    qtbot.waitUntil(lambda: bool(mail_program.received))
    (url,) = (one.decode("ascii") for one in mail_program.received)
    words = unquote(url)
    assert url.startswith("mailto:contact@cress-na.org?subject=") and len(url) <= 1900
    assert "Betete" in words or "Bétête" in words
    assert "mairie@betete.example" in words and "Prenom Nom" in words

    assert hands.clicks <= 15, hands.clicks
    assert hands.fields <= 4
    window.close()
    with Dossier.open(context.session.path) as again:
        assert again.status("elu-commission") is Status.DONE
