"""Times what is done in the open window, and weighs it: offscreen, in a process of its own, JSON (ms, MiB).

    window_parts.py keys      a key until its results are drawn
    window_parts.py pages     a page until it is painted: the first time, and again; a text of 1,500 words
    window_parts.py saved     a tick until « Enregistré »
    window_parts.py memory    PSS settled, after 50 pages and 100 searches, and after as many again
    window_parts.py bare      PSS of a bare window
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from document_parts import pss, timed

if TYPE_CHECKING:
    from ui.main_window import MainWindow

QUERIES = ("epicerie", "preter une salle", "élus", "marche public", "creche", "cooperative", "commission")
LEFT_OUT = ("imprimer", "atelier", "reunir-des-collectivites")  # the first prints, the others are for the publisher


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def opened(folder: Path) -> MainWindow:
    """Return the window on Accueil, painted, on a dossier with progress."""
    from PySide6.QtWidgets import QApplication

    import parts
    from kit.dossier.dossier import Dossier
    from ui import app
    from ui.main_window import MainWindow
    from ui.navigation import PageId, Route
    from ui.tasks import Tasks

    path = folder / "window.kitess"
    with Dossier.create(path) as dossier:
        parts.begin(dossier)
    qt = QApplication([])
    app.set_up_language(qt)
    context = app.build_context(app.parser().parse_args([str(path)]), Tasks())
    app.set_up_fonts(qt, context.theme)
    window = MainWindow(context)
    window.resize(1280, 800)
    window.open_route(Route(PageId.HOME))
    window.show()
    painted(window)
    return window


def painted(window: MainWindow) -> None:
    """Go on until nothing is left to lay out and to paint."""
    from PySide6.QtWidgets import QApplication

    qt = QApplication.instance()
    assert qt is not None
    for _ in range(3):  # what is laid out asks for more
        qt.processEvents()


def keys(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Type queries letter by letter; each time until the results are drawn."""
    from ui.navigation import PageId, Route

    window.open_route(Route(PageId.SEARCH, "ess"))
    painted(window)
    spent = []
    for query in QUERIES:
        for end in range(1, len(query) + 1):

            def press(text: str = query[:end]) -> None:
                window.sidebar.search.setText(text)
                window.sidebar.search.textEdited.emit(text)
                painted(window)

            spent.append(timed(press))
    return {"keys_p50": statistics.median(spent), "keys_p95": p95(spent)}


def pages(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Go to each page twice, with the way back between, then to the longest text and to one of 1,500 words."""
    from ui.navigation import PageId, Route

    home = Route(PageId.HOME)

    def go(route: Route) -> float:
        def switch() -> None:
            window.leave_for(route)
            painted(window)

        return timed(switch)

    first, again = [], []
    for page in PageId:
        if page.value in LEFT_OUT:
            continue
        first.append(go(Route(page)))
        for _ in range(3):
            again.append(go(home))
            again.append(go(Route(page)))
    library = window.context.library
    near = min((a for a in library.articles() if a.kind == "article"), key=lambda a: abs(a.words - 1500))
    longest = max(library.articles(), key=lambda a: a.words)
    spent = []
    for _ in range(7):
        go(home)
        spent.append(go(Route(PageId.ARTICLE, near.id)))
        go(Route(PageId.ARTICLE, "contact"))
    found = {"page_first": p95(first), "page_built": p95(again), "page_worst_first": max(first)}
    return found | {"article": statistics.median(spent), "article_words": near.words, "longest_words": longest.words}


def saved(window: MainWindow, folder: Path) -> dict[str, float]:
    """Tick an action until the window says that it is saved, in turn with a bare append of one line and its fsync."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from kit.dossier.model import Status

    session, told = window.context.session, []
    session.saved.connect(told.append)
    line = b"x" * 210 + b"\n"
    ours, theirs = [], []
    with (folder / "bare").open("ab") as bare:
        for turn in range(60):

            def append() -> None:
                bare.write(line)
                bare.flush()
                os.fsync(bare.fileno())

            def tick(value: Status) -> None:
                told.clear()
                session.set_status("action:elu-commission", value)
                while not told:
                    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

            theirs.append(timed(append))
            ours.append(timed(lambda t=turn: tick(Status.DONE if t % 2 else Status.TODO)))  # noqa: B023  timed at once
            painted(window)
    return {"saved": statistics.median(ours), "saved_bare": statistics.median(theirs)}


def memory(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Weigh the window settled, after 50 pages and 100 searches, and after 50 and 100 more; nothing is printed."""
    from ui import app
    from ui.navigation import PageId, Route

    app.look_after(window, window.context, crashed=False)
    wait(window, 1.0)
    found = {"pss_start": pss()}
    texts = [article.id for article in window.context.library.articles()]
    places = [Route(page) for page in PageId if page.value not in LEFT_OUT]
    routes = places + [Route(PageId.ARTICLE, name) for name in texts]
    for step, weighed in enumerate(("pss_used", "pss_later", "pss_last")):
        for number in range(50):
            window.leave_for(routes[(number + step * 50) % len(routes)])
            painted(window)
        for number in range(100):
            query = QUERIES[number % len(QUERIES)]
            window.leave_for(Route(PageId.SEARCH, query[: 1 + number % len(query)]))
            painted(window)
        wait(window, 0.5)
        found[weighed] = pss()
    return found


def wait(window: MainWindow, seconds: float) -> None:
    """Let the work in the background end."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while time.monotonic() < end or window.context.tasks.is_busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.005)


def bare() -> dict[str, float]:
    """Weigh a bare window."""
    from PySide6.QtWidgets import QApplication, QLabel

    qt = QApplication([])
    label = QLabel("Bonjour")
    label.resize(1280, 800)
    label.show()
    for _ in range(3):
        qt.processEvents()
    return {"pss_bare": pss()}


def main() -> int:
    """Print the figures of one part."""
    if sys.argv[1] == "bare":
        print(json.dumps(bare()))
        return 0
    work: dict[str, Callable[[MainWindow, Path], dict[str, float]]] = {
        "keys": keys, "pages": pages, "saved": saved, "memory": memory
    }
    with tempfile.TemporaryDirectory() as name:
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = name
        window = opened(Path(name))
        print(json.dumps(work[sys.argv[1]](window, Path(name))))
        window.close()
        window.context.tasks.close()
    return 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main())
