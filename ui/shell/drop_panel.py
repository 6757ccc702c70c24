"""A panel that drops from a button of the frame, over the page; Escape and a click elsewhere close it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QWidget

_EDGE = 8  # pixels that stay free to the edges of the window


class DropPanel(QFrame):
    """Subclasses give the size that they ask for within ``room``, once their letters have theirs."""

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._window = window
        self.setProperty("look", "panel")
        self.setAccessibleName(name)

    def wanted_size(self, room: QSize) -> QSize:
        """Return the size asked for, at most ``room``."""
        return self.sizeHint().boundedTo(room)

    def drop_from(self, button: QWidget) -> None:
        """Open below a button, within the window."""
        self.show()  # before it has its size: what is inside gets its letters then
        self.fit()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height()))
        room = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        low, high = self._window.mapToGlobal(room.topLeft()), self._window.mapToGlobal(room.bottomRight())
        corner.setX(max(low.x(), min(corner.x(), high.x() - self.width())))
        corner.setY(max(low.y(), min(corner.y(), high.y() - self.height())))
        self.move(corner)

    def fit(self) -> None:
        """Take the size that what is inside asks for now, never more than the window."""
        self.ensurePolished()
        self.resize(self.wanted_size(self._window.size() - QSize(2 * _EDGE, 2 * _EDGE)))
