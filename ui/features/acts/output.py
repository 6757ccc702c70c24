"""The ways out of an act: Word, paper, ODT, PDF, text, and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.documents.document import Document
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.jobs import Step
from ui.services.window_size import lay_out
from ui.theme import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.scroll import bring_into_sight

_MAIN = ((".docx", "Enregistrer (Word)"),)
_OTHERS = ((".odt", "ODT"), (".pdf", "PDF"), (".txt", "Texte"))


class ActOutput(QWidget):
    """``save_requested`` carries an extension; ``outlet`` writes in the background, never over a file unasked.

    ``others`` are the rarer ways, which may stand elsewhere; ``said_first`` puts what is said above the buttons.
    """

    save_requested = Signal(str)
    print_requested = Signal()
    written_toggled = Signal()
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = context.theme.space_2
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._gap)
        self.saves: dict[str, QPushButton] = {}
        self._main = QWidget()
        flow = FlowLayout(self._main, gap=self._gap)
        self._add_saves(flow, _MAIN)
        self.saves[".docx"].setProperty("look", "primary")
        self.printing = QPushButton("Imprimer")
        self.printing.setAccessibleName("Imprimer cet acte")
        icons.dress(self.printing, context.theme, "imprimer", context.theme.primary)
        self.printing.clicked.connect(self.print_requested)
        flow.addWidget(self.printing)
        self._column.addWidget(self._main)
        self.others = QWidget()
        flow = FlowLayout(self.others, gap=self._gap)
        self._add_saves(flow, _OTHERS)
        self.written = _Once("Marquer comme rédigé")
        self.written.clicked.connect(self.written_toggled)
        self.is_doubtful = False
        flow.addWidget(self.written)
        self._column.addWidget(self.others)
        self._settings = context.settings
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        self._column.addWidget(self.outlet.line)

    def put_others_back(self) -> None:
        """Let the rarer ways stand below the main ones again."""
        self._column.insertWidget(self._column.indexOf(self._main) + 1, self.others)

    def say_first(self, said_first: bool) -> None:
        """Say what is to be said above the buttons, where these stand at the foot, else below: they stay in place."""
        if (self._column.indexOf(self.outlet.line) == 0) != said_first:
            self._column.removeWidget(self.outlet.line)
            self._column.insertWidget(0 if said_first else -1, self.outlet.line)

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
        lay_out()
        bring_into_sight(self.written)  # what is said may have taken its place

    def ask_folder(self, words: str) -> Path | None:
        """Ask for a folder; None when given up."""
        return file_dialogs.choose_folder(self, self._settings, words)

    def save(self, document: Document, name: str, *formats: str) -> None:
        """Ask where, then write a document in the background."""
        self._end_doubt()
        self.outlet.save_as(document, name, formats or (Path(name).suffix,))

    def print(self, document: Document) -> None:
        """Ask for a printer, then send a document to it."""
        self._end_doubt()
        self.outlet.print(document)

    def fill(self, words: str, folder: Path, work: Callable[[], Path]) -> None:
        """Do work that writes in a folder, in the background."""

        def tell_and_work(step: Step) -> Path:
            step("write")
            return work()

        self._end_doubt()
        self.outlet.start(tell_and_work, self.outlet.say_saved, {"write": words}, about=folder)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say what went wrong; empty words take it back."""
        self._end_doubt()
        self.outlet.say(words, wrong=wrong)

    def _end_doubt(self) -> None:
        """Take a question back before something else stands in its place: what is not read is not answered."""
        if self.is_doubtful:
            self.show_written(False)

    def _add_saves(self, flow: FlowLayout, saves: tuple[tuple[str, str], ...]) -> None:
        for extension, words in saves:
            button = QPushButton(words)
            button.setAccessibleName(words if extension == ".docx" else f"Enregistrer ({words})")
            button.clicked.connect(lambda _=False, e=extension: self.save_requested.emit(e))
            flow.addWidget(button)
            self.saves[extension] = button


class _Once(QPushButton):
    """A button whose second press must not be the other half of a double click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
