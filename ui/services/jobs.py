"""Work off the window's thread: the only owner of threads.

A Job is begun for an owner and, where its result is about one, for a dossier. It ends in one of three ways: ``done``
with its value, ``refused`` with a KitError, ``crashed`` with anything else. All three are told in the window's thread,
after ``ended``, and only while the owner lives and the dossier is open: nothing reaches another dossier.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypedDict, Unpack

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot
from shiboken6 import isValid

from kit.errors import KitError, SaveRefused, Stopped
from ui.services import collector

log = logging.getLogger(__name__)


class Step(Protocol):
    """What work calls before each of its steps, with how much is done where that is known; Stopped ends it there."""

    def __call__(self, name: str, done: int = 0, total: int = 0) -> None: ...


class OpenDossier(Protocol):
    """What a job needs to know of the dossier that it was begun for."""

    @property
    def is_open(self) -> bool: ...


class Options(TypedDict, total=False):
    """What few jobs need.

    ``dossier`` the one that the result is about; ``ended`` is called first, whatever came of the work, ``crashed`` with
    what nobody foresaw, before ``Jobs.crashed``; ``stepped`` with each step. ``about`` is the file that a refusal of
    the disk is told of, instead of the one that the system names. Work that ``changes_things`` is waited for when it is
    stopped; other work is left behind at once.
    """

    dossier: OpenDossier | None
    ended: Callable[[], None]
    crashed: Callable[[BaseException], None]
    stepped: Callable[[str, int, int], None]
    about: Path | None
    changes_things: bool


class Job:
    """A piece of work under way, or that has ended."""

    def __init__(
        self,
        owner: QObject,
        dossier: OpenDossier | None,
        work: Callable[[Step], Any],
        done: Callable[[Any], None],
        refused: Callable[[KitError], None],
        options: Options,
        advance: Callable[[str, int, int], None],
    ) -> None:
        """Take what ``Jobs`` was given; ``advance`` carries a step to the window's thread."""
        self._owner, self._dossier = owner, dossier
        self._work, self._done, self._refused = work, done, refused
        self._options, self._advance = options, advance
        self._halt = threading.Event()
        self._is_running = True
        self._value: Any = None
        self._error: KitError | None = None
        self.crash: BaseException | None = None
        """What nobody foresaw, once it has ended so."""

    @property
    def is_running(self) -> bool:
        """Whether its end is still to be told."""
        return self._is_running

    def cancel(self) -> None:
        """Forget it: it ends before its next step, and nothing of it is told any more."""
        self._halt.set()
        self._is_running = False

    def stop(self) -> None:
        """Ask it to end before its next step, ``refused`` with Stopped: at once where it changes nothing."""
        self._halt.set()
        if self._is_running and not self._options.get("changes_things", False):
            self._error = Stopped()
            self.tell()

    def work(self) -> None:
        """Do the work, in a thread of the pool, and keep what came of it."""
        try:
            if self._halt.is_set():
                raise Stopped
            self._value = self._work(self._step)
        except KitError as error:
            self._error = error
        except OSError as error:
            self._error = SaveRefused(self._options.get("about") or _path_of(error), error)
        except BaseException as error:  # libraries in other languages raise what is no Exception
            log.error("background work failed: %s", type(error).__name__)
            self.crash = error

    def tell(self) -> None:
        """Tell what came of it, in the window's thread; once."""
        if not self._is_running:
            return
        self._is_running = False
        if isValid(self._owner):
            self._options.get("ended", ignore)()
        if not isValid(self._owner) or (self._dossier is not None and not self._dossier.is_open):
            return
        if self.crash is not None:
            self._options.get("crashed", ignore)(self.crash)
        elif self._error is not None:
            self._refused(self._error)
        else:
            self._done(self._value)

    def tell_step(self, name: str, done: int, total: int) -> None:
        """Tell a step, in the window's thread, while it is still wanted."""
        if self._is_running and isValid(self._owner):
            self._options.get("stepped", ignore)(name, done, total)

    def _step(self, name: str, done: int = 0, total: int = 0) -> None:
        if self._halt.is_set():
            raise Stopped
        self._advance(name, done, total)


