"""``make key``: lays out ``dist/cle-usb``, to be copied to a USB key for someone who is not a computer person.

It takes the programs that ``make windows`` and ``make linux`` left, and writes « Sans le programme », the kit as files.
``release.py [--out DIR]``. Whatever is missing stops it with its name.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from datetime import date
from pathlib import Path

import build_env
from build_env import say

TEMPLATE = build_env.HERE / "cle" / "ouvrir-d-abord.txt"
FIRST = "Ouvrir d'abord.txt"
PORTABLE = f"{build_env.NAME} sans installation"
WITHOUT = "Sans le programme"
WIDTH = 112  # characters of a line of the text that is opened first


def programs(dist: Path) -> dict[str, Path]:
    """Return place on the key → file built before; stops where one is missing."""
    version = build_env.version()
    windows = f"{build_env.NAMES.windows}-{version}"
    wanted = {
        f"Windows/{windows}-setup.exe": dist / "windows" / f"{windows}-setup.exe",
        f"Windows/{windows}-portable.zip": dist / "windows" / f"{windows}-portable.zip",
        f"Linux/{build_env.DEB}_{version}_amd64.deb": dist / "linux" / f"{build_env.DEB}_{version}_amd64.deb",
        f"Linux/{build_env.DEB}-{version}-linux-x86_64.tar.xz": dist
        / "linux"
        / f"{build_env.DEB}-{version}-linux-x86_64.tar.xz",
    }
    missing = [path for path in wanted.values() if not path.is_file()]
    if missing:
        raise SystemExit("\n".join(f"{path} manque : make windows linux" for path in missing))
    return wanted


def kit(*words: str | Path, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line of the sources, on the texts that they ship: nothing installed on this machine is read."""
    env = build_env.environment(
        KIT_RESOURCES=str(build_env.sources() / "resources"),
        KIT_DATA=str(data / "data"),
        KIT_CACHE=str(data / "cache"),
        PYTHONPATH=str(build_env.sources()),
    )
    command = [sys.executable, "-m", "kit", *map(str, words)]
    return subprocess.run(command, cwd=build_env.sources(), env=env, capture_output=True, text=True, check=False)


def without_program(folder: Path, work: Path) -> list[str]:
    """Write the whole kit as files; return what is there besides the texts and the lists."""
    done = kit("export-all", folder, data=work)
    if done.returncode:
        raise SystemExit(f"export-all : {done.stderr.strip()}")
    models = (folder / "modeles-a-adapter").is_dir()  # an edition may have none
    return [
        "le livret",
        "le livre numérique (EPUB) pour une tablette ou une liseuse",
        *(["les modèles d’actes et de courriers"] if models else []),
        "le kit de poche, en une page pour un téléphone ou une tablette",
    ]


def read_me(key: Path, added: list[str]) -> str:
    """Return the text that is opened first."""
    told, version = build_env.publisher(), build_env.version()
    sizes = {}
    for path in sorted(key.iterdir()):
        files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
        sizes[path.name] = sum(file.stat().st_size for file in files)
    listing = "\n".join(f"{name:<32}{_size(size):>10}" for name, size in sizes.items())
    title = f"{build_env.FULL_NAME} – {told['name']}"
    inside = ["les textes", "les listes à cocher vierges", *added]
    files = (
        f"Le dossier « {WITHOUT} » contient tout le kit en fichiers : {', '.join(inside)}, à lire, à imprimer ou à "
        "modifier dans Word et LibreOffice. Commencez par le fichier « LISEZ-MOI »."
    )
    return TEMPLATE.read_text(encoding="utf-8").format(
        files=textwrap.fill(files, WIDTH),
        title=title,
        line="=" * len(title),
        portable=PORTABLE,
        kit=build_env.NAME,
        setup=f"{build_env.NAMES.windows}-{version}-setup.exe",
        unsigned="" if os.environ.get("KIT_SIGN_CERTS") else ", et celui-ci n’est pas encore signé",
        of=told["called_of"],
        listing=listing,
        version=version,
        texts=f"textes {told['content_version']} du {date.fromisoformat(told['content_date']):%d/%m/%Y}",
        mail=told["mail"],
        name=told["full_name"],
        site=told["site"],
    )


def _size(size: int) -> str:
    return f"{size / 1e6:.0f} Mo" if size >= 1_000_000 else f"{size / 1e3:.0f} Ko"


def lay_out(dist: Path, key: Path) -> None:
    """Make the folder of the key anew, beside, then put it in place."""
    wanted = programs(dist)
    beside = key.with_name(f".{key.name}.tmp")
    work = key.with_name(f".{key.name}.work")
    for folder in (beside, work):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        for place, path in wanted.items():
            (beside / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, beside / place)
        say("version sans installation")
        with zipfile.ZipFile(next(path for path in wanted.values() if path.suffix == ".zip")) as packed:
            packed.extractall(work / "portable")
        (inner,) = (work / "portable").iterdir()
        inner.rename(beside / PORTABLE)
        say("kit en fichiers")
        added = without_program(beside / WITHOUT, work)
        text = read_me(beside, added).replace("\n", "\r\n")
        (beside / FIRST).write_bytes(text.encode("utf-8-sig"))  # the mark: Notepad of old shows accents right
        sums = sorted(path for path in beside.rglob("*") if path.is_file() and PORTABLE not in path.parts)
        rows = [f"{build_env.sha256(path)}  {path.relative_to(beside).as_posix()}" for path in sums]
        (beside / "SHA256SUMS").write_text("\n".join(rows) + "\n", encoding="utf-8")
        shutil.rmtree(key, ignore_errors=True)
        beside.rename(key)
    finally:
        for folder in (beside, work):
            shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Lay the key out, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dist", type=Path, default=build_env.DIST)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    key = (options.out or options.dist / "cle-usb").resolve()
    lay_out(options.dist.resolve(), key)
    size = sum(path.stat().st_size for path in key.rglob("*") if path.is_file())
    say(f"{key} : {size / 1e6:.0f} Mo, à copier sur une clé")
    return 0


if __name__ == "__main__":
    sys.exit(main())
