"""What stands beside an act being adapted: why this wording, what to check, who must step out, before and after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kit.acts.model import ActModel
from kit.documents.wording import wording
from kit.tokens import Tokens
from kit.typography import fr, french
from ui.features.acts.companions import calendar_steps
from ui.features.acts.session_ask import SessionAsk
from ui.services.context import AppContext
from ui.services.navigation import ToActModel
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.own_words import in_chosen_form
from ui.widgets.text import Label

if TYPE_CHECKING:
    from kit.acts.rendering import RenderedAct
    from kit.acts.retroplanning import PlannedDay

_STEP_OUT = fr(
    "Cet acte donne de l’argent ou une place à une association. Qui, dans le conseil, y tient un rôle ou y a un "
    "intérêt ? Cette personne ne participe ni à la préparation, ni au débat, ni au vote, et sort de la salle."
)
_CHECK = fr(" : à vérifier sur Légifrance avant signature (nécessite Internet)")
_STEP_OUT_MODEL = "fiche-deport"


class ActNotes(QWidget):
    """Folded panels; ``session_requested`` for the dossier de séance, ``calendar_requested`` for the calendar."""

    session_requested = Signal()
    calendar_requested = Signal()
    route_requested = Signal(object)

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_2)
        self.step_out = FoldPanel(theme, fr("Qui doit sortir de la salle ?"), open_now=True)
        self.step_out.body.addWidget(Label(_STEP_OUT))
        sheet = _link("Remplir la fiche de déport")
        sheet.clicked.connect(self._on_sheet)
        self.step_out.body.addWidget(sheet)
        self.why = FoldPanel(theme, "Pourquoi cette formule")
        self.check = FoldPanel(theme, "Ce que dit la loi, et ce qui est à vérifier")
        self.steps = FoldPanel(theme, "Avant et après")
        self.calendar = FoldPanel(theme, "Calendrier jusqu’à la signature")
        self._texts = {panel: Label("") for panel in (self.why, self.check, self.steps, self.calendar)}
        for panel, label in self._texts.items():
            panel.body.addWidget(label)
        export = _link("Enregistrer le calendrier (.ics ou PDF)")
        export.clicked.connect(self.calendar_requested)
        self.calendar.body.addWidget(export)
        self.session = _link("Préparer le dossier de séance (PDF et Word)")
        self.session.clicked.connect(self.session_requested)
        self.ask = SessionAsk(theme, self.session)
        for part in (self.step_out, self.why, self.check, self.steps, self.calendar, self.session, self.ask):
            column.addWidget(part)

    def show_model(self, model: ActModel) -> None:
        """Show what a model says of itself."""
        self.ask.end()
        self.step_out.setVisible(model.money and model.id != _STEP_OUT_MODEL)
        self._show(self.why, [french(model.summary), *(french(one.text) for one in model.why)])
        signed = [fr("Qui signe : {signed_by}", signed_by=model.signed_by)] if model.signed_by else []
        moment = [fr("Quand : {when}", when=model.when)] if model.when else []
        before = [fr("Avant : {line}", line=line) for line in model.before]
        after = [fr("Après : {line}", line=line) for line in model.after]
        self._show(self.steps, [french(line) for line in (*signed, *moment, *before, *after)])
        self._show(self.check, [french(one.text) for one in model.references])
        self._show(self.calendar, [])

    def show_act(self, act: RenderedAct, values: dict[str, str], context: AppContext) -> None:
        """Show what is to be checked in the act as it is now, and its calendar when its day is known."""
        checks = {one.text for one in act.to_check}
        lines = [french(one.text) + _CHECK * (one.text in checks) for one in act.model.references]
        if act.model.is_old(date.today()):
            lines.append(wording().say("acts", "old", months=act.model.months_since_review(date.today())))
        self._show(self.check, lines)
        self._show(self.calendar, [_step(step) for step in calendar_steps(context, act.model, values)])

    def _show(self, panel: FoldPanel, lines: list[str]) -> None:
        self._texts[panel].setText("\n".join(f"• {in_chosen_form(line)}" for line in lines))
        panel.setVisible(bool(lines))

    def _on_sheet(self) -> None:
        self.route_requested.emit(ToActModel(_STEP_OUT_MODEL))


def _step(step: PlannedDay) -> str:
    warning = f" ({step.warning})" if step.warning else ""
    return fr("{day:%d/%m/%Y} : {title}{warning}", day=step.day, title=step.title, warning=warning)


def _link(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("look", "link-flush")
    return button
