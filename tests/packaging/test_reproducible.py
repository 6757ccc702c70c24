"""Two builds of the same sources, in different folders at different times: the same bytes."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

from build_env import ROOT, cache, environment, sha256

SPEC = ROOT / "build_spec"


def tree(folder: Path) -> dict[str, tuple[int, str]]:
    """Return mode and content of every file of a folder (of a link: where it leads)."""
    found = {}
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = (0, str(path.readlink()))
        elif path.is_file():
            found[name] = (stat.S_IMODE(info.st_mode), sha256(path))
    return found


def again(python: Path, script: str, *words: str | Path, first: str) -> None:
    """Run a build step once more, of the sources and with the time of the first build (``linux`` or ``windows``)."""
    work = ROOT / "build" / first
    env = environment() | {"SOURCE_DATE_EPOCH": (work / "source-date").read_text(encoding="ascii")}
    env |= {"KIT_SOURCES": str(work / "stage"), "KIT_BUILD_CACHE": str(cache())}
    done = subprocess.run([python, SPEC / script, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def differing(one: Path, other: Path) -> list[str]:
    """Return the names that differ between two folders."""
    here, there = tree(one), tree(other)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


def test_linux_folder_and_packages(linux_folder: Path, build_python: Path, tmp_path: Path) -> None:
    work, out = tmp_path / "autre endroit" / "work", tmp_path / "autre endroit" / "out"
    again(build_python, "bundle.py", "--out", out, "--work", work, first="linux")
    assert differing(linux_folder, out / "kit-ess") == []
    assert differing(linux_folder.parent / "kit-atelier", out / "kit-atelier") == []
    # the packages: once of the first folder, once of the second
    first, second = tmp_path / "first", tmp_path / "second"
    for target, source in ((first, linux_folder), (second, out / "kit-ess")):
        shutil.copytree(source, target / "out" / "kit-ess", symlinks=True)
        shutil.copytree(source.parent / "kit-atelier", target / "out" / "kit-atelier")
        shutil.copytree(work / "stage" / "icons", target / "work" / "stage" / "icons")
        places = ("--out", target / "out", "--work", target / "work", "--fast")
        again(build_python, "linux/package.py", *places, first="linux")
    sums = [(target / "out" / "SHA256SUMS").read_text(encoding="ascii") for target in (first, second)]
    assert sums[0] == sums[1] and sums[0].count("\n") == 4


def test_windows_folder_zip_and_installer(windows_folder: Path, build_python: Path, tmp_path: Path) -> None:
    date = (ROOT / "build" / "windows" / "source-date").read_text(encoding="ascii")
    first, second = tmp_path / "first", tmp_path / "autre endroit"
    again(build_python, "windows/build.py", "--out", second, "--work", tmp_path / "work", "--fast", first="windows")
    assert differing(windows_folder, second / "KitESS") == []
    assert differing(windows_folder.parent / "KitAtelier", second / "KitAtelier") == []
    # the zip and the installer once more, of the first folder
    shutil.copytree(windows_folder, first / "KitESS")
    code = (
        f"import sys; sys.path[:0] = {[str(SPEC), str(SPEC / 'windows')]!r}\n"
        "from pathlib import Path; import build, build_env; folder, work = map(Path, sys.argv[1:])\n"
        "build.portable(folder, folder.parent, 'KitESS')\n"
        "build.installer(folder, folder.parent / f'KitESS-{build_env.version()}-setup.exe', work, fast=True)"
    )
    env = environment() | {"SOURCE_DATE_EPOCH": date}
    subprocess.run(
        [build_python, "-c", code, first / "KitESS", tmp_path / "work"], env=env, check=True, capture_output=True
    )
    for path in [*first.glob("*.zip"), *first.glob("*.exe")]:
        assert sha256(path) == sha256(second / path.name), path.name
    assert len(list(first.glob("*.*"))) == 2
