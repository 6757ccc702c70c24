"""The ways to hand a message over, always in sight, and what came of the last one."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.typography import fr
from ui.features.contact.address_panel import AddressPanel
from ui.features.contact.opened_panel import OpenedPanel
from ui.features.contact.qr_panel import QrPanel
from ui.theme import icons
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import as_text
from ui.widgets.wait_bar import WaitBar

_OPEN, _SAVE = "Ouvrir dans ma messagerie", "Brouillon (.eml)"
_EML = "Un fichier que Thunderbird ou Outlook classique ouvre comme un message prêt à relire et à envoyer"
_OPEN_BARE = "Ouvrir sans le fichier"
_SAVE_WHOLE = {
    "plan": "Brouillon avec mon plan (.eml)",
    "page": "Brouillon avec la page (.eml)",
}


class DeliveryPanel(QWidget):
    """Buttons, a line that says what was done, the panel for when nothing opens, and the code for a phone.

    ``copy_requested`` carries « to », « subject », « body » or « all ».
    """

    open_requested = Signal()
    save_requested = Signal()
    pdf_requested = Signal()
    letter_requested = Signal()
    code_requested = Signal()
    carry_requested = Signal()
    copy_requested = Signal(str)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._attached: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self._first = FlowLayout(gap=theme.space_2)
        self.open = self._button(_OPEN)
        self.save = self._button(_SAVE)
        self.save.setToolTip(_EML)
        self.save.setAccessibleDescription(_EML)
        self.pdf = self._button("PDF à joindre moi-même", "plan")
        self.copy_body = self._button("Copier le message", "copier")
        for button in (self.open, self.copy_body, self.save, self.pdf):
            self._first.addWidget(button)
        column.addLayout(self._first)
        rest = FlowLayout(gap=theme.space_1)
        self.letter = self._link("Courrier", "lettre", fr("À imprimer et à poster : PDF, ODT ou DOCX"))
        self.code = self._link("Code QR", "code-qr", "Pour écrire depuis votre téléphone")
        self.carry = self._link("Emporter sur une clé", "cle", "Pour l’envoyer depuis un autre ordinateur")
        self.copy_all = self._link("Copier tout", "copier", "Adresse, objet et message ensemble")
        for button in (self.copy_all, self.letter, self.code, self.carry):
            rest.addWidget(button)
        column.addLayout(rest)
        self.wait = WaitBar(theme)
        column.addWidget(self.wait)
        self._status = StatusLine()
        column.addWidget(self._status)
        self.opened = OpenedPanel(theme)
        self.opened.copy_requested.connect(self.copy_requested)
        column.addWidget(self.opened)
        self.address = AddressPanel(theme)
        column.addWidget(self.address)
        self.qr = QrPanel(theme)
        column.addWidget(self.qr)
        self._connect()
        self.show_attached("")

    @property
    def status(self) -> str:
        """What was done last."""
        return self._status.text()

    def show_status(self, words: str, *, wrong: bool = False) -> None:
        """Say what was done, or what went wrong; empty words take it back."""
        self._status.say(words, wrong=wrong)

    def show_attached(self, what: str) -> None:
        """Put the way first that can carry what goes with the message: a link to the mail program cannot."""
        if what == self._attached:
            return
        self._attached = what
        main, other = (self.save, self.open) if what else (self.open, self.save)
        self.open.setText(_OPEN_BARE if what else _OPEN)
        self.save.setText(_SAVE_WHOLE.get(what, _SAVE))
        self.pdf.setVisible(bool(what))
        self._order(main, *((self.pdf, self.copy_body, other) if what else (self.copy_body, other, self.pdf)))
        for button, look in ((main, "primary"), (other, "")):
            if button.property("look") != look:
                button.setProperty("look", look)
                button.style().unpolish(button)
                button.style().polish(button)
        icons.dress(self.open, self._theme, "courriel", self._theme.primary if what else self._theme.primary_ink)
        icons.dress(self.save, self._theme, "enregistrer", self._theme.primary_ink if what else self._theme.primary)

    def forget(self) -> None:
        """Take back what was said of the message before."""
        self.show_status("")
        self.opened.hide()
        self.address.hide()
        self.address.field.clear()
        self.qr.hide()

    def _on_open(self) -> None:
        self.open_requested.emit()

    def _on_copy(self) -> None:
        self.copy_requested.emit("body")

    def _on_copy_all(self) -> None:
        self.copy_requested.emit("all")

    def _connect(self) -> None:
        self.carry.clicked.connect(self.carry_requested)
        self.code.clicked.connect(self.code_requested)
        self.copy_all.clicked.connect(self._on_copy_all)
        self.copy_body.clicked.connect(self._on_copy)
        self.letter.clicked.connect(self.letter_requested)
        self.open.clicked.connect(self._on_open)
        self.pdf.clicked.connect(self.pdf_requested)
        self.save.clicked.connect(self.save_requested)

    def _order(self, *buttons: QPushButton) -> None:
        """Put the buttons in this order, for eyes and for Tab."""
        for button in buttons:
            self._first.removeWidget(button)
            self._first.addWidget(button)
        for before, after in pairwise((*buttons, self.copy_all)):
            QWidget.setTabOrder(before, after)

    def _button(self, words: str, drawing: str = "") -> QPushButton:
        button = QPushButton(words)
        if drawing:
            icons.dress(button, self._theme, drawing, self._theme.primary)
        return button

    def _link(self, words: str, drawing: str, why: str) -> QPushButton:
        button = self._button(words)
        button.setToolTip(as_text(why))
        button.setAccessibleDescription(why)
        button.setProperty("look", "link")
        icons.dress(button, self._theme, drawing, self._theme.link)
        return button
