"""Where the personal words of the messages lie, and the way to erase them, asked twice as it cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label, breakable

_WHERE = fr(
    "Votre nom, votre fonction, votre courriel, votre téléphone, les adresses que vous avez ajoutées et vos messages "
    "sont dans ce dossier, et nulle part ailleurs : {folder}"
)
_ASK = "Tout cela sera effacé de cet ordinateur, messages compris. On ne peut pas revenir en arrière."


class PersonalWords(QFrame):
    """``erase_requested`` comes at the second press only."""

    erase_requested = Signal()

    def __init__(self, theme: Tokens, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(theme.space_2)
        column.addWidget(Heading("Vos données", 2))
        column.addWidget(Label(_WHERE.format(folder=breakable(folder))))
        self.erase = QPushButton("Effacer mes données")
        self._ask = Label(_ASK, "strong")
        self._ask.hide()
        self.sure, self.keep = QPushButton("Oui, tout effacer"), QPushButton("Ne rien effacer")
        flow = FlowLayout(gap=theme.space_2)
        column.addWidget(self._ask)
        for button in (self.erase, self.sure, self.keep):
            flow.addWidget(button)
        column.addLayout(flow)
        self._done = Label("", "strong")
        self._done.hide()
        column.addWidget(self._done)
        self.erase.clicked.connect(self._on_erase)
        self.sure.clicked.connect(self._on_sure)
        self.keep.clicked.connect(self._on_keep)
        self._show_question(False)

    @property
    def done(self) -> str:
        """What was said once all was erased."""
        return self._done.text()

    def show_done(self, words: str) -> None:
        """Say what is left."""
        self._done.setText(words)
        self._done.setVisible(bool(words))

    def _on_erase(self) -> None:
        self.show_done("")
        self._show_question(True)
        self.keep.setFocus()

    def _on_sure(self) -> None:
        self._show_question(False)
        self.erase.setFocus()
        self.erase_requested.emit()

    def _on_keep(self) -> None:
        self._show_question(False)
        self.erase.setFocus()

    def _show_question(self, asked: bool) -> None:
        self.erase.setVisible(not asked)
        for part in (self._ask, self.sure, self.keep):
            part.setVisible(asked)
