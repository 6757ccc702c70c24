"""The atelier is a program of its own: its window, its places, and nothing of it in the kit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from atelier.features.folder.page import FolderPage
from atelier.features.texts.page import TextsPage
from atelier.services.context import AtelierContext
from atelier.services.places import ScreenId
from atelier.widgets.tasks import Tasks
from atelier.window import AtelierWindow
from kit.packs.working_copy import copy_texts
from tests.gui.atelier.desks import PATIENCE, open_desk
from ui.services import errors
from ui.services.actions import OF_DOSSIER, ActionId
from ui.services.navigation import PageId, Route
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]


def test_the_kit_loads_nothing_of_the_atelier() -> None:
    code = (
        "import importlib, sys\n"
        "from ui import app\n"
        "from ui.shell import registry\n"
        "for module, _ in registry.KIT.modules.values(): importlib.import_module(module)\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'atelier'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_propos_has_no_door_to_it(window: MainWindow) -> None:
    window.open_route(Route(PageId.ABOUT))
    words = [one.text() for one in window.findChildren(QAbstractButton)]
    assert "Mettre à jour depuis une clé" in words and not [word for word in words if "telier" in word]


def test_each_entry_of_its_sidebar_opens_its_screen(desk: AtelierWindow, qtbot: QtBot) -> None:
    assert desk.windowTitle().endswith("Atelier du Kit ESS")
    for page in ScreenId:
        desk.sidebar.place_chosen.emit(page)
        assert desk.navigator.here == Route(page) and desk.current_page.crumbs()


def test_its_keys_are_those_of_every_window_without_a_dossier(desk: AtelierWindow, qtbot: QtBot) -> None:
    assert not [key for key in OF_DOSSIER if _has(desk, key)] and _has(desk, ActionId.HELP)
    desk.open_route(Route(ScreenId.EDITION))
    qtbot.keyClick(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.navigator.here == desk.program.home
    scale = desk.context.theme.scale
    desk.actions_by_id[ActionId.ZOOM_IN].trigger()
    qtbot.waitUntil(lambda: desk.context.theme.scale > scale, timeout=PATIENCE)


def _has(desk: AtelierWindow, key: ActionId) -> bool:
    try:
        desk.actions_by_id[key]
    except KeyError:
        return False
    return True


def test_its_settings_are_its_own(desk: AtelierWindow, own_places: Path) -> None:
    desk.context.settings.set("text_scale", 1.5)
    assert (own_places / "data" / "atelier.json").is_file()
    assert Settings(own_places / "data" / "reglages.json").number("text_scale", 1.0, least=1, most=2) == 1.0


def test_the_card_says_which_folder_is_open(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path
) -> None:
    copy_texts(tmp_path / "textes de juin")
    desk = open_desk(qtbot, make_desk(tmp_path / "textes de juin"))
    assert desk.sidebar._name.text() == "textes de juin"
    desk.context.folder.choose("")
    assert desk.sidebar._name.text() == "Aucun dossier de textes"


def test_what_leads_to_the_texts_gives_them_the_focus(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], tmp_path: Path
) -> None:
    """Not the field of the sidebar: Qt gives it the focus that the hidden button had."""
    desk = open_desk(qtbot, make_desk())
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow, timeout=PATIENCE)
    texts = desk.current_page
    assert isinstance(texts, TextsPage) and texts.choose.hasFocus()  # there is nothing else to do yet
    qtbot.keyClick(texts.choose, Qt.Key.Key_Space)
    folder = desk.current_page
    assert isinstance(folder, FolderPage)
    copy_texts(tmp_path / "textes")
    desk.context.folder.choose(str(tmp_path / "textes"))
    folder.go.setFocus()
    qtbot.keyClick(folder.go, Qt.Key.Key_Space)
    focus = desk.focusWidget()
    assert desk.current_page is texts and focus is not None and texts.isAncestorOf(focus)


def test_tools_work_again_after_a_fault(
    qtbot: QtBot, make_desk: Callable[..., AtelierContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, crashes, done = make_desk(), list[BaseException](), list[object]()
    context.jobs.crashed.connect(crashes.append)
    monkeypatch.setattr(errors, "show_crash", lambda *_: None)
    tasks = Tasks(context)
    qtbot.addWidget(tasks.wait)

    def fail(_step: object) -> None:
        raise ZeroDivisionError

    for work in (fail, lambda _step: "again"):
        tasks.start(work, done.append)
        qtbot.waitUntil(lambda: not context.jobs.is_busy, timeout=PATIENCE)
        QApplication.processEvents()
        assert tasks.wait.isHidden()
    assert len(crashes) == 1 and done == ["again"]
