"""« À envoyer »: what waits, what was said, what is erased; and a draft that nothing makes one lose."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kit import paths
from kit.mail import share_line, transports
from kit.mail.outbox import KEPT_DAYS, Means, Outbox, State
from kit.mandate.directory import contacts
from tests.gui.features.contact.contact_hands import LEFT, answer, choose_commune, fill, other_way, told, words_in_sight
from tests.gui.mail_program import MailProgram
from tests.gui.windows import open_window
from ui.features.contact.outbox_page import OutboxPage
from ui.features.contact.page import ContactPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact
from ui.shell.main_window import MainWindow

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def contact(window: MainWindow, route: Route | None = None) -> ContactPage:
    window.open_route(route or ToContact())
    page = window.current_page
    assert isinstance(page, ContactPage)
    return page


def outbox(window: MainWindow) -> OutboxPage:
    window.open_route(Route(PageId.OUTBOX))
    page = window.current_page
    assert isinstance(page, OutboxPage)
    return page


def restarted(qtbot: QtBot, make_context: Callable[..., AppContext]) -> MainWindow:
    return open_window(qtbot, make_context())


def kept() -> list[tuple[State, str]]:
    return [(message.state, message.body) for message in Outbox(paths.outbox()).messages()]


def test_a_message_is_kept_before_the_mail_program_is_asked(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = contact(window)
    fill(qtbot, page)
    seen: list[list[tuple[State, str]]] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(seen.append(kept())))
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [[(State.PREPARED, page.preview.text())]]


def test_the_sidebar_counts_what_waits(qtbot: QtBot, window: MainWindow, mail_program: MailProgram) -> None:
    entry = window.sidebar._buttons[PageId.OUTBOX]
    assert entry.isHidden()
    page = contact(window)
    answer(page)
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(entry.isVisible)
    assert entry.text() == "À envoyer" and entry.count == "1"
    assert entry.accessibleDescription() == "1 message préparé"
    qtbot.waitUntil(page.panel.opened.isVisible)
    qtbot.keyClick(page.panel.opened.yes, Key.Key_Space)
    assert entry.count == "" and page.panel.opened.isHidden()
    assert f"{KEPT_DAYS} jours" in told(page)
    (message,) = page.context.outbox.messages()
    assert message.state is State.SENT


def test_not_yet_leaves_it_waiting(qtbot: QtBot, window: MainWindow, mail_program: MailProgram) -> None:
    page = contact(window)
    answer(page)
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(page.panel.opened.isVisible)
    qtbot.mouseClick(page.panel.opened.no, LEFT)
    assert page.context.outbox.waiting() == 1 and "À envoyer" in told(page)


def test_what_was_typed_is_saved_by_itself_and_back_at_the_next_start(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    page = contact(window)
    fill(qtbot, page)
    editor = page.preview.editor
    editor.setFocus()
    qtbot.keyClicks(editor, "Bonjour. ")
    body = page.preview.text()
    qtbot.waitUntil(lambda: (State.DRAFT, body) in kept(), timeout=5000)  # a second after the last key
    window.close()
    again = restarted(qtbot, make_context)
    page = contact(again)
    assert page.preview.text() == body and page.preview.by_hand
    assert page.form.message.toPlainText() == "Un conseil le 12 mars."
    values = page.form.values()
    assert (values.person, values.function, values.reply_to) == (
        "Camille Martin",
        "adjointe-au-maire",
        "mairie@gueret.example",
    )
    assert values.levers == ("elu-designe", "diagnostic") and values.request == "levier"
    assert "brouillon" in told(page)
    qtbot.mouseClick(page.preview.restore, LEFT)
    assert page.preview.text().startswith("Madame, Monsieur,")


def test_nothing_typed_leaves_nothing_behind(window: MainWindow) -> None:
    page = contact(window)
    assert page.leave()
    page.context.jobs.wait_for_writes()
    assert kept() == []


def test_a_start_says_quietly_that_messages_wait(
    qtbot: QtBot, window: MainWindow, mail_program: MailProgram, make_context: Callable[..., AppContext]
) -> None:
    from ui.shell.after_start import AfterStart

    page = contact(window)
    answer(page)
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    window.close()
    again = restarted(qtbot, make_context)
    later = AfterStart(again.context, again.context.search.folder, again)
    later.offered.connect(again.offer)
    later.run()
    assert again.notice.text().startswith("1 message préparé")
    assert not again.notice.sign.isVisible(), "nothing is wrong"
    assert again.sidebar._buttons[PageId.OUTBOX].isVisible()
    assert mail_program.received == mail_program.received[:1]  # nothing was opened by itself


def test_a_waiting_message_is_opened_again_as_it_was(
    qtbot: QtBot, window: MainWindow, mail_program: MailProgram, make_context: Callable[..., AppContext]
) -> None:
    page = contact(window)
    fill(qtbot, page)
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    body, subject = page.preview.text(), page.draft().subject
    window.close()
    again = restarted(qtbot, make_context)
    listed = outbox(again)
    (row,) = listed.rows
    assert row.item.subject == subject and "remis à votre messagerie" in row.item.state
    qtbot.mouseClick(row.open, LEFT)
    page = again.current_page
    assert isinstance(page, ContactPage)
    assert page.preview.text() == body
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: len(mail_program.received) == 2)
    assert mail_program.received[0] == mail_program.received[1]
    (message,) = page.context.outbox.messages()
    assert message.attempts == 2


def prepared(window: MainWindow, subject: str = "[Kit ESS] Objet") -> str:
    from msgspec.structs import replace

    box = window.context.outbox
    message = replace(box.new(), subject=subject, to="contact@cress-na.org", body="un secret")
    return box.prepare(message, Means.COPY).id


def test_the_day_that_she_says_is_kept_and_can_be_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    prepared(window)
    page = outbox(window)
    (row,) = page.rows
    day = datetime.date.today() - datetime.timedelta(days=3)
    assert row.day.currentText().endswith(" (aujourd’hui)")
    row.day.choose(day.isoformat())
    qtbot.keyClick(row.say_sent, Key.Key_Space)
    (message,) = window.context.outbox.messages()
    assert message.state is State.SENT and message.sent.startswith(day.isoformat())
    qtbot.waitUntil(lambda: page.rows and not page.rows[0].item.can_say_sent)
    assert "s’effacera le" in page.rows[0].item.state
    assert window.feedback.text().startswith("Noté") and window.feedback.button.text() == "Annuler"
    qtbot.keyClick(window.feedback.button, Key.Key_Space)
    (message,) = window.context.outbox.messages()
    assert message.state is State.PREPARED and window.feedback.text().startswith("Annulé")


def test_a_message_is_removed_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    prepared(window)
    page = outbox(window)
    page.rows[0].remove.setFocus()
    qtbot.keyClick(page.rows[0].remove, Key.Key_Space)
    qtbot.waitUntil(lambda: not page.rows)
    assert window.focusWidget() is page.personal.erase, "not lost with the card"
    window.context.jobs.wait_for_writes()
    assert kept() == []
    assert window.feedback.text() == "Supprimé\u00a0: [Kit ESS] Objet"
    qtbot.mouseClick(window.feedback.button, LEFT)
    qtbot.waitUntil(lambda: len(page.rows) == 1)
    window.context.jobs.wait_for_writes()
    assert kept() == [(State.PREPARED, "un secret")]


def test_the_text_of_a_sent_message_can_go_at_once(qtbot: QtBot, window: MainWindow) -> None:
    box = window.context.outbox
    found = box.get(prepared(window))
    assert found is not None
    box.say_sent(found, datetime.date.today())
    page = outbox(window)
    qtbot.mouseClick(page.rows[0].forget, LEFT)
    window.context.jobs.wait_for_writes()
    assert kept() == [(State.SENT, "")]
    qtbot.waitUntil(lambda: page.rows and page.rows[0].open.isHidden())


def test_erasing_asks_twice_empties_all_and_says_what_is_left(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = contact(window)
    fill(qtbot, page)
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: tmp_path / "essai.eml")
    other_way(page, "save")
    qtbot.waitUntil(lambda: (tmp_path / "essai.eml").exists() and "enregistré" in told(page))
    listed = outbox(window)
    personal = listed.personal
    said = " ".join(words_in_sight(personal)).replace("\u200b", "")  # places to break a long path
    assert str(paths.outbox()) in said
    qtbot.mouseClick(personal.erase, LEFT)
    qtbot.mouseClick(personal.keep, LEFT)
    assert kept() != []
    qtbot.mouseClick(personal.erase, LEFT)
    qtbot.keyClick(personal.sure, Key.Key_Space)
    qtbot.waitUntil(lambda: bool(personal.done))
    assert not paths.outbox().exists()
    assert str(tmp_path / "essai.eml") in personal.done and str(window.context.session.path) in personal.done
    again = contact(window)
    values = again.form.values()
    assert (values.person, values.function, values.reply_to, values.phone, values.message) == ("", "", "", "", "")
    assert again.leave()
    window.context.jobs.wait_for_writes()
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".eml")
    for secret in ("Camille", "mairie@gueret", "05 55 00", "12 mars"):
        assert secret.encode() not in left


# --- someone else, a copy, what goes along ---


def test_anyone_may_be_written_to_with_the_same_care(
    qtbot: QtBot, window: MainWindow, mail_program: MailProgram
) -> None:
    page = contact(window)
    form = page.form
    form.recipient.choice.setFocus()
    form.recipient.choose("epci")
    assert form.recipient.address.isVisible()
    assert [key for key, _ in _items(form.request)] == ["rencontre", "levier", "question", "page", "plan", "dossier"]
    assert page.preview.to.text() == "À\u00a0: son adresse, à indiquer"
    qtbot.mouseClick(page.panel.open, LEFT)
    assert window.focusWidget() is form.recipient.address
    assert form.recipient.address_box.error == "Réponse obligatoire\u00a0: indiquez l’adresse de votre destinataire."
    form.person.setText("Camille Martin")
    qtbot.keyClicks(form.recipient.address, "accueil@cc.example,pirate@example.org")
    qtbot.mouseClick(page.panel.open, LEFT)
    assert "adresse complète" in form.recipient.address_box.error and not mail_program.received
    form.recipient.address.clear()
    qtbot.keyClicks(form.recipient.address, "accueil@cc.example")
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    assert mail_program.received[0].startswith(b"mailto:accueil@cc.example?subject=")
    assert "de la CRESS" not in page.draft().body.replace("\n", " ")
    page.open_route(ToContact())
    assert any("accueil@cc.example" in words for _, words in _items(form.recipient.choice))


def test_networks_of_the_texts_are_on_offer(window: MainWindow) -> None:
    page = contact(window)
    names = {words for _, words in _items(page.form.recipient.choice)}
    library = page.context.library
    others = {one.name for one in library.shelf.networks if one.mail != library.publisher.mail}
    assert others <= names and len(others) == len(library.shelf.networks) - 1  # the publisher stands first, once


def test_the_address_of_a_network_is_typed_once_and_kept_in_the_directory(
    qtbot: QtBot, window: MainWindow, mail_program: MailProgram
) -> None:
    page = contact(window)
    answer(page)
    recipient, key = page.form.recipient, "network:reseau-aliso"
    recipient.choose(key)
    assert recipient.value() == ("Aliso", "")
    recipient.address.setText("bonjour@aliso.example")
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    (entry,) = contacts(page.context.session.dossier)
    assert (entry.name, entry.kind, entry.email) == ("Aliso", "réseau", "bonjour@aliso.example")
    page.open_route(ToContact())
    recipient.choose("")
    recipient.choose(key)
    assert recipient.value() == ("Aliso", "bonjour@aliso.example")
    assert [words for _, words in _items(recipient.choice) if "Aliso" in words] == ["Aliso"]
    recipient.address.setText("accueil@aliso.example")
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: len(mail_program.received) == 2)
    (entry,) = contacts(page.context.session.dossier)
    assert entry.email == "accueil@aliso.example"
    page.editor.keep_addresses(("1 rue Exemple", "87000 Limoges"), ())
    assert page.editor.known_postal() == "1 rue Exemple\n87000 Limoges"


def test_someone_elses_address_enters_no_directory(qtbot: QtBot, window: MainWindow, mail_program: MailProgram) -> None:
    page = contact(window)
    answer(page)
    page.form.recipient.choose("other")
    page.form.recipient.name.setText("Camille")
    page.form.recipient.address.setText("camille@exemple.example")
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    assert contacts(page.context.session.dossier) == []


def test_a_copy_to_oneself_is_seen(qtbot: QtBot, window: MainWindow, mail_program: MailProgram) -> None:
    page = contact(window)
    answer(page)
    page.form.reply_to.setText("mairie@gueret.example")
    qtbot.keyClick(page.form.copy, Key.Key_Space)
    assert "Copie\u00a0: mairie@gueret.example" in page.preview.to.text()
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    assert b"?cc=mairie@gueret.example&" in mail_program.received[0] and b"bcc" not in mail_program.received[0]


def test_the_plan_goes_along_only_when_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mail_program: MailProgram
) -> None:
    import email
    import email.policy

    page = contact(window)
    attach, panel = page.form.attach, page.panel
    answer(page)
    assert not attach.attach.isChecked() and attach.pdf.isHidden() and panel.open.property("look") == "primary"
    qtbot.keyClick(attach.attach, Key.Key_Space)
    assert panel.open.property("look") == "primary"
    assert attach.pdf.isVisible() and attach.whole.isVisible() and not attach.whole.isChecked()
    assert "Sans les noms" in " ".join(words_in_sight(attach))
    body = page.draft().body
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: tmp_path / name)
    other_way(page, "save")
    qtbot.waitUntil(lambda: "plan-ess.pdf" in told(page))
    (file,) = tmp_path.glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    (attached,) = message.iter_attachments()  # type: ignore[attr-defined]
    assert attached.get_filename() == "plan-ess.pdf" and attached.get_content().startswith(b"%PDF-")
    qtbot.keyClick(attach.pdf, Key.Key_Space)
    qtbot.waitUntil(lambda: "à votre message" in told(page))
    assert (tmp_path / "plan-ess.pdf").read_bytes().startswith(b"%PDF-")
    qtbot.mouseClick(panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    assert page.draft().body == body and "joint" not in body and b"attach" not in mail_program.received[0]


def test_the_plan_is_shared_with_a_colleague(window: MainWindow) -> None:
    page = contact(window, ToContact("plan"))
    assert not page.form.recipient.is_publisher
    assert page.form.attach.what == "plan" and not page.form.attach.names_and_notes
    assert len(page.form.levers.ticked()) == len(page.context.library.outline.levers)
    assert page.panel.menu.entry("save").why == "Fichier .eml, plan joint"


def test_a_page_is_shared_with_a_colleague(window: MainWindow) -> None:
    page = contact(window, ToContact("page", about="commerces-proximite"))
    article = page.context.library.article("commerces-proximite")
    page.form.recipient.address.setText("camille@exemple.fr")
    draft = page.draft()
    assert draft.to == "camille@exemple.fr"
    body = draft.body.replace("\n", " ")
    assert article.title in body and article.summary.replace("\u00a0", " ") in body
    page.form.attach.attach.setChecked(True)
    enclosed = page.editor.enclosed()
    assert enclosed is not None and enclosed.name == "page-du-kit-ess.pdf"


@pytest.mark.parametrize(
    ("words", "request_id", "others"),
    [
        ("Partager cette page", "page", True),
        ("Poser une question", "question", False),
        ("Signaler une erreur", "erreur", False),
    ],
)
def test_an_article_leads_to_a_message_about_itself(
    qtbot: QtBot, window: MainWindow, words: str, request_id: str, others: bool
) -> None:
    window.open_route(ToArticle("commerces-proximite"))
    article = window.current_page
    (link,) = [one for one in article.aside.findChildren(QPushButton) if one.text() == words]  # type: ignore[attr-defined]
    qtbot.mouseClick(link, LEFT)
    page = window.current_page
    assert isinstance(page, ContactPage)
    assert page.form.request.key() == request_id and page.form.values().other is others
    version = page.context.library.publisher.content_version
    assert f"(commerces-proximite, textes {version})" in page.draft().body.replace("\n", " ")


def test_where_the_collectivite_stands_is_shared_on_purpose_only(qtbot: QtBot, window: MainWindow) -> None:
    page = contact(window, ToContact("situation"))
    assert share_line.find(page.draft().body) == []
    other_way(page, "copy")
    assert window.focusWidget() is page.form.collectivite and "dans la liste" in page.form.collectivite_box.error
    choose_commune(qtbot, page, "gueret")
    (read,) = share_line.find(page.draft().body)
    assert read.insee == "23096" and len(read.letters) == 20
    page.form.request.choose("levier")
    assert share_line.find(page.draft().body) == []


def test_a_collectivite_outside_the_list_says_what_it_is(qtbot: QtBot, window: MainWindow) -> None:
    page = contact(window)
    assert page.form.structure.isHidden()
    page.form.collectivite.setFocus()
    qtbot.keyClicks(page.form.collectivite, "Pays des Trois Rivieres")
    page.form.collectivite.popup.hide()
    qtbot.keyClick(page.form.collectivite, Key.Key_Tab)
    assert page.form.structure.isVisible()
    page.form.structure.kind.choose("syndicat")
    page.form.structure.kind.activated.emit(0)
    page.form.structure.departement.choose("23")
    page.form.structure.departement.activated.emit(0)
    assert page.draft().subject.startswith("[Kit ESS] Pays des Trois Rivieres (23) - ")
    assert "Notre structure : syndicat, PETR ou pôle." in page.draft().body
    assert page.context.session.text("identity", "departement") == "Creuse"


# --- the other ways ---


def test_all_is_copied_at_once(qtbot: QtBot, window: MainWindow) -> None:
    page = contact(window)
    fill(qtbot, page)
    other_way(page, "copy")
    assert QGuiApplication.clipboard().text() == transports.text(page.draft())
    assert page.context.outbox.waiting() == 1


def test_a_code_is_shown_dark_on_white_in_every_theme(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    window = MainWindow(make_context(theme="dark"))
    qtbot.addWidget(window)
    window.show()
    page = contact(window)
    assert page.panel.qr.isHidden()
    answer(page)
    other_way(page, "code")
    code = page.panel.qr.code
    assert page.panel.qr.isVisible() and "contact@cress-na.org" in code.accessibleName()
    image = code.grab().toImage()
    assert image.pixelColor(2, 2).lightness() > 250  # the white around
    assert image.pixelColor(4 * 4 + 2, 4 * 4 + 2).lightness() < 5  # the corner of the first mark
    assert page.context.outbox.messages()[0].means is Means.QR


@pytest.mark.parametrize("extension", ["pdf", "odt", "docx"])
def test_a_letter_is_written(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    page = contact(window)
    fill(qtbot, page)
    out = tmp_path / f"courrier.{extension}"
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: out)
    other_way(page, "letter")
    asked = page.panel.address
    assert asked.isVisible() and "CRESS" in asked.says.text() and not out.exists()
    qtbot.keyClicks(asked.field, "1 rue Exemple")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    qtbot.keyClicks(asked.field, "33000 Bordeaux")
    assert page.delivery._editor.letter(asked.lines).recipient[-2:] == ("1 rue Exemple", "33000 Bordeaux")
    qtbot.mouseClick(asked.save, LEFT)
    qtbot.waitUntil(lambda: "courrier est enregistré" in told(page), timeout=15000)
    assert out.read_bytes()[:2] in (b"%P", b"PK")


def test_a_message_is_taken_along_on_a_key(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = contact(window)
    fill(qtbot, page)
    key = tmp_path / "cle"
    key.mkdir()
    monkeypatch.setattr(page.delivery, "ask_folder", lambda: key)
    other_way(page, "carry")
    qtbot.waitUntil(lambda: "copié dans" in told(page))
    (folder,) = key.iterdir()
    assert sorted(path.suffix for path in folder.iterdir()) == [".eml", ".txt"]
    assert page.context.outbox.waiting() == 1


def test_a_new_look_loses_nothing_of_what_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    page = contact(window, ToContact(about="elu-designe"))
    qtbot.keyClicks(page.form.message, "Un mot en cours.")
    window.restyle()
    again = window.current_page
    assert isinstance(again, ContactPage) and again is not page
    assert again.form.message.toPlainText() == "Un mot en cours."
    assert again.form.values().levers == ("elu-designe",)


def _items(choice) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return [(str(choice.itemData(row)), choice.itemText(row)) for row in range(choice.count())]
