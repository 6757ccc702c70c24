"""What may go with a message: nothing unless it is asked for, and no name or note unless that is too."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.check_box import CheckBox
from ui.widgets.named_group import NamedGroup
from ui.widgets.text import Label

PLAN, PAGE, DOSSIER = "plan", "page", "dossier"
_WORDS = {
    PLAN: "Joindre mon plan d’action (PDF)",
    PAGE: "Joindre cette page du kit (PDF)",
    DOSSIER: "Joindre mon dossier et ses pièces (.zip)",
}
_WHOLE = {
    PLAN: "Avec les noms, les notes et les budgets",
    DOSSIER: "Nommer les actions et les personnes",
}
SAVE = {
    PLAN: "Enregistrer le PDF à joindre",
    PAGE: "Enregistrer le PDF à joindre",
    DOSSIER: "Enregistrer le .zip à joindre",
}
"""What the button says that makes the file alone."""
_HOW = fr(
    "Votre messagerie ne reçoit que le texte. « Autre façon… », puis « Enregistrer un brouillon » contient aussi le "
    "fichier ; ou joignez-le vous-même."
)
_DISCREET = "Sans les noms, les notes ni les budgets."
_TRUSTED = fr("Le dossier contient vos noms, vos notes et vos pièces : envoyez-le à une personne de confiance.")
_HEAVY = fr(
    "Avec ses pièces, le message pèserait environ {size} Mo : beaucoup de messageries refusent plus de {limit} Mo. "
    "« Autre façon… », puis « Emporter sur une clé » copie tout."
)


class AttachBox(NamedGroup):
    """One box, a second one below it for the plan.

    ``changed`` when a hand ticks, ``pdf_requested`` for the file alone.
    """

    changed = Signal()
    pdf_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("Pièce jointe au message", parent)
        self._what = self._heavy = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.attach = CheckBox(theme, "")
        self.whole = CheckBox(theme, "")
        self._how = Label("", "small")
        self.heavy = Label("", "small-warn")
        self.pdf = QPushButton("")
        self.pdf.setProperty("look", "link-flush")
        self.pdf.clicked.connect(self.pdf_requested)
        for part in (self.attach, self.whole, self._how, self.heavy):
            column.addWidget(part)
        column.addWidget(self.pdf, 0, Qt.AlignmentFlag.AlignLeft)
        self.attach.toggled.connect(self._on_toggled)
        self.whole.toggled.connect(self._on_toggled)
        self.offer("")

    @property
    def what(self) -> str:
        """What goes with the message now: PLAN, PAGE, DOSSIER or nothing."""
        return self._what if self.attach.isChecked() else ""

    @property
    def names_and_notes(self) -> bool:
        """Whether the plan goes with its names and notes, or a message about the dossier names actions and people."""
        return self.what in _WHOLE and self.whole.isChecked()

    def offer(self, what: str) -> None:
        """Offer to attach this; what else was ticked no longer counts."""
        if what != self._what:
            self.tick(False)
        self._what = what
        self.setVisible(bool(what))
        self.attach.setText(_WORDS.get(what, ""))
        self.whole.setText(_WHOLE.get(what, ""))
        self.pdf.setText(SAVE.get(what, ""))
        for part in (self.attach, self.whole):
            part.updateGeometry()
        self._show()

    def show_weight(self, size: int, limit: int) -> None:
        """Say what a message would weigh, in bytes, where that is over the limit of many mail servers."""
        told = _HEAVY.format(size=math.ceil(size / 1_000_000), limit=limit // 1_000_000)
        self._heavy = told if size > limit else ""
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
        self.whole.setVisible(self.what in _WHOLE)
        self._how.setVisible(on)
        self.pdf.setVisible(on)
        self.heavy.setText(self._heavy)
        self.heavy.setVisible(self.what == DOSSIER and bool(self._heavy))
        discreet = _DISCREET if self.what == PLAN and not self.whole.isChecked() else ""
        before = _TRUSTED if self.what == DOSSIER else discreet
        self._how.setText(f"{before} {_HOW}".strip())
