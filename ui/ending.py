"""Ends the program well when the system asks it to: on Linux and macOS a log-out sends SIGTERM, which is no crash."""

from __future__ import annotations

import os
import signal
import sys

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QWidget


class Ending(QObject):
    """Closes a window when SIGTERM comes; Windows asks the window itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        if sys.platform == "win32":
            return
        self._heard, told = os.pipe()  # Python runs no handler while Qt waits: the byte wakes Qt up
        os.set_blocking(self._heard, False)
        os.set_blocking(told, False)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        signal.signal(signal.SIGTERM, lambda _number, _frame: None)
        self._waker = QSocketNotifier(self._heard, QSocketNotifier.Type.Read, self)
        self._waker.activated.connect(self._on_signal)

    def _on_signal(self) -> None:
        if signal.SIGTERM in os.read(self._heard, 64):
            for _ in range(2):  # the first may be refused for a text that cannot be kept; there is no one to ask
                if self._window.close():
                    break
