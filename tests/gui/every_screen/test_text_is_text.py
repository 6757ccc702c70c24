"""What someone typed is shown as text everywhere: a dossier from elsewhere that is full of markup opens nothing.

Qt takes a tip or a label for HTML where it looks so, and then reads the pictures that it names: one on a network
folder is a call to another machine. ``&`` in the words of a button or of a menu is a shortcut that nobody asked for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex
from PySide6.QtGui import QAction, QKeySequence, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ui
from kit.dossier.dossier import Dossier
from kit.mail.outbox import Means
from kit.mandate import directory
from tests.gui.windows import open_window
from ui.features.dossier.merge_page import MergePage
from ui.features.plan.page import PlanPage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToSearch
from ui.services.settings import Settings
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle, stops
from ui.widgets.text import as_text, pressed_text

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(300)]  # 20 s alone
PICTURE = 'src="file:///nulle/part.png"'
LONG = "et une suite assez longue pour que le titre soit coupé partout où il peut l’être"
MARKUP = f"<img {PICTURE}><b>R&D</b> &lt;ess, {LONG}"
ROOT = QModelIndex()
FILE = "<img src=part.png><b>R&D.kitess"
ACTIONS = ("action:elu-commission", "action:elu-extra-municipale", "action:reseaux-cress")
_OURS = re.compile(r"picto:|figure:\d+(?:/\d+)?$|forme:[a-z]+/(?:plein|creux)$")  # what ArticleView draws itself
FIELDS = ("who", "due", "note", "pilot", "partners", "start", "budget")


def make_hostile(path: Path, mark: str = "") -> Path:
    """Write a dossier whose every typed field is markup; ``mark`` ends each, so that two dossiers differ."""
    words = MARKUP + mark
    with Dossier.create(path, by=words) as dossier:
        for field in ("name", "departement", "mayor", "epci"):
            dossier.record("identity", field, words)
        dossier.record("own-lever:a", "title", words)
        for number, lever in enumerate(("a", "reseaux", "elu-designe")):
            dossier.record(f"own:a{number}", "title", words)
            dossier.record(f"own:a{number}", "lever", lever)
        for target in (*ACTIONS, "own:a0", "milestone:elu-designation"):
            for field in FIELDS:
                dossier.record(target, field, words)
            dossier.record(target, "step:a", words)
            dossier.record(target, "evidence:a", {"title": words, "url": "https://exemple.example"})
            dossier.record(target, "evidence:b", {"title": words, "file": "a.pdf", "sha256": "0" * 64, "size": 3})
        dossier.record("action:elu-commission", "status", "fait")
        dossier.record("article:commerces-proximite", "note", words)
        on, changes = directory.added(dict.fromkeys(directory.FIELDS, words))
        dossier.record_group([*changes, *directory.linked(_entry(dossier, on), ACTIONS[0], is_linked=True)])
    return path


def _entry(dossier: Dossier, on: str) -> directory.Contact:
    return directory.Contact(on=on, **dict.fromkeys(directory.FIELDS, MARKUP))


@pytest.fixture
def window(qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path) -> MainWindow:
    """Return the window on a dossier full of markup, its writer's name and its own messages too."""
    from kit import paths

    Settings(paths.user_data() / "reglages.json").set("by", MARKUP)
    context = make_context(make_hostile(tmp_path / FILE))
    message = replace(context.outbox.new(), to=f"{MARKUP}@a.example", subject=MARKUP, body=MARKUP)
    context.outbox.prepare(message, Means.MAILTO)
    return open_window(qtbot, context, size=(1024, 700))


