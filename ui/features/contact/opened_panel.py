"""What should have happened once the mail program was asked for, and the question whether it did: in the page."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.fitting import WholeFrame
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_SAID_ATTACHED = re.compile(r"\w*joint\w*", re.IGNORECASE)

_OPENS = "Votre logiciel de messagerie devrait s’ouvrir, le message déjà écrit."
_SILENT = "Aucun logiciel de messagerie n’a répondu."
_SAVED = fr("Le message est prêt. Il attend dans « À envoyer ».")
_PASTE = fr(
    "Le message est long : votre messagerie s’ouvre avec une seule ligne, et le texte complet est copié. "
    "Collez-le à la place de cette ligne (Ctrl+V)."
)
_NOTHING = fr(
    "Rien ne s’ouvre ? Copiez l’adresse, l’objet et le message, puis collez-les dans votre messagerie habituelle, "
    "même sur Internet. Rien ne part tant que vous n’appuyez pas vous-même sur « Envoyer »."
)
_UNATTACHED = fr("Le fichier n’y est pas : enregistrez-le, puis joignez-le vous-même avant d’envoyer.")
_LATER = fr("Sans Internet, choisissez « Envoyer plus tard » dans votre messagerie.")
_THUNDERBIRD = fr("Thunderbird peut demander s’il manque une pièce jointe, à cause du mot « {word} » : répondez non.")
_QUESTION = fr("Le message est-il parti ?")
YES = "Oui, je l’ai envoyé"


class OpenedPanel(WholeFrame):
    """Hidden until it is shown; ``copy_requested`` carries « to », « subject » or « body »."""

    copy_requested = Signal(str)
    pdf_requested = Signal()
    sent = Signal()
    not_yet = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(theme.space_2)
        self._title = Heading("", 2, "h3")
        column.addWidget(self._title)
        self._paste = Label(_PASTE, "strong")
        self._nothing, self._later = Label(_NOTHING), Label(_LATER, "muted")
        self._thunderbird = Label("", "muted")
        self._unattached = Label(_UNATTACHED, "strong")
        self.pdf = QPushButton("")
        self.pdf.clicked.connect(self.pdf_requested)
        column.addWidget(self._unattached)
        column.addWidget(self.pdf, 0, Qt.AlignmentFlag.AlignLeft)
        for line in (self._paste, self._nothing, self._later, self._thunderbird):
            column.addWidget(line)
        self._copies = QWidget()
        flow = FlowLayout(self._copies, gap=theme.space_2)
        for words, part in (("Copier l’adresse", "to"), ("Copier l’objet", "subject"), ("Copier le message", "body")):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, p=part: self.copy_requested.emit(p))
            flow.addWidget(button)
        column.addWidget(self._copies)
        column.addWidget(Label(_QUESTION, "strong"))
        answers = FlowLayout(gap=theme.space_2)
        self.yes, self.no = QPushButton(YES), QPushButton("Pas encore")
        self.yes.clicked.connect(self.sent)
        self.no.clicked.connect(self.not_yet)
        for button in (self.yes, self.no):
            button.setAccessibleDescription(_QUESTION)
            answers.addWidget(button)
        column.addLayout(answers)
        self.hide()

    def show_for(self, body: str, *, asked: bool, shortened: bool, lacking: str = "") -> None:
        """Say what should have happened: whether a program was ``asked``, and with a ``shortened`` text.

        ``lacking`` are the words of the button that saves what is to go along: a link to a mail program carries no
        file.
        """
        self._show(_OPENS if asked else _SILENT, body, program=True)
        self._paste.setVisible(shortened)
        self._unattached.setVisible(bool(lacking))
        self.pdf.setText(lacking)
        self.pdf.setVisible(bool(lacking))

    def show_ready(self, body: str) -> None:
        """Say that the message is ready elsewhere: copied, saved, printed."""
        self._show(_SAVED, body, program=False)

    def words(self) -> str:
        """Return what is said, in one text."""
        lines = [self._title, self._paste, self._unattached, self._thunderbird]
        return " ".join(line.text() for line in lines if not line.isHidden())

    def _show(self, title: str, body: str, *, program: bool) -> None:
        self._title.setText(title)
        for part in (self._nothing, self._later, self._copies):
            part.setVisible(program)
        for part in (self._paste, self._unattached, self.pdf):
            part.hide()
        word = _SAID_ATTACHED.search(body)
        self._thunderbird.setVisible(word is not None)
        self._thunderbird.setText(_THUNDERBIRD.format(word=word[0]) if word else "")
        self.show()
