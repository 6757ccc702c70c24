"""A page that scrolls up and down, never sideways, and keeps the focused widget in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens

_MARGIN = 24


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what holds a widget until it is in sight: Qt does so only for Tab pressed inside the same area."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, _MARGIN)
        parent = parent.parentWidget()


def page_column(inner: QWidget, theme: Tokens) -> QVBoxLayout:
    """Return the column of a page that scrolls, in ``inner``, with the margins that all of them have."""
    column = QVBoxLayout(inner)
    column.setContentsMargins(theme.space_6, theme.space_2, theme.space_6, theme.space_5)
    column.setSpacing(theme.space_3)
    return column


def scrolling(page: QWidget, inner: QWidget) -> QScrollArea:
    """Put ``inner`` in a scroll area that fills ``page`` and return the area."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(area)
    return area
