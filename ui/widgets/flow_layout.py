"""A layout that sets widgets side by side and starts a new line where the width is used up."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.widgets.items_layout import ItemsLayout


class FlowLayout(ItemsLayout):
    """Buttons or chips in lines, as words in a paragraph; hidden widgets take no place.

    With ``middle``, what is less high than its line stands in the middle of it, else at its top.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, middle: bool = False) -> None:
        super().__init__(parent)
        self._middle = middle
        self._heights: dict[int, int] = {}  # by width, until something inside changes: Qt asks a hundred times
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), apply=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(wide, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        """Place the items in ``rect`` and return the height that they take."""
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), max(rect.width(), item.minimumSize().width()))
            if x > rect.x() and x + width > rect.x() + rect.width():
                self._place(line, high, apply=apply)
                x, y, high, line = rect.x(), y + high + self.spacing(), 0, []
            line.append((item, QRect(QPoint(x, y), QSize(width, hint.height()))))
            x += width + self.spacing()
            high = max(high, hint.height())
        self._place(line, high, apply=apply)
        return y + high - rect.y()

    def _place(self, line: list[tuple[QLayoutItem, QRect]], high: int, *, apply: bool) -> None:
        for item, box in line if apply else ():
            item.setGeometry(box.translated(0, (high - box.height()) // 2) if self._middle else box)


def in_lines(parts: Iterable[QWidget], gap: int) -> QWidget:
    """Return a widget that holds ``parts`` in lines, each in the middle of its own."""
    box = QWidget()
    flow = FlowLayout(box, gap=gap, middle=True)
    for part in parts:
        flow.addWidget(part)
    policy = box.sizePolicy()
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box
