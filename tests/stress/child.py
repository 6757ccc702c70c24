"""One run of the real program (``ui.app.main``) under hands that do anything; started by ``run.py``.

    python child.py SEED SECONDS FOLDER

The gestures come from the event loop, once the first frame is painted and every place was opened once: the caches
that a first visit fills are full then. Every ``REST_S`` the window is brought to one and the same state, and what the
program holds is measured there. At the end the window is closed while work is under way. What goes wrong is on stderr,
as in any run of the program; what was done and how much memory it held is in ``FOLDER/report.json``.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hands import Hands, make_dossiers, tie_hands
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kit import paths
from kit.documents.document import Document
from kit.documents.typeset import Typesetter
from kit.documents.writer import page_images
from ui import app
from ui.services.context import AppContext
from ui.services.navigation import ToPrint
from ui.shell.main_window import MainWindow
from ui.switches.tour import settle

REST_S = 8.0
EVICTED = 11  # compilations after which Typst has forgotten what came before: it keeps what the last ten used
_LEAF = Document("Page", (), date(2026, 1, 1))


class Run:
    """The hands at work: gestures until the time is over, then the window closed under way."""

    def __init__(self, window: MainWindow, context: AppContext, seed: int, seconds: float, folder: Path) -> None:
        self._window, self._context, self._folder = window, context, folder
        self._chance = random.Random(seed)
        self._dossiers = sorted(folder.rglob("*.kitess"))
        self.hands = Hands(window, context, self._chance, self._dossiers)
        self._unseen = [*self.hands.routes, *self.hands.articles]
        self._seconds = seconds
        self._end = self._next = 0.0
        self._typesetter = Typesetter()
        self.held: list[int] = []
        self.resident = 0
        self.last: list[str] = []
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(0)

    def _on_turn(self) -> None:
        now = time.monotonic()
        if self._unseen:
            self._window.open_route(self._unseen.pop())
            self._end = now + self._seconds
            return
        if now >= self._next:
            self._timer.stop()  # the events that are let through below must not begin another turn
            self._rest()
            self._next = time.monotonic() + REST_S
            self._timer.start(0)
            return
        if now >= self._end:
            self._timer.stop()
            self._close()
            return
        self.last = [*self.last[-30:], self.hands.gesture()]

    def _rest(self) -> None:
        """Bring the window to the state in which it is always measured, and measure; not where a text is refused."""
        if not self.hands.rest():
            return
        settle(self._context)
        for _ in range(EVICTED):
            page_images(_LEAF, self._typesetter, 20.0)
        gc.collect()
        self.held.append(held())
        self.resident = max(self.resident, resident())

    def _close(self) -> None:
        """Close while pages are being set for the preview and a search is under way."""
        self._report()
        self._window.open_route(ToPrint("livret"))
        QApplication.processEvents()
        self._window.sidebar.search.setText("salle")
        for top in QApplication.topLevelWidgets():
            top.close()
        if self._window.isVisible():  # a text that was refused is asked about once
            self._window.close()

    def _report(self) -> None:
        told = {"done": self.hands.done, "held": self.held, "resident": self.resident, "last": self.last}
        (self._folder / "report.json").write_text(json.dumps(told), encoding="utf-8")


class _Allocated(ctypes.Structure):
    """What ``mallinfo2`` of the C library returns."""

    _names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = tuple((name, ctypes.c_size_t) for name in _names.split())


def held() -> int:
    """Return how many bytes are allocated, in KiB: by Python too, see ``run.environment``.

    What the C library keeps free for later is not counted: threads free in each other's arenas, so that it may keep as
    much again, and how much depends on which thread ran when.
    """
    allocated = _MALLINFO()
    return int(allocated.uordblks + allocated.hblkhd) // 1024


def _mallinfo() -> Callable[[], Any]:
    found = ctypes.CDLL(None).mallinfo2
    found.restype = _Allocated
    return found  # type: ignore[no-any-return]


_MALLINFO = _mallinfo()


def resident() -> int:
    """Return the memory that this process holds of the machine's, in KiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def main() -> int:
    seed, seconds, folder = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    tie_hands()
    dossiers = make_dossiers(folder)
    runs: list[Run] = []
    after = app.look_after

    def look_after(window: MainWindow, context: AppContext, *, crashed: bool) -> None:
        after(window, context, crashed=crashed)
        runs.append(Run(window, context, seed, seconds, folder))

    app.look_after = look_after  # type: ignore[assignment]
    assert str(paths.user_data()).startswith(str(folder))
    return app.main([str(dossiers[0])])


if __name__ == "__main__":
    sys.exit(main())
