"""A line that offers names: a press elsewhere does what it is made on, and the press on an offer takes it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.access.tab_order import follow_layout
from ui.widgets.completing_line import CompletingLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def made(qtbot: QtBot) -> tuple[QWidget, CompletingLine, QPushButton]:
    window = QWidget()
    column = QVBoxLayout(window)
    line, button = CompletingLine(), QPushButton("Suite")
    for part in (line, button):
        column.addWidget(part)
    column.insertSpacing(1, 250)  # the offers do not cover the button
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    line.set_suggest(lambda text: [("1", f"{text} un"), ("2", f"{text} deux")])
    line.setFocus()
    qtbot.keyClicks(line, "Bord")
    qtbot.waitUntil(line.popup.isVisible)
    return window, line, button


def test_a_press_beside_the_offers_is_not_swallowed(
    qtbot: QtBot, made: tuple[QWidget, CompletingLine, QPushButton]
) -> None:
    _, line, button = made
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    left = Qt.MouseButton.LeftButton
    place = line.popup.mapFromGlobal(button.mapToGlobal(QPoint(20, 10)))
    assert not line.popup.rect().contains(place)
    QTest.mousePress(line.popup, left, pos=place)
    QApplication.processEvents()
    QTest.mouseRelease(button, left)
    assert len(pressed) == 1
    assert not line.popup.isVisible() and not line.hasFocus()


def test_a_press_on_an_offer_takes_it(qtbot: QtBot, made: tuple[QWidget, CompletingLine, QPushButton]) -> None:
    _, line, _ = made
    chosen: list[str] = []
    line.chosen.connect(chosen.append)
    second = line.popup.visualRect(line.popup.model().index(1, 0)).center()
    qtbot.mouseClick(line.popup.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert chosen == ["2"] and line.text() == "Bord deux"


def test_tab_comes_to_it_where_it_stands(qtbot: QtBot, made: tuple[QWidget, CompletingLine, QPushButton]) -> None:
    """Though built after what follows it, as the fields of a sheet are, and though it has offered something."""
    window, line, button = made
    line.popup.hide()
    first = QPushButton("Avant")
    column = window.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, first)
    first.show()
    QWidget.setTabOrder(first, button)
    follow_layout(window)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert line.hasFocus()
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert button.hasFocus()


def test_its_list_goes_with_it(qtbot: QtBot, made: tuple[QWidget, CompletingLine, QPushButton]) -> None:
    window, line, _ = made
    popup = line.popup
    popup.hide()
    assert popup.parentWidget() is window
    line.deleteLater()
    qtbot.waitUntil(lambda: not isValid(popup))
