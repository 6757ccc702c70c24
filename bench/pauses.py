"""Finds the longest pause of the window: offscreen, in a process of its own, JSON (yardsticks, see heartbeat.py).

A person begins to feel 50 ms, about 12 yardsticks where U is 110 ms. A page that was never shown is built and styled
in one go, as half a page would flicker, and is told apart. A change of look builds the whole window anew, is asked for
by its own choice, and is left out. The five longest of each kind go to the standard error.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from heartbeat import Heartbeat
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit
from window_parts import tell

from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.mandate.directory import contacts
from ui.features.contact.page import ContactPage
from ui.features.directory.page import DirectoryPage
from ui.features.mandate.page import MandatePage
from ui.features.plan.page import PlanPage
from ui.plan.action_fields import NoteEdit
from ui.services.actions import ActionId
from ui.services.navigation import PageId, Route, ToArticle, ToContact, ToPrint
from ui.shell.early_imports import EarlyImports
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle, stops

OWN = 300
ENTRIES = 1_000
ROUNDS = 3
TABLE = "Nom\tSorte\tActivité\tAdresse\tPersonne\tCourriel\n" + "".join(
    f"Association {n}\tassociation\tcuisine\t{n} rue de l’Exemple, 23000 Saint-Exemple\tPrésidence\ta{n}@e.example\n"
    for n in range(ENTRIES)
)
LONG = ("mot " * 25_000, "é" * 100_000, "a\n" * 50_000, "a\tb\t" * 25_000)
HUGE = ("a" * 1_000_000, "mot\u00a0" * 250_000, "a;" * 500_000, "mot mot\n" * 125_000)
Found = Iterator[tuple[str, float]]


def own_actions() -> list[str]:
    """Return the 300 actions of one's own that the plan holds."""
    return [f"own:a{n}" for n in range(OWN)]


def fill(dossier: Dossier) -> None:
    """Put them into a dossier."""
    dossier.record_group(
        [
            *(Change(own, "title", "Action de la commune, décidée en commission") for own in own_actions()),
            *(Change(own, "lever", "reseaux") for own in own_actions()),
        ]
    )


def first_time(window: MainWindow, beat: Heartbeat) -> Found:
    """Yield the pauses of pages that were never shown, once their modules are loaded as the program does by and by."""
    early = EarlyImports()
    while early.step():
        pass
    for name, route in stops(window.context):
        yield name, beat.longest(lambda r=route: window.open_route(r))


def again(window: MainWindow, beat: Heartbeat) -> Found:
    """Yield the pauses of pages that are built: from Accueil, and back."""

    def back_and_forth(route: Route) -> None:
        window.open_route(Route(PageId.HOME))
        window.open_route(route)

    for name, route in stops(window.context):
        yield name, beat.longest(lambda r=route: back_and_forth(r), ROUNDS)


def all_day(window: MainWindow, beat: Heartbeat) -> Found:
    """Yield the pauses of what one does all day."""
    window.open_route(Route(PageId.ACT, "reseaux"))
    settle(window.context)
    box = next(b for b in window.current_page.findChildren(QCheckBox) if b.isVisible())
    yield "tick", beat.longest(lambda: QTest.keyClick(box, Qt.Key.Key_Space), ROUNDS)
    window.open_route(ToArticle("commerces-proximite"))
    down = Qt.Key.Key_PageDown
    yield "page down", beat.longest(lambda: QTest.keyClick(QApplication.focusWidget() or window, down), ROUNDS)
    yield "find in page", beat.longest(lambda: window.current_page.find_in_page(), ROUNDS)
    words = itertools.cycle(("epicerie", "creche", "commission"))  # the same word again would be no work
    yield "a letter of a search", beat.longest(lambda: window.sidebar.search_typed.emit(next(words)), ROUNDS)
    plan = window.page(PageId.PLAN)
    assert isinstance(plan, PlanPage)
    window.open_route(Route(PageId.PLAN))
    yield "the plan anew, 300 own actions", beat.longest(plan.pane.refresh, ROUNDS)
    sheets = itertools.cycle(("elu-extra-municipale", "elu-commission"))
    yield "the sheet of an action", beat.longest(lambda: window.open_route(Route(PageId.PLAN, next(sheets))), ROUNDS)
    window.open_route(ToPrint())
    options = getattr(window.current_page, "options")  # noqa: B009  only this page has them
    yield "an option of printing", beat.longest(options.lists.why.toggle, ROUNDS)
    window.open_route(ToContact())
    form = getattr(window.current_page, "form")  # noqa: B009
    yield "a letter in the form", beat.longest(lambda: QTest.keyClick(form.person, "a"), ROUNDS)
    yield "undo", beat.longest(window.actions_by_id[ActionId.UNDO].trigger, ROUNDS)


