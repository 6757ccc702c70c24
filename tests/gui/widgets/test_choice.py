"""A list to choose from: all its lines are in sight, and a passing wheel neither changes it nor takes the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from tests.gui.looks import dress
from ui.widgets.choice import Choice

pytestmark = pytest.mark.usefixtures("program")


def shown(qtbot: QtBot, count: int) -> tuple[QWidget, Choice, QLineEdit]:
    sheet = QWidget()
    column = QVBoxLayout(sheet)
    line, choice = QLineEdit(), Choice(LIGHT, [(str(n), f"Réponse {n}") for n in range(count)])
    column.addWidget(line)
    column.addWidget(choice)
    qtbot.addWidget(sheet)
    dress(sheet, LIGHT)
    sheet.show()
    qtbot.waitExposed(sheet)
    line.setFocus()
    return sheet, choice, line


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_line_of_a_short_list_is_in_sight(qtbot: QtBot) -> None:
    for count in (2, 3, 6, 10):
        _sheet, choice, _ = shown(qtbot, count)
        choice.showPopup()
        view = choice.view()
        qtbot.waitUntil(view.isVisible)
        assert view.height() - view.viewport().height() <= 4, "nothing but a frame around it"
        assert view.viewport().height() >= sum(view.sizeHintForRow(row) for row in range(count))
        around = view.parentWidget()
        assert around is not None and around.height() == view.height(), "no arrows that cover a line"
        assert view.sizeHintForRow(0) >= 24, "large enough to be hit"
        choice.hidePopup()


def test_a_passing_wheel_leaves_focus_and_answer(qtbot: QtBot) -> None:
    sheet, choice, line = shown(qtbot, 3)
    assert choice.focusPolicy() is Qt.FocusPolicy.StrongFocus
    middle = QPointF(choice.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(choice.mapToGlobal(choice.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, event)
    assert sheet.focusWidget() is line and choice.key() == "0"
