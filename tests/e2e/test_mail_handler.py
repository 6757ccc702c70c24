"""The real window and a mail program registered with ``xdg-mime``: the exact bytes, nothing leaked, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from kit.mail.outbox import Outbox, State
from tests.mail.desktop import Desktop, until

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("Xavière", "Quidam", "x.quidam@saint-exemple.example", "06 98 76 54 32", "ragondin")
OWN = ("received", "seen.json", "processes", "window.py")  # of the test itself

WINDOW = """
import os, signal, sys, json
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from kit.mail import transports
from ui import app
from ui.output import messages
from ui.services.navigation import ToContact
out, what = Path(sys.argv[1]), sys.argv[2]
def go(window, *rest, **more):
    window.open_route(ToContact("question"))
    page = window.current_page
    page.form.person.setText("Xavière Quidam")
    page.form.reply_to.setText("x.quidam@saint-exemple.example")
    page.form.function.choose("maire")
    window.context.session.set_text("identity", "name", "Saint-Exemple")
    page.form.phone.setText("06 98 76 54 32")
    page.form.message.setPlainText("Un ragondin, 100 % & + ? # « » ' \\" <b> ; %0D%0A\\n\\n\\u202efin 👩\\u200d🌾")
    if what == "crash":
        def wrong(*rest): raise ValueError(page.form.message.toPlainText())
        page.delivery.copy = wrong
        page.panel.copy_requested.disconnect()
        page.panel.copy_requested.connect(wrong)
        page.panel.menu.action("copy").trigger()
    if what == "kill":
        messages.open_in_mail_program = lambda draft: os.kill(os.getpid(), signal.SIGKILL)
    def shown():
        draft = page.draft()
        out.write_text(json.dumps({"url": transports.mailto(draft).url, "words": page.panel.opened.words()}))
        QTimer.singleShot(0, window.close)
    page.delivery.shown.connect(shown)
    page.panel.open.click()
app.look_after = go
sys.exit(app.main(sys.argv[3:]))
"""
HANDLER = """#!/bin/sh
for word in "$@"; do printf '%s\\000' "$word"; done > "$HOME/received.part"
for one in /proc/[0-9]*/cmdline; do tr '\\000' ' ' < "$one" 2>/dev/null; echo; done > "$HOME/processes"
mv "$HOME/received.part" "$HOME/received"
"""


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(tmp_path / "home", manager="")
    made.environment |= {
        "KIT_DATA": str(tmp_path / "data"),
        "KIT_CACHE": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    yield made
    made.close()


@pytest.fixture
def handler(desktop: Desktop) -> Path:
    """Register a mail program that keeps what it is given; return where."""
    program = desktop.home / "fake_handler"
    program.write_text(HANDLER, encoding="utf-8")
    program.chmod(0o755)
    entry = desktop.home / ".local/share/applications/fake-mail.desktop"
    entry.write_text(
        "[Desktop Entry]\nType=Application\nName=Essai\nNoDisplay=true\n"
        f"Exec={program} %u\nMimeType=x-scheme-handler/mailto;\n",
        encoding="utf-8",
    )
    desktop.handles("x-scheme-handler/mailto", "fake-mail.desktop")
    return desktop.home / "received"


Run = Callable[[str], "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(desktop: Desktop, tmp_path: Path) -> Run:
    def start(what: str) -> subprocess.CompletedProcess[bytes]:
        script = tmp_path / "window.py"  # not in the command line, where the words would be seen
        script.write_text(WINDOW, encoding="utf-8")
        command = [sys.executable, str(script), str(tmp_path / "seen.json"), what, str(tmp_path / "d.kitess")]
        return subprocess.run(
            command, env=desktop.environment, cwd=desktop.home, capture_output=True, timeout=60, check=False
        )

    return start


def nowhere_else(tmp_path: Path, done: subprocess.CompletedProcess[bytes]) -> None:
    """Look for what was typed everywhere but in the folder of the messages."""
    places = {"stdout": done.stdout, "stderr": done.stderr}
    for path in tmp_path.rglob("*"):
        mine = path.is_relative_to(tmp_path / "data" / "messages") or path.name in OWN
        if path.is_file() and not mine:
            places[str(path)] = path.read_bytes()
    for place, content in places.items():
        for secret in SECRETS:
            for form in (secret, json.dumps(secret)[1:-1], quote(secret, safe="")):
                assert form.encode() not in content, (place, form)


def test_the_handler_receives_the_exact_bytes(desktop: Desktop, handler: Path, run: Run, tmp_path: Path) -> None:
    done = run("")
    assert done.returncode == 0, done.stderr.decode()
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    until(handler.exists)
    assert handler.read_bytes() == seen["url"].encode("ascii") + b"\0"
    assert "devrait s’ouvrir" in seen["words"]
    nowhere_else(tmp_path, done)
    processes = (desktop.home / "processes").read_text(errors="replace").splitlines()
    told = [line for line in processes if any(secret in line for secret in SECRETS)]
    assert told and all("mailto:" in line for line in told)


def test_no_mail_program_at_all_says_nothing_of_what_was_typed(desktop: Desktop, run: Run, tmp_path: Path) -> None:
    desktop.environment["XDG_DATA_DIRS"] = str(tmp_path / "empty")  # this machine may have one
    done = run("")
    assert done.returncode == 0, done.stderr.decode()
    nowhere_else(tmp_path, done)


def test_no_xdg_open_at_all_is_said_on_the_screen_and_nothing_on_stderr(
    desktop: Desktop, run: Run, tmp_path: Path
) -> None:
    desktop.environment["PATH"] = str(tmp_path / "empty")
    done = run("")
    assert done.returncode == 0, done.stderr.decode()
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "Aucun logiciel de messagerie" in seen["words"]
    nowhere_else(tmp_path, done)


def test_a_crash_with_words_in_hand_says_none_of_them(
    desktop: Desktop, handler: Path, run: Run, tmp_path: Path
) -> None:
    desktop.environment["QT_QPA_PLATFORM"] = "offscreen"  # nobody to close a dialog
    done = run("crash")
    assert b"ValueError" in done.stderr
    nowhere_else(tmp_path, done)


def test_a_message_handed_over_survives_kill_9(handler: Path, run: Run, tmp_path: Path) -> None:
    done = run("kill")
    assert done.returncode == -signal.SIGKILL
    (message,) = Outbox(tmp_path / "data" / "messages").messages()
    assert message.state is State.PREPARED and "Un ragondin" in message.body
    nowhere_else(tmp_path, done)


def test_what_qt_prints_of_a_mailto_is_cut(tmp_path: Path) -> None:
    code = (
        "from PySide6.QtCore import qInstallMessageHandler, qWarning, QUrl\n"
        "from ui import app; import logging; logging.basicConfig(level=0); qInstallMessageHandler(app.on_qt_message)\n"
        "url = QUrl('mailto:a@b.fr?subject=Quidam un ragondin\\nmauve')\n"
        "qWarning(f'cannot open {url.toString()}: ragondin'); qWarning(str(url)); qWarning('autre chose')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    said = done.stdout + done.stderr
    assert "mailto:…" in said and "autre chose" in said
    assert "ragondin" not in said and "Quidam" not in said and "mauve" not in said
