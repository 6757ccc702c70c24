"""The plan as typed values: each action, milestone and own action, with all that the dossier says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from kit.content.model import Article, Lever, Outline
from kit.days import read_day
from kit.dossier import plan_fields as names
from kit.dossier.model import Progress, Status, progress
from kit.dossier.plan_lists import Evidence, SubStep, evidence_of, steps_of
from kit.dossier.plan_order import is_rank, natural_rank
from kit.dossier.view import DossierView, HistoryView

FINISHED = (Status.DONE, Status.NOT_CONCERNED, Status.DROPPED)
_OWN_LEVERS = 900  # own levers come after those of the texts
_OWN_ACTIONS = 500  # own actions come after those of their lever


class PlanItem(Struct, frozen=True):
    """One action (kind ``action``), milestone (``milestone``) or own action (``own``); texts not given are empty.

    ``due`` and ``start`` are ISO dates or words; ``done_year`` the year in which a yearly action was done last;
    ``is_to_redo`` says that this year is over, ``is_to_confirm`` that a new mandate must take it up again;
    ``conflicts`` names the fields for which several values stand.
    """

    on: str
    kind: str
    id: str
    code: str
    title: str
    lever_id: str
    lever_title: str
    status: Status
    rank: str
    who: str = ""
    pilot: str = ""
    partners: str = ""
    start: str = ""
    due: str = ""
    budget: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    steps: tuple[SubStep, ...] = ()
    is_yearly: bool = False
    done_year: int | None = None
    is_to_redo: bool = False
    is_late: bool = False
    is_to_confirm: bool = False
    conflicts: frozenset[str] = frozenset()

    @property
    def is_counted(self) -> bool:
        """True for the kit's actions, which alone make the progress."""
        return self.kind == "action"

    @property
    def remains(self) -> bool:
        """True for what is still to do, a yearly action of a past year included."""
        return self.status not in FINISHED or self.is_to_redo

    @property
    def due_day(self) -> date | None:
        """The due date; None when none is given or when it is said in words."""
        return read_day(self.due)

    @property
    def start_day(self) -> date | None:
        """The start date; None when none is given or when it is said in words."""
        return read_day(self.start)

    @property
    def people(self) -> tuple[str, ...]:
        """The élu·e référent·e and the pilot, where they are named."""
        return tuple(dict.fromkeys(name for name in (self.who, self.pilot) if name))


class PlanLever(Struct, frozen=True):
    """A lever of the texts or of one's own (``is_own``), as a filter or a heading names it."""

    id: str
    title: str
    code: str = ""
    is_own: bool = False
    rank: str = ""


class Plan(Struct, frozen=True):
    """All items in the order that she gave, else that of the texts, own actions after the others of their lever."""

    items: tuple[PlanItem, ...]
    levers: tuple[PlanLever, ...]

    def item(self, on: str) -> PlanItem | None:
        """Return the item of a target."""
        return next((item for item in self.items if item.on == on), None)

    @property
    def progress(self) -> Progress:
        """Count the kit's actions only."""
        counted = {item.on: item.status for item in self.items if item.is_counted}
        return progress(counted, counted)

    @property
    def own_count(self) -> int:
        """How many actions are one's own: the « + 2 à vous »."""
        return sum(item.kind == "own" for item in self.items)

    @property
    def late_count(self) -> int:
        """How many items are late."""
        return sum(item.is_late for item in self.items)

    @property
    def people(self) -> tuple[str, ...]:
        """Every person named, each once, by name."""
        return tuple(sorted({name for item in self.items for name in item.people}, key=str.casefold))


def build_plan(outline: Outline, dossier: HistoryView, today: date) -> Plan:
    """Return the plan that a dossier and the texts make, as of a day."""
    conflicts: dict[str, set[str]] = {}
    for conflict in dossier.conflicts():
        if not conflict.agreed:
            conflicts.setdefault(conflict.on, set()).add(conflict.f)
    reader = _Reader(dossier, today, conflicts)
    levers: list[PlanLever] = []
    items: list[PlanItem] = []
    for place, lever in enumerate(outline.levers, start=1):
        levers.append(PlanLever(lever.article.id, lever.article.title, lever.article.code, rank=natural_rank(place)))
        items += _lever_items(lever, place, reader)
    levers += _own_levers(dossier)
    items += _own_items(levers, reader)
    return Plan(tuple(sorted(items, key=lambda item: (item.rank, item.on))), tuple(levers))


def in_turn(items: Iterable[PlanItem]) -> list[PlanItem]:
    """Return what remains to be done: late, then by day, then under way, then the rest in the plan's order."""
    waiting = [
        one for one in items if one.remains and (one.kind != "milestone" or one.is_late or one.status is Status.DOING)
    ]
    return sorted(waiting, key=lambda one: (not one.is_late, one.due_day or date.max, one.status is not Status.DOING))


def own_by_lever(outline: Outline, dossier: DossierView) -> list[tuple[PlanLever, tuple[str, ...]]]:
    """Return every lever, own ones last, each with the targets of its own actions in the order of the plan.

    A lever without id comes after all, for own actions that belong to none: only where there are some.
    """
    levers = [PlanLever(x.id, x.title, x.code) for x in (lever.article for lever in outline.levers)]
    levers += _own_levers(dossier)
    found: dict[str, list[tuple[str, str]]] = {}
    for on, lever, rank, fields in _own_places(levers, dossier):
        moved = fields.get(names.ORDER)
        found.setdefault(lever.id, []).append((moved if isinstance(moved, str) and is_rank(moved) else rank, on))
    levers += [PlanLever("", "")] if "" in found else []
    return [(lever, tuple(on for _, on in sorted(found.get(lever.id, ())))) for lever in levers]


