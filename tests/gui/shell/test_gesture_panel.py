"""« Historique des gestes »: what can be undone, of earlier runs too, and all down to what is chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.services import gesture_words
from ui.services.actions import ActionId
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.page import GESTURES, REDO, UNDO
from ui.shell.gesture_panel import GesturePanel
from ui.shell.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key


@pytest.fixture
def marked(context: AppContext) -> AppContext:
    """Return the stores of a run in which three actions were marked done, each by its own gesture."""
    for code in ("1.1", "1.2", "3.2"):
        plan = context.plan
        plan.set_status([item for item in plan.plan.items if item.code == code], Status.DONE)
    assert context.session.settle()
    return context


def done(context: AppContext) -> list[str]:
    return [item.code for item in context.plan.plan.items if item.status is Status.DONE]


def panel_of(qtbot: QtBot, window: MainWindow) -> GesturePanel:
    """Open the list by its key and return it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget() or window, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.gestures.panel is not None and window.gestures.panel.isVisible())
    assert window.gestures.panel is not None
    return window.gestures.panel


def lines(panel: GesturePanel) -> list[str]:
    return [panel.rows.item(n).text().replace("\u00a0", " ") for n in range(panel.rows.count())]


def words(window: MainWindow) -> str:
    return window.feedback.text().replace("\u00a0", " ")


def test_the_list_names_gestures_and_says_how_many_are_undone(qtbot: QtBot, marked: AppContext) -> None:
    window = open_window(qtbot, marked, Route(PageId.PLAN))
    panel = panel_of(qtbot, window)
    assert [line.partition(" · ")[0] for line in lines(panel)] == [
        "3.2 marquée faite",
        "1.2 marquée faite",
        "1.1 marquée faite",
    ]
    assert all("aujourd’hui à " in line for line in lines(panel))
    assert panel.rows.hasFocus() and panel.undo.text() == "Annuler ce geste"
    qtbot.keyClick(panel.rows, Key.Key_Down)
    assert panel.undo.text() == "Annuler ces 2 gestes"
    assert [index.row() for index in panel.rows.selectionModel().selectedIndexes()] == [0, 1]
    said = panel.rows.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("Annuler ces 2 gestes")
    qtbot.keyClick(panel.rows, Key.Key_Return)
    assert done(marked) == ["1.1"] and words(window) == "2 gestes annulés"
    qtbot.mouseClick(window.top_bar.tool(REDO), Qt.MouseButton.LeftButton)
    assert done(marked) == ["1.1", "1.2", "3.2"] and words(window) == "2 gestes rétablis"
    qtbot.mouseClick(window.top_bar.tool(UNDO), Qt.MouseButton.LeftButton)
    assert done(marked) == ["1.1", "1.2"] and words(window) == "Annulé : 3.2 marquée faite"


def test_gestures_of_an_earlier_run_are_named_and_undone(
    qtbot: QtBot, marked: AppContext, make_context: Callable[..., AppContext]
) -> None:
    marked.plan.add_action("Rencontrer la presse")
    marked.session.apply([Change("contact:a", "name", "Ressourcerie")], label="répertoire local")
    marked.session.settle()
    marked.session.close()
    context = make_context()
    window = open_window(qtbot, context, Route(PageId.ACT))
    qtbot.mouseClick(window.top_bar.tool(GESTURES), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.gestures.panel is not None and window.gestures.panel.isVisible())
    panel = window.gestures.panel
    assert panel is not None
    assert [line.partition(" · ")[0] for line in lines(panel)] == [
        "Répertoire local",
        "Action ajoutée",
        "3.2 marquée faite",
        "1.2 marquée faite",
        "1.1 marquée faite",
    ]
    panel.rows.setCurrentRow(3)
    qtbot.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    assert done(context) == ["1.1"] and words(window) == "4 gestes annulés"
    assert not context.session.last_gesture and context.session.settle()
    window.actions_by_id[ActionId.REDO].trigger()
    assert len(done(context)) == 3 and context.session.dossier.targets("own:")


def test_a_colleagues_change_is_named_and_nothing_is_undone(qtbot: QtBot, marked: AppContext) -> None:
    dossier: Dossier = marked.session.dossier
    mine, dossier.by = dossier.by, "Maire"
    on = next(item.on for item in marked.plan.plan.items if item.code == "1.2")
    dossier.record(on, "status", "en-cours")
    dossier.by, dossier._undo = mine, None
    marked.session.changed.emit(on)
    window = open_window(qtbot, marked, Route(PageId.PLAN))
    panel = panel_of(qtbot, window)
    assert [line.endswith("ne s’annule plus d’ici") for line in lines(panel)] == [False, True, True]
    panel.rows.setCurrentRow(2)
    assert not panel.undo.isEnabled()
    assert panel.says.text().replace("\u00a0", " ").startswith("« Maire » a changé la même chose depuis, le ")
    qtbot.keyClick(panel.rows, Key.Key_Return)
    assert panel.isVisible() and done(marked) == ["1.1", "3.2"]


def test_an_empty_dossier_says_that_there_is_nothing(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(qtbot, window)
    assert panel.rows.isHidden() and panel.undo.isHidden() and "rien à annuler" in panel.lead.text()


def test_many_gestures_of_long_words_stay_within_a_small_window(qtbot: QtBot, context: AppContext) -> None:
    for number in range(80):
        context.plan.add_action(f"{number} " + "Rencontrer " * 40)
    window = open_window(qtbot, context, Route(PageId.PLAN), (1093, 614))
    panel = panel_of(qtbot, window)
    assert panel.rows.count() == 60
    room = window.rect().translated(window.mapToGlobal(window.rect().topLeft()))
    assert room.contains(panel.geometry()) and panel.rows.height() > 200
    assert panel.undo.geometry().bottom() < panel.height()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ([("identity", "mayor", "Ana")], "identité de la collectivité"),
        ([("act:x", "state", "redige")], "textes d’un modèle d’acte"),
        ([("article:glossaire", "note", "x")], "note sur un texte"),
        ([("article:glossaire", "highlight:a", {"exact": "x"})], "passage surligné"),
        ([("article:glossaire", "highlight:a:note", "x")], "note sur un passage"),
        ([("article:a", "highlight:a", None), ("article:a", "highlight:a:note", None)], "surlignage retiré"),
        ([("diagnostic", "q1", "oui")], "réponses aux 12 questions"),
        ([("inconnu", "a", "b")], "un changement"),
        ([("inconnu", "a", "b"), ("identity", "mayor", "Ana")], "2 changements"),
        ([("own:gone", "title", None), ("own:gone", "lever", None)], "action retirée"),
        ([("own-lever:gone", "title", None)], "levier retiré"),
    ],
)
def test_what_an_earlier_run_changed_has_a_name(
    context: AppContext, changes: list[tuple[str, str, object]], name: str
) -> None:
    mark(context.session, "reseaux-cress", Status.DONE)
    events = context.session.dossier.group([Change(*change) for change in changes])
    assert gesture_words.name_of(events, context.plan).replace("\u00a0", " ") == name
