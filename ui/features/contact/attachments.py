"""What may go with a message as a PDF: nothing unless it is asked for, and no name or note unless that is too."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.check_box import CheckBox
from ui.widgets.named_group import NamedGroup
from ui.widgets.text import Label

PLAN, PAGE = "plan", "page"
_WORDS = {PLAN: "Joindre mon plan d’action (PDF)", PAGE: "Joindre cette page du kit (PDF)"}
_HOW = fr(
    "Votre messagerie ne reçoit que le texte. « Autre façon… », puis « Enregistrer un brouillon » contient aussi le "
    "fichier ; ou joignez vous-même le PDF."
)
_DISCREET = "Sans les noms, les notes ni les budgets."


class AttachBox(NamedGroup):
    """One box, a second one below it for the plan.

    ``changed`` when a hand ticks, ``pdf_requested`` for the file alone.
    """

    changed = Signal()
    pdf_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("Pièce jointe au message", parent)
        self._what = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.attach = CheckBox(theme, "")
        self.whole = CheckBox(theme, "Avec les noms, les notes et les budgets")
        self._how = Label("", "small")
        self.pdf = QPushButton("Enregistrer le PDF à joindre")
        self.pdf.setProperty("look", "link-flush")
        self.pdf.clicked.connect(self.pdf_requested)
        for part in (self.attach, self.whole, self._how):
            column.addWidget(part)
        column.addWidget(self.pdf, 0, Qt.AlignmentFlag.AlignLeft)
        self.attach.toggled.connect(self._on_toggled)
        self.whole.toggled.connect(self._on_toggled)
        self.offer("")

    @property
    def what(self) -> str:
        """What goes with the message now: PLAN, PAGE or nothing."""
        return self._what if self.attach.isChecked() else ""

    @property
    def names_and_notes(self) -> bool:
        """Whether the plan goes with its names and notes."""
        return self.what == PLAN and self.whole.isChecked()

    def offer(self, what: str) -> None:
        """Offer to attach this; what else was ticked no longer counts."""
        if what != self._what:
            self.tick(False)
        self._what = what
        self.setVisible(bool(what))
        self.attach.setText(_WORDS.get(what, ""))
        self.attach.updateGeometry()
        self._show()

    def tick(self, on: bool, *, names_and_notes: bool = False) -> None:
        """Attach or not, without a signal."""
        for box, ticked in ((self.attach, on), (self.whole, names_and_notes)):
            box.blockSignals(True)
            box.setChecked(ticked)
            box.blockSignals(False)
        self._show()

    def _on_toggled(self, _on: bool) -> None:
        if not self.attach.isChecked():
            self.tick(False)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        on = bool(self.what)
        self.whole.setVisible(self.what == PLAN)
        self._how.setVisible(on)
        self.pdf.setVisible(on)
        discreet = self.what == PLAN and not self.whole.isChecked()
        self._how.setText(f"{_DISCREET} {_HOW}" if discreet else _HOW)
