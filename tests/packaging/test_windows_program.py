"""The Windows folder under Wine: both programs, awkward places, kill and restart."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import build_env
import pytest
import wine as wine_tools
from wine import LIMIT, Wine, windows_path

AWKWARD = "Clé USB d’un·e élu·e (mairie)"
Until = Callable[[Callable[[], object]], bool]


@pytest.fixture(scope="module")
def copied(windows_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the folder in a place whose name has spaces and accents."""
    return Path(shutil.copytree(windows_folder, tmp_path_factory.mktemp("windows") / AWKWARD / "KitESS"))


@pytest.fixture
def read_only(copied: Path) -> Iterator[Path]:
    """Make the copy read-only, as a write-protected stick is (root heeds no mode bits)."""
    subprocess.run(["mount", "--bind", copied, copied], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", copied], check=True)
    yield copied
    subprocess.run(["umount", copied], check=True)


@pytest.fixture(scope="module")
def pefile(windows_environment: Path) -> ModuleType:
    """Return the module that reads Windows programs, from the build environment."""
    packages = windows_environment / "python" / "Lib" / "site-packages"
    sys.path.append(str(packages / "ordlookup" / ".."))
    spec = importlib.util.spec_from_file_location("pefile", packages / "pefile.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.pop()
    return module


def self_test(wine: Wine, program: Path, out: Path, env: dict[str, str] | None = None) -> str:
    """Run the self-test; returns its lines."""
    code, words = wine.run(program, "--self-test", windows_path(out), env=env)
    lines = out.read_text(encoding="utf-8") if out.exists() else ""
    assert code == 0, lines + words
    return lines


def test_self_test_from_a_read_only_stick(wine: Wine, read_only: Path, tmp_path: Path) -> None:
    lines = self_test(wine, read_only / "KitESS.exe", tmp_path / "résultat.txt")
    assert lines.count("\nok ") >= 9 and "ÉCHEC" not in lines and "apparence : 0 " not in lines
    assert "ok bibliothèques : " in lines and "bibliothèques : 0 " not in lines
    assert not (read_only / "x").exists()
    with pytest.raises(OSError, match="Read-only"):
        (read_only / "x").touch()


def test_self_test_of_the_atelier(wine: Wine, windows_folder: Path, tmp_path: Path) -> None:
    lines = self_test(wine, windows_folder.with_name("KitAtelier") / "KitAtelier.exe", tmp_path / "atelier.txt")
    assert {"ok feuille", "ok édition"} <= {line.partition(" : ")[0] for line in lines.splitlines()}
    assert "ÉCHEC" not in lines and "bibliothèques : 0 " not in lines


def test_self_test_at_200_percent(wine: Wine, copied: Path, tmp_path: Path) -> None:
    # Wine hides QT_* from Windows programs unless it is written WINEQT_*
    self_test(wine, copied / "KitESS.exe", tmp_path / "t.txt", env={"WINEQT_SCALE_FACTOR": "2"})


def test_self_test_without_a_place_to_write_to(wine: Wine, copied: Path) -> None:
    code, words = wine.run(copied / "KitESS.exe", "--self-test")
    assert code == 0, words  # a windowed program has no stdout on Windows: it must not need one


def test_profile(wine: Wine, copied: Path, tmp_path: Path) -> None:
    words = ("--profile", windows_path(tmp_path / "p.json"), windows_path(tmp_path / "dossier élu.kitess"))
    code, said = wine.run(copied / "KitESS.exe", *words)
    assert code == 0, said
    phases = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert 0 < phases["built"] <= phases["first_paint"] <= phases["settled"]
    assert (tmp_path / "dossier élu.kitess").is_file()


def test_tour(wine: Wine, copied: Path, tmp_path: Path) -> None:
    code, words = wine.run(copied / "KitESS.exe", "--tour", windows_path(tmp_path / "visite é"))
    assert code == 0, words
    pictures = sorted((tmp_path / "visite é").glob("*.png"))
    assert len(pictures) >= 15 and all(path.stat().st_size > 8000 for path in pictures)
    assert (tmp_path / "visite é" / "leviers.pdf").read_bytes().startswith(b"%PDF-")
    assert b"To: " in (tmp_path / "visite é" / "message.eml").read_bytes()[:8]
    keep = build_env.ROOT / "build" / "visite-windows"
    shutil.rmtree(keep, ignore_errors=True)
    shutil.copytree(tmp_path / "visite é", keep)


def test_command_line_speaks_utf8(wine: Wine, copied: Path, tmp_path: Path) -> None:
    code, words = wine.run(copied / "kit.exe", "search", "élus")
    assert code == 0 and "é" in words and "�" not in words
    target = tmp_path / "listes à cocher.pdf"
    code, words = wine.run(copied / "kit.exe", "checklist", "--out", windows_path(target))
    assert code == 0 and target.read_bytes().startswith(b"%PDF-"), words
    code, words = wine.run(copied / "kit.exe", "lint")
    assert code == 0, words


def test_a_path_longer_than_windows_used_to_allow(wine: Wine, copied: Path, tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*[f"un dossier au nom plutôt long {n:02d}" for n in range(12)])
    folder.mkdir(parents=True)
    dossier = folder / "élu·e.kitess"
    assert len(windows_path(dossier)) > 380
    code, words = wine.run(copied / "kit.exe", "dossier", "new", windows_path(dossier))
    assert code == 0 and dossier.is_file(), words
    code, words = wine.run(copied / "KitESS.exe", "--profile", windows_path(tmp_path / "p.json"), windows_path(dossier))
    assert code == 0, words
    assert wine.run(copied / "kit.exe", "dossier", "verify", windows_path(dossier))[0] == 0


def test_a_read_only_dossier_is_said_not_lost(wine: Wine, copied: Path, read_only: Path) -> None:
    code, words = wine.run(copied / "kit.exe", "dossier", "new", windows_path(read_only / "d.kitess"))
    assert code == 1 and "Traceback" not in words and words.strip()


def test_portable_keeps_all_beside_itself(wine: Wine, windows_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(windows_folder, tmp_path / AWKWARD / "KitESS")
    (folder / "portable").touch()
    roaming, local = wine.home / "AppData/Roaming/KitESS", wine.home / "AppData/Local/KitESS"
    shutil.rmtree(roaming, ignore_errors=True)
    shutil.rmtree(local, ignore_errors=True)
    code, words = wine.run(folder / "KitESS.exe", "--profile", windows_path(tmp_path / "p.json"))
    assert code == 0, words
    assert list((folder / "donnees" / "dossiers").glob("*.kitess"))
    assert not roaming.exists() and not local.exists()


def test_a_write_protected_portable_stick_opens_to_read(wine: Wine, windows_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(windows_folder, tmp_path / AWKWARD / "KitESS")
    (folder / "portable").touch()
    roaming, local = wine.home / "AppData/Roaming/KitESS", wine.home / "AppData/Local/KitESS"
    for place in (roaming, local):
        shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        code, words = wine.run(folder / "KitESS.exe", "--profile", windows_path(tmp_path / "p.json"))
    finally:
        subprocess.run(["umount", folder], check=True)
    assert code == 0, words
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["settled"] > 0
    assert not (folder / "donnees").exists() and not roaming.exists() and not local.exists()


def test_second_instance_of_the_same_dossier(wine: Wine, copied: Path, tmp_path: Path, until: Until) -> None:
    """Both are let in; what the one that came later writes goes beside, and is read with the rest."""
    dossier = tmp_path / "ouvert deux fois.kitess"
    first = wine.start(copied / "KitESS.exe", windows_path(dossier))
    note = dossier.with_name(dossier.name + ".lock")
    assert until(lambda: note.exists() and note.stat().st_size)
    words = ("--profile", windows_path(tmp_path / "p.json"), windows_path(dossier))
    code, said = wine.run(copied / "KitESS.exe", *words)
    assert code == 0, said
    assert first.poll() is None
    assert wine.run(copied / "kit.exe", "dossier", "tick", windows_path(dossier), "elu-commission")[0] == 0
    assert first.poll() is None
    wine.run("taskkill", "/f", "/im", "KitESS.exe")
    first.wait(LIMIT)
    assert wine.run(copied / "kit.exe", "dossier", "verify", windows_path(dossier))[0] == 0
    code, words = wine.run(copied / "kit.exe", "dossier", "show", "--json", windows_path(dossier))
    assert json.loads(words)["actions"]["elu-commission"]["status"] == "fait"


def test_kill_and_restart(wine: Wine, copied: Path, tmp_path: Path, until: Until) -> None:
    dossier = tmp_path / "coupé.kitess"
    assert wine.run(copied / "kit.exe", "dossier", "new", windows_path(dossier))[0] == 0
    assert wine.run(copied / "kit.exe", "dossier", "tick", windows_path(dossier), "elu-commission")[0] == 0
    first = wine.start(copied / "KitESS.exe", windows_path(dossier))
    assert until(lambda: dossier.with_name(dossier.name + ".lock").exists())
    wine.run("taskkill", "/f", "/im", "KitESS.exe")
    first.wait(LIMIT)
    code, words = wine.run(copied / "KitESS.exe", "--profile", windows_path(tmp_path / "p.json"), windows_path(dossier))
    assert code == 0, words
    code, words = wine.run(copied / "kit.exe", "dossier", "tick", windows_path(dossier), "reseaux-cress")
    assert code == 0, words
    code, words = wine.run(copied / "kit.exe", "dossier", "show", "--json", windows_path(dossier))
    assert json.loads(words)["actions"]["elu-commission"]["status"] == "fait"


@pytest.mark.parametrize(("name", "subsystem"), [("KitESS.exe", 2), ("kit.exe", 3), ("KitAtelier.exe", 2)])
def test_the_programs_say_who_they_are(windows_folder: Path, pefile: ModuleType, name: str, subsystem: int) -> None:
    folder = windows_folder.with_name("KitAtelier") if name == "KitAtelier.exe" else windows_folder
    program = pefile.PE(str(folder / name))
    assert program.OPTIONAL_HEADER.Subsystem == subsystem
    flags = program.OPTIONAL_HEADER.DllCharacteristics
    assert flags & 0x20 and flags & 0x40 and flags & 0x100  # high-entropy addresses, ASLR, no execution of data
    table = program.FileInfo[0]
    strings = next(kind.StringTable[0] for kind in table if kind.Key == b"StringFileInfo")
    assert strings.LangID == b"040C04B0"
    told = {k.decode(): v.decode() for k, v in strings.entries.items()}
    assert told["CompanyName"] == "CRESS Nouvelle-Aquitaine" and told["ProductVersion"] == build_env.version()
    assert told["OriginalFilename"] == name
    kinds = {entry.id: entry for entry in program.DIRECTORY_ENTRY_RESOURCE.entries}
    assert 14 in kinds  # an icon
    place = kinds[24].directory.entries[0].directory.entries[0].data.struct
    manifest = program.get_data(place.OffsetToData, place.Size).decode("utf-8")
    assert "PerMonitorV2" in manifest and "longPathAware" in manifest and "asInvoker" in manifest
    assert "8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a" in manifest


@pytest.mark.parametrize("program", ["KitESS", "KitAtelier"])
def test_portable_zip(windows_folder: Path, wine: Wine, tmp_path: Path, program: str) -> None:
    name = f"{program}-{build_env.version()}-portable"
    archive = windows_folder.parent / f"{name}.zip"
    assert archive.exists(), "make windows"
    shutil.unpack_archive(archive, tmp_path / AWKWARD)
    folder = tmp_path / AWKWARD / name
    assert (folder / "portable").is_file() and (folder / "LISEZ-MOI.txt").is_file()
    self_test(wine, folder / f"{program}.exe", tmp_path / "t.txt")


def test_wine_really_is_a_recent_windows(wine: Wine) -> None:
    code, words = wine.run(wine.python, "-c", "import sys; print(sys.getwindowsversion().build)")
    assert code == 0 and int(words.split()[-1]) >= 17763
    assert wine_tools.windows_path("/a/b") == "Z:\\a\\b"
