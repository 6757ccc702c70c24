"""One piece of background work at a time, which can be stopped between its steps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from kit.errors import KitError, SaveRefused, Stopped
from ui.tasks import Job, Tasks

Step = Callable[[str], None]


class OneWork(QObject):
    """``advanced`` carries the name of each step; ``failed`` a KitError, Stopped where someone stopped it."""

    advanced = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Without a ``parent`` the work goes to its end though its page is built anew meanwhile."""
        super().__init__(parent)
        self._tasks = tasks
        self._job: Job | None = None
        self._then: Callable[[Any], None] = _nothing
        self._halt = threading.Event()
        self._changes_things = False

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._job is not None

    def start(self, work: Callable[[Step], Any], then: Callable[[Any], None], *, changes_things: bool = False) -> bool:
        """Do ``work``, which tells its steps, then call ``then`` with what it gave; False while another is under way.

        Work that changes nothing is forgotten at once when it is stopped; other work is waited for.
        """
        if self._job is not None:
            return False
        halt, advanced = threading.Event(), self.advanced

        def step(name: str) -> None:
            if halt.is_set():
                raise Stopped
            advanced.emit(name)

        def body() -> Any:
            try:
                return work(step)
            except OSError as error:
                raise SaveRefused(Path(error.filename or "."), error) from error

        self._halt, self._then, self._changes_things = halt, then, changes_things
        self._job = self._tasks.run(body, self._on_done, self._on_failed)
        return True

    def stop(self) -> None:
        """Stop what is under way, before its next step."""
        if self._job is None:
            return
        self._halt.set()
        if not self._changes_things:
            self._job.cancel()
            self._on_failed(Stopped())

    def _on_done(self, value: Any) -> None:
        self._job = None
        self._then(value)

    def _on_failed(self, error: KitError) -> None:
        self._job = None
        self.failed.emit(error)


def _nothing(_value: Any) -> None:
    """Stand for what follows before the first work."""
