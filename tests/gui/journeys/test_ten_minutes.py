"""The ten-minute path: two arguments, one example, a tick, the printed list, the message, as an élu·e would do it.

At most 15 clicks and 4 typed fields, counted by the test's own hands: nothing here calls a page's methods.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from tests.gui.hands import Hands
from tests.gui.mail_program import MailProgram
from ui.services.context import AppContext
from ui.shell.main_window import MainWindow


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
