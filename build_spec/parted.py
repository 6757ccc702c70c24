"""Takes the atelier, the publisher's own program, out of the folder that PyInstaller made for all of them.

It needs every library of the kit and none besides: what is its own is one file, and the kit's folder stays as small as
it was.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import parts


def take_out(folder: Path, target: Path, system: str) -> Path:
    """Move the atelier from the kit's folder into ``target``, made anew; returns its program."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    name = parts.ATELIER[system]
    return Path(shutil.move(folder / name, target / name))


def with_kit(folder: Path, own: Path, target: Path) -> Path:
    """Lay the kit's folder and the atelier out together, for a system whose packages depend on no other."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target, symlinks=True)
    for path in own.iterdir():
        shutil.copy2(path, target / path.name)
    return target
