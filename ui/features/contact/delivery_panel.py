"""The ways to hand a message over, always in sight, and what came of the last one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.features.contact.address_panel import AddressPanel
from ui.features.contact.opened_panel import OpenedPanel
from ui.features.contact.qr_panel import QrPanel
from ui.theme import icons
from ui.widgets.explained_menu import ExplainedMenu
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.status_line import StatusLine
from ui.widgets.text import rule
from ui.widgets.wait_bar import WaitBar
from ui.widgets.wrap_link import WrapLink

COPY, SAVE, LETTER, CODE, CARRY = "copy", "save", "letter", "code", "carry"
_OTHER_WAYS = {
    COPY: ("Copier le message", "copier", "Adresse, objet et texte"),
    SAVE: ("Enregistrer un brouillon", "enregistrer", "Fichier .eml"),
    LETTER: ("Préparer un courrier", "imprimer", "Une page A4, à imprimer et à signer"),
    CODE: ("Montrer un code QR", "code-qr", "Pour écrire depuis un téléphone"),
    CARRY: ("Emporter sur une clé", "cle", "Pour un autre ordinateur"),
}
_WITH = {
    "": "Fichier .eml",
    "plan": "Fichier .eml, plan joint",
    "page": "Fichier .eml, page jointe",
    "dossier": "Fichier .eml, dossier joint",
}


class DeliveryPanel(QWidget):
    """One button for the mail program, a menu of five other ways, what is missing, and what to do afterwards.

    ``copy_requested`` carries « to », « subject », « body » or « all »; ``lacking_pressed`` asks for what is missing.
    """

    open_requested = Signal()
    save_requested = Signal()
    pdf_requested = Signal()
    letter_requested = Signal()
    code_requested = Signal()
    carry_requested = Signal()
    copy_requested = Signal(str)
    address_given = Signal()
    sent = Signal()
    not_yet = Signal()
    lacking_pressed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._opened: OpenedPanel | None = None
        self._address: AddressPanel | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.qr = QrPanel(theme)
        self.wait = WaitBar(theme)
        self._status = StatusLine()
        self.lacking = WrapLink(theme, "", colour=theme.orange.ink)
        self.lacking.hide()
        for part in (self.qr, self.wait, self._status, rule(), self.lacking):
            column.addWidget(part)
        ways = FlowLayout(gap=theme.space_2)
        self.open = QPushButton("Ouvrir dans ma messagerie")
        self.open.setProperty("look", "primary")
        icons.dress(self.open, theme, "courriel", theme.primary_ink)
        self.other = QPushButton("Autre façon…")
        size = round(theme.icon * 0.8)
        self.other.setIcon(icons.chevron(theme.primary, size, up=True))
        self.other.setIconSize(QSize(size, size))
        self.other.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.other.installEventFilter(self)
        ways.addWidget(self.open)
        ways.addWidget(self.other)
        column.addLayout(ways)
        self.menu = ExplainedMenu(theme, "Autre façon d’envoyer le message", self)
        for key, (words, drawing, why) in _OTHER_WAYS.items():
            self.menu.offer(key, words, drawing, why)
        self._connect()

    @property
    def opened(self) -> OpenedPanel:
        """What should have happened, built when there is something to say."""
        if self._opened is None:
            self._opened = OpenedPanel(self._theme)
            self._opened.copy_requested.connect(self.copy_requested)
            self._opened.pdf_requested.connect(self.pdf_requested)
            self._opened.sent.connect(self.sent)
            self._opened.not_yet.connect(self.not_yet)
            self._column.insertWidget(0, self._opened)
        return self._opened

    @property
    def address(self) -> AddressPanel:
        """The postal address of a letter, built when it is first asked for."""
        if self._address is None:
            self._address = AddressPanel(self._theme)
            self._address.given.connect(self.address_given)
            self._column.insertWidget(self._column.indexOf(self.qr), self._address)
        return self._address

    def in_sight(self) -> list[QWidget]:
        """Return the ways, then what came of the last one, where it is shown."""
        parts = (self.open, self._opened, self._address, self.qr)
        return [part for part in parts if part is not None and part.isVisible()]

    @property
    def status(self) -> str:
        """What went wrong last."""
        return self._status.text()

    def show_status(self, words: str) -> None:
        """Say what went wrong; empty words take it back."""
        self._status.say(words, wrong=True)

    def show_attached(self, what: str) -> None:
        """Say what a draft holds besides the message."""
        words, drawing, _ = _OTHER_WAYS[SAVE]
        self.menu.offer(SAVE, words, drawing, _WITH.get(what, _WITH[""]))

    def show_lacking(self, names: list[str]) -> None:
        """Say which answers are missing, as a link to the first; none takes it back."""
        many = "s" if len(names) > 1 else ""
        words = fr("Il manque {n} réponse{many} : {names}", n=len(names), many=many, names=", ".join(names))
        self.lacking.setText(words if names else "")
        self.lacking.setVisible(bool(names))

    def forget(self) -> None:
        """Take back what was said of the message before."""
        self.show_status("")
        self.show_lacking([])
        if self._opened is not None:
            self._opened.hide()
        if self._address is not None:
            self._address.hide()
            self._address.field.clear()
        self.qr.hide()

    def open_menu(self) -> None:
        """Open the menu of the other ways, above its button."""
        self.menu.open_at(self.other, upwards=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the menu by the arrow that leads to it, and by Alt+↓ as any list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Up or (is_alt and event.key() == Qt.Key.Key_Down):
                self.open_menu()
                return True
        return super().eventFilter(watched, event)

    def _on_chosen(self, key: str) -> None:
        if key == COPY:
            self.copy_requested.emit("all")
        else:
            asked = {SAVE: self.save_requested, LETTER: self.letter_requested, CODE: self.code_requested}
            asked.get(key, self.carry_requested).emit()

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_requested)
        self.other.clicked.connect(self.open_menu)
        self.menu.chosen.connect(self._on_chosen)
        self.lacking.clicked.connect(self.lacking_pressed)
