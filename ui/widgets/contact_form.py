"""The form behind a message to the CRESS: who writes, for which collectivité, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme.tokens import Tokens
from ui.widgets.choice import Choice
from ui.widgets.columns import Columns
from ui.widgets.completing_line import CompletingLine
from ui.widgets.labelled import Labelled
from ui.widgets.lever_chips import LeverChip, LeverChips

_PAIR = 380
_TEXT_LINES = 4


@dataclass(frozen=True, slots=True)
class FormChoices:
    """What the lists of the form offer: pairs of key and words, and the levers."""

    functions: list[tuple[str, str]]
    requests: list[tuple[str, str]]
    levers: list[LeverChip]


@dataclass(frozen=True, slots=True)
class FormValues:
    """What stands in the form, as typed; ``function`` and ``request`` are keys, or the words typed."""

    collectivite: str
    person: str
    function: str
    reply_to: str
    phone: str
    request: str
    levers: tuple[str, ...]
    message: str


class ContactForm(QWidget):
    """The fields, each under its label; ``changed`` at each keystroke, ``request_chosen`` by hand only."""

    changed = Signal()
    request_chosen = Signal()
    reply_left = Signal()

    def __init__(self, theme: Tokens, choices: FormChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space_3)
        self.collectivite = self._build_collectivite()
        self.person = QLineEdit()
        self.person.setMaxLength(120)
        self.function = Choice(theme, choices.functions, free=True)
        self._pair(self._labelled("Prénom et nom", self.person), self._labelled("Fonction", self.function))
        self.reply_to, self.phone = QLineEdit(), QLineEdit()
        self.reply_to.setMaxLength(254)
        self.reply_to.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.phone.setMaxLength(30)
        self.reply_box = self._labelled("Courriel", self.reply_to)
        self._pair(self.reply_box, self._labelled("Téléphone", self.phone, aside="(facultatif)"))
        self.request = Choice(theme, choices.requests)
        self._column.addWidget(self._labelled("Votre demande", self.request))
        self.levers = LeverChips(theme, "Leviers concernés", choices.levers)
        self._column.addWidget(self.levers)
        self.message = self._build_message()
        self._column.addStretch(1)
        self._connect()

    def values(self) -> FormValues:
        """Return what stands in the form."""
        return FormValues(
            collectivite=self.collectivite.text().strip(),
            person=self.person.text(),
            function=self.function.key(),
            reply_to=self.reply_to.text().strip(),
            phone=self.phone.text(),
            request=self.request.key(),
            levers=tuple(self.levers.ticked()),
            message=self.message.toPlainText(),
        )

    def _on_edited(self) -> None:
        self.changed.emit()

    def _on_request_activated(self) -> None:
        self.request_chosen.emit()

    def _on_reply_left(self) -> None:
        self.reply_left.emit()

    def _connect(self) -> None:
        for line in (self.collectivite, self.person, self.reply_to, self.phone):
            line.textChanged.connect(self._on_edited)
        self.function.currentTextChanged.connect(self._on_edited)
        self.request.currentIndexChanged.connect(self._on_edited)
        self.request.activated.connect(self._on_request_activated)
        self.reply_to.editingFinished.connect(self._on_reply_left)
        self.levers.changed.connect(self._on_edited)
        self.message.textChanged.connect(self._on_edited)

    def _build_collectivite(self) -> CompletingLine:
        line = CompletingLine()
        line.setMaxLength(100)
        line.setPlaceholderText("Nom ou code postal")
        self.collectivite_box = self._labelled("Votre collectivité", line)
        self._column.addWidget(self.collectivite_box)
        return line

    def _build_message(self) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setTabChangesFocus(True)
        text.setFixedHeight(text.fontMetrics().lineSpacing() * _TEXT_LINES + 24)
        self.message_box = self._labelled("Message", text, aside="(facultatif)")
        self._column.addWidget(self.message_box)
        return text

    def _labelled(self, words: str, field: QWidget, *, aside: str = "") -> Labelled:
        return Labelled(self._theme, words, field, aside=aside)

    def _pair(self, first: Labelled, second: Labelled) -> None:
        threshold = round(_PAIR * self._theme.scale)
        self._column.addWidget(Columns(first, second, threshold=threshold, gap=self._theme.space_3))
