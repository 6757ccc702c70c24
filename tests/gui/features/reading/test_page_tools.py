"""What one does with a text besides reading: keep, note, hear, copy, adapt a model; beside it or over it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.access import voice
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToActModel, ToArticle, ToPrint, ToSearch
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle
from ui.text.list_page import ListPage
from ui.widgets.wrap_link import WrapLink

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def opened(window: MainWindow, article: str = "commerces-proximite") -> ArticlePage:
    window.open_route(ToArticle(article))
    settle(window.context)
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def link(page: QWidget, words: str) -> WrapLink:
    return next(one for one in page.findChildren(WrapLink) if one.text() == words and one.isVisible())


def tool(window: MainWindow, name: str) -> QToolButton:
    """Return the tool of the line above the page that a screen reader calls so, with its keys or without."""
    found = [one for one in window.top_bar.findChildren(QToolButton) if one.isVisible()]
    return next(one for one in found if one.accessibleName().partition(" (")[0] == name)


def links(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]


def write(qtbot: QtBot, page: ArticlePage, words: str) -> None:
    page.tools.use("outil:note")
    qtbot.keyClicks(page.note.field, words)


# --- notes ---


def test_a_note_is_kept_when_the_page_is_left_and_read_again(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    qtbot.mouseClick(tool(window, "Écrire une note"), Qt.MouseButton.LeftButton)
    assert page.note.isVisible() and page.note.field.hasFocus()
    qtbot.keyClicks(page.note.field, "Voir avec le syndicat")
    window.open_route(Route(PageId.GLOSSARY))
    session = window.context.session
    assert session.text("article:commerces-proximite", "note") == "Voir avec le syndicat"
    page = opened(window, "ess-en-cinq-minutes")
    assert page.note.text() == ""
    page = opened(window)
    assert page.note.text() == "Voir avec le syndicat" and page.note.isVisible()
    assert tool(window, "Voir ma note")


def test_a_note_is_kept_after_a_pause_without_leaving_the_field(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.tools.notes._pause.setInterval(10)
    write(qtbot, page, "Une piste")
    session = window.context.session
    qtbot.waitUntil(lambda: session.text("article:commerces-proximite", "note") == "Une piste")
    assert page.note.field.hasFocus()


def test_a_note_is_kept_as_soon_as_its_field_is_left(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    write(qtbot, page, "Une piste")
    page.view.setFocus()
    assert window.context.session.text("article:commerces-proximite", "note") == "Une piste"


def test_a_note_is_undone_and_brought_back_as_one_gesture(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    write(qtbot, page, "Une piste")
    qtbot.keyClick(page.note.field, Qt.Key.Key_Escape)
    assert not page.note.isVisible() and page.view.hasFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Z, CTRL)
    assert page.note.text() == "" and window.context.session.text("article:commerces-proximite", "note") == ""
    qtbot.keyClick(page.view, Qt.Key.Key_Y, CTRL)
    assert page.note.text() == "Une piste"


def test_the_note_of_an_action_is_that_of_the_plan(qtbot: QtBot, window: MainWindow) -> None:
    window.context.session.set_text("action:elu-commission", "note", "En mars")
    page = opened(window, "elu-commission")
    assert page.note.text() == "En mars"
    page.tools.use("outil:note")
    page.note.field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(page.note.field, ", vers 18 h")
    assert page.leave()
    assert window.context.session.text("action:elu-commission", "note") == "En mars, vers 18 h"


def test_a_note_that_is_too_long_is_said_and_stays_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.tools.use("outil:note")
    page.note.field.setPlainText("a" * 20_003)
    assert not page.leave()
    assert "Trop long de 3 caractères" in page.note.field.accessibleDescription()
    assert len(page.note.text()) == 20_003
    page.note.field.setPlainText("a" * 20_000)
    assert page.leave()
    assert len(window.context.session.text("article:commerces-proximite", "note")) == 20_000


def test_a_note_that_the_disk_refuses_stays_in_the_field(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kit.errors import SaveRefused

    page = opened(window)
    dossier = window.context.session.dossier

    def refuse(*events: object) -> None:
        raise SaveRefused(dossier.path, OSError(28, "full"))

    monkeypatch.setattr(dossier, "commit", refuse)
    write(qtbot, page, "Une piste")
    page.leave()
    qtbot.waitUntil(lambda: "Pas encore enregistrée" in page.note.field.accessibleDescription())
    assert page.note.text() == "Une piste"
    monkeypatch.undo()
    page.leave()
    assert window.context.session.settle()
    assert window.context.session.text("article:commerces-proximite", "note") == "Une piste"


def test_pages_with_notes_are_listed_and_opened(qtbot: QtBot, window: MainWindow) -> None:
    session = window.context.session
    session.set_text("article:commerces-proximite", "note", "Une piste")
    session.set_text("action:elu-commission", "note", "En mars")
    session.set_text("article:ess-en-cinq-minutes", "note", "  ")
    window.open_route(Route(PageId.FAVOURITES))
    page = window.current_page
    assert isinstance(page, ListPage)
    titles = [window.context.library.article(i).title for i in ("commerces-proximite", "elu-commission")]
    text = page.view.toPlainText()
    assert all(title in text for title in titles)
    assert window.context.library.article("ess-en-cinq-minutes").title not in text
    found = page.view.document().find(titles[0])
    assert not found.isNull()
    page.view.setFocus()
    page.view.lead_to(found)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert window.navigator.here == ToArticle("commerces-proximite")


def test_the_search_finds_notes_and_opens_their_page(qtbot: QtBot, window: MainWindow) -> None:
    window.context.session.set_text("article:commerces-proximite", "note", "demander au zouave")
    window.open_route(ToSearch("zouave"))
    window.open_route(ToSearch("zouave", opens_first=True))
    qtbot.waitUntil(lambda: window.navigator.here == ToArticle("commerces-proximite"))


def test_tab_leaves_the_note(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.tools.use("outil:note")
    qtbot.keyClick(page.note.field, Qt.Key.Key_Tab)
    assert not page.note.field.hasFocus() and page.note.text() == ""


def test_f6_reaches_the_note_after_the_text(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    page.tools.use("outil:note")
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_F6)
    assert page.note.isAncestorOf(QApplication.focusWidget())


# --- favourites, copies, models ---


def test_a_page_is_kept_and_let_go_beside_the_text(qtbot: QtBot, window: MainWindow) -> None:
    opened(window)
    qtbot.mouseClick(tool(window, "Ajouter aux favoris"), Qt.MouseButton.LeftButton)
    assert window.keys.bookmarks.is_favourite(ToArticle("commerces-proximite"))
    qtbot.mouseClick(tool(window, "Retirer des favoris"), Qt.MouseButton.LeftButton)
    assert not window.keys.bookmarks.favourites()
    assert tool(window, "Ajouter aux favoris")


def test_a_page_is_copied_with_its_source(qtbot: QtBot, window: MainWindow) -> None:
    opened(window)
    qtbot.mouseClick(tool(window, "Copier avec la source"), Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    library = window.context.library
    assert text.startswith("Commerces de proximité\n\n")
    assert "« Commerces de proximité »".replace(" ", "\u00a0", 1)[0] in text
    assert f"textes {library.publisher.content_version}" in text and "texte provisoire" in text
    assert all(source.address in text for source in library.sources_of(library.article("commerces-proximite")))
    assert "copiée" in window.feedback.text()


def test_a_selection_is_copied_alone_with_its_source(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    cursor = page.view.document().find("Une association d’habitant·es")
    assert not cursor.isNull()
    page.view.setTextCursor(cursor)
    qtbot.keyClick(page.view, Qt.Key.Key_C, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("«\u00a0Une association d’habitant·es\u00a0»\n\nSource\u00a0: ")
    assert "Ce que la commune y gagne" not in text


def test_the_numbers_of_notes_are_not_copied_with_a_selection(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    cursor = page.view.document().find("familles adhéraient à l’épicerie")
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    assert "2" in cursor.selectedText()[-4:]
    page.view.setTextCursor(cursor)
    qtbot.keyClick(page.view, Qt.Key.Key_C, CTRL | SHIFT)
    assert "pour 10 € par an.\u00a0»" in QGuiApplication.clipboard().text().replace("10\u00a0€", "10 €")


def test_copying_where_there_is_no_text_says_so(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.announced) as said:
        qtbot.keyClick(window, Qt.Key.Key_C, CTRL | SHIFT)
    assert "Rien à copier" in said.args[0]


def test_the_models_that_serve_an_action_stand_beside_it(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, "elu-commission")
    model = window.context.acts.models.serving("elu-commission")[0]
    adapt = next(one for one in page.findChildren(WrapLink) if one.accessibleName() == f"Adapter\u00a0: {model.title}")
    qtbot.mouseClick(adapt, Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToActModel(model.id, about="elu-commission")


def test_many_models_are_a_link_away(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window, "outils-appels-projets")
    count = len(window.context.acts.models.serving("outils-appels-projets"))
    assert count > 3 and links(page).count("Adapter") == 2
    qtbot.mouseClick(link(page, "Voir les modèles"), Qt.MouseButton.LeftButton)
    assert window.navigator.here == Route(PageId.MODELS)


def test_the_models_of_a_lever_stand_at_its_foot(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.ACT, "elu-designe"))
    settle(window.context)
    model = window.context.acts.models.serving("elu-designe")[0]
    qtbot.mouseClick(link(window.current_page, model.title), Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToActModel(model.id, about="elu-designe")


# --- beside the text, or over it ---


def test_in_a_narrow_window_a_button_opens_what_stands_beside(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    assert not page.place.button.isVisible()
    window.resize(1024, 560)
    qtbot.waitUntil(lambda: page.width() < 980)
    assert page.place.button.isVisible() and not page.aside.isVisible()
    qtbot.mouseClick(page.place.button, Qt.MouseButton.LeftButton)
    assert page.aside.isVisible() and page.place.button.text() == "Fermer"
    assert page.aside.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not page.aside.isVisible() and page.view.hasFocus()


@pytest.mark.parametrize(("width", "shown"), [(1366, True), (1024, False), (900, False)])
def test_the_tools_keep_their_words_where_there_is_room(
    qtbot: QtBot, window: MainWindow, width: int, shown: bool
) -> None:
    window.setMinimumSize(0, 0)
    window.resize(width, 600)
    opened(window, "evenements-information-collective")
    tools = [tool(window, name) for name in ("Ajouter aux favoris", "Écrire une note", "Imprimer")]
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if shown else Qt.ToolButtonStyle.ToolButtonIconOnly
    for one in tools:
        assert one.toolButtonStyle() == style and one.toolTip() == one.accessibleName()
        assert one.mapTo(window, one.rect().topRight()).x() < width
    window.open_route(Route(PageId.GLOSSARY))
    assert not tools[1].isVisible()
    window.open_route(ToArticle("evenements-information-collective"))
    again = [tool(window, name) for name in ("Ajouter aux favoris", "Écrire une note", "Imprimer")]
    assert again == tools and all(one.isVisible() and one.toolButtonStyle() == style for one in again)
    places = [one.mapTo(window, one.rect().topLeft()).x() for one in again]
    assert places == sorted(set(places))


def test_a_tool_keeps_the_focus_when_it_is_pressed(qtbot: QtBot, window: MainWindow) -> None:
    opened(window)
    favourite = tool(window, "Ajouter aux favoris")
    favourite.setFocus()
    qtbot.keyClick(favourite, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is favourite and favourite.property("state") == "on"
    qtbot.keyClick(favourite, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is tool(window, "Écrire une note")


def test_printing_from_the_line_above_is_ctrl_p(qtbot: QtBot, window: MainWindow) -> None:
    opened(window)
    qtbot.mouseClick(tool(window, "Imprimer"), Qt.MouseButton.LeftButton)
    assert window.navigator.here == ToPrint("page", of="commerces-proximite")


def test_the_drawer_makes_room_for_a_note(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    window.resize(1024, 560)
    qtbot.waitUntil(lambda: page.width() < 980)
    qtbot.mouseClick(page.place.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tool(window, "Écrire une note"), Qt.MouseButton.LeftButton)
    assert page.note.field.hasFocus() and not page.aside.isVisible()


def test_ctrl_m_goes_to_the_parts_of_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = opened(window)
    for width in (1280, 1024):
        window.resize(width, 700)
        qtbot.waitUntil(lambda w=width: window.width() == w)
        page.view.setFocus()
        qtbot.keyClick(page.view, Qt.Key.Key_M, CTRL)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QPushButton) and focus.text() == "Ce que la commune y gagne"
        qtbot.keyClick(focus, Qt.Key.Key_Space)
        assert page.view.hasFocus()
    assert not page.aside.isVisible(), "a part that was chosen shows the text again"


def test_on_a_small_laptop_the_button_stands_beside_the_title(window: MainWindow) -> None:
    window.resize(1093, 614)
    page = opened(window, "commerces-proximite")
    settle(window.context)
    assert page.place.button.isVisible()
    assert page.view.viewport().geometry().top() < page.place.button.height(), "it takes no line of its own"


@pytest.mark.parametrize("width", [700, 800, 900, 1024, 1093, 1180])
def test_the_button_never_covers_the_title(qtbot: QtBot, window: MainWindow, width: int) -> None:
    page = opened(window, "elu-extra-municipale")
    window.setMinimumSize(0, 0)
    window.resize(width, 600)
    qtbot.waitUntil(lambda: window.width() == width)
    settle(window.context)
    if page.place.button.isVisible():
        text = page.view.viewport().geometry()
        assert not page.place.button.geometry().intersects(text) or page.view.measure < text.width()
        ends = page.context.theme.space_6 + page.view.measure
        assert page.place.button.x() >= ends or text.top() >= page.place.button.height()


# --- the voice ---


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Return a function that puts a stand-in for ``spd-say`` on the path; it notes what it is given."""
    heard = tmp_path / "heard"

    def made(then: str) -> Path:
        program = tmp_path / "bin" / "spd-say"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {heard}\n{then}\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        voice.program.cache_clear()
        return heard

    yield made
    voice.program.cache_clear()


