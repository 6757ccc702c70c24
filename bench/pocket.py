"""``make bench-pocket``: the size of the page for a telephone, and how soon it can be used on a slow processor.

Chromium, 360 × 740, its processor slowed six times, the median of seven openings. Looked at, never a test.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from kit.commands.shared import library
from kit.pocket.page import pocket_page

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print the figures."""
    page = pocket_page(library())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kit-de-poche.html"
        path.write_bytes(page)
        command = ["node", ROOT / "tests" / "pocket" / "speed.mjs", path]
        told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    print(f"{len(page):,} octets ; processeur six fois plus lent : ", end="")
    print(f"premier affichage {told['painted']} ms, utilisable {told['usable']} ms")


if __name__ == "__main__":
    main()
