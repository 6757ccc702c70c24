"""A field under its label: a press on the label goes to the field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kit.tokens import LIGHT
from ui.widgets.labelled import Labelled
from ui.widgets.text import Label


def test_a_press_on_the_label_goes_to_the_field(qtbot: QtBot) -> None:
    box = Labelled(LIGHT, "Prénom et nom", QLineEdit())
    qtbot.addWidget(box)
    box.show()
    label = next(one for one in box.findChildren(Label) if one.buddy() is box.field)
    box.setFocus()
    qtbot.mouseClick(label, Qt.MouseButton.RightButton)
    assert not box.field.hasFocus()
    qtbot.mouseClick(label, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(box.field.hasFocus)
