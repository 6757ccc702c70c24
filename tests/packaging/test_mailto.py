"""What a mail program's command line gets on Windows, through the kit's own code and Qt for Windows."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from build_env import ROOT
from wine import Wine, windows_path

from kit.mail import transports
from kit.mail.draft import MailDraft

RECORD = "import json, sys; open(sys.argv[1], 'w', encoding='utf-8').write(json.dumps(sys.argv[2:]))"
OPEN = """
import sys
sys.path.insert(0, sys.argv[1])
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
from kit.mail.draft import MailDraft
from ui.outgoing import open_in_mail_program
import json
words = json.loads(open(sys.argv[2], encoding="utf-8").read())
sys.exit(0 if open_in_mail_program(MailDraft(**words)).asked else 1)
"""


def test_the_handler_gets_the_exact_bytes(
    wine: Wine, tmp_path: Path, until: Callable[[Callable[[], object]], bool]
) -> None:
    for room in ("kit", "ui"):
        shutil.copytree(ROOT / room, tmp_path / "sources" / room, ignore=shutil.ignore_patterns("__pycache__"))
    body = (
        'Bonjour à toutes & tous,\n\nNous voulons 100 % d’ESS : « où ? comment ? » #1 + 20 € "ici" <a>\n\nBien à vous\n'
    )
    draft = {
        "to": "contact@cress-na.org",
        "subject": "Demande d’un·e élu·e : Saint-Émilion & Cie",
        "body": body,
        "short_body": body,
    }
    (tmp_path / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    (tmp_path / "record.py").write_text(RECORD, encoding="utf-8")
    (tmp_path / "open.py").write_text(OPEN, encoding="utf-8")
    got = tmp_path / "reçu.json"
    words = [windows_path(path) for path in (wine.python.with_name("pythonw.exe"), tmp_path / "record.py", got)]
    command = " ".join(f'"{word}"' for word in words) + ' "%1"'
    for hive in ("HKCU", "HKLM"):  # Windows merges the user's classes by itself; Wine 10 does not
        key = rf"{hive}\Software\Classes\mailto"
        assert wine.run("reg", "add", rf"{key}\shell\open\command", "/ve", "/f", "/d", command)[0] == 0
    code, said = wine.run(
        wine.python,
        "-X",
        "utf8",
        windows_path(tmp_path / "open.py"),
        windows_path(tmp_path / "sources"),
        windows_path(tmp_path / "draft.json"),
    )
    assert code == 0, said
    assert until(lambda: got.exists() and got.stat().st_size)
    expected = transports.mailto(MailDraft(**draft)).url
    assert json.loads(got.read_text(encoding="utf-8")) == [expected]


def test_what_the_program_holds_is_what_was_tried(windows_folder: Path, windows_environment: Path) -> None:
    packages = windows_environment / "python" / "Lib" / "site-packages" / "PySide6"
    for name in ("Qt6Gui.dll", "plugins/platforms/qwindows.dll"):
        assert (
            subprocess.run(
                ["cmp", windows_folder / "_internal" / "PySide6" / name, packages / name], check=False
            ).returncode
            == 0
        )
