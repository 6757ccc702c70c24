"""The plan in words for the window: its rows, its head line, what would be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.dossier import plan_fields as names
from kit.dossier.model import Event, Status
from kit.dossier.plan import Plan, PlanItem
from kit.mandate.directory import TARGET as CONTACT
from kit.search.narrowing import narrow
from ui.plan.action_fields import LABELS, ActionNotes
from ui.plan.controller import UNTITLED, short_name
from ui.plan.model import PlanRow
from ui.widgets.days import shown_day
from ui.widgets.own_words import in_chosen_form

_MARKED = {
    Status.TODO: "remise à faire",
    Status.DOING: "marquée en cours",
    Status.DONE: "marquée faite",
    Status.NOT_CONCERNED: "marquée non concernée",
    Status.DISCUSS: "marquée à discuter",
    Status.PAUSED: "mise en pause",
    Status.DROPPED: "abandonnée",
}


@dataclass(frozen=True, slots=True)
class SheetState:
    """What a sheet shows of an action; ``told`` is a line about its state, as « Fait en 2026 · à refaire ».

    ``state`` are words for the status in place of its own: « À reconfirmer ».
    """

    target: str
    name: str
    short: str
    lever: str
    status: Status
    told: str
    notes: ActionNotes
    is_own: bool = False
    has_article: bool = False
    state: str = ""


def title_of(item: PlanItem) -> str:
    """Return the title as the plan shows it."""
    title = item.title or UNTITLED
    return f"Point de départ\u00a0: {title[:1].lower()}{title[1:]}" if item.kind == "milestone" else title


def row_of(item: PlanItem) -> PlanRow:
    """Return an action as a row of the table."""
    return PlanRow(
        target=item.on,
        code="" if item.kind != "action" else item.code,
        title=title_of(item),
        status=item.status,
        done=redo_words(item) or confirm_words(item),
        is_late=item.is_late,
        who=item.who,
        due=shown_day(item.due),
        pieces=_pieces(item),
        has_answers=bool(item.conflicts & LABELS.keys()),
        is_own=item.kind == "own",
        lever=item.lever_title,
    )


def sheet_of(item: PlanItem, notes: object, known: Sequence[str] = ()) -> SheetState:
    """Return an action as its sheet shows it; ``known`` names the entries of the directory linked to it."""
    row = row_of(item)
    told = ", ".join(part for part in (redo_words(item), "En retard" if item.is_late else "") if part)
    lever = f"Levier\u00a0: {item.lever_title}" if item.lever_title else ""
    own = "Action ajoutée par vous\u00a0: elle ne compte pas dans le total" if row.is_own else ""
    linked = f"Répertoire\u00a0: {', '.join(known)}" if known else ""
    return SheetState(
        target=item.on,
        name=row.name,
        short=short_name(item),
        lever=" · ".join(part for part in (lever, own, linked) if part),
        status=item.status,
        state=confirm_words(item),
        told=told,
        notes=notes,  # type: ignore[arg-type]
        is_own=row.is_own,
        has_article=not row.is_own,
    )


def redo_words(item: PlanItem) -> str:
    """Return « Fait en 2026 · à refaire » for a yearly action of a past year, else nothing."""
    return f"Fait en {item.done_year} · à refaire" if item.is_to_redo else ""


def confirm_words(item: PlanItem) -> str:
    """Return « À reconfirmer » for what a new mandate must take up again, else nothing."""
    return "À reconfirmer" if item.is_to_confirm else ""


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
        parts.append(f"+\u00a0{plan.own_count} à vous")
    several = sum(bool(item.conflicts & LABELS.keys()) for item in plan.items)
    if several:
        parts.append(f"{several} où choisir entre plusieurs réponses")
    return " · ".join(part.replace(" ", "\u00a0") for part in parts)  # a narrow window breaks between them only


def with_words(items: Sequence[PlanItem], typed: str) -> list[PlanItem]:
    """Return the items that have the words typed, in their order."""
    if not typed.strip():
        return [*items]
    found = narrow(items, typed.strip(), lambda item: f"{item.code} {title_of(item)}", _all_words)
    kept = {item.on for part in found for item in part}
    return [item for item in items if item.on in kept]


def undo_words(events: Sequence[Event], plan: Plan) -> str:
    """Return what the latest gesture did, in a few words: « 3.2 marquée faite »; empty when there is none."""
    if not events:
        return ""
    targets = list(dict.fromkeys(event.on for event in events))
    if all(target.startswith(CONTACT) for target in targets):
        return "répertoire local"
    fields = {event.f for event in events}
    item = plan.item(targets[0])
    if item is None and all(event.x is None for event in events):
        return "levier retiré" if targets[0].startswith(names.OWN_LEVER) else "action retirée"
    about = f"{len(targets)} actions" if len(targets) > 1 else _short(short_name(item)) if item else ""
    if not about:
        return "identité de la collectivité" if targets[0] == names.IDENTITY else "dernier changement"
    statuses = {event.x for event in events if event.f == names.STATUS}
    if names.STATUS in fields and len(statuses) == 1:
        value = next(iter(statuses))
        status = next((one for one in Status if one.value == value), Status.TODO)
        return f"{about} {_MARKED[status] if len(targets) == 1 else status.label}"
    return f"{about}, {_what(fields)}"


def _short(name: str, limit: int = 32) -> str:
    return name if len(name) <= limit else f"{name[: limit - 1]}…"


def _what(fields: set[str]) -> str:
    if fields <= {names.TITLE, names.LEVER}:
        return "titre"
    for field in fields:
        if field in LABELS:
            return in_chosen_form(LABELS[field]).lower()
        if field.startswith(names.STEP):
            return "étapes"
        if field.startswith(names.EVIDENCE):
            return "justificatifs"
    return "ordre" if names.ORDER in fields else "détails"


def _pieces(item: PlanItem) -> str:
    count = len(item.evidence)
    done = sum(step.is_done for step in item.steps)
    parts = [
        f"{count} pièce{'s' if count > 1 else ''}" if count else "",
        f"{done}/{len(item.steps)} étapes" if item.steps else "",
        "note" if item.note else "",
    ]
    return ", ".join(part for part in parts if part)


def _all_words(item: PlanItem) -> str:
    return " ".join((item.who, item.pilot, item.partners, item.note, item.lever_title, item.due, item.status.label))
