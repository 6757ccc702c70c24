"""The postal address that a letter needs, asked for before it is made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.fitting import WholeFrame
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.text import Label

_SAYS = fr(
    "Le kit ne connaît pas l’adresse postale de {to}. Écrivez-la ici : elle sera placée pour une enveloppe à "
    "fenêtre. Sans elle, le courrier porte le nom seul."
)
_OWN = fr("Le kit ne connaît pas encore votre adresse, celle qui se lit en haut d’un courrier.")
_OWN_NOTE = fr(
    "Demandée une fois : elle reste dans « Ma collectivité », pour vos lettres et vos actes. Laissez vide si votre "
    "papier a déjà un en-tête."
)
_LINES = 5
_MOST = 300


class AddressPanel(WholeFrame):
    """Hidden until a letter lacks an address: that of whom it goes to, or one’s own; ``given`` once it may be made."""

    given = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        self._for = ""  # whom the address typed is of
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(theme.space_2)
        self.says = Label("")
        column.addWidget(self.says)
        self.field, self.own = LongText(_MOST), LongText(_MOST)
        self._box = self._labelled("Adresse postale", self.field)
        self._own_box = self._labelled("Adresse de votre mairie ou siège", self.own)
        self._own_box.show_note(_OWN_NOTE)
        for box in (self._box, self._own_box):
            column.addWidget(box)
        self.save = QPushButton("Enregistrer le courrier")
        self.save.setProperty("look", "primary")
        column.addWidget(self.save)
        self.save.clicked.connect(self._on_save)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of whom the letter goes to that were typed, without empty ones."""
        return _lines(self.field)

    @property
    def own_lines(self) -> tuple[str, ...]:
        """The lines of one’s own address that were typed."""
        return _lines(self.own)

    def ask_for(self, name: str, known: str = "", *, own: bool = False) -> None:
        """Ask for the address of someone, ``known`` being what was kept of it, for one’s ``own``, or for both."""
        if name != self._for:
            self._for = name
            self.field.setPlainText(known)
        self.says.setText(_SAYS.format(to=name) if name else _OWN)
        self._box.setVisible(bool(name))
        self._own_box.setVisible(own)
        self.show()
        (self.field if name else self.own).setFocus()

    def _on_save(self) -> None:
        self.given.emit()

    def _labelled(self, words: str, field: LongText) -> Labelled:
        field.setFixedHeight(field.fontMetrics().lineSpacing() * _LINES + 16)
        return Labelled(self._theme, words, field, is_needed=False)


def _lines(field: LongText) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())
