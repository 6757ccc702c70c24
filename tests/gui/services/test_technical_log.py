"""What is left when the program dies or errs: where in the code, and not one word of the user's."""

from __future__ import annotations

import logging
import os
import stat
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QtMsgType
from pytestqt.qtbot import QtBot

from kit import paths
from tests.gui.looks import alone
from ui import app
from ui.features.about.page import AboutPage
from ui.services import technical_log
from ui.services.context import AppContext
from ui.shell.safe_start import RunMark

SECRET = "Délibération-de-Jeanne"


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Install the log in a folder of the test; return what it holds."""
    monkeypatch.setenv("KIT_DATA", str(tmp_path / f"maison de {SECRET}"))
    handler = technical_log.install()
    yield lambda: technical_log.tail(1000)
    logging.getLogger().removeHandler(handler)


def fail(words: str) -> None:
    try:
        raise ValueError(words)
    except ValueError as error:
        raise OSError(28, words, words) from error


def raised(words: str) -> OSError:
    try:
        fail(words)
    except OSError as error:
        return error
    raise AssertionError


def test_an_error_is_noted_with_its_places_and_causes_but_no_word(noted: Callable[[], str]) -> None:
    logging.getLogger("kit.x").error("%s was not written: %s", SECRET, raised(SECRET), exc_info=raised(SECRET))
    told = noted()
    assert "%s was not written: %s" in told and "OSError 28" in told and "ValueError" in told
    assert "test_technical_log:" in told and " fail" in told
    assert SECRET not in told


def test_what_no_code_catches_in_a_thread_is_noted(noted: Callable[[], str]) -> None:
    import threading

    thread = threading.Thread(target=fail, args=(SECRET,))
    thread.start()
    thread.join()
    assert "OSError 28" in noted() and SECRET not in noted()


def test_of_qt_only_the_function_is_kept(noted: Callable[[], str], caplog: pytest.LogCaptureFixture) -> None:
    for words in (f"QPainter::begin: {SECRET}", f"{SECRET} is no file", f"QUrl {SECRET}", f"qt.x: {SECRET}"):
        app.on_qt_message(QtMsgType.QtWarningMsg, None, words)  # type: ignore[arg-type]
    told = noted()
    assert SECRET in caplog.text and SECRET not in told
    assert told.count("WARNING qt:") == 4 and "QPainter::begin" in told


def test_the_file_is_for_oneself_and_stays_small(noted: Callable[[], str]) -> None:
    for _ in range(40):
        logging.getLogger("kit.x").error("x" * 5000)
    file = paths.technical_log()
    for path in (file, technical_log.older(file)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.stat().st_size <= technical_log.MOST + 6000
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "journal-technique.ancien.txt", "journal-technique.txt"
    ]  # fmt: skip
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_place_that_refuses_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    technical_log.TechnicalLog(tmp_path / "file" / "journal.txt").append("x")
    monkeypatch.setenv("KIT_DATA", str(tmp_path / "file"))
    assert technical_log.tail() == ""


@given(
    name=st.text(string.ascii_letters + " é'", min_size=1, max_size=20).map(lambda one: f"XX{one}XX"),
    rest=st.text(max_size=60),
)
def test_no_folder_of_a_trace_is_kept(name: str, rest: str) -> None:
    text = "\n".join(
        (
            f"Fatal Python error: Segmentation fault {rest}",
            "",
            "Current thread 0x00007f0123456789 (most recent call first):",
            f'  File "/home/{name}/kit/ui/secret.py", line 12 in main',
            f'  File "C:\\Users\\{name}\\lib\\threading.py", line 3 in run',
            '  File "ui/app.py", line 7 in main',
            f'  File "{technical_log.__file__}", line 9 in told',
            f"Extension modules: {name}, {rest}",
            rest,
        )
    )
    told = technical_log.of_fault(text)
    assert not any(name in line for line in told)
    assert told[2:5] == ["    secret.py:12 main", "    threading.py:3 run", "    ui/app.py:7 main"]
    assert told[5] == "    ui/services/technical_log.py:9 told"


DIE = """
import ctypes, sys
from ui import app
app.look_after = lambda *rest, **more: ctypes.string_at(0)
app.main(sys.argv[1:])
"""
READ = """
import sys
from ui import app
from ui.services import technical_log
from PySide6.QtWidgets import QApplication
look = app.look_after
def told(window, context, **more):
    look(window, context, **more)
    print(window.notice.text())
    print(technical_log.tail())
    window.close()
