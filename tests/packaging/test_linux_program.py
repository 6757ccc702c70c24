"""The Linux folder, copied to an awkward place, without anything of this machine's Python."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import build_env
import pytest
from wine import LIMIT

AWKWARD = "Clé USB d’un·e élu·e (mairie)"
NO_PYTHON = "/nowhere"
EYES = Path(__file__).with_name("other_eyes.py")


def bare(tmp_path: Path, **more: str) -> dict[str, str]:
    """Return an environment with no Python in PATH and no HOME."""
    (tmp_path / "tmp").mkdir(exist_ok=True)
    return {"PATH": NO_PYTHON, "TMPDIR": str(tmp_path / "tmp"), "QT_QPA_PLATFORM": "offscreen"} | more


@pytest.fixture
def copied(linux_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder in a place whose name has spaces and accents."""
    return Path(shutil.copytree(linux_folder, tmp_path / AWKWARD / "kit-ess", symlinks=True))


def cut_off(folder: Path, *words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a program of the folder made read-only, in a network namespace that holds nothing."""
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    before = [
        "/usr/bin/unshare",
        "--mount",
        "--net",
        "/bin/sh",
        "-c",
        f"PATH=/usr/bin:/bin; {script}",
        "sh",
        str(folder),
    ]
    return subprocess.run([*before, *words], env=env, capture_output=True, text=True, timeout=LIMIT, check=False)


def test_self_test_read_only_without_python_home_or_network(copied: Path, tmp_path: Path) -> None:
    done = cut_off(copied, str(copied / "kit-ess"), "--self-test", env=bare(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\nok ") >= 9 and "ÉCHEC" not in done.stdout
    assert "apparence : 0 " not in done.stdout and "bibliothèques : 0 " not in done.stdout


def test_self_test_of_the_atelier_beside_the_kit(copied: Path, tmp_path: Path) -> None:
    shutil.copy(build_env.DIST / "linux" / "kit-atelier" / "kit-atelier", copied)
    done = cut_off(copied, str(copied / "kit-atelier"), "--self-test", env=bare(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok feuille" in done.stdout and "ok édition" in done.stdout and "ÉCHEC" not in done.stdout


def test_the_folder_is_really_read_only_there(copied: Path, tmp_path: Path) -> None:
    script = f'! touch "{copied}/x" && /usr/sbin/ip -o link | grep -v " lo:" | wc -l'
    done = cut_off(copied, "/bin/sh", "-c", f"PATH=/usr/bin:/bin; {script}", env=bare(tmp_path))
    assert done.stdout.strip() == "0", done.stdout + done.stderr


def test_window_starts_read_only(copied: Path, tmp_path: Path) -> None:
    words = (str(copied / "kit-ess"), "--profile", str(tmp_path / "p.json"), str(tmp_path / "élu.kitess"))
    done = cut_off(copied, *words, env=bare(tmp_path, HOME=str(tmp_path / "maison")))
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))["settled"] > 0
    assert (tmp_path / "élu.kitess").is_file()


def test_command_line(copied: Path, tmp_path: Path) -> None:
    env = bare(tmp_path, LC_ALL="C")
    done = cut_off(copied, str(copied / "kit"), "lint", env=env)
    assert done.returncode == 0 and "0 erreur, 0 remarque" in done.stdout, done.stdout + done.stderr
    target = tmp_path / "listes à cocher.pdf"
    done = cut_off(copied, str(copied / "kit"), "checklist", "--out", str(target), env=env)
    assert done.returncode == 0 and target.read_bytes().startswith(b"%PDF-"), done.stderr


def test_tour_on_a_screen(copied: Path, tmp_path: Path, display: str) -> None:
    env = bare(tmp_path, DISPLAY=display, QT_QPA_PLATFORM="xcb", HOME=str(tmp_path / "maison"))
    done = cut_off(copied, str(copied / "kit-ess"), "--tour", str(tmp_path / "tour"), env=env)
    assert done.returncode == 0, done.stderr
    pictures = sorted((tmp_path / "tour").glob("*.png"))
    assert len(pictures) >= 15 and all(path.stat().st_size > 8000 for path in pictures)
    keep = build_env.ROOT / "build" / "visite-linux"
    shutil.rmtree(keep, ignore_errors=True)
    shutil.copytree(tmp_path / "tour", keep)


def test_few_files_of_the_folder_are_opened_until_the_window_is_settled(copied: Path, tmp_path: Path) -> None:
    """What an antivirus looks at: 119 while byte code was kept beside loose modules, 62 from the archive."""
    trace = tmp_path / "trace"
    words = [copied / "kit-ess", "--profile", tmp_path / "p.json", tmp_path / "d.kitess"]
    env = bare(tmp_path, HOME=str(tmp_path / "maison"))
    strace = ["/usr/bin/strace", "-f", "-qq", "-e", "trace=openat", "-o", trace]
    for before in ([], strace):  # the first start makes what later ones find
        subprocess.run([*before, *words], env=env, timeout=LIMIT, check=True)
    opened = trace.read_bytes().decode("ascii", "replace")
    names = re.findall(r'/kit-ess/(_internal/[^"]+|kit-ess)", [A-Z_|]+.* = \d', opened)
    files = {name for name in names if (copied / name).is_file()}
    assert "kit-ess" in files and any(name.endswith(".qss") for name in files)
    assert len(files) <= 71, sorted(files)


def test_portable_keeps_all_beside_itself(copied: Path, tmp_path: Path) -> None:
    (copied / "portable").touch()
    home = tmp_path / "maison"
    home.mkdir()
    words = [str(copied / "kit-ess"), "--profile", str(tmp_path / "p.json")]
    env = bare(tmp_path, HOME=str(home))
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    assert list((copied / "donnees" / "dossiers").glob("*.kitess"))
    assert list(home.rglob("*")) == []


def eyes(tmp_path: Path, *words: str | Path, before: tuple[str, ...] = ()) -> dict[str, Any]:
    """Look at the program from outside, as a screen reader does; returns what was seen."""
    (tmp_path / "run").mkdir(mode=0o700)
    env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    env |= {"XDG_RUNTIME_DIR": str(tmp_path / "run")}
    command = [*before, "/usr/bin/dbus-run-session", "--", "/usr/bin/python3", EYES, *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=3 * LIMIT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def test_a_write_protected_portable_stick_says_so(copied: Path, tmp_path: Path) -> None:
    (copied / "portable").touch()
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    before = ("/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, "sh", str(copied))
    said = eyes(tmp_path, "notice", copied / "kit-ess", before=before)["said"]
    assert "lire et imprimer" in said and "Copiez-le" in said
    assert not (copied / "donnees").exists()
    assert [path for path in tmp_path.rglob("kit-ess") if path.is_dir()] == [copied]  # nor in HOME


def test_the_same_dossier_in_two_windows(copied: Path, tmp_path: Path) -> None:
    """The second window says so; both may be worked in, and nothing of either is lost."""
    dossier = tmp_path / "deux fois.kitess"
    assert subprocess.run([copied / "kit", "dossier", "new", dossier], timeout=LIMIT, check=False).returncode == 0
    seen = eyes(tmp_path, "twice", copied / "kit-ess", dossier)
    assert "vos changements sont gardés à part, puis réunis" in seen["said"].replace("\u00a0", " ")
    assert len(seen["beside"]) == 1
    words = [copied / "kit", "dossier", "show", "--json", dossier]
    done = subprocess.run(words, capture_output=True, text=True, timeout=LIMIT, check=True)
    actions = json.loads(done.stdout)["actions"]
    assert [actions[f"reseaux-{name}"]["status"] for name in ("cress", "mouvement-associatif")] == ["fait", "fait"]


def test_kill_and_restart(copied: Path, tmp_path: Path, until: Callable[[Callable[[], object]], bool]) -> None:
    dossier = tmp_path / "dossier d’essai.kitess"
    env = bare(tmp_path, HOME=str(tmp_path / "maison"))
    first = subprocess.Popen([copied / "kit-ess", dossier], env=env, stderr=subprocess.DEVNULL)
    assert until(lambda: dossier.exists() and dossier.with_name(dossier.name + ".lock").exists())
    first.send_signal(signal.SIGKILL)
    first.wait(LIMIT)
    words = [copied / "kit-ess", "--profile", tmp_path / "p.json", dossier]
    again = subprocess.run(words, env=env, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert again.returncode == 0, again.stderr
    check = subprocess.run([copied / "kit", "dossier", "verify", dossier], env=env, timeout=LIMIT, check=False)
    assert check.returncode == 0
