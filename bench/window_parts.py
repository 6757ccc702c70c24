"""Times what is done in the open window, and weighs it: offscreen, in a process of its own, JSON (ms, MiB).

window_parts.py keys      a key until its results are drawn
window_parts.py pages     a page until it is painted: the first time, and again; the text nearest to 1,500 words
window_parts.py later     a page the first time, once the window has loaded ahead what it loads while nobody asks
window_parts.py mapped    the map of the examples: painted again, and drawn anew in its size
window_parts.py saved     a tick until « Enregistré »
window_parts.py memory    PSS settled, after 50 pages and 100 searches, and after as many again
window_parts.py bare      PSS of a bare window
"""

from __future__ import annotations

import gc
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
from yardstick import yardstick

if TYPE_CHECKING:
    from kit.dossier.dossier import Dossier
    from ui.shell.main_window import MainWindow

QUERIES = ("epicerie", "preter une salle", "élus", "marche public", "creche", "cooperative", "commission")
LEFT_OUT = ("imprimer", "atelier", "reunir-des-collectivites")  # the first prints, the others are for the publisher


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def opened(folder: Path, fill: Callable[[Dossier], None] | None = None) -> MainWindow:
    """Return the window on Accueil, painted, on a dossier with progress, and what ``fill`` puts into it."""
    import parts
    from PySide6.QtWidgets import QApplication

    from kit.dossier.dossier import Dossier
    from ui import app
    from ui.services.jobs import Jobs
    from ui.services.navigation import PageId, Route
    from ui.shell.main_window import MainWindow

    gc.disable()  # as the program does until its first frame
    path = folder / "window.kitess"
    with Dossier.create(path) as dossier:
        parts.begin(dossier)
        if fill:
            fill(dossier)
    qt = QApplication([])
    app.set_up_language(qt)
    context = app.build_context(app.parser().parse_args([str(path)]), Jobs())
    app.set_up_fonts(qt, context.theme)
    window = MainWindow(context)
    window.resize(1280, 800)
    window.open_route(Route(PageId.HOME))
    window.show()
    painted(window)
    gc.freeze()  # as ``app.look_after`` does then
    gc.enable()
    return window


def painted(window: MainWindow) -> None:
    """Go on until nothing is left to lay out and to paint."""
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):  # what is laid out asks for more
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # without exec() nothing else does it


