"""The plan of the open dossier as a table: one model that all its views read, and the one way to change it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kit.content.library import Library
from kit.content.model import Lever
from kit.dossier import plan_changes
from kit.dossier import plan_fields as names
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Event, Progress, Status
from kit.errors import KitError, ValueTooLong
from kit.typography import fr
from ui.services import people
from ui.services.errors import sentence
from ui.services.jobs import Jobs
from ui.services.later import later
from ui.services.plan import words
from ui.services.plan.words import DAYS, LABELS, ActionNotes, Answer, PlanRow, plan_row
from ui.services.session import DossierSession
from ui.widgets.days import kept_day, shown_day
from ui.widgets.own_words import in_chosen_form
from ui.widgets.text import as_text

if TYPE_CHECKING:
    from kit.dossier.plan import Plan, PlanItem
    from ui.services.plan.gestures import Gesture

type Index = QModelIndex | QPersistentModelIndex

ROOT = QModelIndex()
ROW_ROLE = Qt.ItemDataRole.UserRole
"""The role that gives an action in words, a ``PlanRow``."""
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
"""The role that gives the ``PlanItem`` itself."""
NONE = "–"
_OF_THE_PLAN = ("action:", "milestone:", names.OWN, names.OWN_LEVER)


class Column(IntEnum):
    """The columns of the table, in order."""

    CODE = 0
    ACTION = 1
    STATE = 2
    WHO = 3
    DUE = 4
    PIECES = 5


HEADERS = {
    Column.CODE: "N°",
    Column.ACTION: "Action",
    Column.STATE: "État",
    Column.WHO: "Qui",
    Column.DUE: "Échéance",
    Column.PIECES: "Pièces",
}
TYPED = {Column.WHO: "who", Column.DUE: "due"}


class PlanModel(QAbstractTableModel):
    """The plan of the dossier open in the session, as of today: a row for each item, in the plan's order.

    It is built when it is first asked for, and again when the dossier has changed since: at the next reading of
    ``plan``, else at the end of the turn of the event loop. It is reset when rows come, go or move; else
    ``dataChanged`` names the rows that differ. ``updated`` comes after either. A reading of ``progress`` builds
    nothing.

    A change is a command: what it writes, and a label that the undo list shows; ``DossierSession.undo`` takes it back.
    ``announced`` carries what a screen reader hears of a command that is done, ``noticed`` what went wrong,
    ``copied`` one about a link that was copied,
    ``text_refused`` the target, the field and why what was typed in a cell was not taken.
    """

    announced = Signal(str)
    noticed = Signal(str)
    copied = Signal(str)
    text_refused = Signal(str, str, str)
    updated = Signal()

    def __init__(self, session: DossierSession, library: Library, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._library, self._jobs = session, library, jobs
        self._plan: Plan | None = None
        self._items: tuple[PlanItem, ...] = ()
        self._places: dict[str, int] = {}
        self._rows: dict[int, PlanRow] = {}  # in words, of the items that were shown
        self._day = datetime.date.min
        self._is_stale = True
        self._refresh_later = later(self.refresh, self)
        session.changed.connect(self._on_changed)
        session.taken_back.connect(self._on_changed)
        session.switched.connect(self.show_again)

    # --- what the plan is ---

    @property
    def plan(self) -> Plan:
        """The plan as of today."""
        self.refresh()
        assert self._plan is not None
        return self._plan

    def people(self, typed: str) -> list[tuple[str, str]]:
        """Return names of the local directory that begin as what was typed."""
        return people.partners(self._session, typed)

    @property
    def is_writable(self) -> bool:
        """Whether the dossier can be saved."""
        return not self._session.dossier.read_only

    def item(self, on: str) -> PlanItem | None:
        """Return the item of a target, None where the plan has none."""
        self.refresh()
        place = self._places.get(on)
        return None if place is None else self._items[place]

    def items(self, targets: Sequence[str]) -> list[PlanItem]:
        """Return the items of targets in the plan's order; those that the plan does not have are left out."""
        self.refresh()
        return [self._items[place] for place in sorted({self._places[on] for on in targets if on in self._places})]

    def label_of(self, events: Sequence[Event]) -> str:
        """Return what the undo list calls changes of actions that it has no label for; empty where they are others'."""
        items = self.items([event.on for event in events])
        if not items or len(items) < len({event.on for event in events}):
            return words.own_label(events)
        return words.changes_label(items, events)

    def row(self, number: int) -> PlanRow:
        """Return the item of a row in words."""
        if number not in self._rows:
            self._rows[number] = plan_row(self._items[number])
        return self._rows[number]

    def row_of(self, target: str) -> int:
        """Return the row of a target, -1 where there is none."""
        return self._places.get(target, -1)

    def progress(self, lever: Lever | None = None) -> Progress:
        """Return how far the kit's actions are, those of one lever or all."""
        actions = lever.actions if lever is not None else self._library.outline.actions
        return self._session.progress(action.id for action in actions)

    def notes(self, item: PlanItem) -> ActionNotes:
        """Return what is noted about an action, the several answers of a field included."""
        texts = {field: str(getattr(item, field)) for field in names.TEXTS} | {names.TITLE: item.title}
        answers = {field: self._answers(item.on, field) for field in item.conflicts if field in LABELS}
        return ActionNotes(texts, item.steps, item.evidence, answers)

    def show_again(self) -> None:
        """Build the plan anew: another dossier, or other texts in the same library."""
        self._is_stale = True
        if self._day != datetime.date.min:
            self._refresh_later()

    def show_library(self, library: Library) -> None:
        """Take titles from this library from now on: the reader chose another writing."""
        self._library = library
        self.show_again()

    def refresh(self) -> None:
        """Build the plan if the dossier has changed since, or the day, and say which rows differ."""
        today = datetime.date.today()
        if not self._is_stale and today == self._day:
            return
        from kit.dossier.plan import build_plan  # the start of the program needs no plan

        self._is_stale, self._day = False, today
        before, plan = self._items, build_plan(self._library.outline, self._session.dossier, today)
        moved = [item.on for item in before] != [item.on for item in plan.items]
        if moved:
            self.beginResetModel()
        self._plan, self._items = plan, plan.items
        if moved:
            self._places = {item.on: place for place, item in enumerate(plan.items)}
            self._rows.clear()
            self.endResetModel()
        else:
            pairs = enumerate(zip(before, plan.items, strict=True))
            changed = [number for number, (old, new) in pairs if old != new]
            for number in changed:
                self._rows.pop(number, None)
            for first, last in _ranges(changed):
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
        self.updated.emit()

    # --- commands ---

    def set_status(self, items: Sequence[PlanItem], status: Status, *, aloud: bool = False) -> bool:
        """Give actions a status, ``aloud`` to have it said; False when there was nothing to change."""
        changes = plan_changes.status_given(items, status, datetime.date.today())
        self._apply(changes, words.status_label(items, [status]), status.label if aloud else "", items)
        return bool(changes)

    def put_statuses(self, statuses: Mapping[str, Status]) -> None:
        """Give each of these targets its own status, as one gesture."""
        items = [item for item in self.items([*statuses]) if item.status != statuses[item.on]]
        changes = [Change(item.on, names.STATUS, statuses[item.on].value) for item in items]
        self._apply(changes, words.status_label(items, [statuses[item.on] for item in items]))

    def start_first(self, items: Sequence[PlanItem]) -> tuple[Event, ...]:
        """Put actions under way and before all others; returns what was written, empty when that was refused."""
        changes = plan_changes.status_given(items, Status.DOING, datetime.date.today())
        changes += plan_changes.put_first(items, self.plan.items)
        return self._apply(changes, words.status_label(items, [Status.DOING]))

    def set_text(self, items: Sequence[PlanItem], field: str, text: str) -> str:
        """Give actions a text; returns the sentence that says why it was not taken, empty when it was."""
        return self.set_texts(items, {field: text})

    def set_texts(self, items: Sequence[PlanItem], texts: Mapping[str, str], *, aloud: bool = True) -> str:
        """Give actions several texts in one gesture, as ``set_text``; a day is given as the dossier keeps days."""
        changes: list[Change] = []
        for field, text in texts.items():
            if field == names.TITLE:
                changes += [Change(item.on, field, text) for item in items if item.title != text]
            else:
                changes += plan_changes.text_given(items, field, text)
        if not changes:
            return ""
        first = changes[0].f
        shown = shown_day(texts[first]) if first in DAYS else texts[first]
        what = f"{in_chosen_form(LABELS[first]).lower()}, {shown if len(shown) < 60 else 'changée'}"
        try:
            self._apply(changes, words.field_label(items, first), what if aloud else "", items)
        except ValueTooLong as error:
            return sentence(error)
        return ""

    def add_action(self, title: str, lever_id: str = "") -> str:
        """Add an action of one's own; returns its target."""
        on, changes = plan_changes.own_action(title, lever_id)
        self._apply(changes, "action ajoutée", f"action ajoutée, {title}")
        return on

    def add_lever(self, title: str) -> str:
        """Add a lever of one's own; returns its id."""
        lever_id, changes = plan_changes.own_lever(title)
        self._apply(changes, "levier ajouté", f"levier ajouté, {title}")
        return lever_id

    def rename_lever(self, lever_id: str, title: str) -> None:
        """Give a lever of one's own another title."""
        change = Change(names.OWN_LEVER + lever_id, names.TITLE, title)
        self._apply([change], "levier renommé", f"levier renommé, {title}")

    def remove_lever(self, lever_id: str) -> None:
        """Remove a lever of one's own with the actions that were added to it; one undo gives all back."""
        dossier = self._session.dossier
        targets = [names.OWN_LEVER + lever_id]
        targets += [item.on for item in self.plan.items if item.kind == "own" and item.lever_id == lever_id]
        changes = [change for on in targets for change in plan_changes.removed(on, dossier.fields(on))]
        self._apply(changes, "levier retiré", "levier retiré")

    def move(self, item: PlanItem, by: int, among: Sequence[PlanItem]) -> None:
        """Put an action before the one above (-1) or after the one below (1), among those in sight."""
        place = next((number for number, one in enumerate(among) if one.on == item.on), -1)
        goal = place + by
        if place < 0 or not 0 <= goal < len(among):
            return
        rest = [one for one in self.plan.items if one.on != item.on]
        at = rest.index(among[goal]) + (1 if by > 0 else 0)
        before, after = rest[at - 1] if at else None, rest[at] if at < len(rest) else None
        what = f"déplacée en place {goal + 1} sur {len(among)}"
        self._apply(plan_changes.moved(item, before, after), words.label([item], words.ORDER), what, [item])

    def ask(self, item: PlanItem, gesture: Gesture) -> None:
        """Do what was asked of an action in its sheet; what is refused is ``noticed``."""
        try:
            self._do(item, gesture)
        except KitError as error:
            self.noticed.emit(sentence(error))

    def attach(self, item: PlanItem, source: Path) -> None:
        """Copy a file beside the dossier, in the background, and note it as evidence in that same dossier.

        Both are one piece of work of the writer: going to another dossier waits for it.
        """
        from kit.dossier import pieces

        def work(dossier: Dossier) -> pieces.Attached:
            return pieces.attach(dossier, item.on, source)

        def done(attached: pieces.Attached) -> None:
            self._say(f"fichier joint, {attached.evidence.title}", [item])

        def failed(error: KitError) -> None:
            self.noticed.emit(sentence(error))

        self._session.bring(self, work, done, failed, label=words.label([item], words.EVIDENCE))

    def _do(self, item: PlanItem, gesture: Gesture) -> None:
        from ui.services.plan import gestures  # none is asked for at the start of the program
        from ui.services.plan.evidence import open_evidence

        steps, evidence = words.label([item], words.STEPS), words.label([item], words.EVIDENCE)
        match gesture:
            case gestures.StepAdded(text):
                self._apply(plan_changes.step_added(item, text), steps, f"étape ajoutée, {text}", [item])
            case gestures.StepTicked(step_id, is_done) | gestures.StepWorded(step_id, is_done):
                self._change_step(item, step_id, is_done)
            case gestures.StepMoved(step_id, by):
                self._move_step(item, step_id, by)
            case gestures.LinkAdded(url):
                self._apply(plan_changes.link_added(item, url), evidence, "lien ajouté", [item])
            case gestures.EvidenceOpened(piece_id) | gestures.EvidenceRemoved(piece_id):
                one = next((one for one in item.evidence if one.id == piece_id), None)
                if one is not None and isinstance(gesture, gestures.EvidenceOpened):
                    open_evidence(self, self._session, self._jobs, one, copied=self.copied.emit, tell=self.noticed.emit)
                elif one is not None:
                    self._apply(plan_changes.evidence_removed(item, one), evidence, "pièce jointe retirée", [item])
            case gestures.AnswerTaken(field, place):
                self._take_answer(item, field, place)
            case gestures.Removed():
                changes = plan_changes.removed(item.on, self._session.dossier.fields(item.on))
                self._apply(changes, "action retirée", "retirée", [item])

    def _apply(
        self, changes: list[Change], label: str, what: str = "", items: Sequence[PlanItem] = ()
    ) -> tuple[Event, ...]:
        """Make the changes as one gesture with its label, show them, and say ``what`` was done to which items."""
        if not changes:
            return ()
        events = self._session.apply(changes, label=label)
        self.refresh()
        if events:  # else it was refused, which the session has said
            self._say(what, items)
        return events

    def _say(self, what: str, items: Sequence[PlanItem]) -> None:
        about = words.spoken(items)
        if about and what:
            self.announced.emit(fr("{about} : {what}", about=about, what=what))
        elif what:
            self.announced.emit(what[:1].upper() + what[1:])

    def _on_changed(self, target: str) -> None:
        if not target or target.startswith(_OF_THE_PLAN):
            self.show_again()

    def _change_step(self, item: PlanItem, step_id: str, wish: bool | str) -> None:
        label = words.label([item], words.STEPS)
        for step in (step for step in item.steps if step.id == step_id):
            if isinstance(wish, bool):
                what = f"étape {'faite' if wish else 'à faire'}, {step.text}"
                self._apply(plan_changes.step_changed(item, step, is_done=wish), label, what, [item])
            else:
                what = f"étape changée, {wish}" if wish else f"étape retirée, {step.text}"
                self._apply(plan_changes.step_changed(item, step, text=wish), label, what, [item])

    def _move_step(self, item: PlanItem, step_id: str, by: int) -> None:
        place = next((number for number, step in enumerate(item.steps) if step.id == step_id), -1)
        goal = place + by
        if place < 0 or not 0 <= goal < len(item.steps):
            return
        rest = [step for step in item.steps if step.id != step_id]
        before, after = rest[goal - 1] if goal else None, rest[goal] if goal < len(rest) else None
        what = f"étape en place {goal + 1} sur {len(item.steps)}"
        changes = plan_changes.step_moved(item, item.steps[place], before, after)
        self._apply(changes, words.label([item], words.STEPS), what, [item])

    def _take_answer(self, item: PlanItem, field: str, place: int) -> None:
        heads = self._session.dossier.heads(item.on, field)
        if len(heads) > 1 and place < len(heads):  # else it was settled meanwhile
            value = heads[place].x
            given = next((status for status in Status if field == names.STATUS and status.value == value), None)
            label = words.status_label([item], [given]) if given else words.field_label([item], field)
            what = f"{in_chosen_form(LABELS[field]).lower()}, {words.value_words(field, value)}"
            self._apply([Change(item.on, field, value)], label, what, [item])

    def _answers(self, on: str, field: str) -> tuple[Answer, ...]:
        return tuple(
            Answer(words.value_words(field, head.x), f"{head.by}, {shown_day(head.t[:10])}")
            for head in self._session.dossier.heads(on, field)
        )

    # --- the table ---

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ITEM_ROLE:
            return self._items[index.row()]
        if role not in _ROLES:
            return None
        row, column = self.row(index.row()), Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell_text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return getattr(row, TYPED[column]) if column in TYPED else _cell_text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _cell_spoken(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            name = f"{row.name}\n{row.lever}" if row.lever else row.name
            return as_text(name) if column == Column.ACTION else None
        return row

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = Column(index.column())
        if role != Qt.ItemDataRole.EditRole or column not in TYPED:
            return False
        field, text, item = TYPED[column], str(value).strip(), self._items[index.row()]
        if text != getattr(self.row(index.row()), field):
            problem = self.set_text([item], field, kept_day(text) if field in DAYS else text)
            if problem:
                self.text_refused.emit(item.on, field, problem)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return "Numéro" if section == 0 and role != Qt.ItemDataRole.DisplayRole else HEADERS[Column(section)]
        return self.row(section).short if role != Qt.ItemDataRole.DisplayRole else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        editable = self.is_writable and index.isValid() and Column(index.column()) in (*TYPED, Column.STATE)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags


_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
    ROW_ROLE,
)


