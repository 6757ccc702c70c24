"""A widget that does not grow beyond a width that is good to read, with what is left over on its right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def bounded(widget: QWidget, widest: int) -> QHBoxLayout:
    """Return a layout that gives ``widget`` all the width there is, up to ``widest`` pixels."""
    widget.setMaximumWidth(widest)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1)
    row.addStretch(0)
    return row
