"""The ways out of an act: one button for Word, ODT, PDF, paper and « rédigé », and what came of the last one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.documents.document import Document
from ui.output.documents import DocumentOutlet
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.jobs import Step
from ui.widgets.split_button import SplitButton

FORMATS = {".docx": "Word", ".odt": "ODT", ".pdf": "PDF"}
"""What the menu offers; the dialog that asks for a file offers plain text too."""
_ALSO = ".txt"
_PRINT, _WRITTEN, _TEMPLATE = "print", "written", "template"
_KEPT = "act_format"  # the setting that holds the format used last


class ActOutput(QWidget):
    """``save_requested`` carries an extension; ``outlet`` writes in the background, never over a file unasked.

    ``below`` is what is under way, what went wrong and what is asked, and stands where the page puts it.
    """

    save_requested = Signal(str)
    print_requested = Signal()
    written_toggled = Signal()
    template_requested = Signal()
    announced = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = SplitButton(context.theme, "enregistrer", "Autres formats, imprimer, marquer comme rédigé")
        self.menu = self.button.menu
        for extension, words in FORMATS.items():
            self.menu.offer(extension, words, "enregistrer")
        self.menu.offer(_PRINT, "Imprimer", "imprimer")
        self.menu.offer(_TEMPLATE, "Appliquer le modèle de la mairie…", "texte")
        self.menu.offer(_WRITTEN, "Marquer comme rédigé", "coche")
        self.button.pressed.connect(self._on_pressed)
        self.menu.chosen.connect(self._on_chosen)
        row.addWidget(self.button)
        row.addStretch(1)
        self._settings = context.settings
        self.outlet = DocumentOutlet(context, self)
        self.outlet.announced.connect(self.announced)
        self.outlet.saved.connect(self._on_saved)
        self._is_act = False  # what is being saved: the act, not its calendar
        self.is_doubtful = False
        self.anyhow = _Once("Marquer quand même")
        self.anyhow.clicked.connect(self.written_toggled)
        self.anyhow.hide()
        self.below = QWidget()
        column = QVBoxLayout(self.below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.outlet.line)
        column.addWidget(self.anyhow, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_format()

    @property
    def format(self) -> str:
        """The extension that the button saves in: the one used last."""
        kept = self._settings.text(_KEPT)
        return kept if kept in FORMATS else next(iter(FORMATS))

    def show_written(self, written: bool) -> None:
        """Say what the entry that ends or reopens the draft does now; a doubt is over."""
        self._end_doubt()
        self.menu.offer(_WRITTEN, "Remettre en brouillon" if written else "Marquer comme rédigé", "coche")

    def doubt(self, words: str) -> None:
        """Say what speaks against ending the draft; one may end it all the same."""
        self.is_doubtful = True
        self.outlet.say(words)
        self.anyhow.show()
        self.anyhow.setFocus()

    def ask_folder(self, words: str) -> Path | None:
        """Ask for a folder; None when given up."""
        return file_dialogs.choose_folder(self, self._settings, words)

    def save(self, document: Document, name: str, *formats: str) -> None:
        """Ask where, then write a document in the background; without ``formats`` in any that an act has."""
        self._end_doubt()
        self._is_act = not formats
        own = Path(name).suffix
        others = (one for one in (*FORMATS, _ALSO) if one != own)
        self.outlet.save_as(document, name, formats or (own, *others))

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
        if not self.is_doubtful:
            return
        self.outlet.say("")
        self.is_doubtful = False
        if self.anyhow.hasFocus():
            self.button.main.setFocus()
        self.anyhow.hide()

    def _show_format(self) -> None:
        self.button.main.setText(f"Enregistrer ({FORMATS[self.format]})")

    def _on_pressed(self) -> None:
        self.save_requested.emit(self.format)

    def _on_chosen(self, key: str) -> None:
        if key == _PRINT:
            self.print_requested.emit()
        elif key == _TEMPLATE:
            self.template_requested.emit()
        elif key == _WRITTEN:
            self.written_toggled.emit()
        else:
            self.save_requested.emit(key)

    def _on_saved(self, path: Path) -> None:
        if self._is_act and path.suffix in FORMATS:
            self._settings.set(_KEPT, path.suffix)
            self._show_format()


class _Once(QPushButton):
    """A button whose second press must not be the other half of a double click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
