"""A scroll area as high as what it holds where there is room, and which scrolls where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class SnugArea(QScrollArea):
    """Shrinks down to ``least`` pixels, unless ``set_whole`` asks for all of its content to be in sight."""

    def __init__(self, inner: QWidget, *, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._inner = inner
        self._is_whole = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidget(inner)

    def set_whole(self, whole: bool) -> None:
        """Ask for the whole content, where something around this scrolls."""
        self._is_whole = whole
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._inner.sizeHint().width(), self._content())

    def minimumSizeHint(self) -> QSize:
        wide = self._inner.minimumSizeHint().width()
        if not self._is_whole:
            wide += self.verticalScrollBar().sizeHint().width()
        return QSize(wide, self._content() if self._is_whole else min(self._least, self._content()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _content(self) -> int:
        if self._inner.hasHeightForWidth():
            return self._inner.heightForWidth(max(1, self.width()))
        return self._inner.sizeHint().height()
