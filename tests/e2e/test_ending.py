"""A program that the system asks to end ends well: what was done is saved, and the next start speaks of no crash."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

from kit.dossier.dossier import Dossier
from kit.dossier.model import Status

Start = Callable[..., "subprocess.Popen[str]"]

BEGIN_A_MEETING = """
import sys
from PySide6.QtCore import QTimer
from ui import app
begin = app.look_after
def ready(window, context, **more):
    begin(window, context, **more)
    window.meetings.open()
    window.meetings.window.who.setText("Adjointe")
    QTimer.singleShot(0, lambda: print(window.meetings.window.item.on, flush=True))
app.look_after = ready
sys.exit(app.main(sys.argv[1:]))
"""

OPEN_A_DIALOG = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from ui import app
from kit.dossier.model import Change
begin = app.look_after
def ready(window, context, **more):
    begin(window, context, **more)
    context.session.apply([Change("action:elu-commission", "status", "fait")])
    QTimer.singleShot(0, lambda: (print("ready", flush=True), QMessageBox().exec()))
app.look_after = ready
sys.exit(app.main(sys.argv[1:]))
"""

TICK_AND_WAIT = """
import sys
from PySide6.QtCore import QTimer
from ui import app
from kit.dossier.model import Change
begin = app.look_after
def ready(window, context, **more):
    begin(window, context, **more)
    context.session.apply([Change("action:elu-commission", "status", "fait")])
    QTimer.singleShot(0, lambda: print("crashed" if more["crashed"] else "ready", flush=True))
app.look_after = ready
sys.exit(app.main(sys.argv[1:]))
"""


def test_sigterm_closes_the_window_and_is_no_crash(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    for _ in range(2):
        process = start("-c", TICK_AND_WAIT, path)
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
        assert (said, process.returncode) == ("ready", 0), err
    with Dossier.open(path) as dossier:
        assert dossier.status("elu-commission") is Status.DONE and dossier.holder is None


def test_sigterm_in_a_meeting_keeps_what_is_typed_and_ends_all(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    process = start("-c", BEGIN_A_MEETING, path)
    assert process.stdout is not None
    on = process.stdout.readline().strip()
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    with Dossier.open(path) as dossier:
        assert dossier.value(on, "who") == "Adjointe" and dossier.holder is None


def test_sigterm_before_an_open_dialog_ends_all(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    process = start("-c", OPEN_A_DIALOG, path)
    assert process.stdout is not None and process.stdout.readline().strip() == "ready"
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    with Dossier.open(path) as dossier:
        assert dossier.status("elu-commission") is Status.DONE and dossier.holder is None
