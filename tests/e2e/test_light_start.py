"""What a start reads, writes and compiles before its first frame: only what Accueil shows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = """
import json, os, sys
found = {"written": []}
WRITING = os.O_WRONLY | os.O_RDWR
def hear(event, args):
    if event == "open" and isinstance(args[0], str) and (args[2] or 0) & WRITING:
        found["written"].append(args[0])
sys.addaudithook(hear)
from ui import app
def end(window, context, **more):
    found["rooms"] = sorted(name for name in sys.modules if name.startswith("ui.features.") and name.count(".") > 2)
    found["window"] = window.isVisible()
    print(json.dumps(found), flush=True)
    os._exit(0)
app.look_after = end
app.main(sys.argv[1:])
"""


HOME = {"ui.features.home." + name for name in ("contact_card", "doors", "first_day", "first_steps", "page")}


def start(tmp_path: Path) -> dict[str, Any]:
    env = {**os.environ, "KIT_DATA": str(tmp_path / "d"), "KIT_CACHE": str(tmp_path / "c"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", START], env=env, capture_output=True, text=True, timeout=60)
    for mark in (tmp_path / "c").glob("en-marche-*"):
        mark.unlink()  # it was cut short, and no crash is meant
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["window"]
    return found


def test_a_start_loads_accueil_alone_and_writes_no_setting_again(tmp_path: Path) -> None:
    start(tmp_path)
    settings = (tmp_path / "d" / "reglages.json").stat()
    found = start(tmp_path)
    again = (tmp_path / "d" / "reglages.json").stat()
    assert (again.st_ino, again.st_mtime_ns) == (settings.st_ino, settings.st_mtime_ns)
    written = {Path(one).name.partition("-")[0] for one in found["written"]}
    assert written <= {"mon", "en"}, "the dossier, opened to be appended to, and the mark of the run"
    door = "ui.features.meeting.opening"  # of the mode réunion: it loads the room when it is opened
    assert set(found["rooms"]) - {door} == HOME
