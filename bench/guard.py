"""``make bench-guard``: fails when the kit became slower, as a ratio of two things timed in turn on this machine.

Time is that of the processor, which other work hardly changes, and the least of several rounds is taken. A limit is
what was measured when it was set, times ``NOISE``: on a machine with six programs at work the ratios stayed within 1.1.
What is over its limit is measured again, twice, and must be over it each time. Absolute times are never judged. A limit
goes down when the program became faster for good, and up only with a reason in docs/performance.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import larger
import run

ROOT = Path(__file__).resolve().parent.parent
NOISE = 1.25
TRIES = 3
ROUNDS = 5

MEASURED = {
    "start / bare window": 2.25,
    "start with 100,000 events / with few": 1.0,
    "fold of 10,000 / bare msgspec decode": 2.6,
    "key → results, median / forty labels": 2.0,
    "page switch, built, median / forty labels": 1.95,
    "map painted, median / forty labels": 0.27,
    "map drawn anew, median / forty labels": 3.7,
    "longest pause, a page shown for the first time / forty labels": 19.6,
    "longest pause of anything else / forty labels": 13.7,
}

BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication(sys.argv)
label = Label("Bonjour")
label.resize(1280, 800)
label.show()
sys.exit(app.exec())
"""

OURS = """
import gc, os, sys
gc.disable()
sys.setdlopenflags(os.RTLD_LAZY)
from ui import app
app.AFTER_FIRST_FRAME_MS = 0
app.look_after = lambda *_, **__: os._exit(0)
sys.exit(app.main(sys.argv[1:]))
"""


def processor(code: str, *words: str, env: dict[str, str]) -> float:
    """Run Python code and return the time of the processor that it took, in ms."""
    process = subprocess.Popen([sys.executable, "-c", code, *words], cwd=ROOT, env=env)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"a start ended with {process.returncode}")
    return (used.ru_utime + used.ru_stime) * 1000


def starts(folder: Path) -> dict[str, float]:
    """Start a bare window, ours, and ours on 100,000 events in turn, each until its first frame."""
    few, many = folder / "dossier-0.kitess", folder / "dossier-100000.kitess"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KIT_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    spent: dict[str, list[float]] = {"bare": [], "few": [], "many": []}
    for _ in range(ROUNDS + 1):
        for mark in (folder / "cache").glob("en-marche-*"):
            mark.unlink()  # the starts are cut short, and no crash is meant
        cached = env | {"KIT_CACHE": str(folder / "cache")}
        spent["bare"].append(processor(BARE, env=env))
        for name, path in (("few", few), ("many", many)):
            for mark in (folder / "cache").glob("en-marche-*"):
                mark.unlink()
            spent[name].append(processor(OURS, str(path), env=cached))
    return {name: min(values[1:]) for name, values in spent.items()}


def measure(folder: Path) -> dict[str, float]:
    """Return all ratios of one try."""
    begun = starts(folder)
    fold = run.part("parts.py", "fold", BENCH_CLOCK="cpu")
    keys = run.part("window_parts.py", "keys", BENCH_CLOCK="cpu")
    pages = run.part("window_parts.py", "pages", BENCH_CLOCK="cpu")
    mapped = run.part("window_parts.py", "mapped", BENCH_CLOCK="cpu")
    pauses = run.part("pauses.py", BENCH_CLOCK="cpu")
    values = (
        begun["few"] / begun["bare"],
        begun["many"] / begun["few"],
        fold["fold_10k"] / fold["decode_10k"],
        keys["keys_p50"] / keys["keys_yard"],
        pages["page_built_p50"] / pages["page_yard"],
        mapped["map_again"] / mapped["map_yard"],
        mapped["map_anew"] / mapped["map_yard"],
        pauses.pop("pause_first"),
        max(pauses.values()),
    )
    return dict(zip(MEASURED, values, strict=True))


def judge(tries: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Return what is over its limit in every try, with the least ratio that was seen."""
    over = dict.fromkeys(MEASURED, float("inf"))
    for number in range(1, TRIES + 1):
        found = tries()
        print(f"try {number}")
        for name, value in found.items():
            print(f"  {value:6.3f}  limit {MEASURED[name] * NOISE:6.3f}  {name}")
        over = {n: min(worst, found[n]) for n, worst in over.items() if found[n] > MEASURED[n] * NOISE}
        if not over:
            break
    return over


def main() -> int:
    """Measure; 1 when a ratio is over its limit in three tries."""
    for module in (["compileall", "-q", "kit", "ui"], ["kit.compiling"]):  # neither is a part of a start
        subprocess.run([sys.executable, "-m", *module], check=True, cwd=ROOT)
    with tempfile.TemporaryDirectory() as name:
        for events in (0, 100_000):
            larger.dossier(Path(name), events)
        over = judge(lambda: measure(Path(name)))
    for title, value in over.items():
        print(f"{title}: {value:.3f}, {value / MEASURED[title]:.2f} × what it was", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
