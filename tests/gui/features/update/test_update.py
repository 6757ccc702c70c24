"""Mettre à jour depuis une clé: looked at, installed, taken back, on the real window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kit import compiling, paths
from kit.dossier.model import Status
from kit.packs.install import install
from kit.packs.pack import read_pack
from kit.packs.working_copy import set_version
from tests.gui.marking import mark
from tests.small_kit import key, make_pack, public, resources, texts
from ui.app import look_after
from ui.features.about.page import AboutPage
from ui.features.settings.page import SettingsPage
from ui.features.update.page import UpdatePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToUpdate, place
from ui.shell.main_window import MainWindow

__all__ = ["key", "make_pack", "public", "resources", "texts"]
pytestmark = pytest.mark.usefixtures("resources")
Make = Callable[..., Path]
PATIENCE = 20_000  # ms: the machine may be busy


def page_of(window: MainWindow) -> UpdatePage:
    page = window.current_page
    assert isinstance(page, UpdatePage)
    return page


def opened(window: MainWindow) -> UpdatePage:
    window.open_route(Route(PageId.ABOUT))
    about = window.current_page
    assert isinstance(about, AboutPage)
    about.update_texts.click()
    return page_of(window)


def choose(qtbot: QtBot, page: UpdatePage, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Choose a file as the dialog gives it, and wait until the page has read it."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    page.choose.setFocus()
    qtbot.keyClick(page.choose, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page.texts.is_busy, timeout=PATIENCE)


def shown(page: UpdatePage) -> str:
    return page.view.toPlainText().replace("\u00a0", " ").replace("\u202f", " ")


def installed(qtbot: QtBot, window: MainWindow, path: Path, monkeypatch: pytest.MonkeyPatch) -> UpdatePage:
    page = opened(window)
    choose(qtbot, page, path, monkeypatch)
    with qtbot.waitSignal(page.texts_changed, timeout=PATIENCE):
        qtbot.keyClick(page.install, Qt.Key.Key_Space)
    return page_of(window)


def test_what_changes_is_shown_before_anything_is_done(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    assert "textes 2026.10 d’octobre 2026, livrés avec le programme" in shown(page)
    assert "ne contient pas encore la clé" not in shown(page)
    assert page.install.isHidden() and page.back.isHidden()
    choose(qtbot, page, make_pack(), monkeypatch)
    words = shown(page)
    assert "Ce qui change avec les textes 2027.06 de juin 2027" in words
    assert "2 pages nouvelles, 2 pages changées, 2 pages retirées." in words
    assert "Le conseil choisit une personne" in words and "Le conseil choisit deux personnes" in words
    assert page.install.isVisible() and window.focusWidget() is page.install
    assert not paths.installed_texts().exists()
    page.leave_out.click()
    assert page.install.isHidden() and page.status.text() == "Rien n’a changé."
    assert window.context.library.publisher.content_version == "2026.10"


def test_a_page_unfolds_and_folds(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    choose(qtbot, page, make_pack(), monkeypatch)
    page.view.link_activated.emit("voir:page:elu-referent")
    assert "deux personnes" not in shown(page)
    page.view.link_activated.emit("voir:page:elu-referent")
    assert "deux personnes" in shown(page)


def test_installed_texts_are_read_at_once_and_after_a_restart_and_go_back_in_one_click(
    qtbot: QtBot,
    window: MainWindow,
    make_pack: Make,
    make_context: Callable[..., AppContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = window.context.session
    mark(session, "action:elu-referent", Status.DONE)
    mark(session, "action:elu-reunion", Status.DONE)
    session.set_text("action:elu-reunion", "note", "La salle des fêtes")
    page = installed(qtbot, window, make_pack(), monkeypatch)
    assert page.status.text().startswith("C’est fait")
    words = shown(page)
    assert "textes 2027.06 de juin 2027, venus sur une clé" in words
    assert "Réunir les associations : fait" in words and "La salle des fêtes" in words
    window.open_route(Route(PageId.ACT, "elu"))
    assert window.context.library.article("elu").title == "Désigner une équipe"
    assert window.context.search.ask(lambda index: index.search("ouvrir la salle"))[0].id == "elu-salle"
    assert session.status("action:elu-referent").value == "fait"
    assert make_context(session.path).library.has("elu-salle")  # another start
    page = opened(window)
    with qtbot.waitSignal(page.texts_changed, timeout=PATIENCE):
        page.back.click()
    page = page_of(window)
    assert "textes 2026.10 d’octobre 2026, livrés avec le programme" in shown(page)
    assert window.context.library.has("elu-reunion") and not window.context.library.has("elu-salle")
    assert session.status("action:elu-reunion").value == "fait"
    assert "sans page" not in shown(page) and page.back.text() == "Reprendre les textes plus récents"


def test_what_changed_since_the_texts_before_is_found_again(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = installed(qtbot, window, make_pack(), monkeypatch)
    with qtbot.waitSignal(page.texts.looked_back, timeout=PATIENCE):
        page.view.link_activated.emit("depuis")
    assert "2 pages nouvelles, 2 pages changées, 2 pages retirées." in shown(page)
    page.view.link_activated.emit("voir:page:elu-referent")
    assert "Le conseil choisit deux personnes" in shown(page)


def test_what_would_lose_its_page_is_told_before(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.context.session.set_text("action:annonces-bulletin", "note", "Voir en mars")
    page = opened(window)
    choose(qtbot, page, make_pack(), monkeypatch)
    words = shown(page)
    assert "Vos coches et vos notes sans page" in words and "Écrire dans le bulletin" in words
    assert "Voir en mars" in words


@pytest.mark.parametrize(
    ("harm", "said"),
    [(lambda d: d[:-1], "abîmé"), (lambda d: b"bonjour", "pas un fichier de textes"), (lambda d: b"", "n’est pas")],
)
def test_a_bad_file_is_refused_in_plain_words(
    qtbot: QtBot,
    window: MainWindow,
    make_pack: Make,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[bytes], bytes],
    said: str,
) -> None:
    path = make_pack()
    path.write_bytes(harm(path.read_bytes()))
    page = opened(window)
    with qtbot.waitSignal(window.announced):
        choose(qtbot, page, path, monkeypatch)
    assert said in page.status.text() and "Vos textes et vos coches n’ont pas changé." in page.status.text()
    assert page.install.isHidden() and not paths.installed_texts().exists()


def test_a_look_that_is_stopped_changes_nothing(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(make_pack()), ""))
    page.choose.click()
    page.wait.stopped.emit()
    assert page.status.text() == "Arrêté. Rien n’a changé." and not page.texts.is_busy
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=PATIENCE)
    assert page.install.isHidden()


def test_an_install_that_is_stopped_leaves_the_texts(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    choose(qtbot, page, make_pack(), monkeypatch)
    page.install.click()
    page.wait.stopped.emit()
    qtbot.waitUntil(lambda: not page.texts.is_busy, timeout=PATIENCE)
    assert page.status.text() == "Arrêté. Rien n’a changé."
    assert paths.texts() == paths.resources()


def test_the_watched_folder_offers_newer_texts_once_the_window_is_there(
    qtbot: QtBot, window: MainWindow, make_pack: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "partage"
    folder.mkdir()
    shutil.move(make_pack(), folder)
    window.open_route(Route(PageId.SETTINGS))
    settings = window.current_page
    assert isinstance(settings, SettingsPage)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(folder))
    settings.watched.choose.click()
    assert settings.watched.path.text() == str(folder)
    look_after(window, window.context, crashed=False)
    qtbot.waitUntil(lambda: "Des textes plus récents" in window.notice.text(), timeout=PATIENCE)
    next(one for one in window.notice.findChildren(QPushButton) if one.text() == "Voir ce qui change").click()
    page = page_of(window)
    qtbot.waitUntil(lambda: page.install.isVisible(), timeout=PATIENCE)
    assert "2027.06" in shown(page) and window.notice.text() == ""


def test_a_program_without_the_publisher_s_key_says_so(window: MainWindow, resources: Path, public: str) -> None:
    words = (resources / "kit.toml").read_text("utf-8")
    (resources / "kit.toml").write_text(words.replace(f'"{"0" * 64}", "{public}"', ""), "utf-8")
    told = shown(opened(window))
    assert "ne contient pas encore la clé du Réseau Exemple" in told and "n’en prendra aucun" in told


def test_older_texts_are_shown_and_not_offered(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_pack("2027.05", "2027-05-01")
    page = installed(qtbot, window, make_pack(), monkeypatch)
    choose(qtbot, page, old, monkeypatch)
    assert "plus anciens que les vôtres : le kit ne les installe pas" in shown(page)
    assert page.install.isHidden() and window.focusWidget() is page.leave_out


def test_no_folder_is_watched_unless_it_was_chosen(qtbot: QtBot, window: MainWindow) -> None:
    look_after(window, window.context, crashed=False)
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=PATIENCE)
    assert window.notice.text() == ""


def test_damaged_texts_are_left_at_the_next_start_and_it_is_said(
    qtbot: QtBot, make_pack: Make, make_context: Callable[..., AppContext]
) -> None:
    folder = install(read_pack(make_pack()))
    (folder / "content" / "aide.md").unlink()
    window = MainWindow(make_context())
    qtbot.addWidget(window)
    window.open_route(Route(PageId.HOME))
    assert window.context.library.has("elu-salle")
    look_after(window, window.context, crashed=False)
    qtbot.waitUntil(lambda: "abîmés" in window.notice.text(), timeout=PATIENCE)
    assert not window.context.library.has("elu-salle") and paths.texts() == paths.resources()


def test_texts_of_eighteen_months_ask_for_new_ones(
    qtbot: QtBot, resources: Path, make_context: Callable[..., AppContext]
) -> None:
    set_version(resources, "2024.01", "2024-01-15")
    compiling.compile_all(resources / "index", resources)
    window = MainWindow(make_context())
    qtbot.addWidget(window)
    for page in (PageId.HOME, PageId.ABOUT):
        window.open_route(place(page))
        words = " ".join(label.text() for label in window.current_page.findChildren(QLabel))
        assert "datent de janvier 2024" in words and "Demandez au Réseau Exemple les nouveaux" in words


def test_an_install_goes_to_its_end_when_its_page_is_built_anew(
    qtbot: QtBot, window: MainWindow, make_pack: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(window)
    choose(qtbot, page, make_pack(), monkeypatch)
    page.install.click()
    window.rebuild_pages()
    qtbot.waitUntil(lambda: not window.context.jobs.is_busy, timeout=PATIENCE)
    assert paths.texts() != paths.resources()
    assert window.context.library.publisher.content_version == "2027.06"


def test_a_look_whose_page_is_built_anew_is_forgotten(qtbot: QtBot, window: MainWindow, make_pack: Make) -> None:
    window.open_route(ToUpdate(file=make_pack()))
    window.rebuild_pages()
    page = page_of(window)
    qtbot.waitUntil(lambda: page.install.isVisible(), timeout=PATIENCE)  # the new page has looked itself
    assert "2027.06" in shown(page)