app.look_after = told
sys.exit(app.main(sys.argv[1:]))
"""


def start(code: str, folder: Path, *, windowed: bool = False) -> subprocess.CompletedProcess[str]:
    places = {"KIT_DATA": str(folder / "données"), "KIT_CACHE": str(folder / "cache"), "HOME": str(folder)}
    before = "import sys; sys.stderr = None\n" if windowed else ""
    words = [sys.executable, "-X", "utf8", "-c", before + code, str(folder / f"{SECRET}.kitess")]
    env = os.environ | places | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(words, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("windowed", [False, True])
def test_a_program_that_the_system_kills_leaves_where_it_was(windowed: bool, tmp_path: Path) -> None:
    folder = tmp_path / SECRET
    folder.mkdir()
    assert start(DIE, folder, windowed=windowed).returncode < 0
    (mark,) = (folder / "cache").glob("en-marche-*")
    assert stat.S_IMODE(mark.stat().st_mode) == 0o600
    assert "Segmentation fault" in mark.read_text(encoding="utf-8")
    again = start(READ, folder)
    assert again.returncode == 0, again.stderr
    assert "Copier les informations" in again.stdout
    assert "Segmentation fault" in again.stdout and "string_at" in again.stdout and "ui/app.py:" in again.stdout
    log = (folder / "données" / "journal-technique.txt").read_text(encoding="utf-8")
    assert "Segmentation fault" in log and SECRET not in log
    assert not list((folder / "cache").glob("en-marche-*"))


def test_a_run_that_could_leave_nothing_is_noted_all_the_same(noted: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "en-marche-1").write_text("", encoding="utf-8")
    mark = RunMark(tmp_path)
    technical_log.note_crash(mark.traces)
    mark.close()
    assert mark.crashed and "ended without closing" in noted()


TYPE_AND_ERR = f"""
import logging, sys
from PySide6.QtCore import QTimer, qWarning
from ui import app
from kit.dossier.model import Status
words = "{SECRET}"
def raise_(text):
    raise RuntimeError(text)
def err(window, context, **more):
    context.session.set_text("identity", "name", words)
    context.session.set_text("action:elu-commission", "note", words)
    context.settings.set("by", words)
    qWarning(f"QFile::open: {{words}}")
    logging.getLogger("kit.dossier.store").warning("files were not taken in: %s", OSError(2, words, words))
    context.jobs.run(window, lambda _: raise_(words), print, print)
    QTimer.singleShot(0, window, lambda: raise_(words))
    QTimer.singleShot(300, window, window.close)
app.look_after = err
sys.exit(app.main(sys.argv[1:]))
"""


def test_a_session_full_of_errors_notes_no_word_that_was_typed(tmp_path: Path) -> None:
    folder = tmp_path / SECRET
    folder.mkdir()
    done = start(TYPE_AND_ERR, folder)
    log = (folder / "données" / "journal-technique.txt").read_text(encoding="utf-8")
    assert "unexpected in the background" in log and "RuntimeError" in log and "unexpected %s at %s" in log, done.stderr
    assert "files were not taken in: %s" in log and "QFile::open" in log
    assert SECRET not in log
    assert SECRET in (folder / f"{SECRET}.kitess").read_text(encoding="utf-8")


def test_the_informations_to_copy_hold_what_was_noted(
    qtbot: QtBot, noted: Callable[[], str], make_context: Callable[..., AppContext]
) -> None:
    page = AboutPage(make_context())
    alone(qtbot, page)
    assert "Journal technique" not in page.support_text()
    logging.getLogger("kit.x").error("a sentence of the code about %s", SECRET)
    told = page.support_text()
    assert "Journal technique" in told and "a sentence of the code about %s" in told and SECRET not in told
