"""What the dossier de séance says of whom and when, asked for beside its button where the dossier does not know it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.acts.model import Field
from kit.tokens import Tokens
from kit.typography import fr
from ui.features.acts.form import ActForm
from ui.widgets.fitting import WholeFrame
from ui.widgets.focus import holds_focus
from ui.widgets.text import Label

ASKED = ("executif.titre", "executif.nom", "seance.date", "seance.lieu")
_SAYS = fr(
    "Pour la première page du dossier. Ce que vous écrivez reste dans « Ma collectivité » ; ce que vous laissez vide "
    "n’y est pas écrit."
)


class SessionAsk(WholeFrame):
    """Hidden until the dossier de séance lacks something; ``given`` once it may be made.

    The focus goes back to ``asked_by``, the button that opened it.
    """

    given = Signal()

    def __init__(self, theme: Tokens, asked_by: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked_by = asked_by
        self.setProperty("look", "card-teal")
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(theme.space_2)
        self.says = Label(_SAYS)
        self._column.addWidget(self.says)
        self.form: ActForm | None = None
        self.make = QPushButton("Préparer le dossier de séance")
        self.make.setProperty("look", "primary")
        self.make.clicked.connect(self._on_make)
        self._column.addWidget(self.make)
        self.hide()

    def ask_for(self, fields: Sequence[Field]) -> None:
        """Ask for common fields of the acts, and go to the first."""
        self.end()
        self.form = ActForm(self._theme, fields, {})
        self._column.insertWidget(1, self.form)
        self.show()
        self.form.focus(fields[0].name)

    def end(self) -> None:
        """Hide, what was typed left out."""
        if holds_focus(self):
            self._asked_by.setFocus()
        self.hide()
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    def values(self) -> dict[str, str]:
        """Return what was typed and can be understood, by field."""
        form = self.form
        return {name: form.value(name) for name in form.boxes if form.value(name)} if form is not None else {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def _on_make(self) -> None:
        if self.form is not None and not any(box.error for box in self.form.boxes.values()):
            self.given.emit()
