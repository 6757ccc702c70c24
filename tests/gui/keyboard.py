"""Hands that have a keyboard only: every step is a key press, and what it reaches must be seen to have the focus."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QTextBrowser, QWidget

from tests.gui.every_screen.access_walk import accessible_name
from tests.gui.looks import around
from ui.access.tab_order import reading_order
from ui.services.context import AppContext
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

_NONE = Qt.KeyboardModifier.NoModifier
_MOST = 150
"""Presses of Tab after which a thing is not within reach."""


class Keyboard:
    """Presses keys where the focus is. ``steps`` counts the stops of Tab whose focus was looked at."""

    def __init__(self, window: MainWindow, context: AppContext) -> None:
        self.window, self.context = window, context
        self.steps = 0
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)

    @property
    def here(self) -> QWidget:
        """What has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None and focus.isVisible(), "the focus is lost"
        return focus

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key and wait for what it does."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        settle(self.context)

    def in_menu(self, key: Qt.Key) -> None:
        """Press a key in the menu that is open over the window, which gets it as from a real keyboard."""
        menu = QApplication.activePopupWidget()
        assert menu is not None, "no menu is open"
        QTest.keyClick(menu, key)
        settle(self.context)

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.press(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, words: str) -> None:
        """Type where the focus is; letters with accents and all."""
        for letter in words:
            if letter.isascii():
                QTest.keyClick(self.here, letter)
            else:  # QTest knows the keys of ASCII only
                QApplication.sendEvent(self.here, QKeyEvent(QEvent.Type.KeyPress, 0, _NONE, letter))
        settle(self.context)

    def says(self) -> str:
        """Return what a reader would say of what has the focus: a text says the link that Tab reached."""
        focus = self.here
        if isinstance(focus, QTextBrowser):
            cursor = focus.textCursor()
            link = QAccessible.queryAccessibleInterface(focus).focusChild() if cursor.hasSelection() else None
            told = link.text(QAccessible.Text.Name) if link else ""
            return (told or cursor.selectedText()).replace("\u00a0", " ")
        text = focus.text() if isinstance(focus, QAbstractButton) else ""
        return f"{accessible_name(focus)} {text}".strip().replace("\u00a0", " ")

    def tab_to(self, words: str, kind: type[QWidget] = QWidget) -> QWidget:
        """Press Tab until what has the focus says ``words``; each stop is seen and comes after the one before."""
        passed: list[QWidget] = []
        said: list[str] = []
        for _ in range(_MOST):
            self._tab()
            self._look()
            passed.append(self.here)
            said.append(self.says())
            if words in said[-1] and isinstance(self.here, kind):
                self._check_order(passed)
                return self.here
        raise AssertionError(f"« {words} » is not reached by Tab: {said}")

    def accept_file(self, path: Path) -> None:
        """Get ready to type a path in the dialog that comes, and to press Enter in it; gives up after 15 s."""
        deadline = QDeadlineTimer(15_000)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            field = dialog.focusWidget() if isinstance(dialog, QFileDialog) else None
            if isinstance(field, QLineEdit):
                if field.text() != str(path):
                    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                    QTest.keyClicks(field, str(path))
                QTest.keyClick(QApplication.activePopupWidget() or field, Qt.Key.Key_Return)
            elif dialog is not None and deadline.hasExpired():
                dialog.close()
            if not deadline.hasExpired() and not (isinstance(field, QLineEdit) and not field.isVisible()):
                QTimer.singleShot(50, self.window, answer)

        QTimer.singleShot(20, self.window, answer)

    def _tab(self, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Press Tab: a list that is open over the window gets the key, as from a real keyboard."""
        self._wake()
        QTest.keyClick(QApplication.activePopupWidget() or self.here, Qt.Key.Key_Tab, modifier)
        QApplication.processEvents()

    def _wake(self) -> None:
        """Make the window active again: without a desktop, a list that closes over it leaves it asleep."""
        if not (QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window.isActiveWindow()):
            self.window.activateWindow()
            QApplication.processEvents()

    def _look(self) -> None:
        """Step back and forth again: what has the focus must look otherwise than without it."""
        focus, said = self.here, self.says()
        name = f"{type(focus).__name__} « {said[:60]} »"
        for _ in range(3):  # names still being read in the background may close a list just then
            self._wake()
            with_it = around(focus)
            self._tab(Qt.KeyboardModifier.ShiftModifier)
            without = around(focus)
            self._tab()
            if said and self.here is focus and not self.says():  # a text is a stop of its own before its first link
                self._tab()
            assert self.here is focus and self.says() == said, f"Shift+Tab, Tab does not lead back to {name}"
            if with_it != without:
                break
        assert with_it != without, f"the focus is not seen on {name}"
        assert not focus.visibleRegion().isEmpty(), f"{name} has the focus out of sight"
        self.steps += 1

    def _check_order(self, passed: list[QWidget]) -> None:
        """Tab goes down the page as it is read, and round at most once."""
        page = self.window.current_page
        order = {id(widget): number for number, widget in enumerate(reading_order(page))}
        places = [order[id(widget)] for widget in passed if id(widget) in order]
        turns = sum(after < before for before, after in itertools.pairwise(places))
        assert turns <= 1, [accessible_name(widget) for widget in passed]
