"""Hands and eyes in the window: what is pressed, typed and seen goes by the words in sight."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.services.navigation import Route
from ui.services.page import Page
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)
_NONE = Qt.KeyboardModifier.NoModifier


def plain(words: str) -> str:
    """Return words with spaces that break."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


class Hands:
    """Clicks and types in the window, and counts."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.clicks = 0
        self.fields = 0

    def find(self, kind: type[W], words: str) -> W:
        """Return the visible widget whose text or accessible name holds ``words``."""
        for widget in self.window.findChildren(kind):
            text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
            if widget.isVisible() and (words in plain(text) or words in plain(widget.accessibleName())):
                return widget
        raise AssertionError(f"nothing says « {words} »")

    def click(self, words: str, kind: type[QAbstractButton] = QAbstractButton) -> None:
        """Press what says ``words``, at its middle."""
        button = self.find(kind, words)
        self.qtbot.waitUntil(button.isEnabled)  # the print screen makes its document first
        self.clicks += 1
        where = QPoint(12, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=where)

    def type(self, label: str, words: str) -> QLineEdit:
        """Click into the field that a label names, and type."""
        for each in self.window.findChildren(QLabel):
            buddy = each.buddy()
            line = buddy.lineEdit() if isinstance(buddy, QComboBox) else buddy
            if each.isVisible() and label in each.text() and isinstance(line, QLineEdit):
                self.clicks += 1
                self.fields += 1
                self.qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
                self.qtbot.keyClicks(line, words)
                return line
        raise AssertionError(f"no field « {label} »")

    def follow(self, words: str) -> None:
        """Press the link of the text in sight that says ``words``."""
        view = next(b for b in self.window.findChildren(QTextBrowser) if b.isVisible())
        place = view.document().find(words)
        while not place.isNull() and not place.charFormat().anchorHref():
            place = view.document().find(words, place)
        assert not place.isNull(), f"no link says « {words} »"
        place.setPosition(place.selectionStart() + 1)
        view.setTextCursor(place)
        view.ensureCursorVisible()
        self.clicks += 1
        self.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(place).center())

    def reads(self, words: str) -> None:
        """Check that the text in sight says ``words``."""
        shown = [b.toPlainText() for b in self.window.findChildren(QTextBrowser) if b.isVisible()]
        assert any(words in plain(text) for text in shown), f"« {words} » is not in sight"

    def go(self, route: Route, kind: type[P] = Page) -> P:  # type: ignore[assignment]
        """Go to a place and return its page, once all that it shows has come."""
        self.window.open_route(route)
        settle(self.window.context)
        page = self.window.current_page
        assert isinstance(page, kind)
        return page

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key where the focus is."""
        self._wake()
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def write(self, words: str) -> None:
        """Type where the focus is, letters with accents and all."""
        self._wake()
        for letter in words:
            if letter.isascii():
                self.qtbot.keyClick(QApplication.focusWidget(), letter)
            else:  # the test library knows the keys of ASCII only
                QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(QEvent.Type.KeyPress, 0, _NONE, letter))

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def words(self) -> str:
        """Return all that the window says in sight, what it tells a reader included."""
        found = []
        for widget in self.window.findChildren(QWidget):
            if widget.isVisible():
                found += [widget.accessibleName(), widget.accessibleDescription()]
                found += [widget.text()] if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else []
                found += [widget.toPlainText()] if isinstance(widget, QTextEdit | QPlainTextEdit) else []
                found += _cells(widget) if isinstance(widget, QTableView) else []
        return plain("\n".join(found))

    def _wake(self) -> None:
        """Make the window the active one, where none has the focus yet."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)

    def sees(self, *words: str) -> None:
        """Check that each of these is said in sight."""
        said = self.words()
        missing = [one for one in words if one not in said]
        assert not missing, f"not in sight: {missing}"


def _cells(table: QTableView) -> list[str]:
    """Return the words of a table, row by row."""
    model = table.model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [str(model.index(row, column).data() or "") for row in rows for column in columns]


class Dialogs:
    """Answers the dialogs of files and folders: with ``path``, as if given up when it is None.

    A dialog that takes several files gets ``more`` besides.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path: Path | None = None
        self.more: list[Path] = []
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_a, **_k: (str(self.path or ""), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (self._files(), ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(self.path or ""))

    def _files(self) -> list[str]:
        return [str(path) for path in (self.path, *self.more) if path]
