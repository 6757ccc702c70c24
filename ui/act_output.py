"""The ways out of an act: Word, ODT, PDF, text, and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from kit.documents.document import Document
from kit.errors import SaveRefused
from ui.context import AppContext
from ui.document_outlet import DocumentOutlet
from ui.one_work import Step
from ui.widgets.flow_layout import FlowLayout

_WAYS = ((".docx", "Enregistrer (Word)"), (".odt", "ODT"), (".pdf", "PDF"), (".txt", "Texte"))


class ActOutput(QWidget):
    """``save_requested`` carries an extension; ``outlet`` writes in the background, never over a file unasked."""

    save_requested = Signal(str)
    written_toggled = Signal()
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        self.is_doubtful = False
        flow.addWidget(self.written)
        column.addLayout(flow)
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        column.addWidget(self.outlet.line)

    def show_written(self, written: bool) -> None:
        """Say what the button that ends or reopens the draft does now; a doubt is over."""
        if self.is_doubtful:
            self.outlet.say("")
        self.is_doubtful = False
        self.written.setText("Remettre en brouillon" if written else "Marquer comme rédigé")

    def doubt(self, words: str) -> None:
        """Say what speaks against ending the draft; the next press of the button ends it all the same."""
        self.is_doubtful = True
        self.written.setText("Marquer quand même")
        self.outlet.say(words)

    def ask_folder(self, words: str) -> Path | None:
        """Ask for a folder; None when given up."""
        chosen = QFileDialog.getExistingDirectory(self, words, str(self.outlet.last_folder()))
        return Path(chosen) if chosen else None

    def save(self, document: Document, name: str, *formats: str) -> None:
        """Ask where, then write a document in the background."""
        self.outlet.save_as(document, name, formats or (Path(name).suffix,))

    def fill(self, words: str, folder: Path, work: Callable[[], Path]) -> None:
        """Do work that writes in a folder, in the background."""

        def safely(step: Step) -> Path:
            step("write")
            try:
                return work()
            except OSError as error:
                raise SaveRefused(folder, error) from error

        self.outlet.start(safely, self.outlet.say_saved, {"write": words})

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what went wrong; empty words take it back."""
        self.outlet.say(words, wrong=wrong)
