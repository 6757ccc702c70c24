"""« Lire à voix haute »: the system's own voice, one process a paragraph; no voice there, nothing is offered.

Linux: ``spd-say`` of speech-dispatcher, which it reaches by a local socket. Windows: SAPI, by the PowerShell that
comes with it. Nothing of either is shipped, and nothing goes out of the computer.
"""

from __future__ import annotations

import functools
import shutil
import sys
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QObject, QProcess, Signal

_SAPI = (
    "Add-Type -AssemblyName System.Speech;"
    "[Console]::InputEncoding=[Text.Encoding]::UTF8;"
    "$v=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$f=$v.GetInstalledVoices()|?{$_.VoiceInfo.Culture.Name -like 'fr*'}|select -First 1;"
    "if($f){$v.SelectVoice($f.VoiceInfo.Name)};"
    "$v.Speak([Console]::In.ReadToEnd())"
)


@functools.cache
def program() -> str:
    """Return the program that speaks on this system, empty where there is none."""
    return shutil.which("powershell" if sys.platform == "win32" else "spd-say") or ""


class Voice(QObject):
    """Reads paragraphs one after the other; ``ended`` comes after the last, or with ``failed`` before it."""

    ended = Signal()
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._process: QProcess | None = None

    @property
    def is_there(self) -> bool:
        """Whether this system has a voice."""
        return bool(program())

    @property
    def is_speaking(self) -> bool:
        """Whether something is being read."""
        return self._process is not None

    def read(self, paragraphs: Iterable[str]) -> None:
        """Read these aloud, in place of what is being read."""
        self.stop()
        self._waiting = deque(paragraphs)
        self._next()

    def stop(self) -> None:
        """Be silent at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._on_finished)
        process.errorOccurred.disconnect(self._on_error)
        process.finished.connect(process.deleteLater)
        process.kill()
        if sys.platform != "win32":  # the words are in speech-dispatcher already
            hush = _silent(QProcess(self))
            hush.finished.connect(hush.deleteLater)
            hush.start(program(), ["--cancel"])

    def _next(self) -> None:
        if not self._waiting:
            self.ended.emit()
            return
        words = self._waiting.popleft()
        process = self._process = _silent(QProcess(self))
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        if sys.platform == "win32":
            process.start(program(), ["-NoProfile", "-NonInteractive", "-Command", _SAPI])
            process.write(words.encode())
            process.closeWriteChannel()
        else:
            asked = ["--wait", "--language", "fr", "--application-name", "kit-ess"]
            process.start(program(), [*asked, "--", words])

    def _on_finished(self, code: int) -> None:
        self._let_go()
        if code == 0:
            self._next()
        else:
            self._give_up()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # anything else ends with ``finished``
            self._let_go()
            self._give_up()

    def _let_go(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None

    def _give_up(self) -> None:
        self.failed.emit()
        self.ended.emit()


def _silent(process: QProcess) -> QProcess:
    """Return a process with nowhere to write: what it says of a text is nobody's business."""
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    return process
