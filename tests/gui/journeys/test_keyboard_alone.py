"""A9: five scenarios of the kit from end to end by key presses alone; the focus is in sight at each step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from ui.services.navigation import PageId, Route, ToArticle, place
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
_ROUND = 250  # presses of Tab, more than any screen has stops


class Keys:
    """Presses keys where the focus is, and sees that the focus stays in the window and in sight."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        window.activateWindow()
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        settle(self.window.context)
        self.see()

    def type(self, words: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), words)
        settle(self.window.context)

    def go_to(self, name: str, key: Qt.Key = Qt.Key.Key_Tab) -> QWidget:
        """Press Tab until what has the focus is called so."""
        passed = []
        for _ in range(_ROUND):
            self.press(key)
            focus = QApplication.focusWidget()
            passed.append(called(focus))
            if name in passed[-1]:
                return focus
        raise AssertionError(f"Tab does not reach « {name} »: {passed[-40:]}")

    def see(self) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None and self.window.isAncestorOf(focus)
        assert not focus.visibleRegion().isEmpty(), f"« {called(focus)} » has the focus out of sight"
        place = QRect(focus.mapTo(self.window, QPoint()), focus.size())
        assert place.intersects(self.window.rect())


def called(widget: QWidget) -> str:
    """Return what a reader calls what has the focus: of a text, the link that Tab has reached."""
    if isinstance(widget, QTextBrowser) and widget.textCursor().hasSelection():
        return widget.textCursor().selectedText()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


@pytest.fixture
def keys(window: MainWindow) -> Keys:
    window.resize(1024, 560)  # the smallest laptop: most is out of sight at first
    settle(window.context)
    return Keys(window)


def here(keys: Keys) -> tuple[str, str]:
    route = keys.window.navigator.here
    assert route is not None
    return route.page, route.id


def test_one_searches_reads_and_comes_back(keys: Keys) -> None:
    keys.press(Qt.Key.Key_K, CTRL)
    keys.type("commerces de proximite")
    keys.press(Qt.Key.Key_Return)
    assert here(keys) == (PageId.ARTICLE, "commerces-proximite")
    keys.press(Qt.Key.Key_M, CTRL)
    assert called(QApplication.focusWidget()) == "Ce que la commune y gagne"
    keys.go_to("Voir les 3 actions\u00a0: Outils économiques")
    keys.press(Qt.Key.Key_Return)
    assert here(keys) == (PageId.ACT, "outils-economiques")
    keys.press(Qt.Key.Key_Left, ALT)
    assert here(keys) == (PageId.ARTICLE, "commerces-proximite")
    keys.press(Qt.Key.Key_Home, ALT)
    assert here(keys) == (PageId.HOME, "")


def test_one_ticks_takes_back_and_goes_on_in_the_plan(keys: Keys) -> None:
    session = keys.window.context.session
    keys.press(Qt.Key.Key_K, CTRL)
    keys.go_to("Agir")
    keys.press(Qt.Key.Key_Space)
    keys.go_to("Avoir une commission ESS")
    keys.press(Qt.Key.Key_Space)
    assert session.status("action:elu-commission") is Status.DONE
    keys.press(Qt.Key.Key_Z, CTRL)
    assert session.status("action:elu-commission") is Status.TODO
    keys.press(Qt.Key.Key_Y, CTRL)
    assert session.status("action:elu-commission") is Status.DONE
    keys.press(Qt.Key.Key_K, CTRL)
    keys.go_to("Mon plan d’action")
    keys.press(Qt.Key.Key_Space)
    assert here(keys) == (PageId.PLAN, "")


def test_one_prints_a_list_to_a_file(keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys.window.open_route(Route(PageId.ACT, "reseaux"))
    settle(keys.window.context)
    keys.press(Qt.Key.Key_P, CTRL)
    assert here(keys)[0] == PageId.PRINT
    page = keys.window.current_page
    monkeypatch.setattr(page, "ask_file", lambda folder, name: tmp_path / name)
    keys.go_to("Enregistrer (PDF)")
    keys.press(Qt.Key.Key_Space)
    assert [path.suffix for path in tmp_path.iterdir() if path.suffix == ".pdf"] == [".pdf"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_one_writes_to_the_publisher(keys: Keys) -> None:
    keys.window.context.session.set_text("identity", "name", "Saint-Exemple")
    keys.press(Qt.Key.Key_K, CTRL)
    keys.go_to("Contacter la CRESS")
    keys.press(Qt.Key.Key_Space)
    for name, words in (
        ("Prénom et nom", "Camille Exemple"),
        ("Fonction", "maire"),
        ("Courriel", "mairie@saint-exemple.example"),
    ):
        keys.go_to(name)
        keys.type(words)
    keys.go_to("Autre façon…")
    keys.press(Qt.Key.Key_Space)
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    settle(keys.window.context)
    text = QGuiApplication.clipboard().text()
    assert "Camille Exemple" in text and "mairie@saint-exemple.example" in text


def test_one_keeps_a_page_and_writes_a_note_on_it(keys: Keys) -> None:
    keys.window.open_route(ToArticle("ess-en-cinq-minutes"))
    settle(keys.window.context)
    keys.press(Qt.Key.Key_D, CTRL)
    keys.press(Qt.Key.Key_M, CTRL)
    keys.go_to("Écrire une note")
    keys.press(Qt.Key.Key_Return)
    keys.type("A relire avant le conseil")
    keys.press(Qt.Key.Key_Escape)
    assert keys.window.context.session.text("article:ess-en-cinq-minutes", "note") == "A relire avant le conseil"
    keys.press(Qt.Key.Key_Home, ALT)
    keys.press(Qt.Key.Key_B, CTRL)
    keys.go_to(keys.window.context.library.article("ess-en-cinq-minutes").title)
    keys.press(Qt.Key.Key_Return)
    assert here(keys) == (PageId.ARTICLE, "ess-en-cinq-minutes")


@pytest.mark.parametrize("page", [PageId.HOME, PageId.CONVINCE, PageId.ACT, PageId.CONTACT, PageId.SETTINGS])
def test_tab_brings_what_it_reaches_into_sight(keys: Keys, qtbot: QtBot, page: PageId) -> None:
    keys.window.open_route(place(page))
    settle(keys.window.context)
    keys.window.sidebar.search.setFocus()
    for _ in range(60):
        keys.press(Qt.Key.Key_Tab)
