"""The focus is drawn by the ring of two colours, and by nothing else: no dotted rectangle of Windows inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
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
from shiboken6 import isValid

from kit.tokens import LIGHT, THEMES, Tokens
from tests.gui.looks import around, contrast, dress
from ui.theme.stylesheet import stylesheet
from ui.widgets.focus_ring import FocusRing

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
def counting(program: QApplication) -> Iterator[Counting]:
    """Give the program that style for one test."""
    before = program.style().name()
    style = Counting()
    style.setParent(program)
    program.setStyle(style)
    yield style
    program.setStyle(QStyleFactory.create(before))


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
    FocusRing(LIGHT, window)
    hidden = []
    for button in buttons:
        before = around(button)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is button
        if around(button) == before:
            hidden.append(button.property("look"))
    assert len(buttons) > 10
    assert hidden == []
    assert counting.dotted == 0


def grounds(theme: Tokens) -> dict[str, str]:
    """Return every ground that something with the focus may stand on, or be filled with."""
    names = ("ground", "surface", "primary", "primary_hover", "primary_soft", "chip", "track", "mark", "warn_soft")
    found = {name: getattr(theme, name) for name in (*names, "paper", "paper_ground", "node")}
    for name in ("green", "orange", "purple", "blue", "teal"):
        found |= {f"{name}_soft": theme.accent(name).soft, f"{name}_ink": theme.accent(name).ink}
    return found


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_the_ring_has_a_colour_that_stands_out_on_every_ground(theme: Tokens) -> None:
    """One of its two colours has 3 to 1 on each ground, and the line has it beside the gap."""
    assert contrast(theme.focus, theme.focus_gap) >= 3
    poor = {
        name: ground
        for name, ground in grounds(theme).items()
        if max(contrast(theme.focus, ground), contrast(theme.focus_gap, ground)) < 3
    }
    assert poor == {}


def test_red_is_for_errors_alone(qtbot: QtBot) -> None:
    for theme in THEMES.values():
        assert theme.focus not in (theme.orange.ink, theme.orange.soft)
    blue = QColor(LIGHT.focus)
    assert blue.blue() > blue.red() and blue.blue() > blue.green()


def test_the_ring_follows_the_focus_and_outlives_what_had_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(20, 20, 20, 20)
    parts = [QWidget(), QWidget()]
    lines = []
    for part in parts:
        inner = QVBoxLayout(part)
        lines.append(QLineEdit())
        inner.addWidget(lines[-1])
        column.addWidget(part)
    FocusRing(LIGHT, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)

    def ringed(line: QLineEdit) -> bool:
        place = line.mapTo(window, line.rect().topLeft())
        picture = window.grab().toImage()
        return picture.pixelColor(place.x() + line.width() // 2, place.y() - 4) == QColor(LIGHT.focus)

    lines[0].setFocus()
    assert ringed(lines[0]) and not ringed(lines[1])
    lines[1].setFocus()
    assert ringed(lines[1]) and not ringed(lines[0])
    parts[1].deleteLater()
    qtbot.waitUntil(lambda: not isValid(parts[1]))
    lines[0].setFocus()
    assert ringed(lines[0])
