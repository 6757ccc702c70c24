"""What to do once the mail program was asked for: in the page, never in a dialog."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_SAID_ATTACHED = re.compile(r"\w*joint\w*", re.IGNORECASE)

_OPENS = "Votre logiciel de messagerie devrait s’ouvrir."
_SILENT = "Aucun logiciel de messagerie n’a répondu."
_PASTE = (
    "Le message est long\u00a0: votre messagerie s’ouvre avec une seule ligne, et le texte complet est copié. "
    "Collez-le à la place de cette ligne (Ctrl+V)."
)
_NOTHING = (
    "Rien ne s’ouvre\u00a0? Copiez l’adresse, l’objet et le message, puis collez-les dans votre messagerie habituelle, "
    "même sur Internet. Rien ne part tant que vous n’appuyez pas vous-même sur «\u00a0Envoyer\u00a0»."
)
_THUNDERBIRD = (
    "Thunderbird peut demander s’il manque une pièce jointe, à cause du mot «\u00a0{word}\u00a0»\u00a0: répondez non."
)


class OpenedPanel(QFrame):
    """Hidden until ``show_for``; ``copy_requested`` carries « to », « subject » or « body »."""

    copy_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(theme.space_2)
        self._title = Heading("", 2, "h3")
        column.addWidget(self._title)
        self._paste = Label(_PASTE, "strong")
        self._thunderbird = Label("", "muted")
        for line in (self._paste, Label(_NOTHING), self._thunderbird):
            column.addWidget(line)
        flow = FlowLayout(gap=theme.space_2)
        for words, part in (("Copier l’adresse", "to"), ("Copier l’objet", "subject"), ("Copier le message", "body")):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, p=part: self.copy_requested.emit(p))
            flow.addWidget(button)
        column.addLayout(flow)
        self.hide()

    def show_for(self, body: str, *, asked: bool, shortened: bool) -> None:
        """Say what should have happened: whether a program was ``asked``, and with a ``shortened`` text."""
        self._title.setText(_OPENS if asked else _SILENT)
        self._paste.setVisible(shortened)
        word = _SAID_ATTACHED.search(body)
        self._thunderbird.setVisible(word is not None)
        self._thunderbird.setText(_THUNDERBIRD.format(word=word[0]) if word else "")
        self.show()

    def words(self) -> str:
        """Return what is said, in one text."""
        lines = [self._title, self._paste, self._thunderbird]
        return " ".join(line.text() for line in lines if not line.isHidden())
