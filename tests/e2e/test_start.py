"""Start, stop and kill of the real program; what it imports, and that it opens no socket."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit import __version__
from kit.dossier.dossier import Dossier
from kit.dossier.model import Status

Start = Callable[..., "subprocess.Popen[str]"]

# The modules of performance.md, table b, that must not be there before the first frame; the values of the core are
# msgspec's, which loads uuid.
HEAVY = """markdown_it docx odf asyncio importlib.metadata urllib.request orjson email.message
cryptography typst sqlite3 tomllib PySide6.QtPrintSupport PySide6.QtNetwork subprocess csv""".split()

FIRST_FRAME = f"""
import json, sys
from ui import app
from ui.shell import main_window
shown = main_window.MainWindow.showEvent if hasattr(main_window.MainWindow, "showEvent") else None
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]), flush=True)
            QApplication.instance().removeEventFilter(self)
            QApplication.quit()
        return False
watch = Watch()
build = app.build_context
def hooked(*rest):
    QApplication.instance().installEventFilter(watch)
    return build(*rest)
app.build_context = hooked
sys.exit(app.main(sys.argv[1:]))
"""

TICK_AND_DIE = """
import os, signal, sys
from PySide6.QtCore import QTimer
from ui import app
from ui.shell import main_window
from kit.dossier.model import Change
def tick(window):
    session = window.context.session
    session.saved.connect(lambda when: (print("saved", flush=True), os.kill(os.getpid(), signal.SIGKILL)))
    session.apply([Change("action:elu-commission", "status", "fait")])
app.look_after = lambda window, context, **more: tick(window)
app.main(sys.argv[1:])
"""


def test_nothing_heavy_is_imported_before_the_first_frame(start: Start, tmp_path: Path) -> None:
    Dossier.create(tmp_path / "d.kitess").close()
    process = start("-c", FIRST_FRAME, tmp_path / "d.kitess")
    out, err = process.communicate(timeout=60)
    assert json.loads(out.splitlines()[0]) == [], err


def test_a_tick_said_to_be_saved_survives_kill_9(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "d.kitess"
    process = start("-c", TICK_AND_DIE, path)
    out, err = process.communicate(timeout=60)
    assert out.strip() == "saved", err
    assert process.returncode == -signal.SIGKILL
    with Dossier.open(path) as dossier:
        assert dossier.status("elu-commission") is Status.DONE
        assert dossier.set_aside == 0 and not dossier.read_only and dossier.holder is None


def test_the_profile_gives_the_phases_and_quits(start: Start, tmp_path: Path) -> None:
    process = start("-m", "ui.app", "--profile", tmp_path / "p.json", tmp_path / "d.kitess")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    phases = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert 0 < phases["built"] <= phases["first_paint"] <= phases["settled"]


@pytest.mark.parametrize(
    ("program", "least"),
    [
        ("ui.app", {"textes", "recherche", "pictogramme", "police", "pdf", "dossier", "français"}),
        ("atelier", {"textes", "police", "écrans", "feuille", "correction", "édition", "français"}),
    ],
)
def test_the_self_test_does_what_its_user_does(start: Start, tmp_path: Path, program: str, least: set[str]) -> None:
    process = start("-m", program, "--self-test", tmp_path / "t.txt")
    process.communicate(timeout=100)
    lines = (tmp_path / "t.txt").read_text(encoding="utf-8").splitlines()
    assert process.returncode == 0, lines
    assert least <= {line.split()[1] for line in lines[1:] if line.startswith("ok ")}


def test_the_self_test_fails_when_something_is_missing(
    start: Start, tmp_path: Path, environment: dict[str, str], root: Path
) -> None:
    shutil.copytree(root / "resources", tmp_path / "resources")
    (tmp_path / "resources" / "fonts" / "AtkinsonHyperlegible-Regular.ttf").unlink()
    environment["KIT_RESOURCES"] = str(tmp_path / "resources")
    process = start("-m", "ui.app", "--self-test")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 1 and "ÉCHEC police" in out


def test_the_whole_tour_and_a_printer_open_no_socket_but_unix(start: Start, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    before = ("strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace))
    process = start("-m", "ui.app", "--tour", tmp_path / "tour", before=before)
    _, err = process.communicate(timeout=110)
    assert process.returncode == 0, err
    printer = "from ui import app; app.prepare_environment()\n" + (
        "from PySide6.QtWidgets import QApplication; a = QApplication([])\n"
        "from PySide6.QtPrintSupport import QPrinter, QPrinterInfo\n"
        "print(len(QPrinterInfo.availablePrinterNames())); p = QPrinter(); print(p.isValid())"
    )
    second = tmp_path / "trace2"
    process = start("-c", printer, before=(*before[:-1], str(second)))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    calls = trace.read_text(encoding="utf-8") + second.read_text(encoding="utf-8")
    families = set(re.findall(r"socket\((AF_\w+)", calls)) | set(re.findall(r"sa_family=(AF_\w+)", calls))
    assert families <= {"AF_UNIX"}
    names = sorted(p.name for p in (tmp_path / "tour").iterdir())
    pictures = [name for name in names if name.endswith(".png")]
    assert len(pictures) >= 15 and "leviers.pdf" in names and "message.eml" in names


def test_what_is_typed_never_reaches_stderr(start: Start, tmp_path: Path) -> None:
    code = (
        "import sys; from PySide6.QtCore import QUrl\nfrom PySide6.QtGui import QDesktopServices\n"
        "from ui import app\n"
        "def look(window, context, **more):\n"
        "    QDesktopServices.openUrl(QUrl('mailto:contact@example.org?body=SECRETDIT'))\n"
        "    window.close()\n"
        "app.look_after = look\nsys.exit(app.main(sys.argv[1:]))"
    )
    process = start("-c", code, tmp_path / "d.kitess")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "SECRETDIT" not in out + err


def test_an_unset_home_still_starts(start: Start, tmp_path: Path, environment: dict[str, str]) -> None:
    for name in ("HOME", "KIT_DATA", "KIT_CACHE"):
        environment.pop(name, None)
    environment["TMPDIR"] = str(tmp_path)
    process = start("-m", "ui.app", "--profile", tmp_path / "p.json", tmp_path / "d.kitess")
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert (tmp_path / "p.json").exists()


def test_a_place_where_nothing_can_be_written_still_opens_to_read(
    start: Start, tmp_path: Path, environment: dict[str, str]
) -> None:
    environment["KIT_DATA"] = "/proc/nulle-part"
    code = (
        "import sys\nfrom kit.dossier.model import Change\nfrom ui import app\n"
        "def look(window, context, **more):\n"
        "    context.session.apply([Change('action:elu-commission', 'status', 'fait')])\n"
        "    print(context.session.status('elu-commission').value, '|', window.notice.text(), flush=True)\n"
        "    import os; os._exit(0)\n"
        "app.look_after = look\nsys.exit(app.main(sys.argv[1:]))"
    )
    process = start("-c", code)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    status, _, notice = out.strip().partition(" | ")
    assert status == "a-faire" and "n’a pas été enregistré" in notice


def test_both_commands_are_installed(environment: dict[str, str]) -> None:
    for name in ("kit", "kit-ess"):
        command = Path(sys.prefix) / "bin" / name
        done = subprocess.run([command, "--version"], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.strip()) == (0, f"{name} {__version__}")