def test_without_a_voice_nothing_is_offered(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    voice.program.cache_clear()
    page = opened(window)
    assert "Lire à voix haute" not in links(page) and "Partager cette page" in links(page)
    voice.program.cache_clear()


def test_a_page_is_read_aloud_paragraph_by_paragraph_to_its_end(
    qtbot: QtBot, window: MainWindow, speaker: Callable[[str], Path]
) -> None:
    heard = speaker("exit 0")
    page = opened(window, "ess-en-cinq-minutes")
    with qtbot.waitSignal(page.tools.voice.ended, timeout=20_000):
        qtbot.mouseClick(link(page, "Lire à voix haute"), Qt.MouseButton.LeftButton)
    said = heard.read_text(encoding="utf-8")
    assert said.splitlines()[0].endswith("-- L’ESS en cinq minutes")
    assert "--language fr" in said and "·" not in said, "« élu·es » is said in two words"
    assert link(page, "Lire à voix haute")


def test_a_second_press_makes_it_silent(qtbot: QtBot, window: MainWindow, speaker: Callable[[str], Path]) -> None:
    heard = speaker('case "$*" in *--cancel*) ;; *) exec sleep 60 ;; esac')
    page = opened(window)
    qtbot.mouseClick(link(page, "Lire à voix haute"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: heard.exists())
    qtbot.mouseClick(link(page, "Arrêter la lecture"), Qt.MouseButton.LeftButton)
    assert not page.tools.voice.is_speaking
    qtbot.waitUntil(lambda: "--cancel" in heard.read_text(encoding="utf-8"))


def test_leaving_the_page_makes_it_silent(qtbot: QtBot, window: MainWindow, speaker: Callable[[str], Path]) -> None:
    heard = speaker('case "$*" in *--cancel*) ;; *) exec sleep 60 ;; esac')
    page = opened(window)
    page.tools.use("outil:voix")
    qtbot.waitUntil(lambda: heard.exists())
    window.open_route(Route(PageId.HOME))
    assert not page.tools.voice.is_speaking


def test_a_voice_that_fails_is_told_once(qtbot: QtBot, window: MainWindow, speaker: Callable[[str], Path]) -> None:
    heard = speaker("exit 3")
    page = opened(window)
    with qtbot.waitSignal(page.tools.voice.failed, timeout=10_000):
        page.tools.use("outil:voix")
    assert "La voix du système" in window.notice.text()
    assert len(heard.read_text(encoding="utf-8").splitlines()) == 1


def test_only_the_selection_is_read_where_there_is_one(
    qtbot: QtBot, window: MainWindow, speaker: Callable[[str], Path]
) -> None:
    heard = speaker("exit 0")
    page = opened(window)
    page.view.setTextCursor(page.view.document().find("un café"))
    if not page.view.textCursor().hasSelection():
        page.view.setTextCursor(page.view.document().find("café"))
    with qtbot.waitSignal(page.tools.voice.ended, timeout=10_000):
        page.tools.use("outil:voix")
    assert len(heard.read_text(encoding="utf-8").splitlines()) == 1


def test_a_window_that_closes_keeps_the_note(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    page = opened(window)
    write(qtbot, page, "Avant de partir")
    window.close()
    assert "Avant de partir" in context.session.path.read_text(encoding="utf-8")
