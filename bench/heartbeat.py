"""How long the window is kept from its events: processor time of its thread, in multiples of a known piece of work.

A machine that does the yardstick in twice the time is given twice the time: what is told is a ratio of one run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from yardstick import yardstick

from ui.services.context import AppContext
from ui.switches.tour import settle


class Heartbeat(QObject):
    """Beats whenever the event loop is free; the longest time between two beats is what a user would feel."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._last = time.thread_time()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(1)

    def longest(self, work: Callable[[], object], times: int = 1) -> float:
        """Do something and all that follows from it; returns the longest pause in yardsticks.

        What can be repeated is done several ``times``, and the least counts: a true fault stays.
        """
        return min(self._once(work) for _ in range(times))

    def _once(self, work: Callable[[], object]) -> float:
        settle(self._context)
        before = _yard()
        self._last, self._longest = time.thread_time(), 0.0
        work()
        self._on_beat()
        settle(self._context)
        self._on_beat()
        return self._longest / statistics.mean((before, _yard()))

    def _on_beat(self) -> None:
        now = time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._last = now


def _yard() -> float:
    """Return what the yardstick takes now, in seconds."""
    spent = []
    for _ in range(3):
        begun = time.thread_time()
        yardstick()
        spent.append(time.thread_time() - begun)
    return statistics.median(spent)
