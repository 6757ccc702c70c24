"""A text opens where one had stopped in it, the window as large and where it was, on a screen that is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.app import open_first_place, open_window_as_left
from ui.features.reading.page import ArticlePage
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle
from ui.services.window_size import GEOMETRY
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

ROOT = Path(__file__).resolve().parents[3]
TEXT = "elu-commission"
A_LINE = 120  # characters


def program() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def reading(window: MainWindow) -> ArticlePage:
    page = window.current_page
    assert isinstance(page, ArticlePage)
    return page


def read_to_the_middle(window: MainWindow) -> int:
    """Read a text past its short form; returns the character one stopped at."""
    window.open_route(ToArticle(TEXT))
    page = reading(window)
    page.unfold()
    settle(window.context)
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert page.position() > page.view.fold
    return page.position()


def started(qtbot: QtBot, context: AppContext, size: tuple[int, int] = (1280, 800)) -> MainWindow:
    """Return the window of a new run, as ``app.main`` opens it."""
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(*size)
    open_first_place(window, anew=False)
    window.show()
    qtbot.waitExposed(window)
    settle(context)
    return window


@pytest.mark.parametrize("size", [(1280, 800), (1000, 620)])
def test_the_text_of_the_last_time_opens_where_one_had_stopped(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext], size: tuple[int, int]
) -> None:
    place = read_to_the_middle(window)
    window.close()
    again = started(qtbot, make_context(), size)
    assert abs(reading(again).position() - place) < A_LINE


def test_a_text_opens_from_my_pages_where_one_had_stopped(qtbot: QtBot, window: MainWindow) -> None:
    place = read_to_the_middle(window)
    window.open_route(ToArticle("ess-en-cinq-minutes"))
    window.open_route(Route(PageId.FAVOURITES))
    mark = next(one for one in window.keys.bookmarks.seen() if one.route.id == TEXT)
    window.leave_for(mark.route)
    settle(window.context)
    assert abs(reading(window).position() - place) < A_LINE


def test_a_link_to_a_text_opens_it_at_its_top(window: MainWindow) -> None:
    read_to_the_middle(window)
    window.leave_for(ToArticle("ess-en-cinq-minutes"))
    window.leave_for(ToArticle(TEXT))
    settle(window.context)
    assert reading(window).position() == 0


def test_a_list_opens_where_it_was_left(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    window.open_route(Route(PageId.GLOSSARY))
    settle(window.context)
    area = window.current_page.scroller()
    assert area is not None
    area.verticalScrollBar().setValue(900)
    window.close()
    again = started(qtbot, make_context())
    area = again.current_page.scroller()
    assert area is not None and area.verticalScrollBar().value() == 900


def test_the_window_opens_as_large_as_it_was(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    room = window.screen().availableGeometry()
    window.setMinimumSize(0, 0)
    window.setGeometry(QRect(room.left() + 60, room.top() + 70, room.width() - 150, room.height() - 170))
    kept = window.geometry()
    window.close()
    again = MainWindow(make_context())
    qtbot.addWidget(again)
    again.setMinimumSize(0, 0)
    open_window_as_left(again, program(), "")
    assert again.geometry() == kept
    open_window_as_left(again, program(), "700x500")
    assert (again.width(), again.height()) == (700, 500)


def test_a_window_left_at_its_largest_opens_so(
    qtbot: QtBot, window: MainWindow, make_context: Callable[..., AppContext]
) -> None:
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized)
    window.close()
    again = MainWindow(make_context())
    qtbot.addWidget(again)
    open_window_as_left(again, program(), "")
    assert again.isMaximized()


@pytest.mark.parametrize("kept", ["", "pas une place", "AAAA"])
def test_a_place_that_cannot_be_read_is_the_first_one(qtbot: QtBot, context: AppContext, kept: str) -> None:
    context.settings.set(GEOMETRY, kept)
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.setMinimumSize(0, 0)
    open_window_as_left(window, program(), "")
    assert window.width() > 300 and window.screen().availableGeometry().contains(window.geometry().center())


_SCREENS = """
import json, sys
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from ui.services import window_size
app = QApplication([])
window = QWidget()
if len(sys.argv) > 1:
    window_size.restore(window, sys.argv[1])
    window.show()
else:
    window.setGeometry(QRect(1500, 100, 900, 600))
    window.show()
shown = window.geometry()
inside = any(one.availableGeometry().contains(shown) for one in app.screens())
print(json.dumps([window_size.kept(window), window.screen().name(), inside, window.x(), str(shown)]))
"""


def on_screens(folder: Path, count: int, *words: str) -> list[object]:
    """Return what a window is told by a process that has so many screens side by side."""
    table = [
        {"name": f"ecran-{n}", "x": 1300 * n, "y": 0, "width": 1300, "height": 900, "logicalDpi": 96, "dpr": 1}
        for n in range(count)
    ]
    file = folder / f"ecrans-{count}.json"
    file.write_text(json.dumps({"screens": table}), encoding="utf-8")
    env = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _SCREENS, *words], env=env, capture_output=True, text=True, timeout=60, check=True
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_the_window_returns_to_its_screen_while_that_is_there(tmp_path: Path) -> None:
    kept, screen, _, x, _ = on_screens(tmp_path, 2)
    assert screen == "ecran-1"
    assert on_screens(tmp_path, 2, str(kept))[1:4] == ["ecran-1", True, x]
    alone = on_screens(tmp_path, 1, str(kept))
    assert alone[1:3] == ["ecran-0", True], alone
