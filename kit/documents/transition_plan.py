"""The plan in the columns that « Territoires en Transitions » (Ademe) takes when a plan is imported there.

Its importer looks for the titles of the columns in the second row and reads from the fourth; it wants dates as dates,
the budget as a number, states by its own names. Read in its published source, ``excel-parser.ts`` and
``fiche-import.schema.ts`` of ``incubateur-ademe/territoires-en-transitions``; not tried on the platform.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kit.documents.plan import Line, piece_in_words
from kit.documents.sheet import Euros, Sheet, SheetCell, SheetRow, day_cell, sum_cell
from kit.documents.wording import wording
from kit.dossier.model import Status

COLUMNS = (
    "Axe (x)", "Sous-axe (x.x)", "Sous-sous axe (x.x.x)", "Titre de la fiche action", "Descriptif",
    "Instances de gouvernance", "Objectifs", "Indicateurs liés", "Structure pilote", "Moyens humains et techniques",
    "Partenaires", "Direction ou service pilote", "Personne pilote", "Élu·e référent·e", "Participation Citoyenne",
    "Financements", "Financeur 1", "Montant € HT", "Financeur 2", "Montant € HT", "Financeur 3", "Montant € HT",
    "Budget prévisionnel total € HT", "Statut", "Niveau de priorité", "Date de début", "Date de fin",
    "Action en amélioration continue", "Calendrier", "Actions liées", "Fiches des plans liées", "Notes de suivi",
    "Etapes de la fiche action", "Notes complémentaires", "Documents et liens",
)  # fmt: skip
"""Their names and their order are the importer's, whatever the writing of the rest."""

_STATES = {
    Status.TODO: "À venir",
    Status.DOING: "En cours",
    Status.DONE: "Réalisé",
    Status.DISCUSS: "A discuter",
    Status.PAUSED: "En pause",
    Status.DROPPED: "Abandonné",
}
# What of our plan fills a column, by the key of its title in [plan] of the wording.
_FILLED = {
    "Axe (x)": "lever",
    "Titre de la fiche action": "action",
    "Descriptif": "note",
    "Partenaires": "partners",
    "Personne pilote": "pilot",
    "Élu·e référent·e": "who",
    "Financements": "budget_in_words",
    "Budget prévisionnel total € HT": "budget",
    "Statut": "state",
    "Date de début": "start",
    "Date de fin": "due",
    "Calendrier": "days_in_words",
    "Etapes de la fiche action": "steps",
    "Documents et liens": "pieces",
}


def transition_sheet(lines: Iterable[Line]) -> Sheet:
    """Return the plan in these columns; an action that does not concern the collectivité is no part of a plan there."""
    say = wording()
    hints = tuple(say.say("plan", _FILLED[title]) if title in _FILLED else "" for title in COLUMNS)
    rows = tuple(_row(line) for line in lines if line.status in _STATES)
    return Sheet(say.say("plan", "sheet"), COLUMNS, rows, (say.say("plan", "transition_title"),), hints)


def _row(line: Line) -> SheetRow:
    say = wording()
    start, due, budget = day_cell(line.start), day_cell(line.due), sum_cell(line.budget)
    is_sum = isinstance(budget, Euros)
    told = [words for words in (start, due) if isinstance(words, str) and words]
    steps = (say.say("plan", "step_done" if step.is_done else "step_todo", step=step.text) for step in line.steps)
    cells: dict[str, SheetCell] = {
        "Axe (x)": line.lever,
        "Titre de la fiche action": line.title,
        "Descriptif": line.note,
        "Partenaires": line.partners,
        "Personne pilote": line.pilot,
        "Élu·e référent·e": line.who,
        "Financements": "" if is_sum else line.budget,
        "Budget prévisionnel total € HT": budget if is_sum else "",
        "Statut": _STATES[line.status],
        "Date de début": start if isinstance(start, date) else "",
        "Date de fin": due if isinstance(due, date) else "",
        "Calendrier": "\n".join(told),
        "Etapes de la fiche action": "\n".join(steps),
        "Documents et liens": "\n".join(map(piece_in_words, line.evidence)),
    }
    return tuple(cells.get(title, "") for title in COLUMNS)
