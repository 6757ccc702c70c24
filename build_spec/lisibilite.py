"""Writes how each page reads today, the least that a later version may do: ``lisibilite.py OUT``.

A floor is only ever raised: a page that reads worse than it did keeps its former floor, so that the test names it.
To lower one on purpose, take its line out of OUT first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kit import paths
from kit.content import lint


def floors(out: Path) -> dict[str, float]:
    """Return the ease of each page, or its former floor where that was higher; pages that are gone are left out."""
    former = json.loads(out.read_text(encoding="utf-8")) if out.is_file() else {}
    report = lint.check(paths.content(), paths.kit_file(), paths.pictograms())
    return {page: max(read.ease, former.get(page, 0.0)) for page, read in sorted(report.reading.items())}


def main() -> None:
    """Write the file."""
    out = Path(sys.argv[1])
    out.write_text(json.dumps(floors(out), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
