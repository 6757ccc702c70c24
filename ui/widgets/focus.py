"""Where the focus is, asked of the program and never of a widget (docs/decisions/0092)."""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

WHOLE_PAGE = "canvas"
"""The object name of every screen: one of many, and whoever shows a screen gives it the focus."""


def holds_focus(part: QWidget) -> bool:
    """Say whether a part of the window, or something inside it, has the focus."""
    focus = QApplication.focusWidget()
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def name_of(widget: QWidget) -> str:
    """Return its kind and its words, by which a widget is found again when it is built anew; empty where it has none.

    An object name says more than the words that are shown, which may be others by then.
    """
    own = widget.objectName()
    if own == WHOLE_PAGE:
        return ""
    words = own or widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{type(widget).__name__} {words}" if words else ""


def give_back(name: str, within: QWidget, caret: int = -1) -> QWidget | None:
    """Give the focus, and the caret, to what has this name in a part of the window, and return it.

    None, and nothing has changed, where nothing in sight has it, or several have.
    """
    if not name:
        return None
    named = [one for one in within.findChildren(QWidget) if name_of(one) == name and one.isVisibleTo(within)]
    if len(named) != 1:
        return None
    (found,) = named
    found.setFocus()
    if caret >= 0:
        _put_caret(found, caret)
    return found


def caret_of(widget: QWidget | None) -> int:
    """Return where one types in a field, in characters; -1 for what one only reads."""
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if _is_written_in(widget) else -1


def _put_caret(field: QWidget, caret: int) -> None:
    if isinstance(field, QLineEdit):
        field.setCursorPosition(caret)
    elif _is_written_in(field):
        cursor = field.textCursor()
        cursor.setPosition(min(caret, len(field.toPlainText())))
        field.setTextCursor(cursor)


def _is_written_in(widget: QWidget | None) -> TypeGuard[QTextEdit | QPlainTextEdit]:
    """Say whether a widget is a field of several lines: what is only read would scroll to its caret."""
    return isinstance(widget, QTextEdit | QPlainTextEdit) and not widget.isReadOnly()