def keys(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Type queries letter by letter; each time until the results are drawn."""
    from ui.services.navigation import ToSearch

    window.open_route(ToSearch("ess"))
    painted(window)
    spent, yard = [], []
    for query in QUERIES:
        for end in range(1, len(query) + 1):

            def press(text: str = query[:end]) -> None:
                window.sidebar.search.setText(text)
                window.sidebar.search.textEdited.emit(text)
                painted(window)

            spent.append(timed(press))
        yard.append(timed(yardstick))
    return {"keys_p50": statistics.median(spent), "keys_p95": p95(spent), "keys_yard": statistics.median(yard)}


def pages(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Go to each page and back, several times, then to the text nearest to 1,500 words."""
    from ui.services.navigation import PageId, Route, ToArticle, place

    home = Route(PageId.HOME)

    def go(route: Route) -> float:
        def switch() -> None:
            window.leave_for(route)
            painted(window)

        return timed(switch)

    first, again, yard = [], [], []
    for page in PageId:
        if page.value in LEFT_OUT:
            continue
        first.append(go(place(page)))
        for _ in range(3):
            again.append(go(home))
            again.append(go(place(page)))
        yard.append(timed(yardstick))
    library = window.context.library
    near = min((a for a in library.articles() if a.kind == "article"), key=lambda a: abs(a.words - 1500))
    spent = []
    for _ in range(7):
        go(home)
        spent.append(go(ToArticle(near.id)))
        go(ToArticle("contact"))
    found = {"page_first": p95(first), "page_worst_first": max(first)}
    found |= {
        "page_built": p95(again),
        "page_built_p50": statistics.median(again),
        "page_yard": statistics.median(yard),
    }
    return found | {"article": statistics.median(spent), "article_words": near.words}


def later(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Go to each page for the first time, some seconds after the start."""
    from ui import app
    from ui.services.navigation import PageId, Route, place

    app.look_after(window, window.context, crashed=False)
    wait(window, 4.0)
    first = []
    for page in (one for one in PageId if one.value not in LEFT_OUT):

        def switch(route: Route) -> None:
            window.leave_for(route)
            painted(window)

        first.append(timed(lambda p=page: switch(place(p))))
        wait(window, 0.1)  # a person looks at it
        switch(Route(PageId.HOME))
    return {"page_later": p95(first), "page_worst_later": max(first)}


def mapped(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Paint the map of the examples again, as when one points at a mark, and draw it anew, as in another size."""
    from ui.features.reading.examples_page import ExamplesPage
    from ui.services.navigation import PageId, Route

    window.resize(1366, 768)
    window.leave_for(Route(PageId.EXAMPLES))
    wait(window, 2.0)
    page = window.current_page
    assert isinstance(page, ExamplesPage) and page.map is not None
    shown = page.map.map
    again, anew, yard = [], [], []
    for turn in range(30):
        mark = shown.region.marks[turn].mark.id if shown.region else ""
        again.append(timed(lambda m=mark: (shown.point_at(m), shown.repaint())))
        anew.append(timed(lambda: shown._lay_out()))
        yard.append(timed(yardstick))
    return {
        "map_again": statistics.median(again),
        "map_anew": statistics.median(anew),
        "map_yard": statistics.median(yard),
    }


def saved(window: MainWindow, folder: Path) -> dict[str, float]:
    """Tick an action until the window is told that it is saved, and until all is painted that changed by it.

    In turn with a bare append of one line and its fsync.
    """
    from PySide6.QtCore import QEventLoop

    from kit.dossier.model import Change, Status

    session, loop = window.context.session, QEventLoop()
    told: list[float] = []

    def on_saved() -> None:
        told.append(time.perf_counter())
        loop.quit()

    session.saved.connect(on_saved)
    line = b"x" * 210 + b"\n"
    ours, whole, theirs = [], [], []
    with (folder / "bare").open("ab") as bare:
        for turn in range(60):

            def append() -> None:
                bare.write(line)
                bare.flush()
                os.fsync(bare.fileno())

            def tick(value: Status) -> None:
                session.apply([Change("action:elu-commission", "status", value.value)])
                loop.exec()

            theirs.append(timed(append))
            begun = time.perf_counter()
            tick(Status.DOING if turn % 2 else Status.DISCUSS)
            painted(window)
            whole.append((time.perf_counter() - begun) * 1000)
            ours.append((told[-1] - begun) * 1000)
    found = {"saved": ours, "saved_painted": whole, "saved_bare": theirs}
    return {name: statistics.median(spent) for name, spent in found.items()}


def memory(window: MainWindow, _folder: Path) -> dict[str, float]:
    """Weigh the window settled, after 50 texts and 100 searches, twice as many, all texts, all screens."""
    from ui import app
    from ui.services.navigation import PageId, ToArticle, ToSearch, place

    app.look_after(window, window.context, crashed=False)
    wait(window, 1.0)
    found = {"pss_start": pss()}
    texts = [article.id for article in window.context.library.articles()]
    for step, weighed in enumerate(("pss_used", "pss_twice", "pss_thrice")):
        for number in range(50):
            window.leave_for(ToArticle(texts[(number + step * 50) % len(texts)]))
            painted(window)
        for number in range(100):
            query = QUERIES[number % len(QUERIES)]
            window.leave_for(ToSearch(query[: 1 + number % len(query)]))
            painted(window)
        wait(window, 0.5)
        found[weighed] = pss()
    for page in PageId:
        if page.value not in LEFT_OUT:
            window.leave_for(place(page))
            painted(window)
    wait(window, 0.5)
    return found | {"pss_screens": pss()}


def wait(window: MainWindow, seconds: float) -> None:
    """Let the work in the background end."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while time.monotonic() < end or window.context.jobs.is_busy:
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


def tell(
    measure: Callable[[MainWindow, Path], dict[str, float]], fill: Callable[[Dossier], None] | None = None
) -> None:
    """Print what ``measure`` finds in a window of its own, with data and caches of its own; ``fill`` as ``opened``."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = name
        window = opened(Path(name), fill)
        print(json.dumps(measure(window, Path(name))))
        window.close()
        window.context.jobs.close()


def main() -> int:
    """Print the figures of one part."""
    if sys.argv[1] == "bare":
        print(json.dumps(bare()))
        return 0
    work: dict[str, Callable[[MainWindow, Path], dict[str, float]]] = {
        "keys": keys,
        "pages": pages,
        "later": later,
        "mapped": mapped,
        "saved": saved,
        "memory": memory,
    }
    tell(work[sys.argv[1]])
    return 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main())
