"""The way to the publisher, at the foot of Accueil: what the message is, and a button that prepares it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.content.model import Publisher
from kit.tokens import Tokens
from kit.typography import NBSP
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading, Label

_TOLD = "Un message déjà rédigé à partir de vos leviers, à envoyer vous-même quand vous aurez Internet."


class ContactCard(QFrame):
    """``pressed`` asks for the message."""

    pressed = Signal()

    def __init__(self, theme: Tokens, publisher: Publisher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dark = theme.name != "light"
        self.setProperty("look", "hero")
        self.setProperty("ground", "dark" if dark else "")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(theme.space_2)
        head = QHBoxLayout()
        head.setSpacing(theme.space_3)
        drawing = Pictogram("courriel", theme.ink if dark else theme.primary_ink, round(28 * min(theme.scale, 1.5)))
        head.addWidget(drawing, 0, Qt.AlignmentFlag.AlignTop)
        of = publisher.called_of.replace(" ", NBSP)  # the name never stands alone in a second line
        head.addWidget(Heading(f"Rencontrer les équipes {of}", 2, "h3" if dark else "hero-title"), 1)
        box.addLayout(head)
        self.told = Label(_TOLD, "" if dark else "hero-words")
        box.addWidget(self.told)
        box.addSpacing(theme.space_2)
        button = QPushButton("Préparer le message")
        button.setProperty("look", "primary" if dark else "on-hero")
        button.clicked.connect(self.pressed)
        box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
