"""``make bundle``: the program as one folder for this machine's system, in ``dist/linux/kit-ess``.

Run by the Python of the build environment (``linux/environment.sh``).
``bundle.py [--out DIR] [--work DIR] [--built DIR]``
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

import build_env
import icons
import notices
import parted
import parts
import reuse
import stage
from build_env import run, say


def strip(folder: Path) -> None:
    """Take debug tables out of the libraries, Qt's included (nothing else of them is changed)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.open("rb").read(4) == b"\x7fELF" and path.parent != folder:
            run("strip", "--strip-unneeded", path)


def plain_modes(folder: Path) -> None:
    """Give files the modes of an installed program, and all of them the time of the sources."""
    date = build_env.source_date()
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or (path.parent == folder and not path.suffix) else 0o644)
        os.utime(path, (date, date), follow_symlinks=False)
    folder.chmod(0o755)
    os.utime(folder, (date, date))


def build(out: Path, work: Path) -> Path:
    """Build the folder in ``out``; returns it."""
    say("sources et index")
    stage.stage(work / "stage")
    (work / "source-date").write_text(str(build_env.source_date()), encoding="ascii")
    say("PyInstaller")
    env = build_env.environment(KIT_STAGE=str(work / "stage"))
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONNODEBUGRANGES": "1"}  # the second: smaller .pyc files, read faster
    spec = work / "stage" / "build_spec" / "kit_ess.spec"
    places = ("--distpath", work / "dist", "--workpath", work / "work")
    run(
        sys.executable,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        *places,
        spec,
        env=env,
        cwd=work,
        log=work / "log.txt",
    )
    made = work / "dist" / build_env.FOLDER
    strip(made)
    say("licences")
    notices.write(made / "licences", notices.site_packages(), "linux")
    plain_modes(made)
    parted.take_out(made, out / parts.ATELIER["linux"], "linux")
    target = out / build_env.FOLDER
    shutil.rmtree(target, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, target, symlinks=True)
    build_env.set_times(out / parts.ATELIER["linux"])
    return target


def again(built: Path, out: Path, work: Path) -> Path:
    """Lay an edition out in ``out`` from the folder of programs that was built before; returns the kit's."""
    say("programme déjà construit, ressources de l’édition")
    atelier = parts.ATELIER["linux"]
    target = reuse.take(built / build_env.FOLDER, out / build_env.FOLDER)
    plain_modes(target)
    shutil.rmtree(out / atelier, ignore_errors=True)
    shutil.copytree(built / atelier, out / atelier)
    icons.make(work / "stage" / "icons")
    return target


def main() -> int:
    """Build, and say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=build_env.DIST / "linux")
    parser.add_argument("--work", type=Path, default=build_env.ROOT / "build" / "linux")
    parser.add_argument("--built", type=Path, help="programs that are built already, for an edition (KIT_SOURCES)")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    out, work = options.out.resolve(), options.work.resolve()
    made = again(options.built.resolve(), out, work) if options.built else build(out, work)
    size = sum(path.lstat().st_size for path in made.rglob("*") if path.is_file())
    say(f"{made} : {size / 1e6:.1f} Mo, modules de Qt : {', '.join(sorted(parts.qt_modules()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
