"""One message of « À envoyer »: what it is about, where it stands, and what can be done with it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.choice import Choice
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label


class OutboxItem(Struct, frozen=True):
    """A message as it is shown: ``state`` is a sentence, the rest says what is offered.

    ``days`` are those that may be said: an ISO date and its words, today first.
    """

    id: str
    subject: str
    to: str
    state: str
    can_open: bool
    can_say_sent: bool
    can_forget: bool
    days: tuple[tuple[str, str], ...] = ()


class OutboxRow(QFrame):
    """A card. ``sent`` carries the id and the day that the person says, as an ISO date."""

    opened = Signal(str)
    sent = Signal(str, str)
    forgotten = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Tokens, item: OutboxItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(theme.space_1)
        column.addWidget(Heading(item.subject, 3))
        if item.to:
            column.addWidget(Label(fr("À : {to}", to=item.to), "muted"))
        column.addWidget(Label(item.state, "muted"))
        flow = FlowLayout(gap=theme.space_2)
        column.addSpacing(theme.space_1)
        column.addLayout(flow)
        self.open = self._button("Rouvrir", item.can_open, flow)
        self.open.clicked.connect(self._on_open)
        self._build_sent(theme, flow)
        self.forget = self._button("Effacer le texte maintenant", item.can_forget, flow, look="link")
        self.forget.clicked.connect(self._on_forget)
        self.remove = self._button("Supprimer", True, flow, look="link")
        self.remove.clicked.connect(self._on_remove)

    def _on_open(self) -> None:
        self.opened.emit(self.item.id)

    def _on_sent(self) -> None:
        self.sent.emit(self.item.id, self.day.key())

    def _on_forget(self) -> None:
        self.forgotten.emit(self.item.id)

    def _on_remove(self) -> None:
        self.removed.emit(self.item.id)

    def _build_sent(self, theme: Tokens, flow: FlowLayout) -> None:
        """« Je l’ai envoyé le … »: the button and the day belong together on a line."""
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space_1)
        self.say_sent = QPushButton("Je l’ai envoyé")
        self.say_sent.setAccessibleDescription(self.item.subject)
        self.say_sent.clicked.connect(self._on_sent)
        self.day = Choice(theme, list(self.item.days))
        self.day.setMinimumContentsLength(23)
        self.day.setAccessibleName("Jour de l’envoi")
        on = QLabel("le")
        on.setBuddy(self.day)
        for part in (self.say_sent, on, self.day):
            row.addWidget(part)
        pair.setVisible(self.item.can_say_sent)
        flow.addWidget(pair)

    def _button(self, words: str, shown: bool, flow: FlowLayout, *, look: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", look)
        button.setAccessibleDescription(self.item.subject)
        button.setVisible(shown)
        flow.addWidget(button)
        return button
