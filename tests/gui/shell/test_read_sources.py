"""The sources that loading modules reads are not kept."""

from __future__ import annotations

import linecache
import threading

from pytestqt.qtbot import QtBot

from ui.services.navigation import PageId, Route
from ui.shell import registry
from ui.shell.early_imports import EarlyImports
from ui.shell.main_window import MainWindow
from ui.shell.read_sources import forget_sources
from ui.switches.tour import settle


def test_going_to_another_place_lets_go_of_the_sources_read_before(qtbot: QtBot, window: MainWindow) -> None:
    settle(window.context)
    assert linecache.getlines(registry.__file__) and registry.__file__ in linecache.cache
    window.leave_for(Route(PageId.ABOUT))
    assert registry.__file__ not in linecache.cache


def test_nothing_is_let_go_while_the_background_may_be_loading(qtbot: QtBot, window: MainWindow) -> None:
    settle(window.context)
    end = threading.Event()
    window.context.jobs.run(window, lambda _: end.wait(), lambda _: None, lambda _: None)
    linecache.getlines(registry.__file__)
    forget_sources(window.context.jobs)
    assert registry.__file__ in linecache.cache
    end.set()
    settle(window.context)
    forget_sources(window.context.jobs)
    assert registry.__file__ not in linecache.cache


def test_the_end_of_loading_ahead_is_told(qtbot: QtBot) -> None:
    early = EarlyImports()
    with qtbot.waitSignal(early.loaded):
        while early.step():
            pass
