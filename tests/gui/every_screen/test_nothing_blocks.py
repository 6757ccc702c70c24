"""Nothing keeps the window from answering: 50 ms at most for what is there, a little more for a screen's first time.

CPU time of the window's own thread (``Heartbeat``). 50 ms are what one begins to feel; a page that has never been
shown is built and styled in one go, as half a page would flicker: it may take FIRST. A change of look builds the whole
window anew, is asked for by its own choice, and is left out.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from bench.yardstick import yardstick
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.mandate.directory import contacts
from tests.gui.every_screen.heartbeat import YARD_MS, Heartbeat
from ui.features.contact.page import ContactPage
from ui.features.directory.page import DirectoryPage
from ui.features.mandate.page import MandatePage
from ui.features.plan.page import PlanPage
from ui.plan.action_fields import NoteEdit
from ui.services.actions import ActionId
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint
from ui.shell.main_window import MainWindow
from ui.switches.tour import make_sample, settle, stops

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.timeout(600),  # what is slow is tried again, and a loaded machine takes its time
]
LIMIT = 50.0
FIRST = 90.0
OWN = 300
ENTRIES = 1_000
PEOPLE = itertools.count()
TABLE = "Nom\tSorte\tActivité\tAdresse\tPersonne\tCourriel\n" + "".join(
    f"Association {n}\tassociation\tcuisine\t{n} rue de l’Exemple, 23000 Saint-Exemple\tPrésidence\ta{n}@e.example\n"
    for n in range(ENTRIES)
)


@pytest.fixture
def opened(qtbot: QtBot, make_context: Callable[..., AppContext], tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    """Return a function that opens a window on a plan with 300 actions of one's own, styled as in the program.

    An earlier window is closed first: the file is written by one at a time.
    """
    path = make_sample(tmp_path / "saint-exemple.kitess")
    with Dossier.open(path) as dossier:
        titles = [Change(f"own:a{n}", "title", f"Action {n} de la commune, décidée en commission") for n in range(OWN)]
        dossier.record_group([*titles, *(Change(f"own:a{n}", "lever", "reseaux") for n in range(OWN))])

    def made() -> MainWindow:
        context = make_context(path)
        window = MainWindow(context)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.open_route(Route(PageId.HOME))
        window.show()
        settle(context)
        gc.collect()
        gc.freeze()  # as ``ui.app.look_after`` does: what all other tests left would be gone through again and again
        return window

    yield made
    gc.unfreeze()


def slow(found: dict[str, float], limit: float) -> str:
    """Return what takes longer than the limit, the longest first."""
    late = sorted(((ms, name) for name, ms in found.items() if ms > limit), reverse=True)
    return "\n".join(f"{name}: {ms:.0f} ms" for ms, name in late)


def tell(what: str, found: dict[str, float]) -> None:
    """Print the ten longest (``pytest -s``)."""
    longest = sorted(found.items(), key=lambda one: -one[1])[:10]
    print(f"\n{what}: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in longest))


def test_page_switches(opened: Callable[[], MainWindow]) -> None:
    warm = (
        opened()
    )  # modules are loaded by a first window: the program does so bit by bit, see ui/shell/early_imports.py
    for _, route in stops(warm.context):
        warm.open_route(route)
    settle(warm.context)
    warm.close()
    window = opened()
    beat = Heartbeat(window.context)
    places = dict(stops(window.context))
    first = {name: beat.longest(lambda r=route: window.open_route(r)) for name, route in places.items()}
    again = {
        name: beat.longest(lambda r=route: back_and_forth(window, r), limit=LIMIT) for name, route in places.items()
    }
    tell("first time", first)
    tell("again", again)
    assert not slow(again, LIMIT), slow(again, LIMIT)
    assert not slow(first, FIRST), slow(first, FIRST)


def back_and_forth(window: MainWindow, route: Route) -> None:
    """Leave a place that is in sight for Accueil, and go there."""
    window.open_route(Route(PageId.HOME))
    window.open_route(route)


def actions(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what one does all day: a name, and the gesture; the screen is open when the gesture is asked for."""
    window.open_route(Route(PageId.ACT, "reseaux"))
    settle(window.context)
    box = next(b for b in window.current_page.findChildren(QCheckBox) if b.isVisible())
    yield "tick", lambda: QTest.keyClick(box, Qt.Key.Key_Space)
    window.open_route(ToArticle("commerces-proximite"))
    yield "page down", lambda: QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_PageDown)
    yield "find in page", lambda: window.current_page.find_in_page()
    words = itertools.cycle(("epicerie", "creche", "commission"))  # the same word again would be no work
    yield "a letter of a search", lambda: window.sidebar.search_typed.emit(next(words))
    plan = window.page(PageId.PLAN)
    assert isinstance(plan, PlanPage)
    window.open_route(Route(PageId.PLAN))
    yield "the plan anew, 300 own actions", plan.pane.refresh
    window.open_route(Route(PageId.PLAN, "elu-extra-municipale"))
    yield "the sheet of an action", lambda: window.open_route(Route(PageId.PLAN, "elu-commission"))
    window.open_route(ToPrint())
    options = getattr(window.current_page, "options")  # noqa: B009  only this page has them
    yield "an option of printing", options.lists.why.toggle
    window.open_route(ToContact())
    form = getattr(window.current_page, "form")  # noqa: B009
    yield "a letter in the form", lambda: QTest.keyClick(form.person, "a")
    yield "undo", window.actions_by_id[ActionId.UNDO].trigger


