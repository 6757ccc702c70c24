"""Contacter la CRESS, handing over: mail program, clipboard, file; and who reads with ears or keys. Nothing leaves."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kit.mail import transports
from kit.mail.outbox import State
from tests.gui.features.contact.contact_hands import LEFT, answer, fill, other_way, told, words_in_sight
from tests.gui.mail_program import MailProgram
from ui.features.contact.page import ContactPage
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.widgets.labelled import Labelled
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Label

Key = Qt.Key

# What the screenless platform says of any list that drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


# --- the ways out ---


def test_the_mail_program_gets_the_exact_bytes(qtbot: QtBot, page: ContactPage, mail_program: MailProgram) -> None:
    fill(qtbot, page)
    qtbot.keyClicks(page.form.message, " 100 % & + = ? # \"'")
    qtbot.mouseClick(page.panel.open, LEFT)
    draft = page.draft()
    qtbot.waitUntil(lambda: bool(mail_program.received))
    (url,) = mail_program.received
    assert url == transports.mailto(draft).url.encode()
    head, _, body = url.decode("ascii").partition("&body=")
    assert head.startswith("mailto:contact@cress-na.org?subject=")
    assert unquote(body).replace("\r\n", "\n") == draft.body
    assert "+" not in body and "%0D%0A" in body


def test_after_opening_a_panel_says_what_to_do(qtbot: QtBot, page: ContactPage, mail_program: MailProgram) -> None:
    assert page.panel.opened.isHidden()
    fill(qtbot, page)
    with qtbot.waitSignal(page.announced, check_params_cb=lambda words: "devrait s’ouvrir" in words):
        qtbot.keyClick(page.panel.open, Key.Key_Space)
    assert page.panel.opened.isVisible()
    said = " ".join(words_in_sight(page.panel.opened))
    assert "Votre logiciel de messagerie devrait s’ouvrir, le message déjà écrit." in said
    assert "Envoyer plus tard" in said and "Le message est-il parti" in said
    assert "Rien ne s’ouvre\u00a0?" in said
    assert "Thunderbird" in said and "«\u00a0adjointe\u00a0»" in said and "répondez non" in said
    assert not [box for box in QApplication.topLevelWidgets() if box.isModal()]
    area = page.scroller().viewport()
    qtbot.waitUntil(lambda: page.panel.opened.mapTo(area, QPoint(0, page.panel.opened.height())).y() <= area.height())


def test_no_mail_program_is_said(qtbot: QtBot, page: ContactPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    answer(page)
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(page.panel.opened.isVisible)
    assert "Aucun logiciel de messagerie" in page.panel.opened.words()
    assert "Thunderbird" not in page.panel.opened.words()


def test_a_long_message_goes_by_the_clipboard(qtbot: QtBot, page: ContactPage, mail_program: MailProgram) -> None:
    answer(page)
    page.form.message.setPlainText("Une très longue histoire, avec des détails. " * 60)
    assert "coller" in page.form.message_box.note
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: bool(mail_program.received))
    (url,) = mail_program.received
    assert len(url) <= 1900
    assert unquote(url.decode().partition("&body=")[2]) == "Collez ici le texte préparé (Ctrl+V)."
    assert QGuiApplication.clipboard().text() == page.draft().body
    assert "Collez-le" in page.panel.opened.words()


def test_the_room_left_is_counted(qtbot: QtBot, page: ContactPage) -> None:
    before = page.form.message_box.note
    qtbot.keyClicks(page.form.message, "Quelques mots de plus pour voir.")
    after = page.form.message_box.note
    assert before.startswith("Reste ≈\u00a0") and after.startswith("Reste ≈\u00a0")
    assert int(after.split("\u00a0")[1].split()[0]) < int(before.split("\u00a0")[1].split()[0])


def test_more_than_4000_characters_are_said_and_nothing_is_lost(
    qtbot: QtBot, page: ContactPage, mail_program: MailProgram
) -> None:
    answer(page)
    page.form.message.setPlainText("é" * 4001)
    qtbot.mouseClick(page.panel.open, LEFT)
    assert page.form.message_box.error == "4\u00a0000 caractères au plus\u00a0: 1 de trop."
    assert page.form.message.hasFocus()
    assert not mail_program.received
    assert len(page.form.message.toPlainText()) == 4001
    qtbot.keyClick(page.form.message, Key.Key_Delete)
    assert page.form.message_box.error == ""


def test_a_doubtful_address_is_said_once_beside_its_field(
    qtbot: QtBot, page: ContactPage, mail_program: MailProgram
) -> None:
    answer(page)
    page.form.reply_to.clear()
    qtbot.keyClicks(page.form.reply_to, "mairie@gueret")
    qtbot.mouseClick(page.panel.open, LEFT)
    assert page.form.reply_to.hasFocus()
    assert "ne semble pas complète" in page.form.reply_box.error
    assert page.form.reply_to.accessibleDescription() == page.form.reply_box.error
    assert page.form.reply_to.text() == "mairie@gueret" and not mail_program.received
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: len(mail_program.received) == 1)
    qtbot.keyClicks(page.form.reply_to, ".fr")
    qtbot.keyClick(page.form.reply_to, Key.Key_Tab)
    assert page.form.reply_box.error == ""


def test_address_subject_and_message_can_be_copied(qtbot: QtBot, page: ContactPage) -> None:
    fill(qtbot, page)
    clipboard, draft = QGuiApplication.clipboard(), page.draft()
    for button, text in ((page.preview.copy_to, "contact@cress-na.org"), (page.preview.copy_subject, draft.subject)):
        assert button.isVisible()
        qtbot.keyClick(button, Key.Key_Space)
        assert clipboard.text() == text
        assert "copié" in told(page) and page.panel.status == ""
    other_way(page, "copy")
    assert clipboard.text() == transports.text(draft) and "copiés ensemble" in told(page)


def test_the_draft_is_written_as_a_file(
    qtbot: QtBot, page: ContactPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(qtbot, page)
    asked: list[str] = []

    def answer(title: str, name: str, kinds: tuple[str, ...]) -> Path:
        asked.append(name)
        return tmp_path / name

    monkeypatch.setattr(page.delivery, "ask_file", answer)
    other_way(page, "save")
    qtbot.waitUntil(lambda: "enregistré" in told(page))
    (name,) = asked
    assert name.startswith("demande-ess-") and name.endswith(".eml")
    content = (tmp_path / name).read_bytes()
    assert content == transports.eml(page.draft())
    assert content.startswith(b"To: contact@cress-na.org\r\n") and b"X-Unsent: 1" in content
    assert name in told(page)
    assert [path.name for path in tmp_path.glob(".*.tmp")] == []


def test_a_refused_file_is_said_and_the_old_one_stays(
    qtbot: QtBot, page: ContactPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: tmp_path / "absent" / name)
    answer(page)
    other_way(page, "save")
    qtbot.waitUntil(lambda: "n’a pas été enregistré" in page.panel.status)
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: None)
    page.panel.show_status("")
    other_way(page, "save")
    assert page.panel.status == ""


def test_the_file_dialog_asks_before_replacing(page: ContactPage, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, str, str]] = []

    def refuse(_parent: QWidget, _title: str, start: str, kinds: str, _kind: str, option: object) -> tuple[str, str]:
        seen.append((option == QFileDialog.Option.DontConfirmOverwrite, kinds, Path(start).name))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", refuse)
    assert page.delivery.ask_file("Enregistrer", "demande.eml", (".eml",)) is None
    assert seen == [(False, "Brouillon de courriel (*.eml)", "demande.eml")]


def test_nothing_claims_that_the_message_has_gone(
    qtbot: QtBot, page: ContactPage, mail_program: MailProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    page.announced.connect(said.append)
    fill(qtbot, page)
    monkeypatch.setattr(page.delivery, "ask_file", lambda title, name, kinds: tmp_path / name)
    qtbot.mouseClick(page.panel.open, LEFT)
    other_way(page, "copy")
    other_way(page, "save")
    qtbot.waitUntil(lambda: "enregistré" in told(page))
    words = words_in_sight(page) + said
    assert len(words) > 60
    # The word stands on the one button that speaks for her, and nowhere else.
    assert {one for one in words if "envoyé" in one.lower()} == {page.panel.opened.yes.text()}
    (kept,) = page.context.outbox.messages()
    assert kept.state is State.PREPARED and kept.sent == ""
    assert any("Rien ne part sans vous" in one for one in words)
    assert any("Qui reçoit ce message\u00a0: CRESS Nouvelle-Aquitaine" in one for one in words)


# --- eyes, ears, hands ---


def test_every_field_has_a_name(page: ContactPage) -> None:
    page.panel.opened.show_for("adjointe", asked=True, shortened=True)
    named = 0
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            if widget.objectName().startswith("qt_") or widget.focusProxy() is not None:
                continue
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name, (widget, widget.parent())
            named += 1
    assert named > 18


def test_tab_goes_in_reading_order_and_leaves_every_field(qtbot: QtBot, window: MainWindow, page: ContactPage) -> None:
    form = page.form
    order: list[QWidget] = [
        form.recipient.choice,
        form.collectivite,
        form.person,
        form.function,
        form.reply_to,
        form.phone,
        form.copy,
        form.request,
        *(form.levers.chip(lever.article.id) for lever in page.context.library.outline.levers),
        form.message,
        form.council,
        form.availability,
        form.attach.attach,
        page.outbox_link,
        page.preview.copy_to,
        page.preview.copy_subject,
        page.preview.editor,
        page.panel.open,
        page.panel.other,
    ]
    order[0].setFocus()
    for expected in order[1:]:
        focused = window.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Key.Key_Tab)
        reached = window.focusWidget()
        assert reached is expected or (reached is not None and reached.parent() is expected), expected


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (1093, True), (960, False)])
def test_two_columns_where_there_is_room(
    qtbot: QtBot, window: MainWindow, page: ContactPage, width: int, beside: bool
) -> None:
    window.resize(width, 560)
    QApplication.processEvents()
    form = page.form.mapTo(page, page.form.rect().topLeft())
    preview = page.preview.mapTo(page, page.preview.rect().topLeft())
    assert (preview.x() > form.x() + page.form.width() - 1) is beside
    assert (preview.y() > form.y() + page.form.height() - 1) is not beside
    area = page.scroller()
    assert area.widget().width() <= area.viewport().width()


def test_growing_and_shrinking_the_window_keeps_all_in_sight(
    qtbot: QtBot, window: MainWindow, page: ContactPage
) -> None:
    for width in (1600, 1024, 1280, 900):
        window.resize(width, 600)
        QApplication.processEvents()
        assert page.scroller().widget().width() == page.scroller().viewport().width(), width


def test_escape_loses_nothing(qtbot: QtBot, page: ContactPage) -> None:
    for field in (page.form.person, page.form.message, page.preview.editor):
        field.setFocus()
        qtbot.keyClicks(field, "mots")
        qtbot.keyClick(field, Key.Key_Escape)
        text = field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
        assert "mots" in text


def test_a_wheel_over_a_list_changes_nothing(page: ContactPage) -> None:
    before = page.form.request.currentIndex()
    centre = QPointF(page.form.request.rect().center())
    no_button = Qt.MouseButton.NoButton
    event = QWheelEvent(
        centre,
        QPointF(page.form.request.mapToGlobal(page.form.request.rect().center())),
        QPoint(),
        QPoint(0, -120),
        no_button,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.form.request, event)
    assert page.form.request.currentIndex() == before


@pytest.mark.parametrize("size", [(1280, 800), (1366, 688)])
def test_the_buttons_stay_where_they_are_as_the_form_fills(
    qtbot: QtBot, window: MainWindow, page: ContactPage, size: tuple[int, int]
) -> None:
    window.resize(*size)
    QApplication.processEvents()
    bar, buttons = page.scroller().verticalScrollBar(), (page.panel.open, page.panel.other)
    before = [button.mapTo(page, QPoint()).y() for button in buttons]
    longest, height = bar.maximum(), page.preview.editor.minimumHeight()
    page.form.message.setPlainText("Une ligne.\n" * 60)
    QApplication.processEvents()
    assert [button.mapTo(page, QPoint()).y() for button in buttons] == before
    assert bar.maximum() == longest, "the page is no longer, and jumps no more"
    fill(qtbot, page)
    page.form.message.setPlainText("Une ligne.\n" * 60)
    window.feedback.clear()
    QApplication.processEvents()
    assert [button.mapTo(page, QPoint()).y() + bar.value() for button in buttons] == before
    bar.setValue(0)
    assert all(not button.visibleRegion().isEmpty() for button in buttons)
    assert page.preview.editor.minimumHeight() == height


# --- what must be answered, one button, the others in a menu ---


def labels(page: ContactPage) -> dict[str, str]:
    """Return what each label in sight says of the need of an answer, by its own words."""
    boxes = [box for box in page.form.findChildren(Labelled) if box.isVisible()]
    return {box.findChildren(Label)[0].text(): box._need.text() for box in boxes}


def test_each_label_says_whether_an_answer_is_needed(window: MainWindow, page: ContactPage) -> None:
    found = labels(page)
    needed = {words for words, need in found.items() if need == "obligatoire"}
    assert {"Votre collectivité", "Prénom et nom", "Fonction", "Courriel", "Votre demande"} <= needed
    assert {"Téléphone", "Message"} <= {words for words, need in found.items() if need == "facultatif"}
    assert set(found.values()) == {"obligatoire", "facultatif"}
    assert page.form.function.accessibleDescription() == "obligatoire"
    page.form.recipient.choose("epci")
    found = labels(page)
    assert found["Fonction"] == found["Courriel"] == "facultatif"
    assert found["Son adresse électronique"] == found["Prénom et nom"] == "obligatoire"


def test_a_missing_answer_is_named_at_the_press_and_nothing_goes(
    qtbot: QtBot, window: MainWindow, page: ContactPage, mail_program: MailProgram
) -> None:
    answer(page)
    page.form.function.clearEditText()
    assert page.panel.open.isEnabled() and page.panel.lacking.isHidden()
    said: list[str] = []
    page.announced.connect(said.append)
    page.form.message.setFocus()
    qtbot.mouseClick(page.panel.open, LEFT)
    assert page.panel.lacking.text() == "Il manque 1 réponse\u00a0: votre fonction" and page.panel.lacking.isVisible()
    assert said == [page.panel.lacking.text()]
    box = page.form.function_box
    assert box.error == "Réponse obligatoire\u00a0: indiquez votre fonction." and page.form.function.hasFocus()
    assert page.form.function.property("state") == "error"
    assert page.form.function.accessibleDescription() == box.error
    assert box.findChildren(Pictogram)[0].isVisible()
    assert not mail_program.received and page.context.outbox.messages() == [] and page.panel.opened.isHidden()
    page.form.message.setFocus()
    qtbot.keyClick(page.panel.lacking, Key.Key_Return)
    assert page.form.function.hasFocus()
    qtbot.keyClicks(page.form.function.lineEdit(), "maire")
    assert page.panel.lacking.isHidden() and box.error == ""
    assert page.form.function.accessibleDescription() == "obligatoire"
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: len(mail_program.received) == 1)


def test_all_that_is_missing_is_counted_in_the_order_of_the_form(qtbot: QtBot, page: ContactPage) -> None:
    qtbot.keyClick(page.panel.open, Key.Key_Space)
    assert page.panel.lacking.text() == (
        "Il manque 4 réponses\u00a0: votre collectivité, vos prénom et nom, votre fonction, votre courriel"
    )
    assert page.form.collectivite.hasFocus()
    for way in page.panel.menu.offered:
        page.form.message.setFocus()
        other_way(page, way)
        assert page.form.collectivite.hasFocus() and page.context.outbox.messages() == [], way
    page.form.person.setText("Camille Martin")
    assert page.panel.lacking.text().startswith("Il manque 3 réponses")
    page.form.recipient.choose("epci")
    assert page.panel.lacking.text() == "Il manque 1 réponse\u00a0: l’adresse de votre destinataire"
    assert page.form.function_box.error == ""


def test_the_other_ways_are_a_menu_that_opens_upwards(qtbot: QtBot, window: MainWindow, page: ContactPage) -> None:
    window.resize(1366, 768)
    QApplication.processEvents()
    menu, button = page.panel.menu, page.panel.other
    assert [menu.entry(key).words for key in menu.offered] == [
        "Copier le message",
        "Enregistrer un brouillon",
        "Préparer un courrier",
        "Montrer un code QR",
        "Emporter sur une clé",
    ]
    assert all(menu.entry(key).why for key in menu.offered)
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    assert menu.isVisible() and menu.activeAction() is menu.action("copy")
    assert menu.geometry().bottom() <= button.mapToGlobal(QPoint(0, 1)).y()
    assert page.panel.menu.action("copy").text() == "Copier le message\u00a0: Adresse, objet et texte"
    qtbot.keyClick(menu, Key.Key_Escape)
    assert not menu.isVisible() and button.hasFocus()
    answer(page)
    qtbot.keyClick(button, Key.Key_Up)
    assert menu.isVisible()
    for _ in range(3):
        qtbot.keyClick(menu, Key.Key_Down)
    qtbot.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(page.panel.qr.isVisible)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_message_and_its_buttons_are_always_in_sight(
    window: MainWindow, page: ContactPage, size: tuple[int, int]
) -> None:
    window.resize(*size)
    settle(window.context)
    assert page.scroller().verticalScrollBar().maximum() == 0
    bar = page.side.verticalScrollBar()
    assert bar.maximum() > 0
    for value in (0, bar.maximum()):
        bar.setValue(value)
        for part in (page.preview.editor, page.panel.open, page.panel.other):
            assert part.visibleRegion().boundingRect().height() == part.height()


def test_what_cannot_go_with_a_link_is_said(
    qtbot: QtBot, window: MainWindow, page: ContactPage, mail_program: MailProgram
) -> None:
    answer(page)
    page.form.attach.attach.setChecked(True)
    assert page.panel.menu.entry("save").why == "Fichier .eml, plan joint"
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(page.panel.opened.isVisible)
    assert "Le fichier n’y est pas" in page.panel.opened.words() and page.panel.opened.pdf.isVisible()
    page.form.attach.attach.setChecked(False)
    assert page.panel.menu.entry("save").why == "Fichier .eml"
    qtbot.mouseClick(page.panel.open, LEFT)
    qtbot.waitUntil(lambda: len(mail_program.received) == 2)
    assert "Le fichier n’y est pas" not in page.panel.opened.words() and page.panel.opened.pdf.isHidden()


def test_a_button_stays_under_the_pointer_while_it_is_pressed(
    qtbot: QtBot, window: MainWindow, page: ContactPage, mail_program: MailProgram
) -> None:
    """Leaving the field keeps the collectivité, and the bar that says so takes its room at the foot."""
    window.activateWindow()
    answer(page)
    settle(window.context)
    window.feedback.clear()
    QApplication.processEvents()
    line = page.form.collectivite
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Pays des Trois Rivieres")
    line.popup.hide()
    place = page.panel.open.mapTo(window, page.panel.open.rect().center())
    handle = window.windowHandle()
    QTest.mousePress(handle, LEFT, Qt.KeyboardModifier.NoModifier, place)
    QApplication.processEvents()
    assert page.context.session.text("identity", "name") == "Pays des Trois Rivieres"
    assert page.panel.open.mapTo(window, page.panel.open.rect().center()) == place
    QTest.mouseRelease(handle, LEFT, Qt.KeyboardModifier.NoModifier, place)
    qtbot.waitUntil(lambda: len(mail_program.received) == 1)
    qtbot.waitUntil(window.feedback.isVisible)
