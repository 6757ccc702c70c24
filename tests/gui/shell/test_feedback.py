"""The bar at the foot: what was just done, where, and the way back, until the next gesture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from kit.dossier.model import Status
from kit.errors import NotSaved
from tests.gui.marking import mark
from tests.gui.windows import open_window
from ui.output.documents import DocumentOutlet
from ui.services.actions import ActionId
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.services.plan.gestures import EvidenceOpened, LinkAdded
from ui.shell.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def tick(qtbot: QtBot, window: MainWindow, lever: str = "outils") -> None:
    """Tick the first box of a lever by the key."""
    window.open_route(Route(PageId.ACT, _lever(window, lever)))
    boxes = window.current_page.findChildren(QCheckBox)
    box = next(box for box in boxes if box.isVisible() and not box.isChecked())
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert window.context.session.settle()


def _lever(window: MainWindow, start: str) -> str:
    levers = window.context.library.outline.levers
    return next(lever.article.id for lever in levers if lever.article.id.startswith(start))


def words(window: MainWindow) -> str:
    return window.feedback.text().replace("\u00a0", " ")


def undo_key(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Z, CTRL)


def test_a_tick_is_told_at_the_foot_and_taken_back_there(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    assert window.feedback.isHidden()
    tick(qtbot, window)
    qtbot.waitUntil(window.feedback.isVisible)
    assert words(window) == "3.1 marquée faite"
    assert window.notice.text() == "", "the yellow sign is for warnings"
    assert window.feedback.button.text() == "Annuler"
    assert window.feedback.button.accessibleName().replace("\u00a0", " ") == "Annuler : 3.1 marquée faite"
    qtbot.mouseClick(window.feedback.button, Qt.MouseButton.LeftButton)
    assert words(window) == "Annulé : 3.1 marquée faite" and window.feedback.button.text() == "Rétablir"
    assert not context.session.last_gesture
    qtbot.mouseClick(window.feedback.button, Qt.MouseButton.LeftButton)
    assert words(window) == "Rétabli : 3.1 marquée faite" and context.session.last_gesture


def test_it_takes_room_of_its_own_and_lies_over_nothing(qtbot: QtBot, window: MainWindow) -> None:
    page = window.current_page
    before = page.height()
    window.context.feedback.tell("Copié.")
    qtbot.waitUntil(lambda: page.height() < before)
    assert page.mapTo(window, page.rect().bottomLeft()).y() < window.feedback.mapTo(window, page.pos()).y()
    assert window.feedback.height() >= 48


def test_long_words_wrap_and_the_window_can_become_narrow(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.feedback
    window.context.feedback.tell("Copié.", "Annuler")
    qtbot.waitUntil(lambda: bar.button.x() > 0)
    assert bar.button.x() < bar.width() / 2, "the way back stands beside the words"
    assert bar.height() == 48, "one line"
    window.context.feedback.tell("Un dossier. " * 30, "Annuler")
    qtbot.waitUntil(lambda: bar.height() > 60)
    window.resize(900, 700)
    qtbot.waitUntil(lambda: bar.mapTo(window, bar.rect().topRight()).x() <= 900)
    assert window.width() == 900 and bar.cross.x() + bar.cross.width() <= bar.width()


def test_it_stays_until_the_cross_or_another_page(qtbot: QtBot, window: MainWindow) -> None:
    tick(qtbot, window)
    qtbot.mouseClick(window.feedback.cross, Qt.MouseButton.LeftButton)
    assert window.feedback.isHidden() and words(window) == ""
    tick(qtbot, window)
    assert words(window) == "3.2 marquée faite"
    window.open_route(Route(PageId.ACT, _lever(window, "reseaux")))
    assert words(window) == "3.2 marquée faite", "another lever is the same page"
    window.open_route(Route(PageId.GLOSSARY))
    assert window.feedback.isHidden()


def test_the_focus_does_not_fall_out_of_the_window_with_the_bar(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.context.feedback.tell("Copié.")
    window.feedback.cross.setFocus()
    qtbot.keyClick(window.feedback.cross, Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is window.current_page or window.current_page.isAncestorOf(focus)


def test_undo_of_what_is_out_of_sight_names_it_first(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    tick(qtbot, window)
    made = context.session.last_gesture
    window.open_route(Route(PageId.GLOSSARY))
    undo_key(qtbot, window)
    assert context.session.last_gesture == made, "named, not yet undone"
    assert words(window).startswith("À annuler, dans « 3. ") and words(window).endswith(": 3.1 marquée faite")
    undo_key(qtbot, window)
    assert not context.session.last_gesture
    assert words(window).startswith("Annulé, dans « 3. ")


def test_undo_where_it_was_made_asks_nothing(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    tick(qtbot, window)
    undo_key(qtbot, window)
    assert words(window) == "Annulé : 3.1 marquée faite" and not context.session.last_gesture


def test_a_gesture_without_a_name_does_not_leave_the_name_of_another(
    qtbot: QtBot, window: MainWindow, context: AppContext
) -> None:
    tick(qtbot, window)
    mark(context.session, "action:elu-commission", Status.DONE)
    assert words(window) == "Changement enregistré"


def test_what_the_disk_refuses_is_not_told_as_done(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    tick(qtbot, window)
    context.session.refused.emit(NotSaved(context.session.path))
    assert window.feedback.isHidden()


def test_it_is_spoken_once(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    said: list[str] = []
    window.announced.connect(said.append)
    with qtbot.waitSignal(window.announced):
        context.feedback.tell("Copié.")
    assert said == ["Copié."]
    said.clear()
    tick(qtbot, window)
    qtbot.waitUntil(lambda: any(one.startswith("Enregistré") for one in said))
    assert len([one for one in said if one.startswith("3.1")]) == 1, "the page says more of it than the bar"


def test_f6_reaches_it(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    tick(qtbot, window)
    for _ in range(len(window.panes())):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        if window.feedback.isAncestorOf(QApplication.focusWidget()):
            break
    assert QApplication.focusWidget() is window.feedback.button


def test_a_saved_document_is_opened_from_the_bar(
    qtbot: QtBot, window: MainWindow, context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    out = tmp_path / "listes.pdf"
    out.write_bytes(b"%PDF")
    DocumentOutlet(context, window.current_page).say_saved(out)
    assert words(window) == "Enregistré : listes.pdf"
    assert window.feedback.button.text() == "Ouvrir le document"
    qtbot.mouseClick(window.feedback.button, Qt.MouseButton.LeftButton)
    assert opened == [str(out)]


def test_a_favourite_is_told_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    window.open_route(Route(PageId.GLOSSARY))
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_D, CTRL)
    assert "favoris" in words(window) and window.keys.bookmarks.is_favourite(Route(PageId.GLOSSARY))
    qtbot.mouseClick(window.feedback.button, Qt.MouseButton.LeftButton)
    assert not window.keys.bookmarks.is_favourite(Route(PageId.GLOSSARY))


def test_it_outlives_a_change_of_look(qtbot: QtBot, window: MainWindow) -> None:
    tick(qtbot, window)
    window.restyle()
    qtbot.waitUntil(window.feedback.isVisible)
    assert words(window) == "3.1 marquée faite"


def test_a_copied_place_is_told(qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
    window.open_route(Route(PageId.ABOUT))
    page = window.current_page
    page._on_copy()  # type: ignore[attr-defined]
    assert "Kit ESS" in QGuiApplication.clipboard().text() and words(window).startswith("Copié")


def test_undo_after_a_restart_names_what_it_takes_back(
    qtbot: QtBot, window: MainWindow, context: AppContext, make_context: Callable[..., AppContext]
) -> None:
    target = "action:elu-commission"
    context.session.set_text("identity", "name", "Saint-Exemple")
    mark(context.session, target, Status.DONE)
    context.plan.set_text(context.plan.items([target]), "who", "adjointe")
    path = context.session.path
    window.close()
    context.session.close()
    again = open_window(qtbot, make_context(path))
    said = []
    for _ in range(3):
        again.actions_by_id[ActionId.UNDO].trigger()
        said.append(words(again))
    assert said == [
        "Annulé : 1.1, élu·e référent·e",
        "Annulé : 1.1 marquée faite",
        "Annulé : identité de la collectivité",
    ]
    assert again.context.session.status("elu-commission") == Status.TODO
    again.actions_by_id[ActionId.REDO].trigger()
    assert words(again) == "Rétabli : identité de la collectivité"


def test_a_copied_link_is_no_warning(window: MainWindow, context: AppContext) -> None:
    plan, on = context.plan, "action:elu-commission"
    (item,) = plan.items([on])
    plan.ask(item, LinkAdded("https://example.org/deliberation"))
    (item,) = plan.items([on])
    plan.ask(item, EvidenceOpened(item.evidence[0].id))
    assert QGuiApplication.clipboard().text() == "https://example.org/deliberation"
    assert words(window).startswith("Le lien est copié") and window.notice.text() == ""
