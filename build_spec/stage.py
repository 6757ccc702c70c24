"""Lays out what a build is made from, apart from the clone: sources, resources with a fresh index, icons, versions.

Run by the Python of a build environment: ``stage.py DIR``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import build_env
import icons
import parts

# Nothing of these is a part of the program.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "index", ".*", "*~")
PROGRAMS = {
    "KitESS": build_env.FULL_NAME,
    "kit": f"{build_env.NAME}, ligne de commande",
    "KitAtelier": f"{build_env.NAME}, atelier",
}

_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0,
                    date=(0, 0)),
  kids=[
    StringFileInfo([StringTable('040C04B0', [
      StringStruct('CompanyName', {publisher!r}),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', {name!r}),
      StringStruct('LegalCopyright', {copyright!r}),
      StringStruct('OriginalFilename', '{name}.exe'),
      StringStruct('ProductName', {product!r}),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [0x040C, 1200])])
  ])
"""


def version_resource(name: str, description: str) -> str:
    """Return PyInstaller's description of the French version resource of a Windows program."""
    version = build_env.version()
    numbers = tuple([int(part) for part in version.split(".")] + [0] * 4)[:4]
    return _VERSION.format(
        numbers=numbers,
        version=version,
        name=name,
        description=description,
        publisher=build_env.PUBLISHER,
        product=build_env.FULL_NAME,
        copyright=f"© {build_env.PUBLISHER}, GPL-3.0-or-later",
    )


def stage(folder: Path) -> None:
    """Lay everything out in ``folder``, made anew; ``KIT_SOURCES`` is an earlier such folder to build again."""
    shutil.rmtree(folder, ignore_errors=True)
    sources = build_env.sources()
    for room in (*parts.ROOMS, "resources", "build_spec"):
        shutil.copytree(sources / room, folder / room, ignore=_LEFT_OUT)
    build_env.set_times(folder)  # the index notes the times of the texts
    env = build_env.environment(
        KIT_RESOURCES=str(folder / "resources"), PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1"
    )
    build_env.run(sys.executable, "-m", "kit.compiling", env=env, cwd=folder)
    listed = "".join(f"{name}\n" for name in parts.libraries())
    (folder / "resources" / "bibliotheques.txt").write_text(listed, encoding="ascii")  # for the self-test
    icons.make(folder / "icons")
    for name, description in PROGRAMS.items():
        text = version_resource(name, description)
        (folder / f"version-{name}.txt").write_text(text, encoding="utf-8")
    build_env.set_times(folder)


if __name__ == "__main__":
    stage(Path(sys.argv[1]))
