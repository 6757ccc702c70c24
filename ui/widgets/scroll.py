"""A page that scrolls up and down, never sideways, and keeps the focused widget in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from kit.tokens import Tokens

_MARGIN = 24


class PageArea(QScrollArea):
    """A scroll area whose parts know whether the pointer is over them after the wheel too.

    Qt tells it when the pointer moves, not when a part moves away from under it: a card kept the look of being pointed
    at until the next move of the mouse.

    What is inside takes the width of the area from its first size on, which comes when it is shown: it was laid out
    before that too, at a width that no page has, when the style sheet reached the area.
    """

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self.widgetResizable():
            self.setWidgetResizable(True)
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        inner = self.widget()
        if inner is None or not inner.underMouse():
            return
        pointer = QCursor.pos()
        under = QApplication.widgetAt(pointer)
        for part in inner.findChildren(QWidget):
            is_under = part is under or (under is not None and part.isAncestorOf(under))
            if part.underMouse() and not is_under:
                QApplication.sendEvent(part, QEvent(QEvent.Type.Leave))
                part.update()
            elif is_under and not part.underMouse():
                place = QPointF(part.mapFromGlobal(pointer))
                scene = QPointF(part.window().mapFromGlobal(pointer))
                QApplication.sendEvent(part, QEnterEvent(place, scene, QPointF(pointer)))
                part.update()


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
    column.setContentsMargins(theme.space_5, theme.space_2, theme.space_5, theme.space_5)
    column.setSpacing(theme.space_3)
    return column


def scrolling(page: QWidget, inner: QWidget) -> QScrollArea:
    """Put ``inner`` in a scroll area that fills ``page`` and return the area."""
    area = PageArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(area)
    return area
