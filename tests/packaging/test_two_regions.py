"""The kits of two regions on one computer, each with its own dossiers; the second is made of the built first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import build_env
import pytest
from build_env import DEB, MIME, ROOT
from wine import LIMIT, Wine, windows_path

from tests.second_region import make_region

OTHER = "kit-ess-exemple"
CLASSES = r"HKCU\Software\Classes"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sources of the made-up region, as « make edition » lays them out."""
    folder = tmp_path_factory.mktemp("region")
    command = [sys.executable, ROOT / "build_spec" / "edition.py", make_region(folder / "region"), folder / "sources"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "sources"


def step(python: Path, sources: Path | None, *words: str | Path) -> None:
    """Run a build step, of the second region's sources or of ours."""
    env = build_env.environment() | {"KIT_BUILD_CACHE": str(build_env.cache())}
    env |= {"KIT_SOURCES": str(sources)} if sources else {}
    done = subprocess.run([python, *words], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run(*words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, words)), env=env, capture_output=True, text=True, timeout=LIMIT, check=False)


@pytest.fixture(scope="module")
def debs(
    linux_folder: Path, sources: Path, build_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return the packages of both regions by their name, not compressed."""
    folder = tmp_path_factory.mktemp("debs")
    first = folder / "first"
    for name in ("kit-ess", "kit-atelier"):
        shutil.copytree(linux_folder.parent / name, first / name, symlinks=True)
    step(build_python, None, ROOT / "build_spec" / "icons.py", folder / "work" / "stage" / "icons")
    places = ("--out", folder / "second", "--work", folder / "second-work")
    step(build_python, sources, ROOT / "build_spec" / "bundle.py", "--built", linux_folder.parent, *places)
    package = (ROOT / "build_spec" / "linux" / "package.py", "--only-deb")
    step(build_python, None, *package, "--out", first, "--work", folder / "work")
    step(build_python, sources, *package, *places)
    return {path.name.partition("_")[0]: path for path in folder.glob("*/*.deb")}


@pytest.fixture(scope="module")
def root(debs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in which dpkg has laid all packages, in the order of their names."""
    folder = tmp_path_factory.mktemp("root")
    for place in ("updates", "info"):
        (folder / "var" / "lib" / "dpkg" / place).mkdir(parents=True)
    (folder / "var" / "lib" / "dpkg" / "status").touch()
    (folder / "var" / "lib" / "dpkg" / "available").touch()
    done = run("dpkg", f"--root={folder}", "--force-depends", "--force-script-chrootless", "-i", *debs.values())
    assert done.returncode == 0, done.stdout + done.stderr
    yield folder
    shutil.rmtree(folder)


def test_no_file_of_one_package_is_in_another(debs: dict[str, Path]) -> None:
    assert set(debs) == {DEB, OTHER, "kit-atelier", "kit-atelier-exemple"}
    owners: dict[str, str] = {}
    for name, path in debs.items():
        for line in run("dpkg-deb", "-c", path).stdout.splitlines():
            file = line.split(maxsplit=5)[5].partition(" -> ")[0]
            if not file.endswith("/"):
                assert owners.setdefault(file, name) == name, (file, owners[file], name)
    assert len(owners) > 500


def test_both_stand_in_one_system_and_one_goes_without_the_other(root: Path, debs: dict[str, Path]) -> None:
    entries = sorted(path.name for path in (root / "usr/share/applications").iterdir())
    assert entries == [
        "example.reseau.KitAtelier_exemple.desktop",
        "example.reseau.KitESS_exemple.desktop",
        "org.cress_na.KitAtelier.desktop",
        "org.cress_na.KitESS.desktop",
    ]
    for name in entries:
        assert run("desktop-file-validate", root / "usr/share/applications" / name).stdout == ""
    for name in ("org.cress_na.KitESS", "example.reseau.KitESS_exemple"):
        done = run("appstreamcli", "validate", "--no-net", root / "usr/share/metainfo" / f"{name}.metainfo.xml")
        assert done.returncode == 0, done.stdout
    names = {"kit-ess", "kit-ess-cli", OTHER, f"{OTHER}-cli", "kit-atelier", "kit-atelier-exemple"}
    assert {path.name for path in (root / "usr/bin").iterdir()} == names


def test_one_kind_of_file_that_both_open(root: Path) -> None:
    share = root / "usr/share"
    assert run("update-mime-database", share / "mime").returncode == 0
    assert run("update-desktop-database", share / "applications").returncode == 0
    assert f"{MIME}:*.kitess" in (share / "mime" / "globs").read_text(encoding="utf-8")
    cached = (share / "applications" / "mimeinfo.cache").read_text(encoding="utf-8")
    assert f"{MIME}=example.reseau.KitESS_exemple.desktop;org.cress_na.KitESS.desktop;" in cached


def test_each_keeps_its_dossiers_and_opens_those_of_the_other(root: Path, tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    ours, theirs = root / "usr/lib/kit-ess", root / "usr/lib" / OTHER
    for folder in (ours, theirs):
        done = run(folder / "kit-ess", "--self-test", env=env)
        assert done.returncode == 0, done.stdout + done.stderr
        done = run(folder / "kit-ess", "--profile", tmp_path / f"{folder.name}.json", env=env)
        assert done.returncode == 0, done.stderr
    data = tmp_path / ".local/share"
    assert sorted(path.name for path in data.iterdir() if path.name.startswith("kit")) == ["kit-ess", OTHER]
    for name in ("kit-ess", OTHER):
        assert (data / name / "dossiers" / "mon-dossier.kitess").is_file()
    dossier = data / OTHER / "dossiers" / "mon-dossier.kitess"
    assert run(theirs / "kit", "dossier", "tick", dossier, "elu-referent", env=env).returncode == 0
    before = dossier.read_bytes()
    assert run(ours / "kit", "dossier", "tick", dossier, "elu-commission", env=env).returncode == 0
    assert dossier.read_bytes().startswith(before)
    shown = run(theirs / "kit", "dossier", "show", "--json", dossier, env=env)
    assert shown.returncode == 0 and '"fait"' in shown.stdout


def test_one_is_purged_and_the_other_stays(root: Path) -> None:
    # last: it takes the second region away
    command = ("dpkg", f"--root={root}", "--force-depends", "--force-script-chrootless", "--purge")
    assert run(*command, "kit-atelier-exemple", OTHER).returncode == 0
    assert not (root / "usr/lib" / OTHER).exists() and not list((root / "usr/share").rglob("*exemple*"))
    assert (root / "usr/lib/kit-ess/kit-ess").is_file() and (root / "usr/bin/kit-atelier").is_symlink()


@pytest.fixture(scope="module")
def setups(
    windows_folder: Path, sources: Path, build_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return quickly packed installers of both regions."""
    folder = tmp_path_factory.mktemp("setups")
    build = ROOT / "build_spec" / "windows" / "build.py"
    places = ("--out", folder / "second", "--work", folder / "second-work", "--only-folder")
    step(build_python, sources, build, "--built", windows_folder.parent, *places)
    code = (
        f"import sys; sys.path[:0] = {[str(ROOT / 'build_spec'), str(ROOT / 'build_spec' / 'windows')]!r}\n"
        "from pathlib import Path; import build, icons; source, target, work = map(Path, sys.argv[1:])\n"
        "icons.make(work / 'stage' / 'icons'); build.installer(source, target, work, fast=True)"
    )
    made = {"first": folder / "first.exe", "second": folder / "second.exe"}
    step(build_python, None, "-c", code, windows_folder, made["first"], folder / "first-work")
    step(build_python, sources, "-c", code, folder / "second" / "KitESS", made["second"], folder / "second-work")
    return made


def registry(wine: Wine, key: str, value: str = "") -> str:
    """Return a value of the registry, empty where it is not there."""
    code = (
        "import sys, winreg\n"
        "try: print(winreg.QueryValueEx(winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]), sys.argv[2])[0])\n"
        "except OSError: pass"
    )
    return wine.run(wine.python, "-X", "utf8", "-c", code, key.removeprefix("HKCU\\"), value)[1].strip()


def test_two_installers_share_nothing_under_windows(wine: Wine, setups: dict[str, Path], tmp_path: Path) -> None:
    programs, roaming = wine.home / "AppData/Local/Programs", wine.home / "AppData/Roaming"
    ours, theirs = programs / "KitESS", programs / "KitESS-exemple"
    wine.run("taskkill", "/f", "/im", "KitESS.exe")
    for folder in (ours, theirs):  # what another test opened there would open again
        shutil.rmtree(roaming / folder.name, ignore_errors=True)
        shutil.rmtree(wine.home / "AppData/Local" / folder.name, ignore_errors=True)
    for name in ("first", "second"):
        assert wine.run(setups[name], "/S")[0] == 0
    for folder in (ours, theirs):
        words = ("--profile", windows_path(tmp_path / f"{folder.name}.json"))
        assert wine.run(folder / "KitESS.exe", *words)[0] == 0
        assert (roaming / folder.name / "dossiers" / "mon-dossier.kitess").is_file()
    assert wine.run(theirs / "KitESS.exe", "--self-test", windows_path(tmp_path / "t.txt"))[0] == 0
    assert list(wine.home.rglob("Kit ESS.lnk")) and list(wine.home.rglob("Kit ESS du Pays d’Exemple.lnk"))
    listed = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
    assert registry(wine, rf"{listed}\KitESS", "Publisher") == "CRESS Nouvelle-Aquitaine"
    assert registry(wine, rf"{listed}\KitESS-exemple", "Publisher") == "Réseau Exemple"
    # the last one installed opens a dossier; the other is offered, and takes over when the last one goes
    assert registry(wine, rf"{CLASSES}\.kitess") == "KitESS.exemple.Dossier"
    assert r"\KitESS-exemple\KitESS.exe" in registry(wine, rf"{CLASSES}\KitESS.exemple.Dossier\shell\open\command")
    assert r"\KitESS\KitESS.exe" in registry(wine, rf"{CLASSES}\KitESS.Dossier\shell\open\command")
    place = rf"C:\users\{wine.home.name}\AppData\Local\Programs"
    assert wine.line(rf"{place}\KitESS-exemple\desinstaller.exe /S _?={place}\KitESS-exemple") == 0
    assert registry(wine, rf"{CLASSES}\.kitess") == "KitESS.Dossier"
    assert (ours / "KitESS.exe").is_file() and not (theirs / "KitESS.exe").exists()
    assert (roaming / "KitESS-exemple" / "dossiers" / "mon-dossier.kitess").is_file()
    assert wine.line(rf"{place}\KitESS\desinstaller.exe /S _?={place}\KitESS") == 0
    assert wine.run("reg", "query", rf"{CLASSES}\.kitess")[0] == 1
