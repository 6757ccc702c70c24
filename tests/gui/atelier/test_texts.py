"""Textes and Relecture: what is to be read is found, seen as it will be, corrected, accepted, never lost."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atelier.features.text.page import TextPage
from atelier.features.texts.page import TextsPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from kit.packs import history
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import PATIENCE, open_desk
from tests.gui.hands import plain
from tests.small_kit import key, make_pack, public, resources, texts
from ui.services.actions import ActionId
from ui.services.navigation import Route

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")


@pytest.fixture
def folder(tmp_path: Path, resources: Path) -> Path:
    """Return a copy of the small kit with one text changed, one provisional, one with a remark."""
    copy_texts(tmp_path / "mes textes")
    elu = tmp_path / "mes textes" / "content" / "agir" / "elu"
    change(elu / "elu-referent.md", "Le conseil choisit une personne", "Le conseil choisit deux personnes")
    change(elu / "elu-reunion.md", "provisional = false", "provisional = true")
    return tmp_path / "mes textes"


def change(path: Path, old: str, new: str) -> None:
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")


@pytest.fixture
def on_texts(qtbot: QtBot, make_desk: Callable[..., AtelierContext], folder: Path) -> AtelierWindow:
    """Return the window on the list of the texts, read."""
    window = open_desk(qtbot, make_desk(folder))
    qtbot.waitUntil(lambda: window.context.open_texts.texts is not None, timeout=PATIENCE)
    return window


def idle(qtbot: QtBot, window: AtelierWindow) -> None:
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=PATIENCE)


def opened(qtbot: QtBot, window: AtelierWindow, text: str, queue: tuple[str, ...] = ()) -> TextPage:
    if queue:
        window.context.open_texts.line_up(queue)
    window.open_route(Route(ScreenId.TEXT, text))
    page = window.current_page
    assert isinstance(page, TextPage)
    qtbot.waitUntil(lambda: f'id = "{text}"' in page.editor.words, timeout=PATIENCE)
    idle(qtbot, window)
    return page


def type_in(qtbot: QtBot, page: TextPage, old: str, new: str) -> None:
    """Put other words in the place of some, as one does: select, type."""
    words = page.editor.words
    cursor = page.editor.textCursor()
    cursor.setPosition(words.index(old))
    cursor.setPosition(words.index(old) + len(old), cursor.MoveMode.KeepAnchor)
    cursor.insertText(new)


def seen(page: TextPage) -> str:
    return page.view.toPlainText().replace("\u00a0", " ")


def test_the_list_tells_states_and_is_narrowed_by_them(qtbot: QtBot, on_texts: AtelierWindow) -> None:
    page = on_texts.current_page
    assert isinstance(page, TextsPage)
    ids = [row.article.id for row in page.rows]
    assert {"elu-referent", "elu-reunion"} < set(ids)
    said = page.pane.view.toPlainText()
    assert "provisoire" in said and "changé" in said and "Vérifié le 15 octobre 2026" in said
    for state, expected in (("provisional", {"elu-reunion"}), ("changed", {"elu-referent"})):
        page.pane.choose("state", state)
        page.pane.narrowed.emit()
        assert {row.article.id for row in page.rows} == expected
    page.pane.choose("state", "")
    on_texts.sidebar.search.setText("nommer")
    on_texts.sidebar.search.textEdited.emit("nommer")
    assert [row.article.id for row in page.rows] == ["elu-referent"]


def test_a_text_is_seen_as_source_and_page_with_what_changed(qtbot: QtBot, on_texts: AtelierWindow) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    assert "Changé. Avant" in seen(page) and "choisit une personne" in seen(page)
    assert "choisit deux personnes" in seen(page) and "changé depuis l’édition" in page.told.text()
    assert page.editor.isVisible() and page.view.isVisible() and "Nommer une personne" in page.title.text()


def test_words_are_found_in_the_source_and_the_cursor_begins_below_the_header(
    qtbot: QtBot, on_texts: AtelierWindow
) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    assert page.editor.textCursor().block().text().startswith("Le conseil choisit")
    qtbot.keyClick(page.editor, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.find_bar.isVisible() and page.find_bar.field.hasFocus()
    qtbot.keyClicks(page.find_bar.field, "CHOISIT")
    assert page.editor.textCursor().selectedText() == "choisit" and " sur " in page.find_bar.count.text()
    first = page.editor.textCursor().position()
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.editor.textCursor().position() != first
    marked = len(page.editor.extraSelections())
    assert marked >= 2
    qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert page.find_bar.isHidden() and page.editor.hasFocus() and len(page.editor.extraSelections()) < marked


def test_a_draft_that_knows_nothing_of_a_later_correction_says_so(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path
) -> None:
    path = folder / "content" / "agir" / "elu" / "elu-referent.md"
    raw = history.read_whole(path)
    history.keep_draft(folder, "elu-referent", raw.replace("deux personnes", "trois personnes"))
    begun = history.drafted(folder, "elu-referent")
    assert begun is not None
    later = begun + datetime.timedelta(minutes=1)
    after = raw.replace("deux personnes", "quatre personnes")
    history.put(folder, "elu-referent", path, raw, after, who="Ann", what=history.CORRECTED, now=later)
    page = opened(qtbot, on_texts, "elu-referent")
    assert "trois personnes" in page.editor.words
    assert "corrigé depuis par Ann" in page.status.text()
    page.back_to_file.click()
    idle(qtbot, on_texts)
    assert "quatre personnes" in page.editor.words and page.status.text() == ""


def test_the_queue_goes_on_by_the_keyboard_alone(qtbot: QtBot, on_texts: AtelierWindow) -> None:
    page = opened(qtbot, on_texts, "elu-referent", ("elu-referent", "elu-reunion"))
    qtbot.keyClick(page.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: on_texts.navigator.here == Route(ScreenId.TEXT, "elu-reunion"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: 'id = "elu-reunion"' in page.editor.words, timeout=PATIENCE)
    assert page.editor.hasFocus()  # one goes on typing


def test_who_has_gone_elsewhere_while_a_text_is_accepted_is_not_called_back(
    qtbot: QtBot, on_texts: AtelierWindow
) -> None:
    page = opened(qtbot, on_texts, "elu-referent", ("elu-referent", "elu-reunion"))
    page.accept.click()
    on_texts.open_route(Route(ScreenId.SHEETS))
    idle(qtbot, on_texts)
    assert on_texts.navigator.here == Route(ScreenId.SHEETS)


def test_the_rules_say_on_the_line_what_is_wrong_while_one_types(qtbot: QtBot, on_texts: AtelierWindow) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    type_in(qtbot, page, "et le dit à tous.", "et le dit.\n\nVoir https://exemple.fr")
    qtbot.waitUntil(lambda: page.remarks.count() > 0, timeout=PATIENCE)
    line = page.editor.words[: page.editor.words.index("https")].count("\n") + 1
    assert "sans http" in page.editor.remark(line) and "exemple.fr" in seen(page)
    row = next(n for n in range(page.remarks.count()) if "sans http" in page.remarks.item(n).text())
    page.editor.go_to_line(1)
    page.remarks.setCurrentRow(row)
    qtbot.keyClick(page.remarks, Qt.Key.Key_Return)
    assert page.editor.line == line
    qtbot.waitUntil(lambda: "sans http" in page.on_line.text(), timeout=PATIENCE)
    type_in(qtbot, page, "\n+++\n", "\n")  # a text under work may be unreadable
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.look.article is None, timeout=PATIENCE)
    assert "exemple.fr" in seen(page)  # the page stays as it could be read last


def test_what_is_typed_is_a_draft_until_it_is_kept(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path, make_desk: Callable[..., AtelierContext]
) -> None:
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    before = file.read_text(encoding="utf-8")
    page = opened(qtbot, on_texts, "elu-referent")
    type_in(qtbot, page, "deux personnes", "trois personnes")
    qtbot.waitUntil(lambda: history.draft(folder, "elu-referent") is not None, timeout=PATIENCE)
    assert file.read_text(encoding="utf-8") == before
    again = open_desk(qtbot, make_desk(folder))  # after a crash, say
    qtbot.waitUntil(lambda: again.context.open_texts.texts is not None, timeout=PATIENCE)
    other = opened(qtbot, again, "elu-referent")
    assert "trois personnes" in other.editor.words and "repris" in other.status.text()
    other.save.click()
    idle(qtbot, again)
    assert "trois personnes" in file.read_text(encoding="utf-8") and not other.is_changed
    assert [one.raw for one in history.versions(folder, "elu-referent")] == [before]
    assert history.draft(folder, "elu-referent") is None
    other.past_list.setCurrentRow(0)
    other._on_version()
    assert "deux personnes" in other.editor.words and other.is_changed
    other.back_to_file.click()
    idle(qtbot, again)
    assert "trois personnes" in other.editor.words and history.draft(folder, "elu-referent") is None


def test_the_queue_is_accept_correct_next(qtbot: QtBot, on_texts: AtelierWindow, folder: Path) -> None:
    on_texts.context.folder.sign("Prénom Nom")
    page = opened(qtbot, on_texts, "elu-reunion", ("elu-reunion", "elu-referent", "aide"))
    assert page.place.text() == "1 sur 3" and page.told.text().startswith("Provisoire")
    page.accept.click()
    qtbot.waitUntil(lambda: 'id = "elu-referent"' in page.editor.words, timeout=PATIENCE)
    idle(qtbot, on_texts)
    text = (folder / "content" / "agir" / "elu" / "elu-reunion.md").read_text(encoding="utf-8")
    assert "provisional = false" in text
    (kept,) = history.versions(folder, "elu-reunion")
    assert (kept.who, kept.what) == ("Prénom Nom", "relu")
    assert page.place.text() == "2 sur 3"
    type_in(qtbot, page, "deux personnes", "une équipe")
    assert page.accept.text() == "Corriger et accepter"
    page.accept.click()
    qtbot.waitUntil(lambda: 'id = "aide"' in page.editor.words, timeout=PATIENCE)
    page.next.click()
    assert on_texts.navigator.here == Route(ScreenId.TEXTS)
    done = on_texts.shown_done()
    assert done is not None and "2 textes acceptés" in done.words
    idle(qtbot, on_texts)
    row = on_texts.context.open_texts.texts.row("elu-referent")  # type: ignore[union-attr]
    assert row is not None and row.last is not None and row.last[1:] == ("Prénom Nom", "relu")


def test_a_text_that_cannot_be_read_is_not_kept_in_its_place(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path
) -> None:
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    before = file.read_bytes()
    page = opened(qtbot, on_texts, "elu-referent")
    for old, new, told in (
        ('kind = "action"', 'kind = "chose"', "ne se lit pas"),
        ('kind = "chose"', 'kind = "action"', ""),
        ('id = "elu-referent"', 'id = "autre"', "l’identifiant"),
    ):
        type_in(qtbot, page, old, new)
        if told:
            page.save.click()
            idle(qtbot, on_texts)
            assert told in page.status.text()
    assert file.read_bytes() == before and "autre" in (history.draft(folder, "elu-referent") or "")


def test_a_text_changed_by_someone_else_is_not_written_over(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path
) -> None:
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    page = opened(qtbot, on_texts, "elu-referent")
    change(file, "deux personnes", "quatre personnes")
    type_in(qtbot, page, "deux personnes", "trois personnes")
    page.save.click()
    idle(qtbot, on_texts)
    assert "quelqu’un d’autre" in page.status.text()
    assert "quatre" in file.read_text(encoding="utf-8")
    assert "trois" in (history.draft(folder, "elu-referent") or "")


def long_text(folder: Path) -> Path:
    """Make a text of many paragraphs; returns its file."""
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    more = "\n".join(f"Une phrase **toute simple**, numéro {number}.\n" for number in range(90))
    file.write_text(f"{file.read_text('utf-8')}\n{more}", encoding="utf-8")
    return file


def test_the_page_follows_the_line_that_one_is_in(qtbot: QtBot, on_texts: AtelierWindow, folder: Path) -> None:
    long_text(folder)
    page = opened(qtbot, on_texts, "elu-referent")
    assert page.view.verticalScrollBar().value() == 0
    line = next(n for n, words in enumerate(page.editor.words.splitlines(), 1) if "numéro 60." in words)
    page.editor.go_to_line(line)
    qtbot.waitUntil(lambda: in_sight(page, "numéro 60."), timeout=PATIENCE)
    place = page.view.verticalScrollBar().value()
    page.editor.go_to_line(line + 2)  # in sight already: nothing moves
    QApplication.processEvents()
    assert page.view.verticalScrollBar().value() == place and in_sight(page, "numéro 61.")
    page.editor.go_to_line(1)  # « +++ » is nowhere in the page
    QApplication.processEvents()
    assert page.view.verticalScrollBar().value() == place
    page.editor.go_to_line(line)
    page.view.verticalScrollBar().setValue(0)
    qtbot.keyClicks(page.editor, "Avant. ")
    qtbot.waitUntil(lambda: in_sight(page, "Avant. Une phrase toute simple, numéro 60."), timeout=PATIENCE)


def in_sight(page: TextPage, words: str) -> bool:
    """Say whether words of the page are seen."""
    found = page.view.document().find(words)
    return not found.isNull() and page.view.viewport().rect().intersects(page.view.cursorRect(found))


def test_what_was_just_corrected_stays_in_sight_once_it_is_kept(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path
) -> None:
    """The editor gets lower by the bar at the foot and the history: the line of the cursor is still seen."""
    file = long_text(folder)
    page = opened(qtbot, on_texts, "elu-referent")
    page.editor.setFocus()
    page.editor.go_to_line(100)
    scroll = page.editor.verticalScrollBar()
    line = page.editor.cursorRect().height()
    room = page.editor.viewport().height() - page.editor.cursorRect().bottom()
    scroll.setValue(scroll.value() - room // line + 1)  # the cursor is in the last line but one
    qtbot.keyClicks(page.editor, "Encore")
    before, top = page.editor.viewport().height(), scroll.value()
    page.save.click()
    idle(qtbot, on_texts)
    qtbot.waitUntil(lambda: page.editor.viewport().height() < before, timeout=PATIENCE)
    assert "Encore" in file.read_text("utf-8")
    assert page.editor.viewport().rect().contains(page.editor.cursorRect()) and scroll.value() >= top


def test_no_break_spaces_of_a_text_survive_the_editor(qtbot: QtBot, on_texts: AtelierWindow, folder: Path) -> None:
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    change(file, "deux personnes", "deux\u00a0personnes\u202f: toutes")
    before = file.read_text(encoding="utf-8")
    page = opened(qtbot, on_texts, "elu-referent")
    assert page.editor.words == before and not page.is_changed


def test_the_edition_compared_with_may_be_a_folder_or_a_pack(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path, tmp_path: Path, make_pack: Callable[..., Path]
) -> None:
    pack = make_pack()  # of texts that say « deux personnes » too
    open_texts = on_texts.context.open_texts
    for base, changed in ((pack, False), (folder, False), (None, True)):
        with qtbot.waitSignal(open_texts.changed, timeout=PATIENCE):
            open_texts.compare_with(base)
        row = open_texts.texts.row("elu-referent")  # type: ignore[union-attr]
        assert row is not None and row.is_changed is changed


def test_the_edition_compared_with_is_found_again_at_the_next_start(
    qtbot: QtBot,
    on_texts: AtelierWindow,
    make_desk: Callable[..., AtelierContext],
    tmp_path: Path,
    make_pack: Callable[..., Path],
) -> None:
    pack, away, open_texts = make_pack(), tmp_path / "clé retirée.kitpack", on_texts.context.open_texts
    with qtbot.waitSignal(open_texts.changed, timeout=PATIENCE):
        open_texts.compare_with(pack)
    again = open_desk(qtbot, make_desk())
    qtbot.waitUntil(lambda: again.context.open_texts.texts is not None, timeout=PATIENCE)
    assert again.context.open_texts.base == pack
    assert isinstance(again.current_page, TextsPage)
    assert "l’édition 2027.06" in plain(again.current_page.pane.view.toPlainText())
    pack.rename(away)  # on a USB key that is not there today: said, and not forgotten
    without = open_desk(qtbot, make_desk())
    qtbot.waitUntil(lambda: without.context.open_texts.texts is not None, timeout=PATIENCE)
    assert without.context.open_texts.base is None
    assert pack.name in without.notice.messages()[0].words
    away.rename(pack)
    back = make_desk()
    assert back.open_texts.base == pack
    with qtbot.waitSignal(back.open_texts.changed, timeout=PATIENCE):
        back.open_texts.compare_with(None)
    assert make_desk().open_texts.base is None


def test_an_edition_that_cannot_be_read_is_not_kept(
    qtbot: QtBot, on_texts: AtelierWindow, make_desk: Callable[..., AtelierContext], tmp_path: Path
) -> None:
    (tmp_path / "faux.kitpack").write_bytes(b"PK")
    on_texts.context.open_texts.compare_with(tmp_path / "faux.kitpack")
    idle(qtbot, on_texts)
    assert on_texts.context.open_texts.base is None and make_desk().open_texts.base is None


def test_another_folder_in_the_middle_mixes_nothing_up(
    qtbot: QtBot, on_texts: AtelierWindow, folder: Path, tmp_path: Path
) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    type_in(qtbot, page, "deux personnes", "trois personnes")
    copy_texts(tmp_path / "autres textes")
    on_texts.open_route(Route(ScreenId.FOLDER))
    on_texts.context.folder.choose(str(tmp_path / "autres textes"))
    idle(qtbot, on_texts)
    other = opened(qtbot, on_texts, "elu-referent")
    assert "une personne" in other.editor.words and not other.is_changed
    idle(qtbot, on_texts)
    assert "trois personnes" in (history.draft(folder, "elu-referent") or "")
    assert not (tmp_path / "autres textes" / history.FOLDER).exists()


def test_a_text_or_a_folder_that_is_gone_breaks_nothing(qtbot: QtBot, on_texts: AtelierWindow, folder: Path) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    (folder / "content" / "agir" / "elu" / "elu-referent.md").unlink()
    on_texts.context.open_texts.read_again()
    idle(qtbot, on_texts)
    type_in(qtbot, page, "deux personnes", "trois personnes")
    page.save.click()
    idle(qtbot, on_texts)
    assert page.status.text() and "trois" in (history.draft(folder, "elu-referent") or "")
    shutil.rmtree(folder)
    on_texts.context.open_texts.read_again()
    for place in (ScreenId.TEXTS, ScreenId.TEXT, ScreenId.CASES, ScreenId.FOLDER):
        on_texts.open_route(Route(place))
        idle(qtbot, on_texts)
    assert on_texts.context.open_texts.texts is None


def test_the_letters_grow_while_one_types(qtbot: QtBot, on_texts: AtelierWindow) -> None:
    page = opened(qtbot, on_texts, "elu-referent")
    type_in(qtbot, page, "deux personnes", "trois personnes")
    on_texts.actions_by_id[ActionId.ZOOM_IN].trigger()
    qtbot.waitUntil(lambda: on_texts.current_page is not page, timeout=PATIENCE)
    again = on_texts.current_page
    assert isinstance(again, TextPage)
    qtbot.waitUntil(lambda: "trois personnes" in again.editor.words, timeout=PATIENCE)


def test_what_was_kept_can_be_taken_back(qtbot: QtBot, on_texts: AtelierWindow, folder: Path) -> None:
    file = folder / "content" / "agir" / "elu" / "elu-referent.md"
    before = file.read_text(encoding="utf-8")
    page = opened(qtbot, on_texts, "elu-referent", ("elu-referent", "aide"))
    type_in(qtbot, page, "deux personnes", "trois personnes")
    page.accept.click()
    qtbot.waitUntil(lambda: 'id = "aide"' in page.editor.words, timeout=PATIENCE)
    done = on_texts.shown_done()
    assert done is not None and done.act is not None and done.todo == "Annuler"
    done.act()
    idle(qtbot, on_texts)
    assert file.read_text(encoding="utf-8") == before
    assert [one.what for one in history.versions(folder, "elu-referent")] == ["repris", "relu"]
