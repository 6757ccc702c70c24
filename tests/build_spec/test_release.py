"""The key that is given away, and the kit of another publisher: laid out by the build, tried with the command line."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kit import __version__
from tests.small_kit import EDITION

ROOT = Path(__file__).resolve().parents[2]
OURS = ("CRESS", "Nouvelle-Aquitaine", "cress-na")


def run(*words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sources of the made-up edition, as « make edition » lays them out."""
    out = tmp_path_factory.mktemp("edition") / "sources"
    done = run("build_spec/edition.py", EDITION, out)
    assert done.returncode == 0, done.stderr
    return out


def kit(edition: Path, *words: str | Path) -> str:
    env = {"KIT_RESOURCES": str(edition / "resources"), "PYTHONPATH": str(edition)}
    command = [sys.executable, "-m", "kit", *map(str, words)]
    done = subprocess.run(command, cwd=edition, env=os.environ | env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_edition_names_its_own_publisher_everywhere(edition: Path) -> None:
    left = {
        path.relative_to(edition).as_posix(): word
        for path in (edition / "resources").rglob("*")
        if path.suffix in (".toml", ".md", ".typ", ".xml") and path.parent.name != "territoires"
        for word in OURS
        if word in path.read_text(encoding="utf-8")
    }
    assert left == {}
    assert not (edition / "resources" / "actes").exists()


def test_messages_and_documents_of_an_edition_come_from_its_kit_file(edition: Path, tmp_path: Path) -> None:
    dossier = tmp_path / "d.kitess"
    kit(edition, "dossier", "new", dossier, "--name", "Saint-Exemple")
    message = kit(edition, "mail", "--dossier", dossier, "--kind", "levier", "--lever", "elu", "--json")
    assert "bonjour@reseau.example" in message and "du Réseau Exemple" in message.replace("\\n", " ")
    kit(edition, "checklist", "--out", tmp_path / "l.txt")
    kit(edition, "aide-memoire", "--out", tmp_path / "a.txt")
    kit(edition, "article", "les-mots", "--out", tmp_path / "t.txt")
    kit(edition, "review", "--out", tmp_path / "r.txt")
    words = message.replace("\\n", " ") + "".join(path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt"))
    assert "Réseau Exemple" in words and not any(word in words for word in OURS)


def test_packages_of_an_edition_name_its_publisher(edition: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'build_spec'); sys.path.insert(0, 'build_spec/linux')\n"
        "import build_env, package, stage, notices\n"
        "print(build_env.PUBLISHER, package.MAINTAINER, build_env.in_edition(package._CONTROL), "
        "build_env.in_edition(package._ATELIER_CONTROL), build_env.in_edition(package._COPYRIGHT), "
        "build_env.in_edition(notices._README), stage.version_resource('kit', 'Kit'))\n"
        "for name in ('kit.metainfo.xml', 'kit.desktop', 'atelier.desktop', 'dossier.xml', 'LISEZ-MOI.txt'):\n"
        "    print(package.filled(name, '2.38'))"
    )
    done = run("-c", code, KIT_SOURCES=str(edition))
    assert done.returncode == 0, done.stderr
    words = done.stdout.replace("vnd.cress-na.kitess", "")  # the kind of file is one for all
    assert "Réseau Exemple <bonjour@reseau.example>" in words and "https://reseau.example" in words
    assert not any(word in words for word in OURS) and "@" not in words.replace("bonjour@reseau.example", "")
    for named in (
        "Name=Kit ESS du Pays d’Exemple",
        "Exec=kit-ess-exemple %f",
        "<id>example.reseau.KitESS_exemple</id>",
    ):
        assert named in words
    ours = run("-c", code).stdout
    assert "CRESS Nouvelle-Aquitaine <contact@cress-na.org>" in ours and "la CRESS Nouvelle-Aquitaine remet" in ours


def test_the_portable_programs_of_an_edition_bear_its_names(edition: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'build_spec'); sys.path.insert(0, 'build_spec/windows')\n"
        "import build; print(build.PORTABLE_README); print(build.ATELIER_README)"
    )
    theirs, ours = run("-c", code, KIT_SOURCES=str(edition)).stdout, run("-c", code).stdout
    assert "Kit ESS du Pays d’Exemple – version portable" in theirs
    assert "Atelier – Kit ESS du Pays d’Exemple – version portable" in theirs and "Atelier du Kit ESS" not in theirs
    assert "Atelier du Kit ESS – version portable" in ours
    assert "KitAtelier.exe" in theirs and "KitESS.exe" in theirs  # files keep their names