def _ranges(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers that follow each other."""
    for _, run in itertools.groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def _cell_text(row: PlanRow, column: Column) -> str:
    match column:
        case Column.CODE:
            return row.code or ("+" if row.is_own else "•")
        case Column.ACTION:
            return row.title
        case Column.STATE:
            return row.state
        case Column.WHO:
            return row.who or NONE
        case Column.DUE:
            return row.due or NONE
        case Column.PIECES:
            return row.pieces


def _cell_spoken(row: PlanRow, column: Column) -> str:
    """Return what a cell says when it is heard alone: the column and the action are part of it."""
    of = f"de l’action {row.short}"
    match column:
        case Column.CODE:
            return f"Action {row.code}" if row.code else "Action ajoutée par vous" if row.is_own else "Point de départ"
        case Column.ACTION:
            answers = ", plusieurs réponses à choisir" if row.has_answers else ""
            return f"{row.name}, {row.state.lower().replace(' · ', ', ')}{answers}"
        case Column.STATE:
            return fr("État {of} : {state}", of=of, state=row.state.lower().replace(" · ", ", "))
        case Column.WHO:
            return fr("Qui s’occupe {of} : {who}", of=of, who=row.who or "personne")
        case Column.DUE:
            return fr(
                "Échéance {of} : {due}{late}", of=of, due=row.due or "aucune", late=", en retard" if row.is_late else ""
            )
        case Column.PIECES:
            return fr("Pièces {of} : {pieces}", of=of, pieces=row.pieces or "aucune")