def test_typical_actions(opened: Callable[[], MainWindow]) -> None:
    window = opened()
    beat = Heartbeat(window.context)
    found = {name: beat.longest(gesture, limit=LIMIT) for name, gesture in actions(window)}
    tell("actions", found)
    assert len(found) >= 9
    assert not slow(found, LIMIT), slow(found, LIMIT)


def many_at_once(window: MainWindow) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield gestures that touch hundreds of things, and what one opens after them; every screen is built by then."""
    plan, directory, book = window.page(PageId.PLAN), window.page(PageId.DIRECTORY), window.page(PageId.MANDATE)
    assert isinstance(plan, PlanPage) and isinstance(directory, DirectoryPage) and isinstance(book, MandatePage)
    window.open_route(Route(PageId.ACT, "reseaux"))
    window.open_route(Route(PageId.PLAN))
    settle(window.context)
    own = [f"own:a{n}" for n in range(OWN)]
    states = itertools.cycle((Status.DONE, Status.DOING, Status.DISCUSS))
    yield "300 statuses", lambda: plan.pane._on_status_chosen(own, next(states))
    yield "300 statuses taken back", window.actions_by_id[ActionId.UNDO].trigger
    yield "300 people", lambda: plan.pane._give_text(own, "who", f"Personne {next(PEOPLE)}")
    window.open_route(Route(PageId.DIRECTORY, "tableau"))
    QGuiApplication.clipboard().setText(TABLE)
    yield "a table pasted", lambda: anew(directory.taking.pasted)
    yield "a table taken", directory.taking.take.click
    settle(window.context)
    assert len(contacts(window.context.session.dossier)) == ENTRIES
    yield "the directory", lambda: window.open_route(Route(PageId.DIRECTORY))
    window.open_route(Route(PageId.HOME))
    yield "the mandate book", lambda: window.open_route(Route(PageId.MANDATE, "histoire"))
    window.actions_by_id[ActionId.UNDO].trigger()  # it was taken on another page: named first
    yield "a table taken back", window.actions_by_id[ActionId.UNDO].trigger
    assert not contacts(window.context.session.dossier)


def anew(field: QPlainTextEdit) -> None:
    """Paste over all that a field holds."""
    field.selectAll()
    field.paste()


def test_many_at_once(opened: Callable[[], MainWindow]) -> None:
    """What is slow is tried again in another window, as no gesture here can be repeated in the first."""
    found: dict[str, float] = {}
    for _ in range(3):
        window = opened()
        beat = Heartbeat(window.context)
        again = {name: beat.longest(gesture) for name, gesture in many_at_once(window)}
        found = {name: min(ms, found.get(name, ms)) for name, ms in again.items()}
        window.close()
        if not slow(found, LIMIT):
            break
    tell("many at once", found)
    assert len(found) == 8
    assert not slow(found, LIMIT), slow(found, LIMIT)


@pytest.mark.parametrize("text", ["mot " * 25_000, "é" * 100_000, "a\n" * 50_000, "a\tb\t" * 25_000])
def test_a_long_text_pasted_in_a_message(opened: Callable[[], MainWindow], text: str) -> None:
    window = opened()
    window.open_route(ToContact())
    page = window.current_page
    assert isinstance(page, ContactPage)
    beat = Heartbeat(window.context)
    QGuiApplication.clipboard().setText(text)
    line = page.form.function.lineEdit()
    assert line is not None
    found = {
        "message": beat.longest(lambda: anew(page.form.message), limit=LIMIT),
        "function": beat.longest(line.paste, limit=LIMIT),
        "text": beat.longest(lambda: anew(page.preview.editor), limit=LIMIT),
    }
    tell("pasted", found)
    assert not slow(found, LIMIT), slow(found, LIMIT)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "mot\u00a0" * 250_000, "a;" * 500_000, "mot mot\n" * 125_000])
def test_a_million_characters_pasted(opened: Callable[[], MainWindow], text: str) -> None:
    window = opened()
    beat = Heartbeat(window.context)
    QGuiApplication.clipboard().setText(text)
    window.open_route(Route(PageId.PLAN, "elu-commission"))
    settle(window.context)
    note = next(edit for edit in window.current_page.findChildren(NoteEdit) if edit.isVisible())
    found = {"note": beat.longest(lambda: anew(note), limit=LIMIT)}
    window.open_route(Route(PageId.DIRECTORY, "tableau"))
    settle(window.context)
    directory = window.page(PageId.DIRECTORY)
    assert isinstance(directory, DirectoryPage)
    found["table"] = beat.longest(lambda: fresh_table(directory), limit=LIMIT)
    tell("a million characters", found)
    assert not slow(found, LIMIT), slow(found, LIMIT)


def fresh_table(page: DirectoryPage) -> None:
    page.taking.begin()
    page.taking.pasted.paste()


def test_a_pause_is_noticed(opened: Callable[[], MainWindow]) -> None:
    """The heartbeat itself: work of some 80 ms is seen at its size, time slept is not."""
    window = opened()
    beat = Heartbeat(window.context)

    def work() -> None:
        for _ in range(round(80 / YARD_MS)):
            yardstick()

    assert LIMIT < beat.longest(work, limit=LIMIT) < 160
    assert beat.longest(lambda: None, limit=LIMIT) < LIMIT
