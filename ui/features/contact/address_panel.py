"""The postal address that a letter needs, asked for before it is made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.fitting import WholeFrame
from ui.widgets.labelled import Labelled
from ui.widgets.long_text import LongText
from ui.widgets.text import Label

_SAYS = fr(
    "Le kit ne connaît pas l’adresse postale de {to}. Écrivez-la ici : elle sera placée pour une enveloppe à "
    "fenêtre. Sans elle, le courrier porte le nom seul."
)
_LINES = 5
_MOST = 300


class AddressPanel(WholeFrame):
    """Hidden until a letter is asked for to someone whose address is not known; ``given`` once it may be made."""

    given = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(theme.space_2)
        self.says = Label("")
        column.addWidget(self.says)
        self.field = LongText(_MOST)
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * _LINES + 16)
        column.addWidget(Labelled(theme, "Adresse postale", self.field, is_needed=False))
        self.save = QPushButton("Enregistrer le courrier")
        self.save.setProperty("look", "primary")
        column.addWidget(self.save)
        self.save.clicked.connect(self._on_save)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that were typed, without empty ones."""
        return tuple(line.strip() for line in self.field.toPlainText().splitlines() if line.strip())

    def ask_for(self, name: str) -> None:
        """Ask for the address of someone."""
        self.says.setText(_SAYS.format(to=name))
        self.show()
        self.field.setFocus()

    def _on_save(self) -> None:
        self.given.emit()