def many_at_once(window: MainWindow, beat: Heartbeat) -> Found:
    """Yield the pauses of gestures that touch hundreds of things, and of what one opens after them."""
    plan, directory, book = window.page(PageId.PLAN), window.page(PageId.DIRECTORY), window.page(PageId.MANDATE)
    assert isinstance(plan, PlanPage) and isinstance(directory, DirectoryPage) and isinstance(book, MandatePage)
    window.open_route(Route(PageId.ACT, "reseaux"))
    window.open_route(Route(PageId.PLAN))
    settle(window.context)
    undo = window.actions_by_id[ActionId.UNDO].trigger
    own, people = own_actions(), itertools.count()
    states = itertools.cycle((Status.DONE, Status.DOING, Status.DISCUSS))
    yield "300 statuses", beat.longest(lambda: plan.pane._on_status_chosen(own, next(states)), ROUNDS)
    yield "300 statuses taken back", beat.longest(undo, ROUNDS)
    yield "300 people", beat.longest(lambda: plan.pane._give_text(own, "who", f"Personne {next(people)}"), ROUNDS)
    taken, taken_back = [], []
    for _ in range(ROUNDS):
        window.open_route(Route(PageId.DIRECTORY, "tableau"))
        QGuiApplication.clipboard().setText(TABLE)
        yield "a table pasted", beat.longest(lambda: anew(directory.taking.pasted))
        taken.append(beat.longest(directory.taking.take.click))
        assert len(contacts(window.context.session.dossier)) == ENTRIES
        yield "the directory", beat.longest(lambda: window.open_route(Route(PageId.DIRECTORY)))
        window.open_route(Route(PageId.HOME))
        yield "the mandate book", beat.longest(lambda: window.open_route(Route(PageId.MANDATE, "histoire")))
        undo()  # it was taken on another page: named first
        taken_back.append(beat.longest(undo))
        assert not contacts(window.context.session.dossier)
    yield "a table taken", min(taken)
    yield "a table taken back", min(taken_back)


def anew(field: QPlainTextEdit) -> None:
    """Paste over all that a field holds."""
    field.selectAll()
    field.paste()


def pasted(window: MainWindow, beat: Heartbeat) -> Found:
    """Yield the pauses of long texts pasted where nobody expects them."""
    directory = window.page(PageId.DIRECTORY)
    assert isinstance(directory, DirectoryPage)
    for number, text in enumerate((*LONG, *HUGE)):
        QGuiApplication.clipboard().setText(text)
        if text in LONG:
            window.open_route(ToContact())
            page = window.current_page
            assert isinstance(page, ContactPage)
            yield f"text {number} in the message", beat.longest(lambda f=page.form.message: anew(f), ROUNDS)
            line = page.form.function.lineEdit()
            assert line is not None
            yield f"text {number} in a line", beat.longest(line.paste, ROUNDS)
            yield f"text {number} in the text", beat.longest(lambda e=page.preview.editor: anew(e), ROUNDS)
            continue
        window.open_route(Route(PageId.PLAN, "elu-commission"))
        settle(window.context)
        note = next(edit for edit in window.current_page.findChildren(NoteEdit) if edit.isVisible())
        yield f"text {number} in a note", beat.longest(lambda n=note: anew(n), ROUNDS)
        window.open_route(Route(PageId.DIRECTORY, "tableau"))

        def fresh_table() -> None:
            directory.taking.begin()
            directory.taking.pasted.paste()

        yield f"text {number} in a table", beat.longest(fresh_table, ROUNDS)


def longest(found: Found, what: str) -> float:
    """Return the longest pause, and tell the five longest."""
    worst: dict[str, float] = {}
    for name, pause in found:
        worst[name] = max(pause, worst.get(name, 0.0))
    told = sorted(worst.items(), key=lambda one: -one[1])[:5]
    print(f"  {what}: " + ", ".join(f"{name} {pause:.1f}" for name, pause in told), file=sys.stderr)
    return told[0][1]


def pauses(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Return the longest pause of each kind."""
    kinds: dict[str, Callable[[MainWindow, Heartbeat], Found]] = {
        "pause_first": first_time,
        "pause_again": again,
        "pause_day": all_day,
        "pause_many": many_at_once,
        "pause_pasted": pasted,
    }
    beat = Heartbeat(window.context)
    return {kind: longest(found(window, beat), kind) for kind, found in kinds.items()}


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    tell(pauses, fill)
