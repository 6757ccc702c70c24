"""What is done again and again leaves nothing behind: the objects that live are counted, not the memory.

Each gesture is done until what it fills is full, then counted before and after as many turns again: a type of which
one more lives for each turn is a leak.
"""

from __future__ import annotations

import gc
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractAnimation, QObject, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kit.tokens import THEMES
from tests.stress.hands import make_dossiers
from ui.features.acts.page import ActPage
from ui.features.dossier.merge_page import MergePage
from ui.features.printing.page import PrintPage
from ui.services.navigation import KEPT, Navigator, PageId, Route, ToActModel, ToArticle, ToPrint
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle, stops
from ui.theme import icons

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.timeout(300)]
PDF, ODT = ".pdf", ".odt"
TURNS = 4  # even: both dossiers have had their turn when it is counted
Turn = Callable[[MainWindow, list[Path], int], None]


def living() -> Counter[str]:
    """Return how many objects of the program, and widgets of Qt, live by type; all kinds of places are one type."""
    gc.collect()
    types = (Route if isinstance(one, Route) else type(one) for one in gc.get_objects())
    found = Counter(f"{kind.__module__}.{kind.__qualname__}" for kind in types)
    ours = Counter({kind: count for kind, count in found.items() if kind.startswith(("ui.", "kit."))})
    ours["functions of ui"] = sum(
        1 for one in gc.get_objects() if type(one).__name__ == "function" and str(one.__module__).startswith("ui.")
    )
    ours["widgets"] = len(QApplication.allWidgets())
    held = (one for one in gc.get_objects() if isinstance(one, QObject) and not isinstance(one, QAbstractAnimation))
    ours.update(type(one).__name__ for one in held)  # ``settle`` itself holds on to the animations that it asks
    return ours


def restyle(window: MainWindow, _dossiers: list[Path], turn: int) -> None:
    window.open_route(Route(PageId.ACT, "elu-designe"))
    settle(window.context)
    window.context.settings.set("theme", list(THEMES)[turn % len(THEMES)])
    window.restyle_requested.emit()


def switch(window: MainWindow, dossiers: list[Path], turn: int) -> None:
    window.open_route(Route(PageId.PLAN))
    settle(window.context)
    assert window.context.dossiers.switch(dossiers[turn % 2])


def reunite(window: MainWindow, dossiers: list[Path], _turn: int) -> None:
    window.open_route(Route(PageId.MERGE))
    page = window.current_page
    assert isinstance(page, MergePage)
    page.compare(dossiers[2])


def meet(window: MainWindow, _dossiers: list[Path], _turn: int) -> None:
    window.meetings.open()
    settle(window.context)
    assert window.meetings.window is not None
    window.meetings.window.close()


def search(window: MainWindow, _dossiers: list[Path], turn: int) -> None:
    for words in (("salle", "monnaie"), ("commission", "crèche"))[turn % 2]:
        window.sidebar.search_typed.emit(words)
        settle(window.context)


def preview(window: MainWindow, _dossiers: list[Path], turn: int) -> None:
    window.open_route(ToPrint(("leviers", "plan")[turn % 2]))
    settle(window.context)


def adapt(window: MainWindow, _dossiers: list[Path], turn: int) -> None:
    window.open_route(ToActModel(("arrete-delegation-ess", "deliberation-parts-scic")[turn % 2]))
    settle(window.context)
    assert isinstance(window.current_page, ActPage) and window.current_page.editor is not None


def save(window: MainWindow, dossiers: list[Path], turn: int) -> None:
    window.open_route(ToPrint("leviers"))
    page = window.current_page
    assert isinstance(page, PrintPage)
    out = dossiers[0].with_name(f"{turn}{(PDF, ODT)[turn % 2]}")
    page.ask_file = lambda _folder, _name: out  # type: ignore[method-assign]
    page.foot.save_requested.emit(out.suffix)
    settle(window.context)
    assert out.is_file()


def wander(window: MainWindow, _dossiers: list[Path], turn: int) -> None:
    """Go through places by chance, the same ones in every other turn."""
    places = [route for _, route in stops(window.context)]
    for route in random.Random(turn % 2).sample(places, 8):
        window.open_route(route)
        settle(window.context)


@pytest.mark.parametrize("turn", [restyle, switch, reunite, meet, search, preview, adapt, save, wander])
def test_the_same_gestures_leave_nothing_behind(window: MainWindow, tmp_path: Path, turn: Turn) -> None:
    dossiers = make_dossiers(tmp_path)
    for number in range(KEPT + 1):  # the history of places is full
        window.open_route(Route((PageId.HOME, PageId.ABOUT)[number % 2]))
    for number in range(2 * TURNS):
        turn(window, dossiers, number)
        settle(window.context)
        if number == TURNS - 1:
            before = living()
    grown: dict[str, tuple[int, int]] = {}
    for _ in range(3):  # work that is just under way ends, what is left behind stays
        after = living()
        grown = {kind: (before[kind], count) for kind, count in after.items() if count - before[kind] >= TURNS}
        if not grown:
            break
        settle(window.context)
    assert not grown


def test_the_history_of_places_has_an_end() -> None:
    navigator = Navigator()
    for number in range(10 * KEPT):
        navigator.go(ToArticle(f"page-{number}"))
    back = 0
    while navigator.can_go_back:
        navigator.back()
        back += 1
    assert back == KEPT and navigator.here == ToArticle(f"page-{9 * KEPT - 1}")


def test_copies_of_icons_that_are_gone_are_let_go(qapp: QApplication, tmp_path: Path) -> None:
    """Qt asks for a copy of what paints an icon each time that one is changed; it must not live for ever."""

    def copies() -> int:
        gc.collect()
        return sum(type(one).__module__ == icons.__name__ for one in gc.get_objects())

    before = copies()
    for _ in range(50):
        made = icons.icon("accueil", "#123456")
        other = QIcon(made)
        other.addFile(str(tmp_path / "absent.png"))
        assert not other.pixmap(QSize(24, 24)).isNull()
        del made, other
    assert copies() - before < 50


def test_an_icon_without_room_is_no_picture_and_no_warning(qtbot: QtBot) -> None:
    """A warning of Qt fails a test."""
    assert icons.icon("chevron", "#123456").pixmap(QSize(0, 0)).isNull()
    assert icons.icon("chevron", "#123456").pixmap(QSize(0, 24)).isNull()
    assert icons.pixmap("chevron", "#123456", 0).isNull()
