"""Windows that nobody holds any more are freed in the window's thread only: elsewhere Qt ends the process."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.tasks import Tasks


class Watched(QWidget):
    """A widget in a ring of references, as pages are: only the collector of Python frees it."""

    def __init__(self, freed_in: list[threading.Thread]) -> None:
        super().__init__()
        self.ring = [self]
        self.freed_in = freed_in

    def __del__(self) -> None:
        self.freed_in.append(threading.current_thread())


def test_nothing_is_freed_in_the_background(qtbot: QtBot) -> None:
    freed_in: list[threading.Thread] = []
    tasks = Tasks()
    gc.collect()

    def heavy() -> int:
        return len([[number] for number in range(200_000)])  # enough for several rounds of the collector

    done: list[int] = []
    tasks.run(heavy, done.append, done.append)
    for _ in range(3):
        Watched(freed_in)
    qtbot.waitUntil(lambda: bool(done))
    assert not tasks.is_busy and gc.isenabled()
    gc.collect()
    tasks.close()
    assert len(freed_in) == 3
    assert set(freed_in) == {threading.main_thread()}


def test_closing_lets_the_collector_work_again(qtbot: QtBot) -> None:
    tasks = Tasks()
    seen: list[bool] = []
    tasks.run(lambda: seen.append(gc.isenabled()), lambda _: None, lambda _: None)
    tasks.close()
    assert seen == [False]
    assert gc.isenabled()


def test_what_comes_back_for_a_closed_page_is_dropped(qtbot: QtBot) -> None:
    told: list[object] = []

    class Page(QObject):
        def on_done(self, value: object) -> None:
            told.append(value)

    tasks, page, ready = Tasks(), Page(), threading.Event()
    tasks.run(lambda: ready.wait(5), page.on_done, page.on_done)
    delete(page)
    ready.set()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert not told
    tasks.close()
