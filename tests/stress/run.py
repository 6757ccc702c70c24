"""``make test-stress``: the real program under hands that do anything, for ``KIT_STRESS_SECONDS`` (300).

    python tests/stress/run.py

One long run, whose memory is looked at, then short ones that are each closed while work is under way. Every run
prints its seed; ``KIT_STRESS_SEED`` gives the first again. A run fails where the program ends with another code than 0,
or says anything on stderr: what nobody foresaw, an object that C++ has deleted, a warning of Qt, a crash of Python.

Memory is flat where what the program holds (``child.held``), each time it has been brought to the same state, rises no
more than it wavers. A line is laid through the samples of the second half, as lists and pictures fill in the first:
what it rises from end to end may be 3 % of the median, as a heap that does not grow still spreads, and twice what the
samples stand off the line (their standard deviation).
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("child.py")
LONG, SHORT_S = 0.7, 12.0  # the part of the time of the long run; the seconds of a short one
SPREAD = 1.03
LEAST = 6  # samples of a half that tell anything
STARTS_S = 600  # what a run may take beyond its time, every place opened once, before it is said to hang
QUIET = "qt: This plugin does not support "  # of the platform without a screen


def environment(folder: Path) -> dict[str, str]:
    """Return places of its own and no screen: nothing of the machine is read or written."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "KIT_", "DISPLAY"))}
    return kept | {
        "HOME": str(folder / "home"),
        "KIT_DATA": str(folder / "data"),
        "KIT_CACHE": str(folder / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONMALLOC": "malloc",  # else what Python holds is not in the figures of the C library
        "PYTHONPATH": str(ROOT),
    }


def run(seed: int, seconds: float) -> tuple[list[str], dict[str, object]]:
    """Run the program once; return what went wrong, and its report."""
    with tempfile.TemporaryDirectory(prefix="kit-stress-") as name:
        folder = Path(name)
        command = [sys.executable, str(CHILD), str(seed), str(seconds), str(folder)]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=environment(folder),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                timeout=seconds + STARTS_S,
            )
            code, said = done.returncode, done.stderr
        except subprocess.TimeoutExpired as error:
            told = error.stderr or b""
            code, said = -1, f"it hangs\n{told.decode('utf-8', 'replace') if isinstance(told, bytes) else told}"
        wrong = [line for line in said.splitlines() if line.strip() and not line.startswith(QUIET)]
        if code:
            wrong.append(f"it ended with {code}")
        path = folder / "report.json"
        report = json.loads(path.read_text("utf-8")) if path.exists() else {}
        if not report:
            wrong.append("it wrote no report")
        return wrong, report


def rises(memory: list[int]) -> str:
    """Say how memory rises over the second half of the samples (KiB); empty where it is flat, or cannot be told."""
    half = memory[len(memory) // 2 :]
    if len(half) < LEAST:
        return ""
    places = range(len(half))
    slope, start = statistics.linear_regression(places, half)
    wavers = statistics.stdev(sample - start - slope * place for place, sample in zip(places, half, strict=True))
    rise = slope * len(half)
    if rise <= (SPREAD - 1) * statistics.median(half) + 2 * wavers:
        return ""
    return f"memory rises by {rise / 1024:.0f} MiB over the second half, and wavers by {wavers / 1024:.0f}"


def tell(seed: int, seconds: float, wrong: list[str], report: dict[str, object]) -> None:
    """Print what a run did, and what went wrong in it."""
    done, held, resident = report.get("done", {}), report.get("held", []), report.get("resident", 0)
    assert isinstance(done, dict) and isinstance(held, list) and isinstance(resident, int)
    ends = f"{held[0] // 1024} → {held[-1] // 1024} MiB held" if held else "never at rest"
    gestures = sum(done.values())
    print(f"seed {seed}, {seconds:.0f} s: {gestures} gestures, {ends}, {resident // 1024} resident", flush=True)
    if wrong:
        print("  " + "\n  ".join(wrong[-40:]), f"\n  last gestures: {report.get('last')}", flush=True)


def main() -> int:
    seconds = float(os.environ.get("KIT_STRESS_SECONDS", "300"))
    seed = int(os.environ.get("KIT_STRESS_SEED") or random.SystemRandom().randrange(1_000_000))
    print(f"KIT_STRESS_SEED={seed} KIT_STRESS_SECONDS={seconds:.0f}", flush=True)
    long = max(SHORT_S, seconds * LONG)
    wrong, report = run(seed, long)
    memory = report.get("held", [])
    assert isinstance(memory, list)
    if risen := rises(memory):
        wrong.append(risen)
    tell(seed, long, wrong, report)
    failed, left = bool(wrong), seconds - long
    while left >= SHORT_S:
        seed, left = seed + 1, left - SHORT_S
        wrong, report = run(seed, SHORT_S)
        tell(seed, SHORT_S, wrong, report)
        failed = failed or bool(wrong)
    print("The program held." if not failed else "It did not hold.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
