"""``make bench-size``: what the packages are made of, in MB (10⁶ bytes), as a table for docs/performance.md."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import build_env

GOALS = {"linux folder": 200, "linux tar.xz": 62, "windows folder": 140, "windows installer": 45}


def part_of(path: Path) -> str:
    """Return the part that a file of a bundle belongs to."""
    words = path.parts
    inside = words[1:] if words[0] == "_internal" else words
    if words[0] == "licences":
        return "licences"
    if inside[0] in ("PySide6", "shiboken6"):
        return _part_of_qt(path.name, inside)
    if inside[0] == "resources":
        return "textes, index, polices"
    if inside[0] in ("typst", "kit", "ui"):
        return {"kit": "kit et ui", "ui": "kit et ui"}.get(inside[0], inside[0])
    return "Python" if words[0] == "_internal" else "programmes"


def _part_of_qt(name: str, inside: tuple[str, ...]) -> str:
    if "icu" in name:
        return "Qt : ICU"
    if "plugins" in inside or "translations" in inside:
        return "Qt : greffons et traduction"
    return "Qt : bibliothèques" if "Qt6" in name else "PySide6 et shiboken6"


def parts(folder: Path) -> dict[str, int]:
    """Return the bytes of each part of a bundle."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            part = part_of(path.relative_to(folder))
            found[part] = found.get(part, 0) + path.stat().st_size
    return found


def packages() -> dict[str, int]:
    """Return the bytes of what is given out, by what it is."""
    linux, windows = build_env.DIST / "linux", build_env.DIST / "windows"
    version = build_env.version()
    places = {
        "linux tar.xz": linux / f"kit-ess-{version}-linux-x86_64.tar.xz",
        "linux deb": linux / f"kit-ess_{version}_amd64.deb",
        "windows zip": windows / f"KitESS-{version}-portable.zip",
        "windows installer": windows / f"KitESS-{version}-setup.exe",
    }
    return {name: path.stat().st_size for name, path in places.items() if path.exists()}


def main() -> int:
    """Print the tables; 1 when a goal is missed or nothing is built."""
    folders = {"linux": build_env.DIST / "linux" / "kit-ess", "windows": build_env.DIST / "windows" / "KitESS"}
    sizes = {name: parts(folder) for name, folder in folders.items() if folder.is_dir()}
    names = sorted(
        {part for found in sizes.values() for part in found}, key=lambda n: -max(s.get(n, 0) for s in sizes.values())
    )
    print("| partie | " + " | ".join(sizes) + " |\n|---|" + "---:|" * len(sizes))
    for name in names:
        print(f"| {name} | " + " | ".join(f"{found.get(name, 0) / 1e6:.1f}" for found in sizes.values()) + " |")
    totals = {f"{name} folder": sum(found.values()) for name, found in sizes.items()} | packages()
    print("\n| paquet | Mo | but |\n|---|---:|---:|")
    for name, size in totals.items():
        print(f"| {name} | {size / 1e6:.1f} | {'≤ ' + str(GOALS[name]) if name in GOALS else ''} |")
    record = build_env.ROOT / "build" / "tailles.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"parties": sizes, "paquets": totals}, indent=1, ensure_ascii=False), encoding="utf-8")
    missed = [name for name, goal in GOALS.items() if totals.get(name, 0) / 1e6 > goal or name not in totals]
    print("\nbuts tenus" if not missed else f"\nau-dessus ou manquant : {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