def test_the_installers_of_two_editions_share_no_name(edition: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'build_spec'); sys.path.insert(0, 'build_spec/windows')\n"
        "from pathlib import Path\nimport build, json\n"
        "told = []\nbuild.run = lambda *words, **more: told.append([str(one) for one in words])\n"
        "for atelier in (False, True):\n"
        "    build.installer(Path('docs'), Path('x.exe'), Path('w'), atelier=atelier)\n"
        "names = ('APP', 'FULLNAME', 'ID', 'KIT', 'PROGID')\n"
        "print(json.dumps([{n: next(w for w in call if w.startswith(f'-D{n}=')) for n in names} for call in told]))"
    )
    theirs, ours = (json.loads(run("-c", code, **env).stdout) for env in ({"KIT_SOURCES": str(edition)}, {}))
    assert ours[0] == {
        "APP": "-DAPP=Kit ESS",
        "FULLNAME": "-DFULLNAME=Kit ESS et collectivités",
        "ID": "-DID=KitESS",
        "KIT": "-DKIT=KitESS",
        "PROGID": "-DPROGID=KitESS.Dossier",
    }
    assert ours[1]["ID"] == "-DID=KitAtelier" and theirs[0]["ID"] == "-DID=KitESS-exemple"
    assert not {*ours[0].values(), *ours[1].values()} & {*theirs[0].values(), *theirs[1].values()}
    # the script itself names nothing but the files of the program, and the beginning that all kinds of file share
    script = (ROOT / "build_spec" / "windows" / "installer.nsi").read_text(encoding="utf-8")
    code_lines = [line.partition(";")[0] for line in script.splitlines() if "KitESS" in line.partition(";")[0]]
    assert all("KitESS.exe" in line or 'StrCmp $3 "KitESS"' in line for line in code_lines), code_lines


def test_a_folder_that_is_no_edition_is_refused(tmp_path: Path) -> None:
    done = run("build_spec/edition.py", tmp_path, tmp_path / "out")
    assert done.returncode == 1 and "kit.toml:1: manque" in done.stderr


def test_texts_with_errors_make_no_edition(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(EDITION, tmp_path / "e")
    (tmp_path / "e" / "content" / "aide.md").write_text("rien", encoding="utf-8")
    done = run("build_spec/edition.py", tmp_path / "e", tmp_path / "out")
    assert done.returncode == 1 and "content/aide.md:1" in done.stderr and "a des erreurs" in done.stderr


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Return what the builds leave, as small stand-ins."""
    folder = tmp_path / "dist"
    for name in (
        f"windows/KitESS-exemple-{__version__}-setup.exe",
        f"linux/kit-ess-exemple_{__version__}_amd64.deb",
        f"linux/kit-ess-exemple-{__version__}-linux-x86_64.tar.xz",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * 1000)
    with zipfile.ZipFile(folder / "windows" / f"KitESS-exemple-{__version__}-portable.zip", "w") as made:
        for name in ("KitESS.exe", "portable", "_internal/base.dll"):
            made.writestr(f"KitESS-exemple-{__version__}-portable/{name}", b"y")
    return folder


def test_the_key_can_be_used_from_its_own_read_me(dist: Path, edition: Path) -> None:
    (dist / "cle-usb").mkdir()
    (dist / "cle-usb" / "ancien.txt").write_text("d’avant", encoding="utf-8")
    done = run("build_spec/release.py", "--dist", dist, KIT_SOURCES=str(edition))
    assert done.returncode == 0, done.stderr
    key = dist / "cle-usb"
    assert sorted(path.name for path in key.iterdir()) == [
        "Kit ESS du Pays d’Exemple sans installation",
        "Linux",
        "Ouvrir d'abord.txt",
        "SHA256SUMS",
        "Sans le programme",
        "Windows",
    ]
    raw = (key / "Ouvrir d'abord.txt").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\n") == raw.count(b"\r\n")
    words = raw.decode("utf-8-sig")
    for said in ("Windows 10 (version 1809 ou plus récente)", "64 bits", "SmartScreen", "Exécuter quand même"):
        assert said in words
    assert "Réseau Exemple" in words and "bonjour@reseau.example" in words and "{" not in words
    assert max(map(len, words.splitlines())) <= 120
    portable, setup = "Kit ESS du Pays d’Exemple sans installation", f"KitESS-exemple-{__version__}-setup.exe"
    for name in (portable, setup, "Sans le programme", "Linux"):
        assert f"« {name} »" in words and list(key.rglob(name))
    assert (key / portable / "KitESS.exe").is_file()
    assert (key / portable / "portable").is_file()
    kinds = {path.suffix for path in (key / "Sans le programme").rglob("*") if path.is_file()}
    assert {".pdf", ".odt", ".docx", ".txt"} <= kinds
    names = [path.relative_to(key).as_posix() for path in key.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names), "a key knows no capitals"
    assert (key / "Sans le programme" / "livret.pdf").is_file() and "le livret" in " ".join(words.split())
    assert (key / "Sans le programme" / "kit-de-poche.html").is_file() and "téléphone" in words
    assert (key / "Sans le programme" / "livre-numerique.epub").is_file() and "liseuse" in words
    for row in (key / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        told, _, name = row.partition("  ")
        assert hashlib.sha256((key / name).read_bytes()).hexdigest() == told


def test_a_program_that_is_not_built_is_named_and_the_old_key_stays(dist: Path, edition: Path) -> None:
    (dist / "windows" / f"KitESS-exemple-{__version__}-setup.exe").unlink()
    (dist / "cle-usb").mkdir()
    done = run("build_spec/release.py", "--dist", dist, KIT_SOURCES=str(edition))
    assert done.returncode == 1 and "setup.exe manque : make windows linux" in done.stderr
    assert (dist / "cle-usb").is_dir() and not list(dist.glob(".cle-usb*"))
