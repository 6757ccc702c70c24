"""``--profile``: milliseconds of each phase of the start, since the process was executed."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kit.files import write_whole

QUIET_MS = 150


def since_exec() -> float:
    """Return the milliseconds since this process was started (Linux); elsewhere since Python's first clock."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks) * 1000
    except (OSError, ValueError, AttributeError):
        return time.process_time() * 1000


class Watch(QObject):
    """Notes the first paint of a window and the last one before a quiet moment, then quits."""

    def __init__(self, window: QWidget, out: Path) -> None:
        super().__init__(window)
        self._out = out
        self._phases = {"built": since_exec()}
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._on_quiet)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _on_quiet(self) -> None:
        write_whole(self._out, json.dumps({k: round(v, 1) for k, v in self._phases.items()}).encode())
        QApplication.quit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            now = since_exec()
            self._phases.setdefault("first_paint", now)
            self._phases["settled"] = now
            self._quiet.start()
        return False


def watch(window: QWidget, out: Path) -> None:
    """Write the phases of this start to ``out`` and quit once the window is settled."""
    Watch(window, out)
