"""Where the focus is, asked of the program and never of a widget (docs/decisions/0092)."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget


def holds_focus(part: QWidget) -> bool:
    """Say whether a part of the window, or something inside it, has the focus."""
    focus = QApplication.focusWidget()
    return focus is not None and (part is focus or part.isAncestorOf(focus))
