"""Ctrl+Z in an empty field that has nothing of its own to take back is the window's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

_FIELDS = ("QLineEdit", "QPlainTextEdit", "QComboBox")
_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class EmptyFields(QObject):
    """Lives as long as the program; watches the field in focus only, so that no other event passes through Python."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._on_focus_moved)

    def _on_focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and any(now.inherits(kind) for kind in _FIELDS):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_step(event)
        if asked and _has_nothing(watched):
            event.ignore()
            return True
        return False


def _is_step(event: QKeyEvent) -> bool:
    typed = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return typed or any(event.matches(step) for step in _STEPS)


def _has_nothing(field: QObject) -> bool:
    """Whether a field is empty and was so since it was filled by the program last."""
    from PySide6.QtWidgets import QComboBox, QPlainTextEdit  # no start needs them

    if isinstance(field, QComboBox):
        line = field.lineEdit()
        return line is not None and _has_nothing(line)
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isEmpty() and not (document.isUndoAvailable() or document.isRedoAvailable())
    if isinstance(field, QLineEdit):
        return not (field.text() or field.isUndoAvailable() or field.isRedoAvailable())
    return False
