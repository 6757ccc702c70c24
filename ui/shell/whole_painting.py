"""Has the window painted once all is there: laid out to the end, with the answers that have come meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from ui.services.jobs import Jobs

_DEEPEST = 16  # widgets inside each other: what is laid out tells the one around it, one at each round


class WholePainting(QObject):
    """Goes before each painting of a window.

    Qt paints after the first round of a layout, with the old heights, and again after the last; it would paint what
    one did and then, a millisecond later, that it is saved.
    """

    def __init__(self, window: QMainWindow, jobs: Jobs) -> None:
        super().__init__(window)
        self._jobs = jobs
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            QCoreApplication.sendPostedEvents(self._jobs, QEvent.Type.MetaCall)
            for _ in range(_DEEPEST):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        return False
