"""A key on a widget, wherever the focus was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """Give a widget the focus, and press a key on it."""
    widget.setFocus()
    qtbot.keyClick(widget, key)
