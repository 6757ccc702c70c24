"""Shows and hides widgets without work where nothing changes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def show_when(widget: QWidget, shown: bool) -> None:
    """Have a widget of a layout shown or hidden; ``setVisible`` would lay all inside out though it is so already."""
    if widget.isHidden() == shown:
        widget.setVisible(shown)
