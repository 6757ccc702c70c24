"""The form behind a message: to whom, who writes, for which collectivité, what is asked and what goes with it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.contact.attachments import AttachBox
from ui.features.contact.recipient import Recipient, RecipientBox
from ui.features.contact.structure import StructureBox
from ui.widgets.check_box import CheckBox
from ui.widgets.choice import Choice
from ui.widgets.columns import Columns
from ui.widgets.completing_line import CompletingLine
from ui.widgets.labelled import Labelled
from ui.widgets.lever_chips import LeverChip, LeverChips
from ui.widgets.long_text import LongText
from ui.widgets.named_group import grouped
from ui.widgets.text import pressed_text

_PAIR = 380
_NO_NUMBER = fr("Ce numéro de téléphone n’a aucun chiffre : il n’est pas repris dans le message.")
_TEXT_LINES = 4
_MESSAGE_HOLDS = 8_000  # twice what goes into a message: one may paste a text, then shorten it


class FormChoices(Struct, frozen=True):
    """What the lists of the form offer: pairs of key and words, and the levers."""

    recipients: list[Recipient]
    functions: list[tuple[str, str]]
    structures: list[tuple[str, str]]
    departements: list[tuple[str, str]]
    requests: list[tuple[str, str]]
    levers: list[LeverChip]


class FormValues(Struct, frozen=True):
    """What stands in the form, as typed; ``function`` and ``request`` are keys, or the words typed.

    ``other`` says that one writes to someone else than the publisher, whose name and address are ``recipient``.
    """

    collectivite: str
    person: str
    function: str
    reply_to: str
    copy: bool
    phone: str
    request: str
    levers: tuple[str, ...]
    quotes_page: bool
    message: str
    council: str
    availability: str
    other: bool
    recipient: tuple[str, str]
    attached: str
    names_and_notes: bool


class ContactForm(QWidget):
    """The fields, each under its label; ``changed`` at each keystroke, ``request_chosen`` by hand only.

    ``message_cut`` says how many characters of a pasted message were left out, 0 for none.
    """

    changed = Signal()
    request_chosen = Signal()
    reply_left = Signal()
    council_left = Signal()
    message_cut = Signal(int)

    def __init__(self, theme: Tokens, choices: FormChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space_3)
        self.recipient = RecipientBox(theme, choices.recipients)
        self._column.addWidget(self.recipient)
        self._build_who(choices)
        self._build_request(choices)
        self._column.addStretch(1)
        self._connect()

    def values(self) -> FormValues:
        """Return what stands in the form."""
        return FormValues(
            collectivite=self.collectivite.text().strip(),
            person=self.person.text(),
            function=self.function.key(),
            reply_to=self.reply_to.text().strip(),
            copy=self.copy.isChecked(),
            phone=self.phone.text(),
            request=self.request.key(),
            levers=tuple(self.levers.ticked()),
            quotes_page=self.page.isChecked(),
            message=self.message.toPlainText(),
            council=self.council.text(),
            availability=self.availability.text(),
            other=not self.recipient.is_publisher,
            recipient=self.recipient.value(),
            attached=self.attach.what,
            names_and_notes=self.attach.names_and_notes,
        )

    def offer_requests(self, requests: list[tuple[str, str]]) -> None:
        """Offer other requests; the chosen one stays where it is still there."""
        key = self.request.key()
        self.request.blockSignals(True)
        self.request.clear()
        for one, words in requests:
            self.request.addItem(words, one)
        self.request.choose(key)
        self.request.blockSignals(False)

    def show_asked(self, fields: tuple[str, ...], attached: str, page: str) -> None:
        """Show the fields that a request asks for: by name; what it may attach; the title of a page."""
        self.levers.setVisible("levers" in fields)
        self.council_box.setVisible("council" in fields)
        self.availability_box.setVisible("availability" in fields)
        self._quoted.setVisible("page" in fields and bool(page))
        self.page.setText(pressed_text(fr("Citer la page « {page} »", page=page)))
        self.page.updateGeometry()
        self.attach.offer(attached)

    @property
    def needed(self) -> dict[str, Labelled]:
        """What must be answered now, in the order of the form, by the words that name it.

        Whoever writes to someone else than the publisher is known to them, and answered by them, without more.
        """
        if not self.recipient.is_publisher:
            return {"l’adresse de votre destinataire": self.recipient.address_box, "vos prénom et nom": self.person_box}
        return {
            "votre collectivité": self.collectivite_box,
            "vos prénom et nom": self.person_box,
            "votre fonction": self.function_box,
            "votre courriel": self.reply_box,
        }

    def show_needed(self) -> None:
        """Say at each label whether an answer must be given, as it hangs on whom one writes to."""
        needed = self.needed.values()
        for box in (self.collectivite_box, self.person_box, self.function_box, self.reply_box):
            box.show_need(box in needed)

    def show_unlisted(self, unlisted: bool) -> None:
        """Ask what a collectivité is that no list has."""
        self.structure.setVisible(unlisted)

    def _on_edited(self) -> None:
        self.changed.emit()

    def _on_request_activated(self) -> None:
        self.request_chosen.emit()

    def _on_reply_left(self) -> None:
        self.reply_left.emit()

    def _on_phone_left(self) -> None:
        words = self.phone.text().strip()
        self.phone_box.show_error(_NO_NUMBER if words and not any(sign.isdigit() for sign in words) else "")

    def _connect(self) -> None:
        for line in (self.collectivite, self.person, self.reply_to, self.phone, self.council, self.availability):
            line.textChanged.connect(self._on_edited)
        for box in (self.copy, self.page):
            box.toggled.connect(self._on_edited)
        self.recipient.changed.connect(self._on_edited)
        self.function.currentTextChanged.connect(self._on_edited)
        self.request.currentIndexChanged.connect(self._on_edited)
        self.request.activated.connect(self._on_request_activated)
        self.reply_to.editingFinished.connect(self._on_reply_left)
        self.phone.editingFinished.connect(self._on_phone_left)
        self.council.editingFinished.connect(self.council_left)
        self.levers.changed.connect(self._on_edited)
        self.message.textChanged.connect(self._on_edited)
        self.message.left_out.connect(self.message_cut)
        self.attach.changed.connect(self._on_edited)

    def _build_who(self, choices: FormChoices) -> None:
        self.collectivite = CompletingLine()
        self.collectivite.setMaxLength(100)
        self.collectivite.setPlaceholderText("Nom ou code postal")
        self.collectivite_box = self._labelled("Votre collectivité", self.collectivite, is_needed=True)
        self._column.addWidget(self.collectivite_box)
        self.structure = StructureBox(self._theme, choices.structures, choices.departements)
        self._column.addWidget(self.structure)
        self.person = _line(120)
        self.function = Choice(self._theme, choices.functions, free=True, longest=80)
        self.person_box = self._labelled("Prénom et nom", self.person, is_needed=True)
        self.function_box = self._labelled("Fonction", self.function, is_needed=True)
        self._pair(self.person_box, self.function_box)
        self.reply_to, self.phone = _line(254), _line(30)
        self.reply_to.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.reply_box = self._labelled("Courriel", self.reply_to, is_needed=True)
        self.phone_box = self._labelled("Téléphone", self.phone, is_needed=False)
        self._pair(self.reply_box, self.phone_box)
        self.copy = CheckBox(self._theme, "M’en envoyer une copie (visible de tous)")
        self._column.addWidget(grouped("Copie du message", self.copy))

    def _build_request(self, choices: FormChoices) -> None:
        self.request = Choice(self._theme, choices.requests)
        self._column.addWidget(self._labelled("Votre demande", self.request, is_needed=True))
        self.page = CheckBox(self._theme, "")
        self.page.setChecked(True)
        self._quoted = grouped("Page citée", self.page)
        self._quoted.hide()
        self._column.addWidget(self._quoted)
        self.levers = LeverChips(self._theme, "Leviers concernés", choices.levers, aside="facultatif")
        self._column.addWidget(self.levers)
        self.message = LongText(_MESSAGE_HOLDS)
        self.message.setFixedHeight(self.message.fontMetrics().lineSpacing() * _TEXT_LINES + 24)
        self.message_box = self._labelled("Message", self.message, is_needed=False)
        self._column.addWidget(self.message_box)
        self.council = _line(60)
        self.council.setPlaceholderText("Par exemple 15/03/2027")
        self.council_box = self._labelled("Date de votre prochain conseil", self.council, is_needed=False)
        self._column.addWidget(self.council_box)
        self.availability = _line(200)
        self.availability.setPlaceholderText(fr("Par exemple : le mardi, ou en fin de journée"))
        self.availability_box = self._labelled("Vos disponibilités", self.availability, is_needed=False)
        self._column.addWidget(self.availability_box)
        self.attach = AttachBox(self._theme)
        self._column.addWidget(self.attach)

    def _labelled(self, words: str, field: QWidget, *, is_needed: bool) -> Labelled:
        return Labelled(self._theme, words, field, is_needed=is_needed)

    def _pair(self, first: Labelled, second: Labelled) -> None:
        threshold = round(_PAIR * self._theme.scale)
        self._column.addWidget(Columns(first, second, threshold=threshold, gap=self._theme.space_3))


def _line(longest: int) -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(longest)
    return line
