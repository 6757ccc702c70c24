"""The per-user installer under Wine, from version 1.0 to 1.1 with a dossier, as a mairie would live it."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import build_env
import pytest
from build_env import ROOT, sha256
from wine import LIMIT, Wine, windows_path

sys.path.insert(0, str(ROOT / "build_spec" / "windows"))
Until = Callable[[Callable[[], object]], bool]
KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\KitESS"


@pytest.fixture(scope="module")
def setups(windows_folder: Path, tmp_path_factory: pytest.TempPathFactory, build_python: Path) -> dict[str, Path]:
    """Return quickly packed installers of two versions; the older one holds a file that the newer has not."""
    folder = tmp_path_factory.mktemp("setups")
    old = shutil.copytree(windows_folder, folder / "old")
    (old / "_internal" / "stale.dll").write_bytes(b"old")
    code = (
        f"import sys; sys.path[:0] = {[str(ROOT / 'build_spec'), str(ROOT / 'build_spec' / 'windows')]!r}\n"
        "from pathlib import Path; import build, icons; source, target, work = map(Path, sys.argv[1:])\n"
        "icons.make(work / 'stage' / 'icons'); build.installer(source, target, work, fast=True)"
    )
    made = {}
    for number, source in (("1.0.0", old), ("1.1.0", windows_folder)):
        made[number] = folder / f"setup-{number}.exe"
        command = [build_python, "-c", code, source, made[number], folder]
        env = build_env.environment() | {"KIT_VERSION": number}
        subprocess.run(command, env=env, check=True, capture_output=True)
    return made


@pytest.fixture
def place(wine: Wine) -> Path:
    """Return the folder of a default installation."""
    return wine.home / "AppData" / "Local" / "Programs" / "KitESS"


@pytest.fixture
def data(wine: Wine) -> Path:
    """Return the folder of the user's dossiers."""
    return wine.home / "AppData" / "Roaming" / "KitESS"


@pytest.fixture(autouse=True)
def clean(wine: Wine, place: Path, data: Path) -> None:
    """Begin each test without program, data or registry keys."""
    wine.run("taskkill", "/f", "/im", "KitESS.exe")
    for folder in (place, data, wine.home / "AppData" / "Local" / "KitESS"):
        shutil.rmtree(folder, ignore_errors=True)
    for key in (
        KEY,
        r"HKCU\Software\KitESS",
        r"HKCU\Software\Classes\.kitess",
        r"HKCU\Software\Classes\KitESS.Dossier",
    ):
        wine.run("reg", "delete", key, "/f")
        wine.run("reg", "delete", key.replace("HKCU", "HKLM"), "/f")


def registry(wine: Wine, key: str, value: str) -> str:
    """Return a value of the registry, empty where it is not there."""
    code = (
        "import sys, winreg\n"
        "try: print(winreg.QueryValueEx(winreg.OpenKey(winreg.HKEY_CURRENT_USER, sys.argv[1]), sys.argv[2])[0])\n"
        "except OSError: pass"
    )
    return wine.run(wine.python, "-X", "utf8", "-c", code, key.removeprefix("HKCU\\"), value)[1].strip()


def windows_place(wine: Wine) -> str:
    """Return the folder of a default installation as Windows names it."""
    return rf"C:\users\{wine.home.name}\AppData\Local\Programs\KitESS"


