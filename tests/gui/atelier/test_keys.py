"""Keys in the window: made step by step, printed, found again, followed by another, revoked."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from atelier.features.edition.page import EditionPage
from atelier.features.keys.page import KeysPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.window import AtelierWindow
from kit.documents.document import Document
from kit.packs import keyring, keys, paper_key, publisher_keys
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import open_desk, press
from tests.gui.every_screen.access_walk import accessible_name
from tests.gui.hands import Dialogs, plain
from tests.small_kit import key, make_pack, public, resources, texts
from ui.output import documents, printing
from ui.services.navigation import Route
from ui.switches.tour import settle_jobs

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")


@pytest.fixture
def page(qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path) -> Iterator[KeysPage]:
    """Return the page of the keys, on a folder of texts."""
    copy_texts(tmp_path / "textes à moi")
    desk = open_desk(qtbot, make_desk(tmp_path / "textes à moi"))  # held: a page does not hold its window
    yield keys_page(desk)


def keys_page(desk: AtelierWindow) -> KeysPage:
    desk.open_route(Route(ScreenId.KEYS))
    assert isinstance(desk.current_page, KeysPage)
    return desk.current_page


def go_on(page: KeysPage) -> str:
    """Press the button that goes on; return what is shown then."""
    page.tasks.result.take.click()
    settle_jobs(page.context.jobs)
    return shown(page)


def shown(page: KeysPage) -> str:
    return plain(page.tasks.result.view.toPlainText()) if page.tasks.result.isVisible() else ""


def button(page: KeysPage, words: str) -> None:
    next(one for one in page.tasks.result.more if one.isVisible() and words in one.text()).click()
    settle_jobs(page.context.jobs)


def folder_of(page: KeysPage) -> Path:
    folder = page.context.folder.path
    assert folder is not None
    return folder


def test_a_key_is_made_step_by_step_and_proposed_where_one_signs(
    page: KeysPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    page.make.click()
    assert "étape 1 sur 4" in shown(page) and "deux moitiés" in shown(page)
    assert "étape 2 sur 4" in go_on(page)
    dialogs.path = None
    assert "étape 2 sur 4" in go_on(page)  # the dialog given up
    dialogs.path = tmp_path / "ma clé"
    told, file = go_on(page), tmp_path / "ma clé.cle"
    seed = keys.read_key(file)
    assert "étape 3 sur 4" in told and "Elle est déjà dans" in told and keys.public_of(seed) in told
    assert seed.hex() not in told and "Continuer" in page.tasks.result.take.text()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f'"{keys.public_of(seed)}"' in (folder_of(page) / "kit.toml").read_text("utf-8")
    assert "pas encore la feuille" in go_on(page)
    go_on(page)
    assert shown(page) == "" and "prête" in page.tasks.status.text()
    before = file.read_bytes()
    page.make.click()
    go_on(page)
    go_on(page)  # the same name again
    assert "déjà" in page.tasks.status.text() and file.read_bytes() == before
    desk = page.window()
    assert isinstance(desk, AtelierWindow)
    desk.open_route(Route(ScreenId.EDITION))
    assert isinstance(desk.current_page, EditionPage) and desk.current_page.key.path.text() == str(file)


def test_a_synced_folder_is_asked_about_and_nothing_is_written_before(
    page: KeysPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    before, synced = (folder_of(page) / "kit.toml").read_bytes(), tmp_path / "OneDrive - Mairie"
    synced.mkdir()
    page.make.click()
    go_on(page)
    dialogs.path = synced / "ma clé.cle"
    assert "OneDrive" in go_on(page) and not any(synced.iterdir())
    assert (folder_of(page) / "kit.toml").read_bytes() == before
    page.tasks.result.leave.click()  # given up there
    assert not any(synced.iterdir())
    page.make.click()
    go_on(page)
    go_on(page)
    button(page, "quand même")
    assert "étape 3 sur 4" in shown(page) and (synced / "ma clé.cle").is_file()


def test_a_kit_file_that_cannot_take_the_key_is_told_and_the_key_stays(
    page: KeysPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    page.make.click()
    go_on(page)
    kit_file, dialogs.path = folder_of(page) / "kit.toml", tmp_path / "k.cle"
    kit_file.write_text("[packs\n", encoding="utf-8")
    assert "n’a pas pu être écrite" in go_on(page)
    assert (tmp_path / "k.cle").is_file() and kit_file.read_text("utf-8") == "[packs\n"


def test_the_sheet_is_printed_without_a_file_or_kept_as_a_pdf_where_one_asks(
    page: KeysPage, dialogs: Dialogs, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Document] = []
    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(documents.DocumentOutlet, "ask_printer", lambda _self, document: printed.append(document))
    dialogs.path = key
    page.reprint.click()
    settle_jobs(page.context.jobs)
    assert keys.public_of(keys.read_key(key))[:8] in shown(page)
    there = set(tmp_path.iterdir())
    button(page, "Imprimer")
    assert [one.title for one in printed] == ["Clé d’édition\u00a0: feuille de secours"]
    assert set(tmp_path.iterdir()) == there
    dialogs.path = tmp_path / "feuille"
    button(page, "PDF")
    assert "effacez" in page.tasks.status.text()
    assert (tmp_path / "feuille.pdf").read_bytes().startswith(b"%PDF-")
    before = (tmp_path / "feuille.pdf").read_bytes()
    button(page, "PDF")
    assert "déjà" in page.tasks.status.text() and (tmp_path / "feuille.pdf").read_bytes() == before
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    button(page, "Imprimer")
    assert "Aucune imprimante" in page.tasks.status.text() and "sûr" in page.tasks.status.text()


def test_a_key_comes_back_from_its_sheet_and_each_wrong_group_is_named(
    page: KeysPage, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    seed = keys.read_key(key)
    groups = [paper_key.printed(group) for group in paper_key.groups(seed)]
    page.groups.setPlainText(" ".join(groups[:3]) + " 12")
    assert "3 sur 17" in plain(page.groups_box.note) and not page.groups_box.error
    wrong = [*groups]
    wrong[2], wrong[7] = "111 111", wrong[7][:-1]
    page.groups.setPlainText("\n".join(wrong))
    assert "C, H" in page.groups_box.error and "15 sur 17" in plain(page.groups_box.note)
    page.find_again.click()
    assert shown(page) == "" and "C, H" in page.groups_box.error
    page.groups.setPlainText(" ".join(groups[:16]))
    page.find_again.click()
    assert "16 groupes sur 17" in plain(page.groups_box.error)
    page.groups.setPlainText(" ".join(groups))
    page.find_again.click()
    assert keys.public_of(seed) in shown(page) and not page.groups_box.error
    dialogs.path = None
    go_on(page)
    assert "Rien n’a été fait" in page.tasks.status.text() and page.groups.toPlainText()
    page.find_again.click()
    dialogs.path = tmp_path / "rendue"
    assert "connaît cette clé" in go_on(page)
    assert keys.read_key(tmp_path / "rendue.cle") == seed and page.groups.toPlainText() == ""
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "rendue.cle").stat().st_mode) == 0o600


def test_the_next_key_is_named_once_and_what_follows_is_said_before(
    qtbot: QtBot, page: KeysPage, dialogs: Dialogs, key: Path, tmp_path: Path
) -> None:
    second, third, folder = tmp_path / "b.cle", tmp_path / "c.cle", folder_of(page)
    following, other = keys.make_key(second), keys.make_key(third)
    page.next.setText("abc")
    press(qtbot, page, page.name_next)
    assert "64 signes" in plain(page.next_box.error)
    page.next.setText(following)
    assert "clé d’aujourd’hui" in press(qtbot, page, page.name_next)
    dialogs.path = key
    page.present.choose.click()
    dialogs.path = second
    page.next.clear()
    press(qtbot, page, page.read_next)
    assert page.next.text() == following
    before = (folder / "kit.toml").read_bytes()
    press(qtbot, page, page.name_next)
    assert "ne se défait pas" in shown(page) and (folder / "kit.toml").read_bytes() == before
    page.tasks.result.leave.click()
    assert (folder / "kit.toml").read_bytes() == before
    press(qtbot, page, page.name_next)
    go_on(page)
    assert "est nommée" in page.tasks.status.text()
    assert publisher_keys.known(folder).order[-1] == following
    page.next.setText(other)
    assert "a déjà nommé" in press(qtbot, page, page.name_next)


def test_a_key_is_revoked_by_those_that_follow_it(
    qtbot: QtBot, page: KeysPage, key: Path, public: str, tmp_path: Path
) -> None:
    following, folder = keys.make_key(tmp_path / "b.cle"), folder_of(page)
    page.revoked.choose(public)
    press(qtbot, page, page.revoke)
    assert "Aucune clé ne la suit" in shown(page)
    page.tasks.result.leave.click()
    publisher_keys.name_next(folder, key, following)
    page.context.folder.changed.emit()
    page.revoked.choose(public)
    press(qtbot, page, page.revoke)
    assert "Aucune clé" not in shown(page) and following[:8] in shown(page)
    go_on(page)
    assert "est révoquée" in page.tasks.status.text()
    assert public in publisher_keys.known(folder).revoked
    assert page.revoked.findData(public) < 0 and page.revoked.findData(following) >= 0
    assert keyring.here().trusted[-1] == public  # the program's own is as it was


def test_without_a_folder_nothing_is_named_or_revoked(
    qtbot: QtBot, desk: AtelierWindow, key: Path, public: str
) -> None:
    page = keys_page(desk)
    assert not page.revoke.isEnabled()
    page.next.setText(public)
    assert press(qtbot, page, page.name_next).startswith("Choisissez d’abord le dossier")


def test_a_key_is_made_by_the_keyboard_alone_and_each_stop_has_a_name(
    page: KeysPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    window = page.window()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    dialogs.path = tmp_path / "k"
    page.make.setFocus()
    names = []
    for _ in range(5):
        focus = QApplication.focusWidget()
        assert focus is not None and focus.isVisible()
        names.append(accessible_name(focus))
        QTest.keyClick(focus, Qt.Key.Key_Space)
        settle_jobs(page.context.jobs)
    assert (tmp_path / "k.cle").is_file() and shown(page) == "" and page.make.hasFocus()
    assert names == ["Faire une clé, pas à pas", "Continuer", "Choisir où l’enregistrer…", "Continuer", "Terminer"]
    for widget in (page.groups, page.present.path, page.next, page.revoked):
        assert accessible_name(widget)


def test_a_window_closed_in_the_middle_leaves_a_whole_key_or_none(
    page: KeysPage, dialogs: Dialogs, tmp_path: Path
) -> None:
    page.make.click()
    go_on(page)
    dialogs.path = tmp_path / "k"
    page.tasks.result.take.click()
    page.window().close()
    page.context.jobs.close()
    assert all(keys.read_key(one) for one in tmp_path.glob("k.cle"))  # none where the window closed before its turn
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
