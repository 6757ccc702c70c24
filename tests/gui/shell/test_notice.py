"""Messages above the page: what matters is not hidden for good by what matters less."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QToolButton
from pytest import MonkeyPatch
from pytestqt.qtbot import QtBot

from kit.errors import ContentError
from ui.app import look_after
from ui.services.navigation import ToUpdate
from ui.shell import after_start
from ui.shell.main_window import MainWindow
from ui.shell.reader_offer import ReaderOffer


def _close(qtbot: QtBot, window: MainWindow) -> None:
    (close,) = window.notice.findChildren(QToolButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)


def test_what_stays_comes_back_and_what_passes_does_not(qtbot: QtBot, window: MainWindow) -> None:
    window.show_notice("Lecture seule.", stays=True)
    window.show_notice("Copié.")
    window.show_notice("Copié encore.")
    assert window.notice.text() == "Copié encore."
    _close(qtbot, window)
    assert window.notice.text() == "Lecture seule."
    _close(qtbot, window)
    assert window.notice.text() == "" and window.notice.isHidden()


def test_the_same_words_twice_are_closed_once(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(2):
        window.show_notice("Lecture seule.", stays=True)
    _close(qtbot, window)
    assert window.notice.text() == ""


def test_an_offer_waits_under_a_warning(qtbot: QtBot, window: MainWindow, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    window.show_notice("Lecture seule.", stays=True)
    ReaderOffer(window).look()
    assert window.notice.text() == "Lecture seule."
    _close(qtbot, window)
    assert "élues et élus" in window.notice.text()


def test_the_gravest_remark_on_a_dossier_stands_over_the_others(
    qtbot: QtBot, window: MainWindow, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(after_start, "dossier_remarks", lambda _dossier: ["Le plus grave.", "Le moins grave."])
    look_after(window, window.context, crashed=False)
    assert window.notice.text() == "Le plus grave."
    _close(qtbot, window)
    assert window.notice.text() == "Le moins grave."


def test_texts_that_cannot_be_read_are_counted_in_one_sentence(window: MainWindow, monkeypatch: MonkeyPatch) -> None:
    broken = [ContentError(Path(f"content/{name}.md"), 3, "front-matter", "title") for name in ("un", "deux", "trois")]
    for found, told in (
        (broken[:1], "Un texte n’a pas pu être lu (un.md, ligne 3). Les autres sont là."),
        (broken, "3 textes n’ont pas pu être lus (le premier\u00a0: un.md, ligne 3). Les autres sont là."),
    ):
        monkeypatch.setattr(type(window.context.library), "problems", found)
        look_after(window, window.context, crashed=False)
        assert window.notice.text() == told


def test_messages_outlive_a_change_of_look(window: MainWindow) -> None:
    window.offer("Des textes plus récents.", "Voir", ToUpdate())
    window.show_notice("Lecture seule.", stays=True)
    before = window.notice.messages()
    window.restyle()
    assert window.notice.messages() == before and window.notice.text() == "Lecture seule."


def test_the_sign_of_warnings_stands_before_warnings_alone(qtbot: QtBot, window: MainWindow) -> None:
    window.offer("Des textes plus récents.", "Voir", ToUpdate())
    assert window.notice.isVisible() and window.notice.sign.isHidden()
    offered = window.notice.grab().toImage().pixelColor(12, 12)
    window.show_notice("Lecture seule.", stays=True)
    assert not window.notice.sign.isHidden()
    assert window.notice.grab().toImage().pixelColor(12, 12) != offered
