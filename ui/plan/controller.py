"""The plan of the open dossier for the pages that show it, and what a gesture on it writes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kit import paths
from kit.dossier import plan_changes
from kit.dossier import plan_fields as names
from kit.dossier.dossier import Dossier
from kit.dossier.model import Change, Status
from kit.dossier.plan import Plan, PlanItem, build_plan
from kit.dossier.plan_lists import Evidence
from kit.errors import KitError, ValueTooLong
from ui.plan import gestures as gestures
from ui.plan.action_fields import DAYS, LABELS, ActionNotes
from ui.plan.status_menu import words
from ui.plan.two_answers import Answer
from ui.services import clipboard
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.widgets.days import shown_day
from ui.widgets.own_words import in_chosen_form

if TYPE_CHECKING:
    from kit.dossier.pieces import PieceState

UNTITLED = "(sans titre)"
_LACKS = (
    "«\u00a0{name}\u00a0» n’est pas à côté du dossier. Le reste est intact. Dans Ma collectivité, «\u00a0Retrouver les "
    "pièces…\u00a0» la cherche pour vous."
)
_CHANGED = (
    "«\u00a0{name}\u00a0» n’est plus le fichier qui avait été joint\u00a0: son contenu a changé. Il n’est pas ouvert, "
    "et votre dossier est intact. Si vous l’avez corrigé, joignez-le de nouveau\u00a0; sinon, «\u00a0Retrouver les "
    "pièces…\u00a0», dans Ma collectivité, cherche l’original."
)
_NO_DOCUMENT = (
    "«\u00a0{name}\u00a0» n’est pas un document que le kit ouvre\u00a0: un fichier de cette sorte peut agir sur votre "
    "ordinateur. "
)
_SHOWN = _NO_DOCUMENT + "Son emplacement vient de s’ouvrir\u00a0: n’y touchez que si vous savez d’où il vient."
_THERE = _NO_DOCUMENT + "Il est rangé ici\u00a0: {place}"


class PlanWork(QObject):
    """Builds the plan again when the dossier has changed, and turns gestures into changes of it.

    ``said`` carries what a screen reader hears of a gesture that is done; ``told`` a sentence about what went wrong.
    """

    said = Signal(str)
    told = Signal(str)

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._plan: Plan | None = None
        self._day = datetime.date.min
        context.session.changed.connect(self._on_changed)
        context.session.taken_back.connect(self._on_changed)

    @property
    def is_writable(self) -> bool:
        """Whether the dossier can be saved."""
        return not self._context.session.dossier.read_only

    @property
    def plan(self) -> Plan:
        """The plan as of today."""
        today = datetime.date.today()
        if self._plan is None or today != self._day:
            self._day = today
            self._plan = build_plan(self._context.library.outline, self._context.session.dossier, today)
        return self._plan

    def notes(self, item: PlanItem) -> ActionNotes:
        """Return what is noted about an action, the several answers of a field included."""
        texts = {field: str(getattr(item, field)) for field in names.TEXTS} | {names.TITLE: item.title}
        answers = {field: self._answers(item.on, field) for field in item.conflicts if field in LABELS}
        return ActionNotes(texts, item.steps, item.evidence, answers)

    def give_status(self, items: Sequence[PlanItem], status: Status, *, aloud: bool = False) -> None:
        """Give actions a status; ``aloud`` has it said."""
        changes = plan_changes.status_given(items, status, datetime.date.today())
        self._apply(changes, status.label if aloud else "", items)

    def give_text(self, items: Sequence[PlanItem], field: str, text: str) -> str:
        """Give actions a text; returns the sentence that says why it was not taken, empty when it was."""
        if field == names.TITLE:
            changes = [Change(item.on, field, text) for item in items if item.title != text]
        else:
            changes = plan_changes.text_given(items, field, text)
        shown = shown_day(text) if field in DAYS else text
        try:
            self._apply(
                changes, f"{in_chosen_form(LABELS[field]).lower()}, {shown if len(shown) < 60 else 'changée'}", items
            )
        except ValueTooLong as error:
            return sentence(error)
        return ""

    def add_action(self, title: str, lever_id: str = "") -> str:
        """Add an action of one's own; returns its target."""
        on, changes = plan_changes.own_action(title, lever_id)
        self._apply(changes, f"action ajoutée, {title}")
        return on

    def add_lever(self, title: str) -> str:
        """Add a lever of one's own; returns its id."""
        lever_id, changes = plan_changes.own_lever(title)
        self._apply(changes, f"levier ajouté, {title}")
        return lever_id

    def rename_lever(self, lever_id: str, title: str) -> None:
        """Give a lever of one's own another title."""
        self._apply([Change(names.OWN_LEVER + lever_id, names.TITLE, title)], f"levier renommé, {title}")

    def remove_lever(self, lever_id: str) -> None:
        """Remove a lever of one's own with the actions that were added to it; one undo gives all back."""
        dossier = self._context.session.dossier
        targets = [names.OWN_LEVER + lever_id]
        targets += [item.on for item in self.plan.items if item.kind == "own" and item.lever_id == lever_id]
        changes = [change for on in targets for change in plan_changes.removed(on, dossier.fields(on))]
        self._apply(changes, "levier retiré")

    def move(self, item: PlanItem, by: int, among: Sequence[PlanItem]) -> None:
        """Put an action before the one above (-1) or after the one below (1), among those in sight."""
        place = next((number for number, one in enumerate(among) if one.on == item.on), -1)
        goal = place + by
        if place < 0 or not 0 <= goal < len(among):
            return
        rest = [one for one in self.plan.items if one.on != item.on]
        at = rest.index(among[goal]) + (1 if by > 0 else 0)
        before, after = rest[at - 1] if at else None, rest[at] if at < len(rest) else None
        self._apply(plan_changes.moved(item, before, after), f"déplacée en place {goal + 1} sur {len(among)}", [item])

    def do(self, item: PlanItem, gesture: gestures.Gesture) -> None:
        """Do what was asked of an action in its sheet."""
        match gesture:
            case gestures.StepAdded(text):
                self._apply(plan_changes.step_added(item, text), f"étape ajoutée, {text}", [item])
            case gestures.StepTicked(step_id, is_done) | gestures.StepWorded(step_id, is_done):
                self._change_step(item, step_id, is_done)
            case gestures.StepMoved(step_id, by):
                self._move_step(item, step_id, by)
            case gestures.LinkAdded(url):
                self._apply(plan_changes.link_added(item, url), "lien ajouté", [item])
            case gestures.EvidenceOpened(piece_id):
                self._open(item, piece_id)
            case gestures.EvidenceRemoved(piece_id):
                for one in (one for one in item.evidence if one.id == piece_id):
                    self._apply(plan_changes.evidence_removed(item, one), "justificatif retiré", [item])
            case gestures.AnswerTaken(field, place):
                self._take_answer(item, field, place)
            case gestures.Removed():
                fields = self._context.session.dossier.fields(item.on)
                self._apply(plan_changes.removed(item.on, fields), "retirée", [item])

    def attach(self, item: PlanItem, source: Path) -> None:
        """Copy a file beside the dossier, in the background, and note it as evidence in that same dossier.

        Both are one piece of work of the writer: going to another dossier waits for it.
        """
        from kit.dossier import pieces

        def work(dossier: Dossier) -> pieces.Attached:
            return pieces.attach(dossier, item.on, source)

        def done(attached: pieces.Attached) -> None:
            self._say(f"fichier joint, {attached.evidence.title}", [item])

        self._context.session.bring(self, work, done, lambda error: self.told.emit(sentence(error)))

    def _on_changed(self, *_: object) -> None:
        self._plan = None

    def _apply(self, changes: list[Change], what: str, items: Sequence[PlanItem] = ()) -> None:
        if not changes:
            return
        self._context.session.apply(changes)
        self._say(what, items)

    def _say(self, what: str, items: Sequence[PlanItem]) -> None:
        about = spoken(items)
        if what:
            self.said.emit(f"{about}\u00a0: {what}" if about else what[:1].upper() + what[1:])

    def _change_step(self, item: PlanItem, step_id: str, wish: bool | str) -> None:
        for step in (step for step in item.steps if step.id == step_id):
            if isinstance(wish, bool):
                what = f"étape {'faite' if wish else 'à faire'}, {step.text}"
                self._apply(plan_changes.step_changed(item, step, is_done=wish), what, [item])
            else:
                what = f"étape changée, {wish}" if wish else f"étape retirée, {step.text}"
                self._apply(plan_changes.step_changed(item, step, text=wish), what, [item])

    def _move_step(self, item: PlanItem, step_id: str, by: int) -> None:
        place = next((number for number, step in enumerate(item.steps) if step.id == step_id), -1)
        goal = place + by
        if place < 0 or not 0 <= goal < len(item.steps):
            return
        rest = [step for step in item.steps if step.id != step_id]
        before, after = rest[goal - 1] if goal else None, rest[goal] if goal < len(rest) else None
        what = f"étape en place {goal + 1} sur {len(item.steps)}"
        self._apply(plan_changes.step_moved(item, item.steps[place], before, after), what, [item])

    def _open(self, item: PlanItem, piece_id: str) -> None:
        one = next((one for one in item.evidence if one.id == piece_id), None)
        if one is None:
            return
        if one.url:
            if one.is_web:
                clipboard.copy(one.url)
                self.told.emit("Le lien est copié\u00a0: collez-le dans votre navigateur quand vous aurez Internet.")
            return
        from kit.dossier import pieces

        dossier = self._context.session.dossier
        path = dossier.path

        def checked(state: pieces.PieceState) -> None:
            self._show_piece(path, one, state)

        def refused(error: KitError) -> None:
            self.told.emit(sentence(error))

        self._context.jobs.run(self, lambda _: pieces.check(path, one), checked, refused, dossier=dossier)

    def _show_piece(self, dossier: Path, one: Evidence, state: PieceState) -> None:
        """Open a document that is what was attached; show any other kind where it lies; say why else."""
        from kit.dossier import pieces

        path, name = pieces.path_of(dossier, one), pieces.shown_name(one)
        if state != "sound":
            self.told.emit((_LACKS if state == "missing" else _CHANGED).format(name=name))
        elif not pieces.is_document(one):
            asked = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
            self.told.emit((_SHOWN if asked else _THERE).format(name=name, place=path.parent))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.told.emit(f"Aucun programme ne s’est ouvert. Le fichier est ici\u00a0: {path}")

    def _take_answer(self, item: PlanItem, field: str, place: int) -> None:
        heads = self._heads(item.on, field)
        if place < len(heads):
            changes = [Change(item.on, field, heads[place].x)]
            self._apply(
                changes, f"{in_chosen_form(LABELS[field]).lower()}, {self._words(field, heads[place].x)}", [item]
            )

    def _heads(self, on: str, field: str):  # type: ignore[no-untyped-def]
        conflicts = self._context.session.dossier.conflicts()
        return next((found.heads for found in conflicts if found.on == on and found.f == field), ())

    def _answers(self, on: str, field: str) -> tuple[Answer, ...]:
        return tuple(
            Answer(self._words(field, head.x), f"{head.by}, {shown_day(head.t[:10])}")
            for head in self._heads(on, field)
        )

    def _words(self, field: str, value: object) -> str:
        if field == names.STATUS:
            return words(next((status for status in Status if status.value == value), Status.TODO))
        text = "" if value is None else str(value)
        return (shown_day(text) if field in DAYS else text) or "(vide)"


def short_name(item: PlanItem) -> str:
    """Return what names an action in a sentence: its number, else its title."""
    return item.code or item.title or UNTITLED


def spoken(items: Sequence[PlanItem]) -> str:
    """Return what names actions in a sentence: « 1.3 », or « 4 actions »."""
    return short_name(items[0]) if len(items) == 1 else f"{len(items)} actions" if items else ""


def file_to_attach(owner: QWidget) -> Path | None:
    """Ask for a file to join as evidence; None when she closes the dialog."""
    name, _ = QFileDialog.getOpenFileName(owner, "Joindre un fichier", str(paths.documents()))
    return Path(name) if name else None


def later(call: Callable[[], None], owner: QObject) -> Callable[[], None]:
    """Return a function that has ``call`` done once, when the present turn of the event loop is over."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(0)
    timer.timeout.connect(call)
    return timer.start
