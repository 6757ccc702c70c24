"""``make bench``: the figures of the kit as ratios to a bare PySide6 window timed in the same interleaved run.

The bare window's time is U. Windows are timed from outside by ``first_window.py`` of the shared research; the
parts by ``parts.py``. Writes ``bench/results.json`` and prints a table. Nothing here is a test: on a shared
machine a figure is looked at, run again, and written down in docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "bench"

MARK = "<!-- table -->"

GOALS = {
    "first window settled": ("settled", 1.40),
    "memory settled (PSS)": ("pss_settled", 1.25),
    "keystroke, p95": ("keystroke", 0.08),
    "checklist PDF, warm": ("pdf", 1.0),
    "tick at 100,000 lines / at 0": ("tick_growth", 1.15),
    "tick / bare fsync’d append": ("tick", 1.3),
    "fold 10,000 / bare raw_decode": ("fold", 2.0),
}


def windows(rounds: int) -> dict[str, list[dict[str, float]]]:
    """Time the bare window and ours in turn; returns the raw rounds of each."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "windows.json"
        command = [
            sys.executable,
            str(SHARED / "first_window.py"),
            f"bare={sys.executable} {SHARED / 'bare_window.py'}",
            f"kit=PYTHONPATH={ROOT} KIT_DEBUG=1 KIT_DATA={folder}/data {sys.executable} -m ui.app",
            "--rounds",
            str(rounds),
            "--json",
            str(out),
            "--judge",
            "settled",
        ]
        subprocess.run(command, check=True, cwd=ROOT)
        found: dict[str, list[dict[str, float]]] = json.loads(out.read_text(encoding="utf-8"))
        return found


def parts() -> dict[str, float]:
    """Time the parts in a process of their own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "parts.py")],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def ratios(rounds: dict[str, list[dict[str, float]]], part: dict[str, float]) -> dict[str, float]:
    """Return the figures that the goals speak of."""
    bare, ours = rounds["bare"], rounds["kit"]

    def paired(key: str) -> float:
        return statistics.median(o[key] / b[key] for o, b in zip(ours, bare, strict=True))

    unit = statistics.median(b["settled"] for b in bare) * 1000
    return {
        "U_ms": unit,
        "settled": paired("settled"),
        "settled_min": min(o["settled"] for o in ours) / min(b["settled"] for b in bare),
        "pss_settled": paired("pss_settled"),
        "keystroke": part["keystroke_p95"] / unit,
        "pdf": part["pdf_warm"] / unit,
        "tick_growth": part["tick_100000"] / part["tick_0"],
        "tick": part["tick_0"] / part["tick_bare"],
        "fold": part["fold_10k"] / part["raw_decode_10k"],
    }


def write_table(found: dict[str, float], rounds: int) -> None:
    """Put the last figures into docs/performance.md, between its mark and the next heading."""
    path = ROOT / "docs" / "performance.md"
    text = path.read_text(encoding="utf-8")
    lines = [
        MARK,
        "",
        f"U = {found['U_ms']:.0f} ms, {rounds} rounds.",
        "",
        "| what | measured | goal |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {found[key]:.3f} | ≤ {goal} |" for name, (key, goal) in GOALS.items()]
    before, rest = text.split(MARK)
    after = rest[rest.index("\n## ") :]
    path.write_text(before + "\n".join(lines) + "\n" + after, encoding="utf-8")


def main() -> int:
    """Measure, print the table, keep the figures; always 0: judging is for a person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=13)
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"Il manque {SHARED} (first_window.py, bare_window.py).")
        return 1
    subprocess.run([sys.executable, "-m", "compileall", "-q", "kit", "ui"], check=True, cwd=ROOT)
    rounds, part = windows(options.rounds), parts()
    found = ratios(rounds, part)
    print(f"\nU = {found['U_ms']:.0f} ms (fenêtre nue, médiane de {options.rounds} tours)")
    for name, (key, goal) in GOALS.items():
        mark = "ok  " if found[key] <= goal else "au-dessus"
        print(f"{mark:<10}{name:<34}{found[key]:7.3f}   but ≤ {goal}")
    write_table(found, options.rounds)
    record: dict[str, Any] = {"ratios": found, "parts_ms": part, "rounds": rounds}
    (ROOT / "bench" / "results.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
