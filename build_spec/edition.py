"""``make edition EDITION=dir``: lays out the sources of another publisher's kit, once its folder is checked.

What a folder holds: ``kit/edition.py`` and ``docs/editions.md``. ``edition.py DIR OUT``
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import build_env
from build_env import say

from kit import edition

_ROOMS = ("kit", "ui", "atelier", "build_spec", "requirements")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".*", "*~")


def lay_out(folder: Path, out: Path) -> None:
    """Lay everything out in ``out``, made anew."""
    shutil.rmtree(out, ignore_errors=True)
    for room in _ROOMS:
        shutil.copytree(build_env.ROOT / room, out / room, ignore=_LEFT_OUT)
    edition.lay_out(folder, out / "resources", build_env.ROOT / "resources")
    for name in ("LICENSE", "NOTICE", "pyproject.toml"):
        shutil.copyfile(build_env.ROOT / name, out / name)


def main() -> int:
    """Check and lay out an edition; what is wrong with it stops the build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", type=Path, metavar="DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    options = parser.parse_args()
    folder, out = options.edition.resolve(), options.out.resolve()
    found = [one for one in edition.check(folder, build_env.ROOT / "resources") if one.severity == "error"]
    if found:
        told = "\n".join(f"{one.file}:{one.line}: {one.message}" for one in found)
        raise SystemExit(f"{told}\nCette édition a des erreurs : corrigez-les, puis recommencez (docs/editions.md).")
    lay_out(folder, out)
    say(f"{options.out} : {edition.publisher(edition.read(out / 'resources'))['name']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
