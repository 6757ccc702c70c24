"""Hands that do anything: seeded gestures on the window of the program, by its widgets, keys and places.

Nothing they press opens a dialog of the system or another program: ``tie_hands`` answers those with « Annuler ».
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextBrowser,
    QWidget,
)

from kit.dossier.dossier import Dossier
from kit.tokens import THEMES
from ui.features.dossier.merge_page import MergePage
from ui.features.printing.page import PrintPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToPrint
from ui.shell.main_window import MainWindow
from ui.switches.tour import make_sample, stops

WORDS = ("monnaie locale", "salle", "élu", "R&D <b>", "« é »", "xyzxyz", "l’ESS", "🌱", "  ", "café associatif", "%")
KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Space,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_F6,
    Qt.Key.Key_F2,
    Qt.Key.Key_F1,
)
CONTROLS = (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_K, Qt.Key.Key_F, Qt.Key.Key_M, Qt.Key.Key_P, Qt.Key.Key_Plus)
SIZES = ((800, 600), (1024, 560), (1280, 800), (1500, 950), (1920, 1080))
SCALES = (1.0, 1.25, 1.5, 2.0)


def tie_hands() -> None:
    """Answer every dialog with « Annuler », and open nothing outside the program."""
    for kind in (QDialog, QFileDialog):
        kind.exec = lambda *_: 0
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_, **__: ("", "")))
    QFileDialog.getExistingDirectory = staticmethod(lambda *_, **__: "")
    QDesktopServices.openUrl = staticmethod(lambda *_: True)


def typed(field: QWidget, words: str) -> None:
    """Type words letter by letter; QTest knows no letter beyond Latin 1."""
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def make_dossiers(folder: Path) -> list[Path]:
    """Write the dossiers that the hands go between: the tour's, one of own actions, and one begun from the first."""
    sample = make_sample(folder / "saint-exemple.kitess")
    other = folder / "autre.kitess"
    with Dossier.create(other) as dossier:
        for number in range(60):
            dossier.record(f"own:a{number}", "title", f"Action {number} de la commune")
    apart = folder / "cle" / "saint-exemple.kitess"
    apart.parent.mkdir()
    apart.write_bytes(sample.read_bytes())
    with Dossier.open(apart, by="Adjointe") as dossier:
        dossier.record("action:elu-commission", "status", "fait")
        dossier.record("own:abc", "title", "Rencontrer le café associatif")
    return [sample, other, apart]


