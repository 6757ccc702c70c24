"""The page in Chromium, Firefox and WebKit: ten minutes of an élue, by touch and by keys, and what she brings back."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kit.content.library import Library
from kit.dossier import journal
from kit.dossier.dossier import Dossier
from kit.dossier.fold import State
from kit.dossier.line import checksum
from kit.dossier.merge import merge_files
from kit.pocket.texts import PocketTexts

HERE = Path(__file__).resolve().parent
ENGINES = ("chromium", "firefox", "webkit")
SIZES = ("360x740", "820x1180")
NOWHERE = (
    'Object.defineProperty(window,"localStorage",{get(){throw new DOMException("","SecurityError")}});'
    'Object.defineProperty(window,"indexedDB",{get(){throw new DOMException("","SecurityError")}});'
)
NO_DATABASE = 'Object.defineProperty(window,"indexedDB",{get(){return undefined}});'


_AS_ROOT = () if os.geteuid() == 0 else ("--map-root-user",)
CUT_OFF = ("unshare", *_AS_ROOT, "--net", "--mount", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
"""Without any network but the machine's own address, by which a browser is driven; a disk may be added to it."""


def run(script: str, *arguments: str | Path, seconds: int = 240, before: Sequence[str | Path] = ()) -> Any:
    """Run a script of this folder without a network, on a screen of its own; return what it answers."""
    screen = ("xvfb-run", "-a", "-s", "-screen 0 1400x1400x24")
    command = [*CUT_OFF, *before, *screen, "node", HERE / script, *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=seconds, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a file made to break the page: tags, a script, names of JavaScript's own, lines that nobody can read."""
    changes: list[tuple[str, str, Any]] = [
        ("action:reseaux-cress", "note", "<img src=x onerror='window.broken=1'>"),
        ("own:1", "title", "<script>window.broken = 1</script>"),
        ("own:1", "lever", "reseaux"),
        ("own-lever:2", "title", "Un levier à nous"),
        ("own:2", "title", "Une action de ce levier"),
        ("own:2", "lever", "2"),
        ("own:3", "title", "Une action sans levier"),
        ("article:reseaux", "highlight:a1", {"exact": "<img src=x>", "prefix": "", "suffix": ""}),
        ("article:reseaux", "highlight:a1:note", "<b>relu</b>"),
        ("article:reseaux", "highlight:a2", ["<img>"]),
        ("__proto__", "polluted", "1"),
        ("constructor", "prototype", {"__proto__": {"polluted": 1}}),
    ]
    lines = ['{"kitess":1,"dossier":"</script><script>window.broken=1</script>"}']
    for number, (on, f, x) in enumerate(changes, 1):
        body = {"by": "<b>x</b>", "l": 1, "n": number, "on": on, "f": f, "x": x, "r": [], "v": 1, "w": "hostile0"}
        body["t"] = "2026-11-30T08:00:00Z"
        body["c"] = checksum(_canonical(body))
        lines.append(_canonical(body).decode())
    path = tmp_path / "hostile.kitess"
    path.write_text("\n".join([*lines, "[" * 60_000, "x" * 70_000, ""]), encoding="utf-8")
    return path


def _canonical(body: dict[str, Any]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("engine", ENGINES)
def test_ten_minutes(engine: str, size: str, page: Path, hostile: Path, tmp_path: Path) -> None:
    privately = ["--private"] if size == SIZES[1] else []
    told = run("path.mjs", engine, size, page, hostile, *privately)
    assert told["width"] == int(size.partition("x")[0])
    back = tmp_path / told["name"]
    back.write_text(told["file"], encoding="utf-8")
    assert not journal.read(back).set_aside
    path = tmp_path / "mairie.kitess"
    with Dossier.create(path) as dossier:
        dossier.record("action:elu-commission", "status", "en-pause")
    report = merge_files(path, back)
    assert [(one.on, one.f) for one in report.conflicts] == [("action:elu-commission", "status")]
    state = State(journal.read(path).events)
    assert "fait" in [head.x for head in state.heads("action:elu-commission", "status")]
    assert state.value("action:elu-commission", "note") == "Voir <b>avec</b> la secrétaire & « Paul »"
    assert state.value("milestone:elu-designation", "status") == "fait"
    assert state.value("action:elu-extra-municipale", "status") == "fait"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("kept", "before"), [("nowhere", NOWHERE), ("localStorage", NO_DATABASE)])
@pytest.mark.parametrize("engine", ENGINES)
def test_where_nothing_may_be_kept_it_is_said_at_once(
    engine: str, kept: str, before: str, page: Path, tmp_path: Path
) -> None:
    run("storage.mjs", engine, without_policy(page, tmp_path, f"<script>{before}</script>"), kept)


def without_policy(page: Path, folder: Path, instead: str = "") -> Path:
    """Return a copy of the page that lets itself be tried by scripts of others."""
    whole = page.read_text(encoding="utf-8")
    open_page, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', lambda _: instead, whole)
    assert count == 1
    path = folder / "sans-regle.html"
    path.write_text(open_page, encoding="utf-8")
    return path


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_text_is_what_the_engine_itself_would_read(engine: str, page: Path, texts: Library, tmp_path: Path) -> None:
    assert run("reading.mjs", engine, without_policy(page, tmp_path)) == len([*PocketTexts(texts).parts()])


@pytest.mark.timeout(300)
def test_where_no_script_runs_every_text_is_read(page: Path, texts: Library) -> None:
    """The preview of a file on an iPad."""
    assert run("reading.mjs", "chromium", page, "--without-script") == len([*PocketTexts(texts).parts()])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ENGINES[:2])  # WebKit keeps nothing on the disk while it is driven
def test_a_full_disk_is_said_at_once_and_what_was_ticked_is_kept_later(engine: str, page: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ("sh", "-c", 'mount -t tmpfs -o size=150m none "$0" && exec "$@"', disk)
    run("full.mjs", engine, page, disk, before=mounted)


@pytest.mark.timeout(300)
def test_axe_finds_nothing_in_any_theme(page: Path) -> None:
    assert run("axe.mjs", page) == []