def is_late(status: Status, due: str, today: date) -> bool:
    """Say whether something that is still to do was due before today."""
    day = read_day(due)
    return day is not None and day < today and status not in FINISHED


class _Reader(Struct, frozen=True):
    """Reads the fields of targets, as of a day."""

    dossier: HistoryView
    today: date
    conflicts: Mapping[str, set[str]]

    def item(
        self, on: str, lever: PlanLever, rank: str, article: Article | None, fields: Mapping[str, object]
    ) -> PlanItem:
        kind, _, own_id = on.partition(":")
        status = self.dossier.status(on)
        is_yearly = article is not None and article.rhythm == "yearly"
        done_year = self._done_year(on, fields) if is_yearly and status == Status.DONE else None
        moved = fields.get(names.ORDER)
        texts = {field: text_of(fields.get(field)) for field in names.TEXTS}
        return PlanItem(
            on=on,
            kind=kind,
            id=own_id,
            code=article.code if article else "",
            title=article.title if article else text_of(fields.get(names.TITLE)),
            lever_id=lever.id,
            lever_title=lever.title,
            status=status,
            rank=moved if isinstance(moved, str) and is_rank(moved) else rank,
            **texts,
            evidence=evidence_of(fields),
            steps=steps_of(fields),
            is_yearly=is_yearly,
            done_year=done_year,
            is_to_redo=done_year is not None and done_year < self.today.year,
            is_late=is_late(status, texts[names.DUE], self.today),
            is_to_confirm=status == Status.DISCUSS and bool(fields.get(names.TO_CONFIRM)),
            conflicts=frozenset(self.conflicts.get(on, ())),
        )

    def _done_year(self, on: str, fields: Mapping[str, object]) -> int | None:
        told = fields.get(names.DONE_YEAR)
        if type(told) is int:
            return told
        event = self.dossier.change(on, names.STATUS)  # ticked by a program or a call that gave no year
        year = event.t[:4] if event else ""
        return int(year) if year.isascii() and year.isdigit() else None


def text_of(value: object) -> str:
    """Return a value of the dossier as text, empty for none."""
    return "" if value is None else str(value).strip()


def _lever_items(lever: Lever, place: int, reader: _Reader) -> Iterable[PlanItem]:
    own = PlanLever(lever.article.id, lever.article.title, lever.article.code)
    for number, article in enumerate((*([lever.milestone] if lever.milestone else []), *lever.actions), start=1):
        on = f"{article.kind}:{article.id}"
        yield reader.item(on, own, natural_rank(place, number), article, reader.dossier.fields(on))


def _own_levers(dossier: DossierView) -> list[PlanLever]:
    found = []
    for place, on in enumerate(dossier.targets(names.OWN_LEVER), start=_OWN_LEVERS):
        fields = dossier.fields(on)
        moved = fields.get(names.ORDER)
        rank = moved if isinstance(moved, str) and is_rank(moved) else natural_rank(place)
        lever_id = on.removeprefix(names.OWN_LEVER)
        found.append(PlanLever(lever_id, text_of(fields.get(names.TITLE)), is_own=True, rank=rank))
    return sorted(found, key=lambda lever: (lever.rank, lever.id))


def _own_items(levers: list[PlanLever], reader: _Reader) -> Iterable[PlanItem]:
    for on, lever, rank, fields in _own_places(levers, reader.dossier):
        yield reader.item(on, lever, rank, None, fields)


def _own_places(
    levers: list[PlanLever], dossier: DossierView
) -> Iterable[tuple[str, PlanLever, str, Mapping[str, object]]]:
    """Yield each own action with its lever, the rank that it has while nobody moved it, and its fields."""
    places = {lever.id: place for place, lever in enumerate(levers, start=1)}
    by_id = {lever.id: lever for lever in levers}
    for number, on in enumerate(dossier.targets(names.OWN), start=_OWN_ACTIONS):
        fields = dossier.fields(on)
        lever = by_id.get(text_of(fields.get(names.LEVER)), PlanLever("", ""))
        yield on, lever, natural_rank(places.get(lever.id, _OWN_LEVERS + 99), number), fields


class Wanted(Struct, frozen=True):
    """What is shown of a plan; what is left empty lets all pass. ``lever`` is an id, ``person`` a name as given."""

    lever: str = ""
    person: str = ""
    late: bool = False
    remaining: bool = False
    status: Status | None = None

    def lets_pass(self, item: PlanItem) -> bool:
        """Say whether an item is shown."""
        return (
            (not self.lever or item.lever_id == self.lever)
            and (not self.person or self.person in item.people)
            and (not self.late or item.is_late)
            and (not self.remaining or item.remains)
            and (self.status is None or item.status == self.status)
        )


_KEYS: Mapping[str, Callable[[PlanItem], object]] = {
    "order": lambda item: (item.rank, item.on),
    "title": lambda item: item.title.casefold(),
    "status": lambda item: [*Status].index(item.status),
    "who": lambda item: (not item.who, item.who.casefold()),
    "pilot": lambda item: (not item.pilot, item.pilot.casefold()),
    "start": lambda item: (item.start_day or date.max, item.start.casefold()),
    "due": lambda item: (item.due_day or date.max, not item.due, item.due.casefold()),
    "lever": lambda item: (item.rank, item.on),
}
SORTS = tuple(_KEYS)


def ordered(items: Iterable[PlanItem], by: str = "order", *, reverse: bool = False) -> list[PlanItem]:
    """Sort items by one of ``SORTS``; equal ones stay in the plan's order, what is not given comes last."""
    return sorted(items, key=_KEYS[by], reverse=reverse)  # type: ignore[arg-type]
