"""``make house``: draws the packages and their imports as ``docs/images/house.svg``.

A row is a layer of ``pyproject.toml`` (import-linter), from the top down: the atelier, the window, the core. A box is a
package with its lines of code; an arrow stands for all imports from one box to another, the thicker the more. What a
room imports of another is one arrow. An arrow that goes up, or from a feature to another, is red: it is forbidden.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "images" / "house.svg"
WIDTH, BOX, GAP, ROW, LEFT = 1180, 54, 10, 96, 20
PER_ROW = 10
ROOMS = ("atelier", "ui", "kit")
# The lowest box of one room and the highest of another, which stand for all imports from the one to the other.
_BETWEEN = {
    ("atelier", "ui"): ("atelier.services", "ui.app"),
    ("atelier", "kit"): ("atelier.services", "kit.cli"),
    ("ui", "kit"): ("ui.theme", "kit.cli"),
}
_FILLS = {
    "atelier.features": "#f6e2ea",
    "atelier": "#f9eef2",
    "ui.features": "#e8eef7",
    "ui": "#f3efe6",
    "kit": "#e6f2ea",
}


def main() -> None:
    """Write the drawing; say where it is."""
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(drawing(layers()), encoding="utf-8", newline="\n")
    print(OUT.relative_to(ROOT))


def layers() -> list[list[str]]:
    """Return the rows of packages: the layers of each room as the contracts have them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layered = [
        (room, layer)
        for room in ROOMS
        for one in contracts
        if one.get("containers") == [room]
        for layer in one["layers"]
    ]
    rows = []
    for room, layer in layered:
        row = [f"{room}.{name.strip()}" for name in re.split(r"[|:]", layer) if not name.strip().endswith("__main__")]
        if row == [f"{room}.features"]:
            row = [f"{row[0]}.{path.parent.name}" for path in sorted((ROOT / room / "features").glob("*/__init__.py"))]
        rows += [row] if row else []
    return rows


def drawing(rows: list[list[str]]) -> str:
    """Return the SVG of these rows."""
    lines = [row[at : at + PER_ROW] for row in rows for at in range(0, len(row), PER_ROW)]
    rank = {name: number for number, row in enumerate(rows) for name in row}
    places = {}
    for number, line in enumerate(lines):
        wide = (WIDTH - 2 * LEFT - GAP * (PER_ROW - 1)) / PER_ROW
        wide = wide if len(line) > 4 else wide * 1.6
        start = (WIDTH - len(line) * wide - (len(line) - 1) * GAP) / 2
        for at, name in enumerate(line):
            places[name] = (start + at * (wide + GAP), 20 + number * ROW, wide)
    arrows = imports(rank)
    height = 20 + len(lines) * ROW
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" role="img">',
        "<title>The packages of atelier, ui and kit, and what each imports</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for (source, target), count in sorted(arrows.items(), key=lambda pair: pair[1]):
        wrong = rank[source] > rank[target] or (rank[source] == rank[target] and ".features." in source)
        parts.append(_arrow(places[source], places[target], count, wrong=wrong))
    parts += [_box(name, place, lines_of(name)) for name, place in places.items()]
    return "\n".join([*parts, "</svg>", ""])


def imports(rank: dict[str, int]) -> Counter[tuple[str, str]]:
    """Return how many modules of one package import modules of another, lazy imports counted."""
    graph = grimp.build_graph(*ROOMS, include_external_packages=False)
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        source = _room(module, rank)
        for imported in graph.find_modules_directly_imported_by(module):
            target = _room(imported, rank)
            if source and target and source != target:
                found[source, target] += 1
    for pair in list(found):
        between = _BETWEEN.get((pair[0].partition(".")[0], pair[1].partition(".")[0]))
        if between is not None and between != pair:
            found[between] += found.pop(pair)
    return found


def _room(module: str, rank: dict[str, int]) -> str:
    while module and module not in rank:
        module = module.rpartition(".")[0]
    return module


def lines_of(name: str) -> int:
    """Return the lines of a package or module."""
    path = ROOT / name.replace(".", "/")
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def _box(name: str, place: tuple[float, float, float], lines: int) -> str:
    x, y, wide = place
    shown = re.sub(r"^(\w+\.features|ui)\.", "", name)
    fill = next(fill for start, fill in _FILLS.items() if name.startswith(start))
    size = min(14, 1.65 * wide / len(shown))  # a letter is about 0.58 of its size wide
    return (
        f'<g><rect x="{x:.0f}" y="{y}" width="{wide:.0f}" height="{BOX}" rx="6" fill="{fill}" stroke="#44505c"/>'
        f'<text x="{x + wide / 2:.0f}" y="{y + 23}" text-anchor="middle" font-size="{size:.1f}">{escape(shown)}</text>'
        f'<text x="{x + wide / 2:.0f}" y="{y + 42}" text-anchor="middle" font-size="11" fill="#44505c">'
        f"{lines} lines</text></g>"
    )


def _arrow(source: tuple[float, float, float], target: tuple[float, float, float], count: int, *, wrong: bool) -> str:
    down = target[1] > source[1]
    x1, y1 = source[0] + source[2] / 2, source[1] + (BOX if down else 0)
    x2, y2 = target[0] + target[2] / 2, target[1] + (0 if down else BOX)
    middle = (y1 + y2) / 2
    colour = "#c0392b" if wrong else "#9aa7b4"
    return (
        f'<path d="M{x1:.0f} {y1} C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2}" fill="none" '
        f'stroke="{colour}" stroke-opacity="0.55" stroke-width="{min(0.6 + count / 12, 4):.1f}"/>'
    )


if __name__ == "__main__":
    sys.exit(main())
