"""``make bench``: every figure of the kit as a ratio to a bare PySide6 window of the same run, or as growth.

Windows are timed from outside by ``first_window.py`` of the shared research (``windows.py``); what happens inside by
``parts.py``, ``document_parts.py``, ``window_parts.py``, ``pauses.py`` and ``search_growth.py``, each in a process of
its own. Writes ``bench/results.json`` and the table of docs/performance.md between its marks, and nothing else there.
``--quick`` leaves out the cold starts, the larger kits and the documents. Nothing here is a test: on a shared machine
a figure is looked at, run again, and written down.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import larger
import rows
import windows

ROOT = Path(__file__).resolve().parent.parent
DOC = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
FACTS = larger.SHARED / "content" / "faits.md"


def part(script: str, *words: str | Path, **more: str | Path) -> dict[str, Any]:
    """Run a script of this folder and return the JSON of its last line; ``more`` is put in its environment."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **{name: str(value) for name, value in more.items()}}
    command = [sys.executable, str(ROOT / "bench" / script), *map(str, words)]
    done = subprocess.run(command, check=True, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def time_windows(folder: Path, rounds: int, sizes: dict[int, Path]) -> dict[str, windows.Rounds]:
    """Time all windows in turn, and the cold ones where the larger kits are measured too."""
    few = larger.dossier(folder, 0)
    commands = {"bare": windows.bare(), "kit": windows.kit(folder, few)}
    commands["long"] = windows.kit(folder, larger.dossier(folder, 100_000))
    commands |= {f"kit{times}": windows.kit(folder, few, resources) for times, resources in sizes.items()}
    frozen = windows.frozen(folder, few)
    commands |= {"frozen": frozen} if frozen else {}
    commands |= {peer.key: f"{peer.settings}{peer.program}" for peer in windows.PEERS if peer.is_installed}
    found = {"windows": windows.measure(commands, rounds, folder / "warm.json")}
    if sizes:
        cold = {name: commands[name] for name in ("bare", "kit", "frozen") if name in commands}
        found["cold"] = windows.measure(cold, 7, folder / "cold.json", cold=True)
    return found


def time_parts(sizes: dict[int, Path]) -> dict[str, float]:
    """Time and weigh what happens inside; the larger kits and the documents only where ``sizes`` are given."""
    found: dict[str, float] = {}
    for what in ("bare", "keys", "pages", "later", "saved", "memory"):
        say(f"window: {what}")
        found |= part("window_parts.py", what)
    say("pauses")
    found |= part("pauses.py")
    found |= larger.weights(ROOT / "resources")
    for name in ("ticks", "fold", "snapshot", "merge", "draft", "acts"):
        say(name)
        found |= part("parts.py", name)
    if not sizes:
        return found
    for name in ("compiled", "pdf", "documents"):
        say(name)
        found |= part("parts.py", name)
    say("preview")
    found |= part("document_parts.py")
    for size, row in part("search_growth.py", FACTS, "--json").items():
        found |= {f"search_{size}_{name}": value for name, value in row.items()}
    for times, resources in sizes.items():
        say(f"{times} × the texts")
        for what in ("keys", "pages"):
            more = part("window_parts.py", what, KIT_RESOURCES=resources)
            found |= {f"{name}_{times}": value for name, value in more.items()}
        found |= {f"{name}_{times}": value for name, value in larger.weights(resources).items()}
    return found


def say(words: str) -> None:
    """Tell what is being measured."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def machine(load: float) -> dict[str, str]:
    """Return what the figures depend on."""
    from importlib.metadata import version

    info = Path("/proc/cpuinfo")
    words = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    model = next((line.partition(":")[2].strip() for line in words if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return {
        "processor": f"{model or platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{memory:.1f} GiB",
        "system": f"{system}, Linux {platform.release()}",
        "python": platform.python_version(),
        "PySide6-Essentials": version("PySide6-Essentials"),
        "load before the run": f"{load:.1f}",
    }


def shown(value: float | None) -> str:
    """Return a figure for the table."""
    return "not measured" if value is None else f"{value:.3f}"


def table(record: dict[str, Any]) -> str:
    """Return the part of docs/performance.md that is made here."""
    raw, found = record["raw"], record["ratios"]
    host = ", ".join(f"{name} {value}" for name, value in record["machine"].items())
    steady = max(b["settled"] for b in raw["windows"]["bare"]) / min(b["settled"] for b in raw["windows"]["bare"])
    lines = [
        BEGIN,
        "",
        f"U = {rows.unit(raw):.0f} ms, {len(raw['windows']['bare'])} rounds, "
        f"slowest bare window {steady:.2f} × the fastest"
        f"{' (**a busy machine: to be run again**)' if steady > 1.5 else ''}. {record['when']}; {host}.",
        *(f"{peers}, of Debian, in the same rounds." for peers in [", ".join(record["peers"])] if peers),
    ]
    for group, members in rows.GROUPS.items():
        lines += ["", f"**{group}**", "", "| what | measured | goal | |", "|---|---:|---:|---|"]
        for row in members:
            value = found[row.key]
            mark = "" if value is None or row.goal is None else "held" if value <= row.goal else "missed"
            name = "not built" if value is None and row.key.startswith("frozen") else shown(value)
            lines.append(f"| {row.title} | {name} | {'–' if row.goal is None else f'≤ {row.goal}'} | {mark} |")
    lines += ["", *growth(raw, found), "", END]
    return "\n".join(lines)


def growth(raw: rows.Raw, found: dict[str, float | None]) -> list[str]:
    """Return how the figures grow with the texts."""
    parts = raw["parts"]

    def cells(name: str) -> str:
        known = [parts.get(name), parts.get(f"{name}_10"), parts.get(f"{name}_100")]
        return " | ".join("–" if value is None else f"{value / rows.unit(raw):.3f}" for value in known)

    start = " | ".join(["1", shown(found["start_10"]), shown(found["start_100"])])
    return [
        "**Growth with the texts** (in U, but the start in starts)",
        "",
        "| what | 1 × | 10 × | 100 × |",
        "|---|---:|---:|---:|",
        f"| start | {start} |",
        f"| key → results drawn, median | {cells('keys_p50')} |",
        f"| key → results drawn, p95 | {cells('keys_p95')} |",
        f"| page switch, p95, built | {cells('page_built')} |",
        f"| page switch, p95, first | {cells('page_first')} |",
    ]


def write(record: dict[str, Any]) -> None:
    """Keep the raw figures, and put the table between its marks."""
    (ROOT / "bench" / "results.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    text = DOC.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        print(f"{DOC}: the marks {BEGIN} and {END} are gone; the table was not written there.")
        return
    DOC.write_text(before + table(record) + after, encoding="utf-8")


def main() -> int:
    """Measure, print the table, keep the figures; always 0: judging is for a person."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--quick", action="store_true", help="3 minutes: the start and the open window")
    options = parser.parse_args()
    if not windows.SHARED.is_dir():
        print(f"Il manque {windows.SHARED} (first_window.py, bare_window.py).")
        return 1
    load = os.getloadavg()[0]
    for module in (["compileall", "-q", "kit", "ui"], ["kit.compiling"]):
        subprocess.run([sys.executable, "-m", *module], check=True, cwd=ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = () if options.quick else (10, 100)
        say("making the larger kits")
        sizes = {size: larger.resources(folder, size) for size in times}
        raw: dict[str, Any] = dict(time_windows(folder, options.rounds or (7 if options.quick else 13), sizes))
        raw["parts"] = time_parts(sizes)
    record = {
        "when": time.strftime("%d %B %Y"),
        "machine": machine(load),
        "peers": [f"{peer.name} {peer.version}" for peer in windows.PEERS if peer.is_installed],
        "ratios": rows.figures(raw),
        "raw": raw,
    }
    print("\n" + table(record))
    if options.quick:
        (ROOT / "bench" / "quick.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    else:
        write(record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
