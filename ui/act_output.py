"""The ways out of an act: Word, ODT, PDF, text, and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from kit import paths
from kit.documents.document import Document
from kit.errors import KitError, SaveRefused
from ui.context import AppContext
from ui.errors import not_written
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label
from ui.widgets.wait_bar import WaitBar

_FILTERS = {
    ".docx": "Word (*.docx)",
    ".odt": "OpenDocument (*.odt)",
    ".pdf": "PDF (*.pdf)",
    ".txt": "Texte (*.txt)",
    ".ics": "Agenda (*.ics);;PDF (*.pdf)",
}
_WAYS = ((".docx", "Enregistrer (Word)"), (".odt", "ODT"), (".pdf", "PDF"), (".txt", "Texte"))


class ActOutput(QWidget):
    """``save_requested`` carries an extension; files are written in the background and never over one unasked."""

    save_requested = Signal(str)
    written_toggled = Signal()
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folder: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space_2)
        flow = FlowLayout(gap=context.theme.space_2)
        self.ways: dict[str, QPushButton] = {}
        for extension, words in _WAYS:
            button = QPushButton(words)
            button.setAccessibleName(words if extension == ".docx" else f"Enregistrer ({words})")
            button.clicked.connect(lambda _=False, e=extension: self.save_requested.emit(e))
            flow.addWidget(button)
            self.ways[extension] = button
        self.ways[".docx"].setProperty("look", "primary")
        self.written = QPushButton("Marquer comme rédigé")
        self.written.clicked.connect(self.written_toggled)
        flow.addWidget(self.written)
        column.addLayout(flow)
        self.wait = WaitBar(context.theme)
        column.addWidget(self.wait)
        self._status = Label("", "strong")
        self._status.hide()
        column.addWidget(self._status)
        self.folder = QPushButton("Ouvrir le dossier")
        self.folder.setProperty("look", "link-flush")
        self.folder.clicked.connect(self._on_folder)
        self.folder.hide()
        column.addWidget(self.folder)

    @property
    def status(self) -> str:
        """What was done or refused last."""
        return self._status.text()

    def show_written(self, written: bool) -> None:
        """Say what the button that ends or reopens the draft does now."""
        self.written.setText("Remettre en brouillon" if written else "Marquer comme rédigé")

    def last_folder(self) -> Path:
        """Return the folder of the last file, else the documents."""
        last = self._context.settings.text("last_folder")
        return Path(last) if last and Path(last).is_dir() else paths.documents()

    def ask_file(self, folder: Path, name: str) -> Path | None:
        """Ask where a file goes, and before another is replaced; None when given up."""
        chosen, _ = QFileDialog.getSaveFileName(self, "Enregistrer", str(folder / name), _FILTERS[Path(name).suffix])
        return Path(chosen) if chosen else None

    def ask_folder(self, words: str) -> Path | None:
        """Ask for a folder; None when given up."""
        chosen = QFileDialog.getExistingDirectory(self, words, str(self.last_folder()))
        return Path(chosen) if chosen else None

    def save(self, document: Document, name: str) -> None:
        """Ask where, then write a document in the background."""
        path = self.ask_file(self.last_folder(), name)
        if path is None:
            return

        def work() -> Path:
            from kit.documents.writer import write

            write(document, path, force=True)  # the dialog has asked
            return path

        self.run("Écriture du document…", path, work)

    def run(self, words: str, target: Path, work: Callable[[], Path]) -> None:
        """Do work that writes ``target`` and gives back a file or a folder, in the background."""
        self.say("")
        self.wait.begin(words, stoppable=False)

        def safely() -> Path:
            try:
                return work()
            except OSError as error:
                raise SaveRefused(target, error) from error

        self._context.tasks.run(safely, self._on_saved, self._on_not_saved)

    def say(self, words: str, *, wrong: bool = False, folder: bool = False) -> None:
        """Say what was done, with the way to its folder, or what went wrong; empty words take it back."""
        self._status.set_look("error" if wrong else "strong")
        self._status.setText(words)
        self._status.setVisible(bool(words))
        self.folder.setVisible(folder)
        if words:
            self.announced.emit(words)

    def _on_saved(self, path: Path) -> None:
        self.wait.end()
        self._folder = path if path.is_dir() else path.parent
        self._context.settings.set("last_folder", str(self._folder))
        self.say(f"Enregistré\u00a0: {path.name}", folder=True)

    def _on_not_saved(self, error: KitError) -> None:
        self.wait.end()
        self.say(not_written(error), wrong=True)

    def _on_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
