"""The plan in words: fields, states and actions as the window names them, and what the undo list calls a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kit.dossier import plan_fields as names
from kit.dossier.model import Status
from kit.typography import counted, fr
from ui.widgets.days import shown_day
from ui.widgets.own_words import in_chosen_form

if TYPE_CHECKING:
    from kit.dossier.model import Event
    from kit.dossier.plan import PlanItem
    from kit.dossier.plan_lists import Evidence, SubStep

UNTITLED = "(sans titre)"
DAYS = ("due", "start")
LABELS = {
    "status": "État",
    "title": "Titre",
    "who": "Élu·e référent·e",
    "due": "Échéance",
    "note": "Note",
    "pilot": "Pilote",
    "partners": "Partenaires",
    "start": "Début",
    "budget": "Budget",
}
STEPS, EVIDENCE, ORDER = "étapes", "pièces jointes", "ordre"
_UNTOLD = (names.DONE_YEAR, names.TO_CONFIRM, names.ORDER, names.LEVER)
"""Fields that come along with others: what they are named by says enough."""
_MARKED = {
    Status.TODO: "remise à faire",
    Status.DOING: "marquée en cours",
    Status.DONE: "marquée faite",
    Status.NOT_CONCERNED: "marquée non concernée",
    Status.DISCUSS: "marquée à discuter",
    Status.PAUSED: "mise en pause",
    Status.DROPPED: "abandonnée",
}


class Answer(Struct, frozen=True):
    """What someone said, in words; ``given`` says who and when."""

    words: str
    given: str = ""


class ActionNotes(Struct, frozen=True):
    """What is noted about an action: texts by field as the dossier keeps them, and the several answers of a field."""

    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    steps: tuple[SubStep, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=lambda: MappingProxyType({}))


class PlanRow(Struct, frozen=True):
    """One action as the plan shows it: words only. ``done`` replaces the status where other words say it better."""

    target: str
    code: str
    title: str
    status: Status = Status.TODO
    done: str = ""
    is_late: bool = False
    who: str = ""
    due: str = ""
    pieces: str = ""
    has_answers: bool = False
    is_own: bool = False
    lever: str = ""

    @property
    def name(self) -> str:
        """The number and the title; one's own and a starting point have no number."""
        return f"{self.code} {self.title}" if self.code else self.title

    @property
    def short(self) -> str:
        """What names the action in a sentence: its number, else its title."""
        return self.code or fr("« {title} »", title=self.title)

    @property
    def state(self) -> str:
        """The state in words: « En cours · en retard »."""
        said = self.done or status_words(self.status)
        return f"{said} · en retard" if self.is_late else said


def plan_row(item: PlanItem) -> PlanRow:
    """Return an action in words."""
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
        has_answers=has_answers(item),
        is_own=item.kind == "own",
        lever=item.lever_title,
    )


def status_words(status: Status) -> str:
    """Return the status as a label begins: « À faire », « Non concerné »."""
    return status.label[:1].upper() + status.label[1:]


def title_of(item: PlanItem) -> str:
    """Return the title as the plan shows it."""
    title = item.title or UNTITLED
    return fr("Point de départ : {title}", title=title[:1].lower() + title[1:]) if item.kind == "milestone" else title


def redo_words(item: PlanItem) -> str:
    """Return « Fait en 2026 · à refaire » for a yearly action of a past year, else nothing."""
    return f"Fait en {item.done_year} · à refaire" if item.is_to_redo else ""


def confirm_words(item: PlanItem) -> str:
    """Return « À reconfirmer » for what a new mandate must take up again, else nothing."""
    return "À reconfirmer" if item.is_to_confirm else ""


def has_answers(item: PlanItem) -> bool:
    """Say whether several answers stand for a field that the window shows."""
    return bool(item.conflicts & LABELS.keys())


def value_words(name: str, value: object) -> str:
    """Return the value of a field as one reads it."""
    if name == names.STATUS:
        return status_words(next((status for status in Status if status.value == value), Status.TODO))
    text = "" if value is None else str(value)
    return (shown_day(text) if name in DAYS else text) or "(vide)"


def short_name(item: PlanItem) -> str:
    """Return what names an action in a sentence: its number, else its title."""
    return item.code or item.title or UNTITLED


def spoken(items: Sequence[PlanItem]) -> str:
    """Return what names actions in a sentence: « 1.3 », or « 4 actions »."""
    return short_name(items[0]) if len(items) == 1 else f"{len(items)} actions" if items else ""


def label(items: Sequence[PlanItem], what: str) -> str:
    """Return what the undo list calls a change of actions: « 3.2, échéance »."""
    return f"{_cut(spoken(items))}, {what}"


def field_label(items: Sequence[PlanItem], name: str) -> str:
    """Return what the undo list calls another value of a field: « 3.2, échéance »."""
    return label(items, in_chosen_form(LABELS[name]).lower())


def status_label(items: Sequence[PlanItem], statuses: Iterable[Status]) -> str:
    """Return what the undo list calls other states: « 3.2 marquée faite », « 4 actions fait »."""
    given = {*statuses}
    if len(given) != 1:
        return field_label(items, names.STATUS)
    (status,) = given
    return f"{_cut(spoken(items))} {_MARKED[status] if len(items) == 1 else status.label}"


def changes_label(items: Sequence[PlanItem], events: Sequence[Event]) -> str:
    """Return what the undo list calls these changes of actions, as the journal has them."""
    fields = {event.f for event in events if event.f not in _UNTOLD}
    if fields == {names.STATUS}:
        values = {event.x for event in events if event.f == names.STATUS}
        return status_label(items, [next((one for one in Status if one == value), Status.TODO) for value in values])
    if any(event.f == names.TITLE and not event.r for event in events):
        return "action ajoutée"
    if fields and all(name.startswith(names.STEP) for name in fields):
        return label(items, STEPS)
    if fields and all(name.startswith(names.EVIDENCE) for name in fields):
        return label(items, EVIDENCE)
    if not fields and any(event.f == names.ORDER for event in events):
        return label(items, ORDER)
    (name,) = fields if len(fields) == 1 else ("",)
    return field_label(items, name) if name in LABELS else label(items, "détails")


def own_label(events: Sequence[Event]) -> str:
    """Return what the undo list calls changes of own actions and levers that are no more; empty for all others."""
    if not all(event.on.startswith((names.OWN, names.OWN_LEVER)) for event in events):
        return ""
    titles = [event for event in events if event.f == names.TITLE]
    if lever := next((event for event in titles if event.on.startswith(names.OWN_LEVER)), None):
        return "levier retiré" if not lever.x else "levier renommé" if lever.r else "levier ajouté"
    return "action retirée" if titles and not any(event.x for event in titles) else ""


def _cut(name: str, limit: int = 32) -> str:
    return name if len(name) <= limit else f"{name[: limit - 1]}…"


def _pieces(item: PlanItem) -> str:
    count = len(item.evidence)
    done = sum(step.is_done for step in item.steps)
    parts = [
        counted(count, "pièce") if count else "",
        f"{done}/{len(item.steps)} étapes" if item.steps else "",
        "note" if item.note else "",
    ]
    return ", ".join(part for part in parts if part)
