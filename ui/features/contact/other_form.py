"""For whoever writes on no collectivité's behalf: the other form, and the address, both to be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.theme import icons
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Heading, Label

_PROVISIONAL = "L’adresse exacte de ce formulaire n’est pas encore connue."
_OPEN = "Vous pouvez tout lire et tout imprimer dans ce kit, que vous soyez d’une collectivité ou non."


class OtherForm(QFrame):
    """``copy_requested`` carries the text to be copied."""

    copy_requested = Signal(str)

    def __init__(self, theme: Tokens, *, form: str, fallback: str, mail: str, parent: QWidget | None = None) -> None:
        """``form`` is the address of the form; where it is not known yet, ``fallback`` says where to look."""
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(theme.space_2)
        column.addWidget(Heading("Merci d’utiliser le formulaire conventionnel", 2))
        shown = form or fallback
        self.address = Label(shown, "strong")
        self.address.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.address.setAccessibleName("Adresse du formulaire conventionnel")
        column.addWidget(self.address)
        if not form:
            column.addWidget(Label(_PROVISIONAL, "small"))
        column.addWidget(Label(f"Vous pouvez aussi écrire à {mail}, depuis votre messagerie."))
        flow = FlowLayout(gap=theme.space_2)
        self.copy_form = self._button(theme, "Copier l’adresse du formulaire", shown)
        self.copy_mail = self._button(theme, "Copier l’adresse électronique", mail)
        flow.addWidget(self.copy_form)
        flow.addWidget(self.copy_mail)
        column.addLayout(flow)
        column.addWidget(Label(_OPEN, "muted"))

    def _button(self, theme: Tokens, words: str, text: str) -> QPushButton:
        button = QPushButton(words)
        icons.dress(button, theme, "copier", theme.primary)
        button.clicked.connect(lambda: self.copy_requested.emit(text))
        return button
