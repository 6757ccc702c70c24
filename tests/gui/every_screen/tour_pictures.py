"""The pictures of the tour, small, beside the golden ones that somebody has looked at.

``make golden-tour`` renews them: it makes ``build/visite-<theme>`` to look at, then the small ones. In one
picture, the difference is the mean over a tile of 16 × 16 of what a channel differs by (0 to 255), the worst tile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "tour"
THEMES = ("light", "dark", "contrast")
SIZE = (256, 160)
TILE = 16
_STEPS = bytes(value & 0xF8 | 4 for value in range(256))
TOLERANCE = 8.0
"""Of a tile: a folder's name that changes gives 2 to 4, a label that moves by a line 20 and more."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A screen that does not look as it did: ``worst`` is infinite where one of both pictures is missing."""

    name: str
    worst: float


def photograph(theme: str, out: Path) -> list[Path]:
    """Run the tours of both programs on a frozen day; returns their pictures. Raises where one does not end well."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "KIT_", "XDG_"))}
    env |= {
        "QT_QPA_PLATFORM": "offscreen",
        "KIT_DATA": str(out / "donnees"),
        "KIT_CACHE": str(out / "caches"),
        "PYTHONPATH": str(ROOT),
        "TZ": "Europe/Paris",
    }
    script = str(Path(__file__).with_name("frozen_tour.py"))
    for switches in ((), ("--atelier",)):
        command = [sys.executable, script, *switches, str(out), "--theme", theme]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=280)
        said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
        assert done.returncode == 0 and not said, "\n".join(said)
    return sorted(out.glob("*.png"))


def small(path: Path) -> QImage:
    """Return a picture reduced to the size of the golden ones, in 32 steps a channel: it weighs a third less."""
    picture = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    picture = picture.scaled(*SIZE, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    data = b"".join(row.translate(_STEPS) for row in _rows(picture))
    return QImage(data, *SIZE, SIZE[0] * 3, QImage.Format.Format_RGB888).copy()


def worst_tile(one: QImage, other: QImage) -> float:
    """Return the difference of two small pictures, as the head of this module says."""
    a, b = _rows(one), _rows(other)
    worst = 0.0
    for top in range(0, SIZE[1], TILE):
        for left in range(0, SIZE[0] * 3, TILE * 3):
            part = slice(left, left + TILE * 3)
            pairs = zip(a[top : top + TILE], b[top : top + TILE], strict=True)
            total = sum(abs(x - y) for row, line in pairs for x, y in zip(row[part], line[part], strict=True))
            worst = max(worst, total / (TILE * TILE * 3))
    return worst


def compare(theme: str, pictures: list[Path]) -> list[Difference]:
    """Return the screens that look otherwise than their golden pictures, new and missing ones too."""
    golden = {path.stem: path for path in (GOLDEN / theme).glob("*.png")}
    made = {name_of(path): path for path in pictures}
    found = [Difference(name, float("inf")) for name in sorted(golden.keys() ^ made.keys())]
    for name in sorted(golden.keys() & made.keys()):
        picture = QImage(str(golden[name])).convertToFormat(QImage.Format.Format_RGB888)
        worst = worst_tile(small(made[name]), picture)
        if worst > TOLERANCE:
            found.append(Difference(name, worst))
    return found


def name_of(path: Path) -> str:
    """Return what a picture shows: « 05-convaincre.png » is « convaincre », so that a new screen moves no other."""
    number, _, rest = path.stem.partition("-")
    return rest if number.isdigit() else path.stem


def renew(theme: str) -> list[Difference]:
    """Make the golden pictures of a theme anew, and full ones to look at; returns what changed."""
    out = ROOT / "build" / f"visite-{theme}"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        pictures = photograph(theme, Path(folder))
        changed = compare(theme, pictures)
        shown = GOLDEN / theme
        shown.mkdir(parents=True, exist_ok=True)
        for old in shown.glob("*.png"):
            old.unlink()
        for path in pictures:
            shutil.copy(path, out)
            assert small(path).save(str(shown / f"{name_of(path)}.png"), "PNG", 0)
    return changed


def _rows(picture: QImage) -> list[bytes]:
    width = SIZE[0] * 3
    return [bytes(picture.constScanLine(row))[:width] for row in range(SIZE[1])]


def main() -> int:
    """Renew all golden pictures, or say which screens changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("themes", nargs="*", default=THEMES)
    for theme in parser.parse_args().themes:
        for one in renew(theme):
            print(f"{theme:<9}{one.name:<28}{one.worst:6.1f}")
    size = sum(path.stat().st_size for path in GOLDEN.rglob("*.png"))
    print(f"{size / 1e6:.2f} Mo dans {GOLDEN.relative_to(ROOT)} ; à regarder dans build/visite-*")
    return 0


if __name__ == "__main__":
    sys.exit(main())