def uninstall(wine: Wine, where: str) -> int:
    """Uninstall silently and wait for it; returns the exit code."""
    return wine.line(rf"{where}\desinstaller.exe /S _?={where}")


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that differ between two folders."""
    found = filecmp.dircmp(one, other)
    here = found.left_only + found.right_only + found.diff_files + found.funny_files
    return here + [name for sub in found.common_dirs for name in differences(one / sub, other / sub)]


def make_dossier(wine: Wine, place: Path, data: Path) -> Path:
    """Make a dossier with one tick, by the installed command line."""
    (data / "dossiers").mkdir(parents=True)
    dossier = data / "dossiers" / "mon-dossier.kitess"
    assert wine.run(place / "kit.exe", "dossier", "new", windows_path(dossier))[0] == 0
    assert wine.run(place / "kit.exe", "dossier", "tick", windows_path(dossier), "elu-commission")[0] == 0
    return dossier


def test_install_upgrade_uninstall_reinstall(
    wine: Wine, setups: dict[str, Path], windows_folder: Path, place: Path, data: Path, tmp_path: Path
) -> None:
    assert wine.run(setups["1.0.0"], "/S")[0] == 0
    assert (place / "_internal" / "stale.dll").exists()
    assert registry(wine, KEY, "DisplayVersion") == "1.0.0"
    dossier = make_dossier(wine, place, data)
    (place / "mes notes.txt").write_text("à moi", encoding="utf-8")
    before = sha256(dossier)

    assert wine.run(setups["1.1.0"], "/S")[0] == 0
    assert registry(wine, KEY, "DisplayVersion") == "1.1.0"
    assert sorted(differences(windows_folder, place)) == ["desinstaller.exe", "mes notes.txt"]
    assert sha256(dossier) == before
    assert wine.run(place / "KitESS.exe", "--self-test", windows_path(tmp_path / "t.txt"))[0] == 0
    assert list(wine.home.rglob("Kit ESS.lnk"))

    assert uninstall(wine, windows_place(wine)) == 0
    assert sorted(path.name for path in place.iterdir()) in (["mes notes.txt"], ["desinstaller.exe", "mes notes.txt"])
    assert sha256(dossier) == before
    assert not list(wine.home.rglob("Kit ESS.lnk"))
    for key in (
        KEY,
        r"HKCU\Software\KitESS",
        r"HKCU\Software\Classes\.kitess",
        r"HKCU\Software\Classes\KitESS.Dossier",
    ):
        assert wine.run("reg", "query", key)[0] == 1, key

    assert wine.run(setups["1.1.0"], "/S")[0] == 0
    code, words = wine.run(place / "kit.exe", "dossier", "show", "--json", windows_path(dossier))
    assert code == 0 and '"fait"' in words


def test_apps_list_and_file_type(wine: Wine, setups: dict[str, Path]) -> None:
    assert wine.run(setups["1.1.0"], "/S")[0] == 0
    assert registry(wine, KEY, "DisplayName") == "Kit ESS et collectivités"
    assert registry(wine, KEY, "Publisher") == "CRESS Nouvelle-Aquitaine"
    assert registry(wine, KEY, "QuietUninstallString").endswith('desinstaller.exe" /S')
    assert int(registry(wine, KEY, "EstimatedSize")) > 50_000
    command = registry(wine, r"HKCU\Software\Classes\KitESS.Dossier\shell\open\command", "")
    assert command.endswith('KitESS.exe" "%1"')


def test_double_click_opens_the_dossier(
    wine: Wine, setups: dict[str, Path], place: Path, tmp_path: Path, until: Until
) -> None:
    assert wine.run(setups["1.1.0"], "/S")[0] == 0
    for key in (".kitess", "KitESS.Dossier"):  # Windows merges the user's classes by itself; Wine 10 does not
        assert (
            wine.run("reg", "copy", rf"HKCU\Software\Classes\{key}", rf"HKLM\Software\Classes\{key}", "/s", "/f")[0]
            == 0
        )
    folder = tmp_path / "dossier é d’une mairie"
    folder.mkdir()
    dossier = folder / "commune n°1 élu·e.kitess"
    assert wine.run(place / "kit.exe", "dossier", "new", windows_path(dossier))[0] == 0
    wine.start("start", "/unix", dossier).wait(LIMIT)
    note = dossier.with_name(dossier.name + ".lock")
    assert until(lambda: note.exists() and note.stat().st_size)

    # while it runs, neither the installer nor the uninstaller touches a file
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    assert wine.run(setups["1.1.0"], "/S")[0] == 5
    assert uninstall(wine, windows_place(wine)) == 5
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()} == before
    wine.run("taskkill", "/f", "/im", "KitESS.exe")


def test_a_folder_of_ones_own_with_spaces_and_accents(wine: Wine, setups: dict[str, Path], tmp_path: Path) -> None:
    where = r"C:\Mes Programmes élus\Kit ESS"
    setup = windows_path(setups["1.1.0"])
    assert wine.line(rf"{setup} /S /D={where}") == 0
    folder = wine.prefix / "drive_c" / "Mes Programmes élus" / "Kit ESS"
    assert wine.run(folder / "KitESS.exe", "--self-test", windows_path(tmp_path / "t.txt"))[0] == 0
    assert registry(wine, r"HKCU\Software\KitESS", "InstallDir") == where
    assert wine.run(setups["1.1.0"], "/S")[0] == 0  # an upgrade goes where the program is
    assert (folder / "KitESS.exe").exists()
    assert uninstall(wine, where) == 0
    assert not (folder / "KitESS.exe").exists()


def test_an_old_windows_is_refused(wine: Wine, setups: dict[str, Path], place: Path) -> None:
    key = r"HKCU\Software\Wine"
    assert wine.run("reg", "add", key, "/v", "Version", "/d", "win81", "/f")[0] == 0
    try:
        code = wine.run(setups["1.1.0"], "/S")[0]
    finally:
        wine.run("reg", "delete", key, "/v", "Version", "/f")
    assert code == 6 and not place.exists()


def test_the_atelier_installs_beside_the_kit_and_leaves_it_alone(
    wine: Wine, setups: dict[str, Path], windows_folder: Path, place: Path
) -> None:
    setup = windows_folder.parent / f"KitAtelier-{build_env.version()}-setup.exe"
    own = place.with_name("KitAtelier")
    assert wine.run(setups["1.1.0"], "/S")[0] == 0
    before = registry(wine, r"HKCU\Software\Classes\.kitess", "")
    assert wine.run(setup, "/S")[0] == 0
    assert (own / "KitAtelier.exe").is_file() and not (place / "KitAtelier.exe").exists()
    assert wine.run(own / "kit.exe", "--version")[0] == 0
    assert wine.line(rf"{windows_place(wine).replace('KitESS', 'KitAtelier')}\desinstaller.exe /S") == 0
    assert registry(wine, r"HKCU\Software\Classes\.kitess", "") == before != ""
    assert (place / "KitESS.exe").is_file()


def test_it_speaks_french_and_asks_for_no_elevation(setups: dict[str, Path]) -> None:
    script = (ROOT / "build_spec" / "windows" / "installer.nsi").read_text(encoding="utf-8")
    assert "RequestExecutionLevel user" in script and 'MUI_LANGUAGE "French"' in script and "amd64-unicode" in script
    assert "Windows 10 (version 1809" in script and "HKLM" not in script
    assert b'requestedExecutionLevel level="asInvoker"' in setups["1.1.0"].read_bytes()
    assert setups["1.1.0"].read_bytes()[:2] == b"MZ"


def test_sizes_and_sums(windows_folder: Path) -> None:
    out = windows_folder.parent
    setup = out / f"KitESS-{build_env.version()}-setup.exe"
    assert setup.exists(), "make windows"
    assert setup.stat().st_size / 1e6 <= 45
    rows = dict(reversed(row.split("  ")) for row in (out / "SHA256SUMS").read_text(encoding="ascii").splitlines())
    given = {path.name for path in out.iterdir() if path.is_file() and path.name != "SHA256SUMS"}
    assert set(rows) == given and len(given) == 5
    assert all(sha256(out / name) == value for name, value in rows.items())
