"""``make bench-pocket``: the size of the page for a telephone, and how soon it can be used on a slow processor.

Chromium, 360 × 740, its processor slowed six times, the medians of five openings. Looked at, never a test. Pages given
besides (an older one, made by ``kit poche``) take turns with it: ``python bench/pocket.py before.html``.
"""

from __future__ import annotations

import json
import subprocess
import sys
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
        command = ["node", ROOT / "tests" / "pocket" / "speed.mjs", path, *sys.argv[1:]]
        told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    print(f"{len(page):,} octets ; processeur six fois plus lent :")
    for one in told:
        print(
            f"{Path(one['path']).name} : premier affichage {one['painted']} ms, utilisable {one['usable']} ms, "
            f"textes lus {one['whole']} ms, première recherche en {one['found']} ms"
        )


if __name__ == "__main__":
    main()