class Jobs(QObject):
    """The pools of the program. ``crashed`` carries, after its job was told, each exception that nobody foresaw."""

    crashed = Signal(object)
    _finished = Signal(int)
    _stepped = Signal(int, str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._writer = QThreadPool()
        self._writer.setMaxThreadCount(1)
        self._numbers = itertools.count(1)
        self._under_way: dict[int, Job] = {}
        self._is_closed = False
        self._finished.connect(self._on_finished)
        self._stepped.connect(self._on_stepped)

    def run[T](
        self,
        owner: QObject,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[KitError], None],
        **options: Unpack[Options],
    ) -> Job:
        """Do ``work`` in the background; several may run at once."""
        return self._start(self._pool, owner, work, done, refused, options)

    def write[T](
        self,
        owner: QObject,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[KitError], None],
        **options: Unpack[Options],
    ) -> Job:
        """Do ``work`` in the one ordered writer: after all that was given before it."""
        return self._start(self._writer, owner, work, done, refused, options)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way or its end not yet told."""
        return bool(self._under_way)

    def wait_for_writes(self) -> None:
        """Return when the writer has nothing left to do; used at closing."""
        self._writer.waitForDone()

    def close(self) -> None:
        """Let running work end; nothing is told afterwards, and nothing begun."""
        self._writer.waitForDone()
        self._pool.clear()
        self._pool.waitForDone()
        for job in self._under_way.values():
            job.cancel()
            collector.release()
        self._under_way.clear()
        self._is_closed = True

    def _start(
        self,
        pool: QThreadPool,
        owner: QObject,
        work: Callable[[Step], Any],
        done: Callable[[Any], None],
        refused: Callable[[KitError], None],
        options: Options,
    ) -> Job:
        number, stepped = next(self._numbers), self._stepped

        def advance(name: str, done: int, total: int) -> None:
            stepped.emit(number, name, done, total)

        job = Job(owner, options.get("dossier"), work, done, refused, options, advance)
        if self._is_closed:
            job.cancel()
            return job
        self._under_way[number] = job
        collector.hold()

        def body() -> None:
            """Hold the number alone: the last one to let go of a widget must be the window's thread."""
            self._under_way[number].work()
            self._finished.emit(number)

        pool.start(body)
        return job

    @Slot(int)
    def _on_finished(self, number: int) -> None:
        job = self._under_way.pop(number, None)
        if job is None:  # all was closed meanwhile
            return
        collector.release()
        try:
            job.tell()
        finally:
            if job.crash is not None:
                self.crashed.emit(job.crash)

    @Slot(int, str, int, int)
    def _on_stepped(self, number: int, name: str, done: int, total: int) -> None:
        if (job := self._under_way.get(number)) is not None:
            job.tell_step(name, done, total)


class Latest:
    """What an owner asks again and again: the work asked for last takes the place of what was under way.

    Two pieces of work may end in either order: of those given to one ``Latest`` only the last is told, and nothing
    once it is dropped, not even ``ended``.
    """

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._job: Job | None = None

    def run[T](
        self,
        owner: QObject,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        refused: Callable[[KitError], None],
        **options: Unpack[Options],
    ) -> None:
        """Do ``work`` as ``Jobs.run`` does, in the place of the one before."""
        self.drop()
        self._job = self._jobs.run(owner, work, done, refused, **options)

    def drop(self) -> None:
        """Forget what is under way, if anything is."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @property
    def is_running(self) -> bool:
        """Whether the end of the last one is still to be told."""
        return self._job is not None and self._job.is_running


def while_alive[**P](owner: QObject, call: Callable[P, None]) -> Callable[P, None]:
    """Return ``call`` for as long as its owner lives; nothing afterwards."""

    def guarded(*args: P.args, **named: P.kwargs) -> None:
        if isValid(owner):
            call(*args, **named)

    return guarded


def _path_of(error: OSError) -> Path:
    """Return the file that a disk refused, as far as the system says."""
    name = error.filename
    return Path(os.fsdecode(name)) if isinstance(name, (str, bytes, os.PathLike)) else Path()


def ignore(*_: object) -> None:
    """Do nothing with what a job tells."""
