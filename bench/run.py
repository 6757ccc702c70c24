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
    "act filled in, slowest of 25": ("act", 0.6),
    "all lists to PDF (UA-1, A-2a), warm": ("lists_pdf", 0.6),
    "all lists to ODT": ("lists_odt", 0.6),
    "all lists to DOCX": ("lists_docx", 0.6),
    "plan of 300 own actions, PDF": ("own_300_pdf", 2.0),
    "plan of 300 own actions, ODT": ("own_300_odt", 2.0),
    "plan of 300 own actions, DOCX": ("own_300_docx", 2.0),
    "600 own actions / 4 × 150, PDF": ("own_growth", 1.3),
    "changed option → pages in sight": ("preview", 0.8),
    "memory with the preview open (PSS)": ("preview_pss", 2.3),
    "memory after 40 more changes / after 11": ("preview_growth", 1.05),
    "message of all that the kit knows": ("draft", 0.5),
    "tick at 100,000 lines / at 0": ("tick_growth", 1.15),
    "tick / bare fsync’d append": ("tick", 1.3),
    "tick at 10,000 lines / bare": ("tick_10k", 1.3),
    "tick at 100,000 lines / bare": ("tick_100k", 1.3),
    "fold 10,000 / bare raw_decode": ("fold", 2.0),
    "start with 100,000 events / with none": ("start_100k", 1.05),
    "merge of 2 × 50,000 / 10 × 2 × 5,000": ("merge_growth", 1.3),
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
            f"long=PYTHONPATH={ROOT} KIT_DEBUG=1 KIT_DATA={folder}/data KIT_CACHE={folder}/cache "
            f"{sys.executable} -m ui.app {long_dossier(Path(folder))}",
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


def long_dossier(folder: Path) -> Path:
    """Make a dossier of 100,000 events, with the snapshot that the program leaves when it closes."""
    code = (
        "import sys; from pathlib import Path; from kit import paths; from kit.dossier.dossier import Dossier\n"
        "import parts; path = Path(sys.argv[1]); Dossier.create(path).close(); parts.grow(path, 100_000)\n"
        "with Dossier.open(path, cache=paths.snapshots()) as opened: print(opened.keep_snapshot())"
    )
    path = folder / "long.kitess"
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}", "KIT_CACHE": f"{folder}/cache"}
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=ROOT, env=env, capture_output=True)
    return path


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


def preview() -> dict[str, float]:
    """Time and weigh the print screen in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "document_parts.py")],
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
        "act": part["act_warm"] / unit,
        **{
            one: part[one] / unit
            for one in ("lists_pdf", "lists_odt", "lists_docx", "own_300_pdf", "own_300_odt", "own_300_docx", "preview")
        },
        "draft": part["draft"] / unit,
        "own_growth": part["own_600_pdf"] / (4 * part["own_150_pdf"]),
        "preview_pss": part["preview_pss"] / statistics.median(b["pss_settled"] for b in bare),
        "preview_growth": part["preview_late"] / part["preview_early"],
        "tick_growth": part["tick_100000"] / part["tick_0"],
        "tick": part["tick_0"] / part["tick_bare"],
        "tick_10k": part["tick_10000"] / part["tick_bare"],
        "tick_100k": part["tick_100000"] / part["tick_bare"],
        "fold": part["fold_10k"] / part["raw_decode_10k"],
        "start_100k": statistics.median(
            long["settled"] / new["settled"] for long, new in zip(rounds["long"], ours, strict=True)
        ),
        "merge_growth": part["merge_50000"] / (10 * part["merge_5000"]),
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
    rounds, part = windows(options.rounds), parts() | preview()
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
