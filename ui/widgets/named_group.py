"""What belongs together, under a name that a screen reader tells with each of its parts; nothing of it is painted."""

from __future__ import annotations

from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget


class NamedGroup(QGroupBox):
    """A group that shows no frame and no title of its own."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(name)


def grouped(name: str, *parts: QWidget) -> NamedGroup:
    """Return the parts one below the other, in a group of this name."""
    group = NamedGroup(name)
    column = QVBoxLayout(group)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part)
    return group
