"""The head of the plan: its title, how far it is, and the ways to look at it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kit.dossier.plan import Plan
from kit.tokens import Tokens
from kit.typography import NBSP, fr
from ui.plan.ways import CALENDAR, TABLE, ways
from ui.services.plan.words import has_answers
from ui.widgets.columns import Columns
from ui.widgets.text import Heading, Label


class PlanHead(QWidget):
    """``way_chosen`` carries ``table`` or ``board``, ``calendar_requested`` asks for another place."""

    way_chosen = Signal(str)
    calendar_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way = TABLE
        self.summary = Label("", "muted")
        self.summary.setObjectName("plan-summary")
        self.ways = ways()
        self.ways.chosen.connect(self._on_chosen)
        words = QWidget()
        box = QVBoxLayout(words)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(Heading("Mon plan d’action", 1))
        box.addWidget(self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        wide = round(560 * theme.scale)
        column.addWidget(Columns(words, self.ways, threshold=wide, gap=theme.space_2, stretch=(1, 0)))

    def show_way(self, way: str) -> None:
        """Let a way to look at the plan stand, without a signal."""
        self._way = way
        self.ways.choose(way)

    def show_plan(self, plan: Plan) -> None:
        """Say how far the plan is."""
        self.summary.setText(summary(plan))

    def _on_chosen(self, way: str) -> None:
        if way == CALENDAR:  # a place of its own: coming back finds the plan as it was
            self.ways.choose(self._way)
            self.calendar_requested.emit()
        else:
            self._way = way
            self.way_chosen.emit(way)


def summary(plan: Plan) -> str:
    """Return « 6 faites sur 19 · 1 non concernée · 1 en retard · + 1 à vous »."""
    done = plan.progress
    many = "s" if done.done > 1 else ""
    parts = [f"{done.done} faite{many} sur {done.applicable}" if done.applicable else "Aucune action à compter"]
    if done.not_concerned:
        parts.append(f"{done.not_concerned} non concernée{'s' if done.not_concerned > 1 else ''}")
    if plan.late_count:
        parts.append(f"{plan.late_count} en retard")
    if plan.own_count:
        parts.append(fr("+ {own_count} à vous", own_count=plan.own_count))
    several = sum(map(has_answers, plan.items))
    if several:
        parts.append(f"{several} où choisir entre plusieurs réponses")
    return " · ".join(part.replace(" ", NBSP) for part in parts)  # a narrow window breaks between them only
