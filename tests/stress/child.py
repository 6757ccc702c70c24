"""One run of the real program (``ui.app.main``) under hands that do anything; started by ``run.py``.

    python child.py SEED SECONDS FOLDER

The gestures come from the event loop, once the first frame is painted. At the end the window is closed while work is
under way. What goes wrong is on stderr, as in any run of the program; what was done and how much memory it took is in
``FOLDER/report.json``.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from collections import Counter
from pathlib import Path

from hands import Hands, make_dossiers, tie_hands
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kit import paths
from ui import app
from ui.services.context import AppContext
from ui.services.navigation import PageId, Route
from ui.shell.main_window import MainWindow

SAMPLE_S = 1.0


class Run:
    """The hands at work: gestures until the time is over, then the window closed under way."""

    def __init__(self, window: MainWindow, context: AppContext, seed: int, seconds: float, folder: Path) -> None:
        self._window, self._context, self._folder = window, context, folder
        self._chance = random.Random(seed)
        self._dossiers = sorted(folder.rglob("*.kitess"))
        self.hands = Hands(window, context, self._chance, self._dossiers)
        self._end = time.monotonic() + seconds
        self._next = 0.0
        self.memory: list[int] = []
        self.objects: list[dict[str, int]] = []
        self.last: list[str] = []
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start(0)

    def _on_turn(self) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + SAMPLE_S
            self.memory.append(resident())
            if len(self.memory) % 20 == 1:
                self.objects.append(living())
        if now >= self._end:
            self._timer.stop()
            self._close()
            return
        self.last = [*self.last[-30:], self.hands.gesture()]

    def _close(self) -> None:
        """Close while pages are being set for the preview and a search is under way."""
        self._report()
        self._window.open_route(Route(PageId.PRINT, "livret"))
        QApplication.processEvents()
        self._window.sidebar.search.setText("salle")
        for top in QApplication.topLevelWidgets():
            top.close()
        if self._window.isVisible():  # a text that was refused is asked about once
            self._window.close()

    def _report(self) -> None:
        told = {"done": self.hands.done, "memory": self.memory, "objects": self.objects, "last": self.last}
        (self._folder / "report.json").write_text(json.dumps(told), encoding="utf-8")


def resident() -> int:
    """Return the memory that this process holds, in KiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def living() -> dict[str, int]:
    """Return how many objects of the program and of Qt live, by type."""
    gc.collect()
    kinds = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    found = {kind: count for kind, count in kinds.items() if kind.startswith(("ui.", "kit.", "PySide6."))}
    found["widgets"] = len(QApplication.allWidgets())
    found["all"] = sum(kinds.values())
    return found


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
