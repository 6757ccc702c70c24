"""Times the parts of the program in one process and prints JSON (milliseconds). Called by ``run.py``."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
QUERIES = ("epicerie", "preter une salle", "élus", "marche public", "creche", "cooperative", "commission")


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def keystrokes(folder: Path) -> dict[str, float]:
    """Type queries letter by letter in the real window; each time until the results are drawn."""
    from PySide6.QtWidgets import QApplication

    from ui import app
    from ui.main_window import MainWindow
    from ui.navigation import PageId, Route
    from ui.tasks import Tasks

    qt = QApplication.instance() or QApplication([])
    context = app.build_context(app.parser().parse_args([str(folder / "search.kitess")]), Tasks())
    app.set_up_look(qt, context.theme)
    window = MainWindow(context)
    window.resize(1280, 800)
    window.open_route(Route(PageId.HOME))
    window.show()
    qt.processEvents()
    window.open_route(Route(PageId.SEARCH, "ess"))
    qt.processEvents()
    spent = []
    for query in QUERIES:
        for end in range(1, len(query) + 1):

            def press(text: str = query[:end]) -> None:
                window.sidebar.search.setText(text)
                window.sidebar.search.textEdited.emit(text)
                qt.processEvents()  # paints what changed, as a real key does

            spent.append(timed(press))
    window.close()
    return {"keystroke_p50": statistics.median(spent), "keystroke_p95": p95(spent)}


def ticks(folder: Path) -> dict[str, float]:
    """Record a tick on journals of several lengths, interleaved with a bare fsync'd append of one line."""
    from kit.dossier.dossier import Dossier

    found = {}
    sizes = (0, 10_000, 100_000)
    opened = {}
    for size in sizes:
        path = folder / f"tick{size}.kitess"
        opened[size] = Dossier.create(path)
        if size:
            opened[size].record("action:elu-commission", "note", "x")
            opened[size].close()
            grow(path, size)
            opened[size] = Dossier.open(path)
    bare = (folder / "bare").open("ab")
    line = b"x" * 210 + b"\n"
    spent: dict[object, list[float]] = {"bare": [], **{size: [] for size in sizes}}
    for turn in range(60):

        def append() -> None:
            bare.write(line)
            bare.flush()
            os.fsync(bare.fileno())

        spent["bare"].append(timed(append))
        for size, dossier in opened.items():
            value = "fait" if turn % 2 else "a-faire"
            spent[size].append(timed(lambda d=dossier, v=value: d.record("action:elu-commission", "status", v)))
    for key, values in spent.items():
        found[f"tick_{key}"] = statistics.median(values)
    for dossier in opened.values():
        dossier.close()
    bare.close()
    return found


def grow(path: Path, size: int) -> None:
    """Make a journal of ``size`` events by one writer."""
    from kit.dossier import line as lines
    from kit.dossier.model import Event

    with path.open("ab") as file:
        for n in range(1, size + 1):
            event = Event(
                1, "a1b2c3d4e5f6", n, n, "2026-11-24T08:00:00Z", "essai", f"action:a{n % 20}", "status", "fait"
            )
            file.write(lines.encode(event) + b"\n")


def fold(folder: Path) -> dict[str, float]:
    """Open a journal of 10,000 events, against a bare ``raw_decode`` loop over the same lines."""
    from kit.dossier.dossier import Dossier

    path = folder / "fold.kitess"
    Dossier.create(path).close()
    grow(path, 10_000)
    decode = json.JSONDecoder().raw_decode

    def bare() -> None:
        for text in path.read_text(encoding="utf-8").split("\n"):
            if text:
                decode(text)

    ours, theirs = [], []
    for _ in range(7):
        theirs.append(timed(bare))
        ours.append(timed(lambda: Dossier.open(path, write=False).close()))
    return {"fold_10k": statistics.median(ours), "raw_decode_10k": statistics.median(theirs)}


def pdf() -> dict[str, float]:
    """Compile the checklist of all levers, cold then warm."""
    from kit import paths
    from kit.content.index import IndexStore
    from kit.content.library import Library
    from kit.documents.checklist import checklist
    from kit.documents.payload import CHECKLIST_TEMPLATE, checklist_inputs
    from kit.documents.typeset import Typesetter

    library, typesetter = Library(IndexStore(paths.shipped_index())), Typesetter()

    def make(name: str) -> Callable[[], bytes]:
        document = checklist(library, None, collectivite=name)
        return lambda: typesetter.compile_pdf(CHECKLIST_TEMPLATE, checklist_inputs(document))

    cold = timed(make("Saint-Exemple"))
    warm = statistics.median(timed(make(f"Saint-Exemple {n}")) for n in range(9))
    library.close()
    return {"pdf_cold": cold, "pdf_warm": warm}


def main() -> int:
    """Run the parts named on the command line, all by default."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = name
        parts = {
            "keystrokes": lambda: keystrokes(folder),
            "ticks": lambda: ticks(folder),
            "fold": lambda: fold(folder),
            "pdf": pdf,
        }
        found = {}
        for part in sys.argv[1:] or parts:
            found |= parts[part]()
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
