"""The main job with a keyboard only: find and read, tick and note, save a PDF, adapt a model, write the message.

Nothing here calls a page or sets the focus: keys only, and ``Keyboard`` looks at the focus at each stop of Tab.
"""

from __future__ import annotations

import email
import re
from email import policy
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from tests.gui.keyboard import Keyboard
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToArticle
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def keys(window: MainWindow, context: AppContext) -> Keyboard:
    return Keyboard(window, context)


def place(window: MainWindow) -> Route:
    here = window.navigator.here
    assert here is not None
    return here


def test_find_and_read(keys: Keyboard, window: MainWindow) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("commerces de proximite")
    assert place(window).page is PageId.SEARCH
    keys.press(Qt.Key.Key_Return)
    assert (place(window).page, place(window).id) == (PageId.ARTICLE, "commerces-proximite")
    keys.press(Qt.Key.Key_PageDown)
    keys.ctrl(Qt.Key.Key_F)
    keys.type("bail")
    keys.press(Qt.Key.Key_F3)
    assert isinstance(keys.here, QLineEdit)
    keys.press(Qt.Key.Key_Escape)
    assert isinstance(keys.here, QTextBrowser)  # reading goes on where the word was found
    keys.tab_to("Demander à la CRESS")
    keys.press(Qt.Key.Key_Return)
    assert place(window) == ToArticle("reseaux-cress")
    keys.press(Qt.Key.Key_Left, ALT)
    assert place(window).id == "commerces-proximite"
    keys.press(Qt.Key.Key_Home, ALT)
    assert place(window).page is PageId.HOME
    assert keys.steps > 2


def test_shift_tab_leaves_a_text_where_one_came_in(keys: Keyboard, window: MainWindow) -> None:
    keys.ctrl(Qt.Key.Key_K)
    keys.type("ptce")
    window.open_route(Route(PageId.GLOSSARY))
    before = keys.here
    keys.press(Qt.Key.Key_Tab)
    assert isinstance(keys.here, QTextBrowser) and keys.says() == ""
    keys.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert keys.here is before


def test_tick_and_note(keys: Keyboard, window: MainWindow, context: AppContext) -> None:
    keys.tab_to("3. Agir")
    keys.press(Qt.Key.Key_Return)
    assert place(window).page is PageId.ACT
    keys.tab_to("Avoir une commission ESS", QCheckBox)
    keys.press(Qt.Key.Key_Space)
    assert context.session.status("elu-commission") is Status.DONE
    keys.tab_to("Qui, quand, note")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("Note", QPlainTextEdit)
    keys.type("Voir le compte rendu de mars.")
    keys.press(Qt.Key.Key_Tab)
    assert not isinstance(keys.here, QPlainTextEdit)
    assert context.session.text("action:elu-commission", "note") == "Voir le compte rendu de mars."
    keys.ctrl(Qt.Key.Key_Z)
    assert context.session.text("action:elu-commission", "note") == ""


def test_save_a_pdf(qtbot: QtBot, keys: Keyboard, window: MainWindow, tmp_path: Path) -> None:
    keys.ctrl(Qt.Key.Key_P)
    assert "Listes des leviers" in window.feedback.text(), "Accueil is no document: the nearest is offered"
    keys.ctrl(Qt.Key.Key_P)
    assert place(window).page is PageId.PRINT
    out = tmp_path / "listes.pdf"
    keys.tab_to("PDF")
    keys.accept_file(out)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: out.exists() and out.read_bytes().rstrip().endswith(b"%%EOF"), timeout=20_000)


def test_adapt_a_model_and_save_it_for_word(qtbot: QtBot, keys: Keyboard, window: MainWindow, tmp_path: Path) -> None:
    keys.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    keys.tab_to("Modèles à adapter")
    keys.press(Qt.Key.Key_Return)
    assert place(window).page is PageId.MODELS
    keys.tab_to("Adapter : Arrêté")
    keys.press(Qt.Key.Key_Return)
    assert place(window) == ToActModel("arrete-delegation-ess")
    keys.tab_to("L’arrêté, aucun champ rempli sur 2")
    keys.press(Qt.Key.Key_Space)
    keys.tab_to("Numéro de l’arrêté", QLineEdit)
    keys.type("2026-042")
    keys.press(Qt.Key.Key_F8)
    assert "Date de l’élection" in keys.says()
    keys.tab_to("Enregistrer (Word)")
    out = tmp_path / "arrete.docx"
    keys.accept_file(out)
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(out.exists, timeout=20_000)
    with ZipFile(out) as word:
        words = word.read("word/document.xml").decode("utf-8")
    assert "2026-042" in words, re.findall(">([^<]+)<", words)[:30]


def test_write_the_message_and_save_it(qtbot: QtBot, keys: Keyboard, window: MainWindow, tmp_path: Path) -> None:
    keys.tab_to("Préparer le message")
    keys.press(Qt.Key.Key_Return)
    assert place(window).page is PageId.CONTACT
    for label, words in (
        ("Votre collectivité", "Saint-Exemple"),
        ("Prénom et nom", "Prénom Nom"),
        ("Fonction", "maire"),
        ("Courriel", "mairie@saint-exemple.example"),
    ):
        keys.tab_to(label)
        keys.type(words)
    keys.tab_to("Autre façon…")
    keys.press(Qt.Key.Key_Space)
    keys.in_menu(Qt.Key.Key_Down)
    out = tmp_path / "message.eml"
    keys.accept_file(out)
    keys.in_menu(Qt.Key.Key_Return)
    qtbot.waitUntil(out.exists, timeout=20_000)
    message = email.message_from_bytes(out.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None and "Prénom Nom" in body.get_content() and "cress" in str(message["To"])