class Hands:
    """``gesture`` does one thing at random; ``done`` counts what was done. The dossiers are those to go between."""

    def __init__(self, window: MainWindow, context: AppContext, chance: random.Random, dossiers: list[Path]) -> None:
        self._window, self._context, self._chance, self._dossiers = window, context, chance, dossiers
        self.routes = [route for _, route in stops(context)]
        self.articles = [ToArticle(article.id) for article in context.library.articles()]
        self.done: dict[str, int] = {}
        self.gestures: dict[str, tuple[int, Callable[[], None]]] = {
            "go": (24, self.go),
            "read": (10, self.read),
            "press": (22, self.press),
            "type": (8, self.type),
            "search": (8, self.search),
            "key": (10, self.key),
            "choose": (6, self.choose),
            "look": (2, self.look),
            "size": (3, self.size),
            "print": (3, self.print),
            "merge": (2, self.merge),
            "switch": (2, self.switch),
            "meet": (1, self.meet),
        }

    def gesture(self) -> str:
        """Do one thing; return its name."""
        names = list(self.gestures)
        weights = [self.gestures[name][0] for name in names]
        name = self._chance.choices(names, weights)[0]
        self.done[name] = self.done.get(name, 0) + 1
        self.gestures[name][1]()
        for menu in QApplication.topLevelWidgets():
            if isinstance(menu, QMenu) and menu.isVisible():
                menu.close()
        return name

    def go(self) -> None:
        self._window.open_route(self._chance.choice(self.routes))

    def read(self) -> None:
        self._window.open_route(self._chance.choice(self.articles))

    def press(self) -> None:
        """Press a button of the window in sight."""
        buttons = [one for one in self._top().findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        if buttons:
            self._chance.choice(buttons).click()

    def type(self) -> None:
        """Type a few words into a field in sight."""
        fields = [
            one
            for one in self._top().findChildren(QWidget)
            if isinstance(one, QLineEdit | QPlainTextEdit) and one.isVisible() and one.isEnabled()
        ]
        if fields:
            field = self._chance.choice(fields)
            field.setFocus()
            typed(field, self._chance.choice(WORDS))

    def search(self) -> None:
        field = self._window.sidebar.search
        field.setFocus()
        field.selectAll()
        typed(field, self._chance.choice(WORDS))
        if self._chance.random() < 0.5:
            QTest.keyClick(field, self._chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)))

    def key(self) -> None:
        """Press a key where the focus is, now and then with Ctrl."""
        focus = QApplication.focusWidget() or self._top()
        if self._chance.random() < 0.3:
            QTest.keyClick(focus, self._chance.choice(CONTROLS), Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClick(focus, self._chance.choice(KEYS))

    def choose(self) -> None:
        """Choose in a list in sight, or follow a link of the text in sight."""
        lists = [one for one in self._window.current_page.findChildren(QComboBox) if one.isVisible() and one.count()]
        if lists and self._chance.random() < 0.6:
            chosen = self._chance.choice(lists)
            place = self._chance.randrange(chosen.count())
            chosen.setCurrentIndex(place)
            chosen.activated.emit(place)
            return
        for view in self._window.current_page.findChildren(QTextBrowser):
            if view.isVisible():
                at = QPoint(self._chance.randrange(view.width() or 1), self._chance.randrange(view.height() or 1))
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
                return

    def look(self) -> None:
        """Take another look, size of text or writing, as the settings page does."""
        self._dress(self._chance.choice(list(THEMES)), self._chance.choice(SCALES))
        self._window.restyle_requested.emit()

    def size(self) -> None:
        self._window.resize(*self._chance.choice(SIZES))

    def print(self) -> None:
        """Write a document into a file from the print screen, whatever it is."""
        self._window.open_route(ToPrint())
        page = self._window.current_page
        if not isinstance(page, PrintPage):
            return
        page.options.document.setCurrentIndex(self._chance.randrange(max(1, page.options.document.count())))
        out = self._context.session.path.parent / "sortie"
        out.mkdir(exist_ok=True)
        page.ask_file = lambda _folder, name: out / f"document{Path(name).suffix}"  # type: ignore[method-assign]
        page.foot.save_requested.emit(self._chance.choice((".pdf", ".odt", ".docx", ".txt")))

    def merge(self) -> None:
        self._window.open_route(Route(PageId.MERGE))
        page = self._window.current_page
        if isinstance(page, MergePage):
            page.compare(self._chance.choice([one for one in self._dossiers if one != self._context.session.path]))

    def switch(self) -> None:
        self._context.dossiers.switch(self._chance.choice(self._dossiers))

    def meet(self) -> None:
        """Begin a meeting; the next gestures are in it, until one ends it."""
        if self._window.meetings.window is not None:
            self._window.meetings.window.close()
        else:
            self._window.meetings.open()

    def rest(self) -> bool:
        """Bring the window to one state: Accueil, alone, built anew in the first look; False where a text holds it."""
        if self._window.meetings.window is not None:
            self._window.meetings.window.close()
        self._window.resize(*SIZES[0])
        self._window.open_route(Route(PageId.HOME))
        self._dress(next(iter(THEMES)), SCALES[0])
        self._window.restyle()
        return self._window.navigator.here == Route(PageId.HOME)

    def _dress(self, theme: str, scale: float) -> None:
        settings = self._context.settings
        settings.set("theme", theme)
        settings.set("text_scale", scale)
        settings.set("writing", self._chance.choice(("point", "double")))
        self._context.appearance.release()

    def _top(self) -> QWidget:
        """Return what is in front: the meeting, else the window."""
        return self._window.meetings.window or self._window
