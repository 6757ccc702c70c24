"""Has the window painted once all is laid out to the end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QMainWindow

_DEEPEST = 16  # widgets inside each other: what is laid out tells the one around it, one at each round


class WholePainting(QObject):
    """Goes before each painting of a window: Qt paints after the first round of a layout, and again after the last.

    Nothing else is sent here: some paintings are asked for amid a change (``QProgressBar.setValue``), where the answer
    of a job would come before the change is over.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            for _ in range(_DEEPEST):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        return False
