"""Heights of widgets: a page that fits its place, and a frame that is never lower than its words need."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget


class FittingColumn(QWidget):
    """What a scroll area holds: as high as the area while it ``fits``, where its parts scroll by themselves.

    It is higher, and the area scrolls, only where its parts need more at the least.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fits = False

    def set_fitting(self, fits: bool) -> None:
        """Fit the place, or be as high as all that stands in it."""
        if fits != self._fits:
            self._fits = fits
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        return self.minimumSizeHint().height() if self._fits else super().heightForWidth(width)


class WholeFrame(QFrame):
    """Shows all its lines, however they wrap: a layout that is short of room would cut them."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_whole()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_whole()
        return done

    def _keep_whole(self) -> None:
        needed = self.heightForWidth(self.width())
        if needed > 0 and needed != self.minimumHeight():
            self.setMinimumHeight(needed)
