"""The modules of the screens that come next, loaded one by one while nobody asks for anything."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from ui.services.navigation import PageId
from ui.shell import registry

_WAIT_MS = 1500  # after the first frame: what one opened the program for comes first
_STEP_MS = 150
_NEXT = (PageId.ARTICLE, PageId.ACT, PageId.CONVINCE, PageId.UNDERSTAND, PageId.SEARCH, PageId.PLAN)
_THEN = (PageId.PRINT, PageId.CONTACT)
_ALSO = ("kit.acts.loader",)  # asked by each text and each lever, in the background


class EarlyImports(QObject):
    """Loads a screen's module at each step, at most 30 ms each: its first show is then twice as quick.

    ``loaded`` once the last one is.
    """

    loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: Iterator[str] = iter((*map(registry.module_of, (*_NEXT, *_THEN)), *_ALSO))
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self.step)
        QTimer.singleShot(_WAIT_MS, self._timer, self._timer.start)

    def step(self) -> bool:
        """Load the next one; False when none is left."""
        name = next(self._left, None)
        if name is None:
            self._timer.stop()
            self.loaded.emit()
            return False
        importlib.import_module(name)
        return True
