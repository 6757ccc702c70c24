"""Opens the dossier that the system asks for while the window is open: on macOS a double click comes as an event."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from kit.errors import KitError
from kit.typography import fr
from ui.services.errors import sentence
from ui.shell.main_window import MainWindow

_BUSY = fr(
    "Le dossier demandé n’a pas été ouvert : un changement du dossier ouvert n’a pas pu être enregistré. "
    "Corrigez ce changement ou copiez-le ailleurs, puis ouvrez l’autre de nouveau."
)


class FileOpen(QObject):
    """Hears ``QFileOpenEvent`` for one window. On the other systems the path comes by argv, in a process of its own."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def _open(self, path: Path) -> None:
        window = self._window
        try:
            if not window.context.dossiers.switch(path):
                window.show_notice(_BUSY)
        except KitError as error:
            window.show_notice(sentence(error))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return False
        path = Path(event.file())
        if path.suffix.lower() == ".kitess":
            self._open(path)
        return True
