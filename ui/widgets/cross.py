"""The cross that empties a field in which one searches."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton


def add_cross(line: QLineEdit) -> QToolButton | None:
    """Show Qt's cross in a field, under a name: Qt gives it none."""
    line.setClearButtonEnabled(True)
    cross = line.findChild(QToolButton)
    if cross is not None:
        cross.setAccessibleName("Effacer la recherche")
    return cross
