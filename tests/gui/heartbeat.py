"""How long the window is kept from its events, in CPU time of its thread: other work on the machine does not count."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.context import AppContext
from ui.tour import settle


class Heartbeat(QObject):
    """Beats whenever the event loop is free; the longest CPU time between two beats is what a user would feel."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._last = time.thread_time()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(1)

    def longest(self, work: Callable[[], object], *, limit: float = 0.0) -> float:
        """Do something and all that follows from it; returns the longest pause in ms.

        With a ``limit``, what takes longer is tried twice more, and the shortest counts: a true fault stays.
        """
        found = self._once(work)
        for _ in range(2 if limit and found > limit else 0):
            found = min(found, self._once(work))
        return found

    def _once(self, work: Callable[[], object]) -> float:
        settle(self._context)
        self._last, self._longest = time.thread_time(), 0.0
        work()
        self._on_beat()
        settle(self._context)
        self._on_beat()
        return self._longest * 1000

    def _on_beat(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._last = now
