"""The end of the program: a window closes once all is on the disk; SIGTERM (a log-out of Linux, macOS) is no crash."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from ui.services.context import AppContext


def keep_all(context: AppContext, leave: Callable[[], bool]) -> bool:
    """Keep what is typed (``leave``) and wait for the disk; False when some of it, or a message, is on no disk."""
    before = context.session.refusals, context.outbox.refusals
    left = leave()
    context.session.settle()
    return left and before == (context.session.refusals, context.outbox.refusals)


def finish_typing(leave: Callable[[], bool]) -> bool:
    """End the typing under way before another dossier opens, else it would be kept there; False when it is refused."""
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()
    return leave()


def let_go(context: AppContext) -> None:
    """Close the dossier and note which one opens next time; whatever the one does, the other is done."""
    try:
        context.session.close()
    finally:
        context.dossiers.leave()


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
            QCoreApplication.exit(0)  # whatever dialog is still open
