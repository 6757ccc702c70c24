"""Contacter la CRESS, as fingers meet it: whose message, what it says, for whom the form is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from kit.mail import clean, transports
from kit.territoires import Territories
from tests.gui.features.contact.contact_hands import LEFT, choose_commune, fill, words_in_sight
from tests.gui.looks import alone
from tests.gui.marking import mark
from ui.features.contact.page import ContactPage
from ui.services.navigation import ToContact
from ui.shell.main_window import MainWindow
from ui.widgets.text import Heading

Key = Qt.Key

# What the screenless platform says of any list that drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

EXPECTED = """\
Madame, Monsieur,

Au nom de la commune de Guéret (Creuse), je souhaite l’appui de la CRESS
sur :
- Avoir un·e élu·e désigné·e à l’ESS (1 action faite sur {actions})
- Impulser un diagnostic territorial partagé (0 sur 3)

Un conseil le 12 mars.

Notre intercommunalité : CA du Grand Guéret.
Vous pouvez me joindre à mairie@gueret.example ou au 05 55 00 00 00.

Bien cordialement,
Camille Martin
adjointe au maire"""


# --- the message ---


def test_the_filled_form_gives_the_expected_message(qtbot: QtBot, page: ContactPage) -> None:
    mark(page.context.session, "action:elu-commission", Status.DONE)
    fill(qtbot, page)
    lever = page.context.library.outline.lever("elu-designe")
    assert lever is not None
    draft = page.draft()
    assert draft.body == EXPECTED.format(actions=len(lever.actions))
    assert draft.subject == "[Kit ESS] Guéret (23) - être accompagné·e sur un levier"
    assert (draft.to, draft.reply_to) == ("contact@cress-na.org", "mairie@gueret.example")
    assert page.preview.subject.text() == f"Objet\u00a0: {draft.subject}"
    assert page.preview.to.text() == "À\u00a0: contact@cress-na.org"
    assert clean.wrap(page.preview.text()) == draft.body


@pytest.mark.parametrize(("day", "shown"), [("2099-03-15", "15/03/2099"), ("2020-03-15", "")])
def test_the_day_of_the_next_council_is_proposed_and_may_be_changed(
    qtbot: QtBot, window: MainWindow, day: str, shown: str
) -> None:
    window.context.session.set_text("identity", "council", day)
    window.open_route(ToContact("rencontre"))
    page = window.current_page
    assert isinstance(page, ContactPage)
    council = page.form.council
    assert council.text() == shown and council.isVisible()
    assert ("Notre prochain conseil : 15 mars 2099" in page.draft().body) == bool(shown)
    council.setFocus()
    council.selectAll()
    qtbot.keyClicks(council, "5/4/2099")
    assert "Notre prochain conseil : 5 avril 2099" in page.draft().body
    page.form.request.choose("erreur")
    assert not council.isVisible() and "conseil" not in page.draft().body


def test_empty_fields_leave_their_lines_out(page: ContactPage, root: Path) -> None:
    golden = (root / "tests/golden/mail/rencontre-vide.txt").read_text(encoding="utf-8")
    assert transports.text(page.draft()) == golden


def test_the_preview_follows_each_key(qtbot: QtBot, page: ContactPage) -> None:
    qtbot.keyClicks(page.form.person, "Cam")
    assert page.preview.text().endswith("Bien cordialement,\nCam")
    qtbot.keyClick(page.form.person, Key.Key_Backspace)
    assert page.preview.text().endswith("Bien cordialement,\nCa")


def test_a_function_of_the_list_or_any_other_may_be_given(qtbot: QtBot, page: ContactPage) -> None:
    function = page.form.function
    function.choose("maire")
    assert page.preview.text().endswith("\nmaire")
    line = function.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "Stagiaire du CCAS")
    assert page.preview.text().endswith("\nStagiaire du CCAS")


def test_paragraphs_read_in_the_preview_wrap_to_the_same_lines(root: Path) -> None:
    for golden in sorted((root / "tests/golden/mail").glob("*.txt")):
        body = golden.read_text(encoding="utf-8").split("\n\n", 1)[1].rstrip("\n")
        assert clean.wrap(clean.unwrap(body)) == body, golden.name


def test_text_edited_by_hand_is_kept_and_the_proposed_one_comes_back(qtbot: QtBot, page: ContactPage) -> None:
    editor = page.preview.editor
    editor.setFocus()
    qtbot.keyClicks(editor, "Bonjour. ")
    by_hand = editor.toPlainText()
    assert by_hand.startswith("Bonjour. Madame")
    qtbot.keyClicks(page.form.person, "Camille")
    assert editor.toPlainText() == by_hand
    assert page.draft().body.startswith("Bonjour. Madame")
    assert not page.preview.restore.isHidden()
    qtbot.mouseClick(page.preview.restore, LEFT)
    assert editor.toPlainText().startswith("Madame") and editor.toPlainText().endswith("Camille")
    assert page.preview.restore.isHidden()
    assert editor.hasFocus()
    qtbot.keyClick(editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.toPlainText() == by_hand
    assert page.preview.by_hand


# --- the collectivité ---


def test_the_list_is_read_at_the_first_focus_and_off_the_windows_thread(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    load = Territories.load

    def watched(folder: Path) -> Territories:
        threads.append(threading.current_thread())
        return load(folder)

    monkeypatch.setattr(Territories, "load", watched)
    Territories.shared.cache_clear()
    window.open_route(ToContact())
    page = window.current_page
    assert isinstance(page, ContactPage)
    page.form.person.setFocus()
    assert not threads
    choose_commune(qtbot, page, "bordeaux")
    page.form.person.setFocus()
    page.form.collectivite.setFocus()
    assert len(threads) == 1 and threads[0] is not threading.main_thread()


def test_a_chosen_commune_is_kept_in_the_dossier_and_asked_once(qtbot: QtBot, page: ContactPage) -> None:
    choose_commune(qtbot, page, "gueret")
    session = page.context.session
    kept = {name: session.text("identity", name) for name in ("name", "kind", "insee", "departement", "epci")}
    assert kept == {
        "name": "Guéret",
        "kind": "commune",
        "insee": "23096",
        "departement": "Creuse",
        "epci": "CA du Grand Guéret",
    }
    assert session.text("identity", "departement_code") == "23"
    assert page.form.collectivite.text() == "Guéret (23) · commune"
    assert page.form.collectivite_box.note == "Creuse · CA du Grand Guéret"
    qtbot.waitUntil(lambda: not session.is_saving)
    again = ContactPage(page.context)
    alone(qtbot, again)
    assert again.form.collectivite.text() == "Guéret (23) · commune"
    assert "la commune de Guéret (Creuse)" in again.preview.text()


def test_an_intercommunalite_may_be_chosen(qtbot: QtBot, page: ContactPage) -> None:
    choose_commune(qtbot, page, "cc de blaye")
    assert page.context.session.text("identity", "siren") == "200023794"
    assert "la communauté de communes de Blaye (Gironde)" in page.draft().body.replace("\n", " ")


def test_a_name_outside_the_list_is_taken_as_typed(qtbot: QtBot, page: ContactPage) -> None:
    choose_commune(qtbot, page, "gueret")
    line = page.form.collectivite
    line.selectAll()
    qtbot.keyClicks(line, "Syndicat mixte des Trois Rivieres")
    line.popup.hide()
    qtbot.keyClick(line, Key.Key_Tab)
    session = page.context.session
    assert session.text("identity", "name") == "Syndicat mixte des Trois Rivieres"
    assert session.text("identity", "insee") == session.text("identity", "departement") == ""
    assert "Au nom du syndicat mixte des Trois Rivieres, je souhaite" in page.draft().body.replace("\n", " ")
    assert "repris tel quel" in page.form.collectivite_box.note


def test_a_whole_name_typed_without_choosing_is_recognised(qtbot: QtBot, page: ContactPage) -> None:
    line = page.form.collectivite
    line.setFocus()
    qtbot.keyClicks(line, "bergerac")
    qtbot.waitUntil(lambda: bool(line.offered()))
    line.popup.hide()
    qtbot.keyClick(line, Key.Key_Tab)
    assert line.text() == "Bergerac (24) · commune"


def test_undoing_the_commune_elsewhere_shows_here(qtbot: QtBot, page: ContactPage) -> None:
    page.context.session.set_text("identity", "name", "Abzac")
    assert page.form.collectivite.text() == "Abzac"
    page.context.session.undo()
    assert page.form.collectivite.text() == ""


def test_who_writes_is_not_kept(qtbot: QtBot, page: ContactPage) -> None:
    fill(qtbot, page)
    session = page.context.session
    qtbot.waitUntil(lambda: not session.is_saving)
    written = session.path.read_text(encoding="utf-8")
    assert "Guéret" in written
    for secret in ("Camille", "mairie@", "05 55", "12 mars"):
        assert secret not in written


# --- the gate, the origin, the words ---


def test_whoever_is_of_no_collectivite_is_sent_to_the_other_form(qtbot: QtBot, page: ContactPage) -> None:
    assert page.inside.isVisible() and page.other.isHidden()
    qtbot.mouseClick(page.gate.no, LEFT)
    assert page.inside.isHidden() and page.other.isVisible()
    publisher = page.context.library.publisher
    address = publisher.form_general or publisher.form_fallback
    assert page.other.address.text() == address
    qtbot.keyClick(page.other.copy_form, Key.Key_Space)
    assert QGuiApplication.clipboard().text() == address
    assert any("tout lire et tout imprimer" in words for words in words_in_sight(page.other))
    qtbot.keyClick(page.gate.yes, Key.Key_Space)
    assert page.inside.isVisible() and page.other.isHidden()


def test_coming_from_a_lever_ticks_it(window: MainWindow) -> None:
    window.open_route(ToContact(about="reseaux"))
    page = window.current_page
    assert isinstance(page, ContactPage)
    assert page.form.values().levers == ("reseaux",)
    assert page.form.request.key() == "levier"
    lever = page.context.library.outline.lever("reseaux")
    assert lever is not None and lever.article.title in page.draft().body.replace("\n", " ")


def test_coming_from_a_page_names_it_once(window: MainWindow) -> None:
    route = ToContact(about="commerces-proximite")
    window.open_route(route)
    page = window.current_page
    assert isinstance(page, ContactPage)
    library = page.context.library
    title, version = library.article("commerces-proximite").title, library.publisher.content_version
    named = f"« {title} » (commerces-proximite, textes {version})"
    assert named in page.draft().body.replace("\n", " ")
    page.open_route(ToContact(about="culture-sante-sports-loisirs"))
    body = page.draft().body.replace("\n", " ")
    assert "(culture-sante-sports-loisirs, " in body and named not in body
    page.form.message.setPlainText("Mes mots.")
    page.open_route(route)
    assert page.form.message.toPlainText() == "Mes mots."
    page.form.page.setChecked(False)
    assert "commerces-proximite" not in page.draft().body


def test_words_searched_in_vain_are_written_once(window: MainWindow) -> None:
    window.open_route(ToContact(searched="navette fluviale"))
    page = window.current_page
    assert isinstance(page, ContactPage)
    assert "« navette fluviale »" in page.form.message.toPlainText()
    page.autosave.save()
    assert page.context.outbox.messages() == []  # a sentence of the kit's own is nothing to lose


def test_a_route_may_name_the_request(window: MainWindow) -> None:
    window.open_route(ToContact("erreur", about="commerces-proximite"))
    page = window.current_page
    assert isinstance(page, ContactPage)
    assert page.form.request.key() == "erreur"


def test_a_tick_elsewhere_shows_in_the_chip_and_the_message(qtbot: QtBot, page: ContactPage) -> None:
    chip = page.form.levers.chip("elu-designe")
    qtbot.mouseClick(chip, LEFT)
    before = chip.text()
    mark(page.context.session, "action:elu-commission", Status.DONE)
    assert chip.text() != before and "1/" in chip.text()
    assert "1 action faite sur" in page.draft().body


# --- too much ---


def test_too_long_a_message_says_how_much_was_left_out_and_undo_takes_it_back(page: ContactPage) -> None:
    form = page.form
    form.message.setPlainText("Déjà écrit. ")
    form.message.moveCursor(QTextCursor.MoveOperation.End)
    QGuiApplication.clipboard().setText("x" * 100_000)
    form.message.paste()
    assert form.message.toPlainText() == "Déjà écrit. " + "x" * (8_000 - 12)
    assert "4000 de trop" in form.message_box.error
    assert "La fin du texte collé (92012 caractères)" in form.message_box.error
    form.message.undo()
    assert form.message.toPlainText() == "Déjà écrit. " and form.message_box.error == ""


def test_a_text_pasted_over_another_takes_its_room(page: ContactPage) -> None:
    form = page.form
    form.message.setPlainText("a" * 8_000)
    form.message.selectAll()
    QGuiApplication.clipboard().setText("b" * 3_000)
    form.message.paste()
    assert form.message.toPlainText() == "b" * 3_000 and form.message_box.error == ""


def test_too_long_a_text_in_the_preview_is_said(page: ContactPage) -> None:
    QGuiApplication.clipboard().setText("x" * 100_000)
    page.preview.editor.selectAll()
    page.preview.editor.paste()
    assert len(page.preview.text()) == 12_000
    assert "la fin (88000 caractères) n’a pas été reprise" in page.preview.hint.text()
    assert page.preview.editor.accessibleDescription() == page.preview.hint.text()


def test_a_function_is_no_longer_than_a_message_takes(page: ContactPage) -> None:
    line = page.form.function.lineEdit()
    assert line is not None
    QGuiApplication.clipboard().setText("y" * 100_000)
    line.paste()
    assert page.form.function.key() == "y" * 80
    assert f"\n{'y' * 80}" in page.draft().body


def test_the_page_is_headed_by_what_one_writes(window: MainWindow) -> None:
    def heads() -> tuple[str, str]:
        page = window.current_page
        assert isinstance(page, ContactPage)
        shown = next(one for one in page.findChildren(Heading) if one.level == 1)
        return shown.text(), page.crumbs()[-1].text

    window.open_route(ToContact("page", about="commerces-proximite"))
    assert heads() == ("Partager une page du kit", "Partager une page du kit")
    window.open_route(ToContact("question", about="commerces-proximite"))
    assert heads()[1] == "Contacter la CRESS" and heads()[0].startswith("Contacter la CRESS")
    window.open_route(ToContact("plan"))
    assert heads()[0] == heads()[1] and "Contacter" not in heads()[0]
