"""Passages of a text highlighted with a note: marked by mouse and keys, kept, undone, found again, heard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.highlights import Highlight, all_highlights, highlighted
from kit.text_quote import TextQuote
from ui.access.nodes import PASSAGE
from ui.features.reading.page import ArticlePage
from ui.services.navigation import PageId, Route, ToArticle
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TOPIC = "commerces-proximite"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def opened(window: MainWindow, article: str = TOPIC, anchor: str = "") -> ArticlePage:
    window.open_route(ToArticle(article, anchor))
    settle(window.context)
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def kept(window: MainWindow) -> list[Highlight]:
    return [*all_highlights(window.context.session.dossier)]


def some_words(page: ArticlePage, number: int = 6) -> str:
    """Return words of a plain paragraph of the text in sight."""
    block = page.view.document().begin()
    while block.isValid():
        looks = [one.format.anchorHref() for one in [*block.textFormats()]]
        plain = looks == [""] and not block.blockFormat().headingLevel()
        if plain and len(block.text().split()) > number + 4:
            return " ".join(block.text().split(" ")[2 : number + 2])
        block = block.next()
    raise AssertionError("no paragraph")


def select(page: ArticlePage, words: str) -> tuple[int, int]:
    """Select words as a person does."""
    start = page.view.document().toRawText().index(words)
    cursor = QTextCursor(page.view.document())
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    page.view.setTextCursor(cursor)
    page.view.ensureCursorVisible()
    return cursor.selectionStart(), cursor.selectionEnd()


def look_at(page: ArticlePage, position: int) -> QTextCharFormat:
    cursor = QTextCursor(page.view.document())
    cursor.setPosition(position + 1)
    return cursor.charFormat()


def mark(qtbot: QtBot, page: ArticlePage, words: str) -> tuple[int, int]:
    place = select(page, words)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_U, CTRL)
    return place


def test_the_button_beside_the_selection_marks_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    words = some_words(page)
    place = select(page, words)
    assert page.mark_button.isVisible()
    end = QTextCursor(page.view.document())
    end.setPosition(place[1])
    assert abs(page.mark_button.y() - page.view.cursorRect(end).bottom()) < 60
    qtbot.mouseClick(page.mark_button, Qt.MouseButton.LeftButton)
    (one,) = kept(window)
    assert " ".join(one.quote.exact.split()) == " ".join(words.split())
    look = look_at(page, place[0])
    assert look.fontUnderline() or look.underlineStyle() == QTextCharFormat.UnderlineStyle.SingleUnderline
    assert look.background().color().name() == window.context.theme.mark.lower()
    assert not page.mark_button.isVisible() and page.panel.isVisible()
    assert page.panel.title.text() == "Passage surligné"
    assert window.feedback.text() == "Passage surligné"


def test_a_selection_that_fills_the_view_has_its_button_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.unfold()
    page.view.selectAll()
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum() // 2)
    assert page.mark_button.isVisible()
    assert page.view.viewport().rect().contains(page.mark_button.geometry())
    qtbot.mouseClick(page.mark_button, Qt.MouseButton.LeftButton)
    assert not kept(window) and "d’une page au plus" in window.feedback.text()


def test_by_keys_alone_words_are_walked_to_selected_marked_and_noted(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    cursor = page.view.textCursor()
    cursor.setPosition(page.view.document().toRawText().index(some_words(page)) - 1)
    page.view.setTextCursor(cursor)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_F7)
    assert "Maj et les flèches" in window.feedback.text()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(page.view, Qt.Key.Key_Right, SHIFT | CTRL)
    qtbot.keyClick(page.view, Qt.Key.Key_U, CTRL)
    (one,) = kept(window)
    assert page.panel.box.field.hasFocus()
    qtbot.keyClicks(page.panel.box.field, "Pour le conseil")
    qtbot.keyClick(page.panel.box.field, Qt.Key.Key_Escape)
    assert not page.panel.isVisible() and page.view.hasFocus()
    assert kept(window)[0].note == "Pour le conseil" and kept(window)[0].quote == one.quote
    qtbot.keyClick(page.view, Qt.Key.Key_F7)
    before = page.view.textCursor().position()
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert page.view.textCursor().position() == before, "the arrows scroll again"


def test_without_a_selection_the_key_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_U, CTRL)
    assert "Sélectionnez d’abord" in window.feedback.text() and not kept(window)


def test_a_mark_is_undone_by_ctrl_z_and_the_panel_goes_with_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    place = mark(qtbot, page, some_words(page))
    assert page.panel.isVisible()
    window.gestures.undo()
    assert not kept(window) and not page.panel.isVisible()
    assert look_at(page, place[0]).anchorHref() == ""
    window.gestures.redo()
    assert look_at(page, place[0]).anchorHref().startswith(PASSAGE)


def test_a_click_on_the_mark_opens_its_note_and_takes_it_away(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    place = mark(qtbot, page, some_words(page))
    qtbot.keyClicks(page.panel.box.field, "Une piste")
    qtbot.keyClick(page.panel.box.field, Qt.Key.Key_Escape)
    cursor = QTextCursor(page.view.document())
    cursor.setPosition(place[0] + 1)
    at = page.view.cursorRect(cursor).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.panel.isVisible() and page.panel.box.text() == "Une piste"
    remove = next(link for link in page.panel.links if link.text() == "Retirer le surlignage")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert not kept(window) and not page.panel.isVisible()
    assert window.feedback.text() == "Surlignage retiré"
    window.gestures.undo()
    assert kept(window)[0].note == "Une piste"


def test_tab_reaches_the_mark_enter_opens_its_note_and_escape_returns(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    place = mark(qtbot, page, some_words(page))
    qtbot.keyClick(page.panel.box.field, Qt.Key.Key_Escape)
    page.view.verticalScrollBar().setValue(0)
    cursor = page.view.textCursor()
    cursor.setPosition(0)
    page.view.setTextCursor(cursor)
    page.view.setFocus(Qt.FocusReason.OtherFocusReason)
    for _ in range(20):
        qtbot.keyClick(page.view, Qt.Key.Key_Tab)
        if (page.view.textCursor().selectionStart(), page.view.textCursor().selectionEnd()) == place:
            break
    else:
        raise AssertionError("not reached")
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.panel.isVisible() and page.panel.box.field.hasFocus()
    qtbot.keyClick(page.panel.box.field, Qt.Key.Key_Escape)
    assert page.view.hasFocus()
    assert (page.view.textCursor().selectionStart(), page.view.textCursor().selectionEnd()) == place


def test_a_dossier_that_is_read_only_says_why_nothing_is_marked(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    monkeypatch.setattr(type(window.context.session.dossier), "read_only", property(lambda _self: True))
    mark(qtbot, page, some_words(page))
    assert not kept(window) and "lecture seule" in window.feedback.text()


def test_another_dossier_has_its_own_passages(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = opened(window)
    mark(qtbot, page, some_words(page))
    qtbot.keyClicks(page.panel.box.field, "De la commune")
    before = window.context.session.path
    Dossier.create(tmp_path / "autre.kitess").close()
    assert window.context.dossiers.switch(tmp_path / "autre.kitess")
    qtbot.waitUntil(lambda: window.context.session.path.name == "autre.kitess")
    settle(window.context)
    assert not kept(window)
    page = opened(window)
    assert not page.view.passages.places and not page.panel.isVisible()
    with Dossier.open(before, write=False) as dossier:
        assert [one.note for one in all_highlights(dossier)] == ["De la commune"]


def test_a_dossier_put_back_as_it_was_has_its_own_notes(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    mark(qtbot, page, some_words(page))
    qtbot.keyClicks(page.panel.box.field, "avant")
    assert page.leave() and window.context.session.settle()
    path = window.context.session.path
    before = path.read_bytes()
    qtbot.keyClicks(page.panel.box.field, " et depuis")
    assert window.context.dossiers.replaced(path, lambda: path.write_bytes(before))
    settle(window.context)
    assert [one.note for one in kept(window)] == ["avant"]


def test_the_menu_of_the_text_marks_and_opens(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    words = some_words(page)
    place = select(page, words)

    def menu(position: int) -> list[str]:
        cursor = QTextCursor(page.view.document())
        cursor.setPosition(position)
        at = page.view.cursorRect(cursor).center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.view.viewport().mapToGlobal(at))
        QApplication.sendEvent(page.view.viewport(), event)
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        menus.append(found)
        return [action.text() for action in found.actions()]

    menus: list[QMenu] = []
    assert menu(place[0] + 1)[0] == "Surligner (Ctrl+U)"
    menus[-1].actions()[0].trigger()
    menus[-1].close()
    assert len(kept(window)) == 1
    assert menu(place[0] + 1)[:2] == ["Voir le passage surligné", "Retirer le surlignage"]
    menus[-1].actions()[1].trigger()
    menus[-1].close()
    assert not kept(window)


def test_a_reader_hears_that_words_are_highlighted(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    words = some_words(page)
    mark(qtbot, page, words)
    page.view.document_tree.top()
    names = [
        node.text(QAccessible.Text.Name) for node in page.view.document_tree.nodes if node.href.startswith(PASSAGE)
    ]
    assert names == [f"{words} (surligné)"]


def test_marks_stand_after_another_text_and_a_restart_of_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    place = mark(qtbot, page, some_words(page))
    opened(window, "ess-en-cinq-minutes")
    assert page.view.passages.places == {}
    page = opened(window)
    assert [*page.view.passages.places.values()] == [place]
    page.unfold()
    assert len(page.view.passages.places) == 1


def test_a_passage_in_the_folded_part_is_gone_to(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.unfold()
    last = page.view.document().toRawText()
    page._unfolded.clear()
    page._show(TOPIC)
    fold = page.view.fold
    assert fold
    words = " ".join(last[fold + 300 :].split("\u2029")[1].split(" ")[:6])
    made, changes = highlighted(TOPIC, TextQuote(words))
    window.context.session.apply(changes)
    page = opened(window, anchor=f"{PASSAGE}{made.id}")
    place = page.view.passages.places[made.id]
    assert place[0] >= fold and page.panel.isVisible()
    seen = page.view.cursorRect(page.view.textCursor())
    assert page.view.viewport().rect().contains(seen.center())


def test_the_list_of_sources_is_no_passage(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.unfold()
    source = window.context.library.sources_of(window.context.library.article(TOPIC))[0]
    mark(qtbot, page, source.title[:30])
    assert not kept(window) and "texte lui-même" in window.feedback.text()


def test_a_note_that_is_typed_is_kept_when_the_page_is_left(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    mark(qtbot, page, some_words(page))
    qtbot.keyClicks(page.panel.box.field, "À voir")
    window.open_route(Route(PageId.GLOSSARY))
    assert kept(window)[0].note == "À voir"


@pytest.mark.parametrize("number", [300])
def test_hundreds_of_marks_of_a_hostile_dossier_do_no_harm(window: MainWindow, number: int) -> None:
    page = opened(window)
    words = some_words(page)
    changes = []
    for one in range(number):
        quote = TextQuote(words if one % 2 else "a " * 900, "x" * 200, "y" * 200)
        changes += highlighted(TOPIC, quote)[1]
    window.context.session.apply(changes)
    assert len(page.view.passages.places) == number // 2
    assert page.view.toPlainText().count("\n") > 3
    page.view.grab(page.view.rect().intersected(page.view.rect().translated(QPoint(0, 0))))
