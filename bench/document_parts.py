"""Times the documents and the preview, and weighs the preview (milliseconds, MiB). Called by ``parts.py``, ``run.py``.

``document_parts.py`` alone prints the figures of the preview as JSON: they need a process of their own.
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

CLOCK = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter
"""What ``timed`` reads: the guard asks for the time of the processor, which other work on the machine changes least."""


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    start = CLOCK()
    work()
    return (CLOCK() - start) * 1000


def documents(folder: Path) -> dict[str, float]:
    """Make all lists as PDF, ODT and DOCX once loaded, and plans of 150, 300 and 600 own actions."""
    from kit import paths
    from kit.content.index import IndexStore
    from kit.content.library import Library
    from kit.documents.boxes import checklist_document
    from kit.documents.checklist import checklist
    from kit.documents.document import Document
    from kit.documents.plan import plan_document
    from kit.documents.typeset import Typesetter
    from kit.documents.writer import write
    from kit.dossier.dossier import Dossier

    library, typesetter = Library(IndexStore(paths.shipped_index())), Typesetter()

    def lists(name: str) -> Document:
        return checklist_document(checklist(library, None, collectivite=name))

    def plan(own: int) -> Document:
        path = folder / f"own{own}.kitess"
        with Dossier.create(path) as dossier:
            for n in range(own):
                dossier.stage(f"own:{n}", "title", f"Action {n} de la commune, décidée en commission")
                dossier.stage(f"own:{n}", "note", "Une note. " * 12)
            dossier.commit()
            return plan_document(library, dossier)

    def cost(make: Callable[[str], Document], extension: str, turns: int) -> float:
        spent = []
        for turn in range(turns + 1):  # the first one loads
            document = make(f"Saint-Exemple {turn}")
            out = folder / f"a{extension}"
            spent.append(timed(lambda d=document, o=out: write(d, o, force=True, typesetter=typesetter)))
        return statistics.median(spent[1:])

    found = {f"lists_{one}": cost(lists, f".{one}", 9) for one in ("pdf", "odt", "docx")}
    for own in (150, 300, 600):
        made = plan(own)
        for one in ("pdf", "odt", "docx"):
            found[f"own_{own}_{one}"] = cost(lambda _name, made=made: made, f".{one}", 3)
    library.close()
    return found


def preview(folder: Path) -> dict[str, float]:
    """Change options on the print screen, each until its pages stand there; weigh it before, then after many."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from ui import app
    from ui.features.printing.page import PrintPage
    from ui.services.jobs import Jobs
    from ui.services.navigation import PageId, ToPrint
    from ui.shell.main_window import MainWindow

    qt = QApplication([])
    context = app.build_context(app.parser().parse_args([str(folder / "preview.kitess")]), Jobs())
    app.set_up_fonts(qt, context.theme)
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    window.open_route(ToPrint())
    page = window.page(PageId.PRINT)
    assert isinstance(page, PrintPage)

    loop = QEventLoop()  # waits as the program does: asking again and again would take the typesetter's turns
    page.maker.counted.connect(loop.quit)

    def settle() -> None:
        while (document := page.document()) is None or not page.maker.shows(document):
            loop.exec()
        qt.processEvents()  # painted

    def change() -> None:
        page.options.lists.why.toggle()
        settle()

    settle()
    first = pss()
    spent = [timed(change) for _ in range(11)]
    early = pss()
    for _ in range(40):
        change()
    found = {"preview": statistics.median(spent), "preview_pss": first, "preview_early": early, "preview_late": pss()}
    window.close()
    context.jobs.close()
    return found


def pss() -> float:
    """Return the memory of this process in MiB, its share of what others use too (Linux)."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def main() -> int:
    """Print the figures of the preview."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["KIT_DATA"] = os.environ["KIT_CACHE"] = name
        print(json.dumps(preview(Path(name))))
    return 0


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.exit(main())
