"""The dossier and its pieces by mail: what has changed since the last one, and the key where it is too heavy."""

from __future__ import annotations

import datetime
import email
import email.policy
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kit.dossier import archive, pieces
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status
from kit.mail import transports
from kit.mandate import since
from kit.typography import NBSP
from tests.gui.features.contact.contact_hands import other_way
from tests.gui.marking import mark
from ui.features.contact.outbox_page import OutboxPage
from ui.features.contact.page import ContactPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToContact
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ON = "action:reseaux-cress"


@pytest.fixture
def page(window: MainWindow, context: AppContext, tmp_path: Path) -> ContactPage:
    """Return the message with a dossier that holds a piece, to a colleague."""
    letter = tmp_path / "Délibération.pdf"
    letter.write_bytes(b"%PDF-1.4\n%%EOF\n")
    context.plan.attach(context.plan.items([ON])[0], letter)
    assert context.session.settle()
    window.open_route(ToContact("dossier"))
    page = window.current_page
    assert isinstance(page, ContactPage)
    page.form.recipient.address.setText("camille@exemple.example")
    page.form.person.setText("Ana")
    return page


def body(page: ContactPage) -> str:
    return " ".join(page.draft().body.replace(NBSP, " ").split())


def sent(qtbot: QtBot, page: ContactPage, monkeypatch: pytest.MonkeyPatch, out: Path) -> None:
    """Write the draft with the dossier, then say that it was sent."""
    monkeypatch.setattr(page.delivery, "ask_file", lambda *_: out)
    other_way(page, "save")
    qtbot.waitUntil(page.panel.opened.isVisible, timeout=20_000)
    page.panel.opened.yes.click()
    assert page.context.session.settle()


def test_the_dossier_and_its_pieces_go_as_one_file(
    qtbot: QtBot, page: ContactPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.form.attach.what == "dossier" and "Depuis" not in body(page)
    assert page.panel.menu.entry("save").why == "Fichier .eml, dossier joint"
    out = tmp_path / "brouillon.eml"
    sent(qtbot, page, monkeypatch, out)
    message = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/zip" and attached.get_filename() == "essai.zip"
    content = attached.get_content()
    assert len(zipfile.ZipFile(BytesIO(content)).namelist()) == 2
    (tmp_path / "reçu.zip").write_bytes(content)
    whole = archive.unpack(tmp_path / "reçu.zip", tmp_path / "chez-camille.kitess")
    with Dossier.open(whole.path, write=False) as copy:
        (one,) = pieces.evidence_in(copy)
        assert pieces.check(copy.path, one) is pieces.PieceState.SOUND


def test_the_next_message_tells_what_has_changed_since(
    qtbot: QtBot, page: ContactPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = page.context
    sent(qtbot, page, monkeypatch, tmp_path / "a.eml")
    assert since.last_sent(context.session.dossier) is not None
    mark(context.session, ON, Status.DONE)
    context.plan.set_text(context.plan.items([ON]), "who", "Camille")
    context.plan.add_action("Rencontrer la presse")
    window.open_route(Route(PageId.PLAN))
    window.open_route(ToContact("dossier"))
    day = datetime.date.today()
    told = f"{day.year} : 1 action faite, 1 nouvelle, 1 complétée (personne, date, note, étape ou pièce)."
    qtbot.waitUntil(lambda: told in body(page))
    assert "Camille" not in body(page) and "presse" not in body(page), "no name unless it is asked for"
    page.form.attach.whole.setChecked(True)
    assert ": fait (Camille)" in body(page) and "Rencontrer la presse : à faire" in body(page)


def test_what_is_said_to_be_sent_later_counts_from_the_day_of_its_making(
    qtbot: QtBot, page: ContactPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = page.context.session
    monkeypatch.setattr(page.delivery, "ask_file", lambda *_: tmp_path / "a.eml")
    before = session.dossier.counter
    other_way(page, "save")
    qtbot.waitUntil(page.panel.opened.isVisible, timeout=20_000)
    mark(session, ON, Status.DONE)
    window.open_route(Route(PageId.OUTBOX))
    outbox = window.current_page
    assert isinstance(outbox, OutboxPage)
    outbox.rows[0].say_sent.click()
    kept = since.last_sent(session.dossier)
    assert kept is not None and kept.counter == before
    window.feedback.button.click()
    assert since.last_sent(session.dossier) is None, "taken back with the word that it was sent"


def test_what_is_too_heavy_for_a_mail_goes_by_the_key(
    qtbot: QtBot, page: ContactPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "WEIGHT_LIMIT", 100)
    page.editor.look_back()
    qtbot.waitUntil(lambda: not page.form.attach.heavy.isHidden())
    assert "Emporter sur une clé" in page.form.attach.heavy.text()
    out = tmp_path / "a.eml"
    monkeypatch.setattr(page.delivery, "ask_file", lambda *_: out)
    other_way(page, "save")
    qtbot.waitUntil(lambda: "Emporter sur une clé" in page.panel.status, timeout=20_000)
    assert not out.exists()
    key = tmp_path / "clé"
    key.mkdir()
    monkeypatch.setattr(page.delivery, "ask_folder", lambda: key)
    other_way(page, "carry")
    qtbot.waitUntil(page.panel.opened.isVisible, timeout=20_000)
    (folder,) = key.iterdir()
    assert {one.suffix for one in folder.iterdir()} == {".eml", ".txt", ".zip"}
    (written,) = folder.glob("*.eml")
    assert "application/zip" not in written.read_text("ascii")
