"""``make edition EDITION=dir``: lays out the sources of another publisher's kit, from its ``kit.toml`` and its texts.

``dir`` holds ``kit.toml`` and ``content``, and ``actes`` where it has models of its own; it may hold other folders of
``resources`` (``mail``, ``print``, ``pictograms``, ``territoires``), whose files take the place of ours.
``edition.py DIR OUT``
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build_env
from build_env import say

_ROOMS = ("kit", "ui", "atelier", "build_spec", "requirements")
_WHOLE = ("content", "actes")  # nothing of ours stays among another publisher's texts; models cite their facts
_SPOKEN = (("mail", "*.toml"), ("print", "wording.toml"))
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "index", ".*", "*~")


def lay_out(edition: Path, out: Path) -> None:
    """Lay everything out in ``out``, made anew; sentences that name us name the other publisher."""
    for needed in ("kit.toml", "content"):
        if not (edition / needed).exists():
            raise SystemExit(f"{edition / needed} manque : voir docs/editions.md")
    shutil.rmtree(out, ignore_errors=True)
    for room in _ROOMS:
        shutil.copytree(build_env.ROOT / room, out / room, ignore=_LEFT_OUT)
    resources = out / "resources"
    shutil.copytree(build_env.ROOT / "resources", resources, ignore=_LEFT_OUT)
    told = build_env.publisher(edition)
    for room, pattern in _SPOKEN:
        for path in sorted((resources / room).glob(pattern)):
            words = path.read_text(encoding="utf-8")
            path.write_text(build_env.in_edition(words, told), encoding="utf-8", newline="")
    for room in _WHOLE:
        shutil.rmtree(resources / room, ignore_errors=True)
    for path in sorted(edition.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            shutil.copytree(path, resources / path.name, dirs_exist_ok=True, ignore=_LEFT_OUT)
    shutil.copyfile(edition / "kit.toml", resources / "kit.toml")
    for name in ("LICENSE", "NOTICE", "pyproject.toml"):
        shutil.copyfile(build_env.ROOT / name, out / name)


def check(out: Path) -> None:
    """Check the texts as the kit's own are; an error stops the build."""
    env = os.environ | {"KIT_RESOURCES": str(out / "resources"), "PYTHONPATH": str(out), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-m", "kit", "lint"], cwd=out, env=env, check=False)
    if done.returncode:
        raise SystemExit("Les textes de cette édition ont des erreurs : corrigez-les, puis recommencez.")


def main() -> int:
    """Lay out and check an edition."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", type=Path, metavar="DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    options = parser.parse_args()
    lay_out(options.edition.resolve(), options.out.resolve())
    check(options.out.resolve())
    say(f"{options.out} : {build_env.publisher(options.out / 'resources')['name']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
