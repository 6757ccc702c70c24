"""Work off the window's thread: the only owner of threads.

``run`` gives work to a pool; ``write`` gives it to one thread that keeps the order. Both call ``then``
with the value or ``failed`` with the KitError in the window's thread. Any other exception goes to
``crashed``, which the application connects to its dialog.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from shiboken6 import isValid

from kit.errors import KitError

log = logging.getLogger(__name__)


class Job:
    """A piece of work under way; ``cancel`` drops its result, the work itself runs to its end."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """Forget the result: neither ``then`` nor ``failed`` is called."""
        self.cancelled = True


class Tasks(QObject):
    """The pools of the program."""

    crashed = Signal(object)
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._writer = QThreadPool()
        self._writer.setMaxThreadCount(1)
        self._under_way = 0
        self._finished.connect(self._on_finished)

    def run(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[KitError], None],
    ) -> Job:
        """Do ``work`` in the background; several may run at once."""
        return self._start(self._pool, work, then, failed)

    def write(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[KitError], None],
    ) -> Job:
        """Do ``work`` in the one ordered writer: after all that was given before it."""
        return self._start(self._writer, work, then, failed)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or its result not yet called back."""
        return self._under_way > 0

    def wait_for_writes(self) -> None:
        """Return when the writer has nothing left to do; used at closing."""
        self._writer.waitForDone()

    def close(self) -> None:
        """Let running work end; nothing is called back afterwards."""
        self._writer.waitForDone()
        self._pool.clear()
        self._pool.waitForDone()
        gc.enable()

    def _start(
        self,
        pool: QThreadPool,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[KitError], None],
    ) -> Job:
        job = Job()
        self._under_way += 1
        gc.disable()  # else Python frees windows no longer used in the thread that runs next, and Qt dies of it

        def body() -> None:
            try:
                value = work()
            except KitError as error:
                self._finished.emit(job, (failed, error))
            except Exception as error:
                log.error("background work failed: %s", type(error).__name__)
                self._finished.emit(job, (self.crashed.emit, error))
            else:
                self._finished.emit(job, (then, value))

        pool.start(body)
        return job

    @Slot(object, object)
    def _on_finished(self, job: Job, outcome: tuple[Callable[[Any], None], Any]) -> None:
        self._under_way -= 1
        if not self._under_way:
            gc.enable()
        call, value = outcome
        owner = getattr(call, "__self__", None)
        gone = isinstance(owner, QObject) and not isValid(owner)  # a page that was closed meanwhile
        if not job.cancelled and not gone:
            call(value)
