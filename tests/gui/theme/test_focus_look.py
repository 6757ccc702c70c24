"""The focus of a button is drawn by the kit's own look, and by nothing else: no dotted rectangle of Windows inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleFactory,
    QStyleOption,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.looks import dress
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import LIGHT

PAINTED_BY_THEMSELVES = {"nav", "part", "wrap-link", "wrap-title"}  # by paintEvent, the focus too


class Counting(QProxyStyle):
    """The style of old Windows, which counts the dotted rectangles that it is asked for."""

    def __init__(self) -> None:
        super().__init__("Windows")
        self.dotted = 0

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            self.dotted += 1
        super().drawPrimitive(element, option, painter, widget)


@pytest.fixture
def counting(qapp: QApplication) -> Iterator[Counting]:
    """Give the program that style for one test."""
    before = qapp.style().name()
    style = Counting()
    style.setParent(qapp)
    qapp.setStyle(style)
    yield style
    qapp.setStyle(QStyleFactory.create(before))


def looks() -> list[str]:
    """Return the looks of buttons that the style sheets know, the plain one first."""
    found = set(re.findall(r'QPushButton\[look="([a-z-]+)"\]', stylesheet(LIGHT)))
    return ["", *sorted(found - PAINTED_BY_THEMSELVES)]


def test_each_button_shows_its_focus_once(qtbot: QtBot, counting: Counting) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dress(window, LIGHT)
    column = QVBoxLayout(window)
    first = QLineEdit()
    column.addWidget(first)
    buttons: list[QPushButton | QToolButton] = []
    for look in looks():
        button = QPushButton("Levier")
        button.setProperty("look", look)
        button.setProperty("ring", True)
        buttons.append(button)
    buttons.append(QToolButton())
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column.addWidget(button)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    hidden = []
    for button in buttons:
        before = button.grab().toImage()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is button
        if button.grab().toImage() == before:
            hidden.append(button.property("look"))
    assert len(buttons) > 10
    assert hidden == []
    assert counting.dotted == 0
