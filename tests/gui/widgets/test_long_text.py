"""Fields of several lines take what is pasted by work that grows with its length, and say what they leave out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import TEXT_LIMIT
from tests.growth import LINEAR, growth
from ui.features.reading.note_panel import NoteField
from ui.plan.action_fields import NoteEdit
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow
from ui.widgets.limit_words import LeftOutWords
from ui.widgets.long_text import LongText

UNBROKEN = {
    "letters": "a",
    "accents": "é",
    "no-break spaces": "mot\u00a0",
    "markup": "<",
    "right to left": "ש",
    "words": "mot ",
    "lines": "mot\n",
}


def paste(field: QPlainTextEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    field.selectAll()
    field.paste()
    QApplication.processEvents()


@pytest.mark.parametrize("name", UNBROKEN)
def test_pasting_grows_with_what_is_pasted(qtbot: QtBot, name: str) -> None:
    field = LongText(10**6)
    qtbot.addWidget(field)
    field.resize(500, 120)
    field.show()
    piece = UNBROKEN[name]

    def work(size: int) -> None:
        paste(field, piece * (size // len(piece)))
        assert field.document().characterCount() == size + 1

    assert growth(work, 10_000) < LINEAR


def test_lines_break_between_words_unless_a_word_is_endless(qtbot: QtBot) -> None:
    field = LongText(10_000)
    qtbot.addWidget(field)
    at_words, anywhere = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere, QTextOption.WrapMode.WrapAnywhere
    for text, mode in (("mot " * 500, at_words), ("a" * 5_000, anywhere), ("deux mots", at_words)):
        paste(field, text)
        assert field.wordWrapMode() == mode
        field.setPlainText("")
        assert field.wordWrapMode() == at_words
        field.setPlainText(text)
        assert field.wordWrapMode() == mode


def note_of_the_plan(window: MainWindow) -> NoteEdit:
    window.open_route(Route(PageId.PLAN, "elu-commission"))
    QApplication.processEvents()
    return next(edit for edit in window.current_page.findChildren(NoteEdit) if edit.isVisible())


def test_the_note_of_an_action_takes_what_a_dossier_holds_and_says_the_rest(window: MainWindow, qtbot: QtBot) -> None:
    note = note_of_the_plan(window)
    paste(note, "b" * 1_000_000)
    assert note.toPlainText() == "b" * TEXT_LIMIT
    parent = note.parentWidget()
    assert parent is not None
    (said,) = (label for label in parent.findChildren(LeftOutWords) if label.text())
    assert "20\u00a0000 caractères au plus" in said.text() and "980\u00a0000 caractères" in said.text()
    assert note.accessibleDescription() == said.text()
    note.paused.emit()
    dossier = window.context.session.dossier
    qtbot.waitUntil(lambda: dossier.fields("action:elu-commission").get("note") == "b" * TEXT_LIMIT)
    note.undo()
    assert note.toPlainText() == "" and not said.text()


def test_the_note_of_a_page_says_what_it_leaves_out(qtbot: QtBot, make_context: Callable[..., AppContext]) -> None:
    field = NoteField()
    words = LeftOutWords(field)
    qtbot.addWidget(field)
    qtbot.addWidget(words)
    paste(field, "é" * TEXT_LIMIT)
    assert not words.text()
    paste(field, "é" * (TEXT_LIMIT + 1))
    assert "(1 caractères)" in words.text()
    field.setPlainText("")
    assert not words.text()