class Seen:
    """What is taken for markup, or for a shortcut; ``shown`` counts the words of the dossier by where they stood."""

    def __init__(self) -> None:
        self.faults: set[str] = set()
        self.shown: dict[str, int] = {}

    def look(self, top: QWidget, screen: str) -> None:
        for widget in (top, *top.findChildren(QWidget)):
            where = f"{screen}: {type(widget).__name__}"
            for tip in (widget.toolTip(), widget.whatsThis(), widget.statusTip()):
                self._tip(tip, where)
            self.words(widget, where)
            self._model(widget, where)
        for action in top.findChildren(QAction):
            self._tip(action.toolTip() if action.toolTip() != action.iconText() else "", f"{screen}: action")
            self._mnemonic(action.text(), QKeySequence.mnemonic(action.text()), f"{screen}: action")

    def _count(self, words: str, where: str) -> bool:
        found = "R&D" in words or "R&&D" in words or "R&amp;D" in words
        if found:
            self.shown[where] = self.shown.get(where, 0) + 1
        return found

    def _tip(self, tip: str, where: str) -> None:
        if self._count(tip, "tip") and Qt.mightBeRichText(tip):
            document = QTextDocument()
            document.setHtml(tip)
            if "<img" not in document.toPlainText() or pictures(document):
                self.faults.add(f"{where}: tip {tip[:60]}")

    def words(self, widget: QWidget, where: str) -> None:
        if isinstance(widget, QLabel) and self._count(widget.text(), "label"):
            rich = widget.textFormat() in (Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText)
            auto = widget.textFormat() == Qt.TextFormat.AutoText and Qt.mightBeRichText(widget.text())
            if rich or auto or widget.buddy() is not None:
                self.faults.add(f"{where}: label {widget.text()[:60]}")
        if isinstance(widget, QAbstractButton):
            self._mnemonic(widget.text(), widget.shortcut(), where)
        if isinstance(widget, QTextEdit):
            self._count(widget.toPlainText(), "document")
            self.faults.update(f"{where}: picture {name}" for name in pictures(widget.document()))
        if widget.isWindow() and self._count(widget.windowTitle(), "title") and "[*]" in widget.windowTitle():
            self.faults.add(f"{where}: title")

    def _mnemonic(self, words: str, shortcut: QKeySequence, where: str) -> None:
        if self._count(words, "press") and not shortcut.isEmpty():
            self.faults.add(f"{where}: « {words[:60]} » is pressed by {shortcut.toString()}")

    def _model(self, widget: QWidget, where: str) -> None:
        models: list[QAbstractItemModel] = []
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            models.append(widget.model())
        if isinstance(widget, QLineEdit) and widget.completer() is not None:
            models.append(widget.completer().model())
        for model in models:
            for row in range(min(model.rowCount(ROOT) if not isinstance(model, QAbstractListModel) else 60, 60)):
                for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(ROOT)):
                    index = model.index(row, column)
                    self._count(str(index.data(Qt.ItemDataRole.DisplayRole) or ""), "item")
                    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
                        self._tip(str(index.data(role) or ""), f"{where}: item")


def pictures(document: QTextDocument) -> list[str]:
    """Return the pictures of a document that are none of the program's."""
    found, block = [], document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            form = part.fragment().charFormat()
            if form.isImageFormat() and not _OURS.match(form.toImageFormat().name()):
                found.append(form.toImageFormat().name())
            part += 1
        block = block.next()
    return found


def screens(window: MainWindow) -> Iterator[str]:
    for name, route in (
        *stops(window.context),
        ("plan-own", Route(PageId.PLAN, "own:a0")),
        ("agir-own", Route(PageId.ACT, "a")),
        ("recherche-own", ToSearch("R&D")),
        ("recherche-markup", ToSearch(MARKUP)),
    ):
        window.open_route(route)
        settle(window.context)
        yield name


def test_no_page_takes_what_was_typed_for_markup(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    seen = Seen()
    for name in screens(window):
        seen.look(window.current_page, name)
        seen.look(window.top_bar, name)
        seen.words(window, name)
        page = window.current_page
        if isinstance(page, PlanPage):
            for key in ("etat", "calendrier"):
                for button in page.pane.head.findChildren(QAbstractButton):
                    if button.isCheckable() and not button.isChecked():
                        button.click()
                        settle(window.context)
                        seen.look(page, f"{name} {key}")
    theirs = make_hostile(tmp_path / "autre.kitess", " autre")
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    page.compare(theirs)
    settle(window.context)
    seen.look(page, "reunir")
    window.meetings.open()
    assert window.meetings.window is not None
    settle(window.context)
    seen.look(window.meetings.window, "reunion")
    window.meetings.window.close()
    window.show_notice(f"«\u00a0{MARKUP}\u00a0» n’est plus à sa place.")
    seen.look(window, "the window")
    assert not seen.faults, "\n".join(sorted(seen.faults))
    assert {"tip", "label", "document", "press", "item", "title"} <= seen.shown.keys(), seen.shown


@pytest.mark.parametrize("words", [MARKUP, "<b>gras</b>", "a < b", "ligne\n<i>une", "&lt;b&gt;", "<?xml", "été"])
def test_a_tip_says_the_very_words(words: str) -> None:
    tip = as_text(words)
    document = QTextDocument()
    (document.setHtml if Qt.mightBeRichText(tip) else document.setPlainText)(tip)
    assert document.toPlainText() == words and not pictures(document)


def test_every_tip_goes_through_the_one_function() -> None:
    """Words that are not written in the code itself are made text before Qt shows them in a tip."""
    bare = []
    for path in sorted(Path(ui.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr not in ("setToolTip", "setWhatsThis", "setStatusTip"):
                continue
            words = call.args[0]
            made = isinstance(words, ast.Call) and isinstance(words.func, ast.Name) and words.func.id == "as_text"
            if not made and not all(name.strip("_").isupper() for name in names_in(words)):
                bare.append(f"{path.name}:{call.lineno} {ast.unparse(words)}")
    assert not bare, "\n".join(bare)


def names_in(words: ast.expr) -> set[str]:
    return {part.id for part in ast.walk(words) if isinstance(part, ast.Name)}


def test_what_is_pressed_says_the_very_words(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QPushButton

    button = QPushButton(pressed_text("R&D & Cie"))
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty() and button.text().replace("&&", "&") == "R&D & Cie"
