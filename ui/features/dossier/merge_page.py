"""Réunir avec un·e collègue: both dossiers in three columns, what is taken, a report, and one press to undo it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.dossier import sidecar
from kit.dossier.archive import unpack
from kit.dossier.dossier import ANONYMOUS
from kit.dossier.model import Event
from kit.dossier.pieces import shown_name
from kit.dossier.plan_lists import Evidence
from kit.dossier.preview import Kind, Mode, Preview, Reunion, Side, preview, reunite
from kit.errors import KitError
from kit.typography import counted, fr
from ui.features.dossier.hand_on import HandOn
from ui.features.dossier.three_columns import MINE, THEIRS, ThreeColumns, ThreeRow
from ui.output import printables
from ui.plan.field_words import field_words, target_words, value_words
from ui.services import file_dialogs
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.services.jobs import Latest
from ui.services.navigation import PageId, Route
from ui.services.page import Crumb, Page
from ui.services.session import Command
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.own_words import in_chosen_form
from ui.widgets.scroll import page_column, scrolling
from ui.widgets.segments import Segments
from ui.widgets.status_line import StatusLine
from ui.widgets.text import Heading, Label, pressed_text
from ui.widgets.wait_bar import WaitBar

_LEAD = (
    "Branchez la clé de votre collègue, puis choisissez son dossier (.kitess), ou l’archive (.zip) reçue par courriel. "
    "Rien ne change avant votre accord. "
    "Une copie de sécurité est faite d’abord, et Ctrl+Z défait la réunion."
)
_THEIRS = "collegue.kitess"
_HEADERS = ("Quoi", "Mon dossier", "Son dossier", "Après la réunion")
_MODES = [(Mode.ALL, "Tout prendre"), (Mode.NO_CONFLICT, "Sans conflit"), (Mode.CHOOSE, "Choisir")]
_TOLD = {
    Mode.ALL: "Là où vos réponses diffèrent, celle de votre collègue l’emporte. Les vôtres restent dans l’historique.",
    Mode.NO_CONFLICT: "Ce qui est nouveau est pris. Là où chacun·e a répondu, votre réponse reste.",
    Mode.CHOOSE: fr("Sur chaque ligne, cliquez sur la réponse à garder : la vôtre ou la sienne. Espace aussi."),
}
_MARKS = {Kind.NEW: "nouveau", Kind.NEWER: "plus récent", Kind.CONFLICT: "deux réponses"}
_SILENT = (":rank", "order")


class MergePage(Page):
    """Choose, compare, reunite; nothing is written before « Réunir »."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: Preview | None = None
        self._reading = Latest(context.jobs)
        self._chosen: dict[tuple[str, str], Side] = {}
        self._forget: Callable[[], object] | None = None  # what came out of an archive
        self._events: tuple[Event, ...] = ()  # what the last reunion of this page wrote
        self._build()
        context.session.undid.connect(self._on_undid)
        context.session.did.connect(self._on_did)

    def open_route(self, route: Route) -> None:
        self._offer_copies()
        if route.id:
            self.compare(Path(route.id))
        elif self._found is None:
            self._show_step("choose")

    def crumbs(self) -> tuple[Crumb, ...]:
        return (
            Crumb("Ma collectivité", Route(PageId.COLLECTIVITE)),
            Crumb(in_chosen_form("Réunir avec un·e collègue")),
        )

    def nearest_print(self) -> str:
        return printables.PLAN

    def scroller(self) -> QScrollArea:
        return self._area

    def compare(self, path: Path) -> None:
        """Compare with a dossier, in the background."""
        self._reading.drop()
        self.status.say("")
        self._show_step("choose")  # else « Réunir » would still be there for the dossier looked at before
        self.wait.begin("Comparaison des deux dossiers…", stoppable=False)
        session = self.context.session
        if path.resolve() == session.path.resolve():
            self.wait.end()
            self.status.say(fr("C’est le dossier ouvert ici : choisissez celui de votre collègue."), wrong=True)
            return
        session.settle()
        dossier = session.dossier
        folder = self._unpacked() if path.suffix.lower() == ".zip" else None
        self._reading.run(
            self,
            lambda _: preview(dossier, unpack(path, folder / _THEIRS).path if folder else path),
            self._on_compared,
            self._on_failed,
            ended=self.wait.end,
            dossier=dossier,
        )

    def _unpacked(self) -> Path:
        """Return an empty folder for what comes out of an archive, in place of the one before."""
        if self._forget is not None:
            self._forget()
        folder = Path(tempfile.mkdtemp(prefix="kit-ess-"))
        self._forget = weakref.finalize(self, _remove, folder)
        return folder

    def _on_choose(self) -> None:
        kinds = "Dossiers du kit (*.kitess *.kitess.txt *.zip)"
        path = file_dialogs.open_file(self, self.context.settings, "Dossier de votre collègue", kinds)
        if path is not None:
            self.compare(path)

    def _on_compared(self, found: Preview) -> None:
        self._found, self._chosen = found, {}
        self.modes.choose(Mode.NO_CONFLICT)
        self._show_step("compare")
        self._show_found()
        self.announced.emit(self._summary.text())
        self.table.setFocus()

    def _on_mode(self, _key: str) -> None:
        self._show_found()
        self.announced.emit(self._told.text())

    def _on_toggled(self, key: tuple[str, str]) -> None:
        if self._found is not None:
            self._keep(key, Side.MINE if self._sides().get(key) is Side.THEIRS else Side.THEIRS)

    def _on_taken(self, key: tuple[str, str], column: int) -> None:
        if self._found is not None:
            self._keep(key, Side.THEIRS if column == THEIRS else Side.MINE)

    def _keep(self, key: tuple[str, str], side: Side) -> None:
        sides = self._sides()
        self.modes.choose(Mode.CHOOSE)
        self._chosen = {**sides, key: side}
        self._show_found()
        row = self.table.item(self.table.currentRow(), 3)
        self.announced.emit(fr("Après la réunion : {row}", row=row.text()) if row else "")

    def _on_reunite(self) -> None:
        found = self._found
        if found is None:
            return
        sides = self._sides()
        self.wait.begin("Réunion des deux dossiers…", stoppable=False)
        self.context.session.bring(
            self,
            lambda dossier: reunite(dossier, found, sides),
            self._on_reunited,
            self._on_failed,
            label="réunion de deux dossiers",
            ended=self.wait.end,
        )

    def _on_reunited(self, done: Reunion) -> None:
        damage = _damage(self._found) if self._found else ""
        self._found = None
        self._show_step("done")
        kept = f" {done.kept} réponses sont restées les vôtres." if done.kept > 1 else ""
        kept = " Une réponse est restée la vôtre." if done.kept == 1 else kept
        taken = {0: "Aucune réponse n’a changé", 1: "Une réponse a été prise"}.get(
            done.taken, f"{done.taken} réponses ont été prises"
        )
        missing = _lacking(done.missing)
        self.status.say(f"C’est réuni. {taken} chez votre collègue.{kept}{missing}{damage}")
        self.report.setText(fr("Copie de sécurité faite avant : {name}", name=done.copy.name))
        self._events = done.events
        self.undo.setEnabled(bool(done.events))
        self.plan.setFocus()  # « Réunir » is gone: the focus must not fall out of the page

    def _on_undo(self) -> None:
        try:
            self.context.session.undo()
        except KitError as error:
            self.status.say(sentence(error), wrong=True)
            return

    def _on_undid(self, command: Command) -> None:
        if self._events and command.events == self._events:
            self._events = ()
            self.undo.setEnabled(False)
            self.status.say(fr("La réunion est défaite : vos réponses d’avant sont de retour."))

    def _on_did(self, command: Command) -> None:
        # From here on the last gesture is another one: the bar and Ctrl+Z name what they take back.
        if command.events != self._events:
            self.undo.setEnabled(False)

    def _on_failed(self, error: KitError) -> None:
        self.status.say(sentence(error), wrong=True)

    def _sides(self) -> dict[tuple[str, str], Side]:
        assert self._found is not None
        return self._found.sides(Mode(self.modes.key()), self._chosen)

    def _show_found(self) -> None:
        found = self._found
        if found is None:
            return
        sides = self._sides()
        shown = [one for one in found.differences if not one.f.endswith(_SILENT)]
        rows = []
        for one in shown:
            mine, theirs = (value_words(one.f, one.value(side)) for side in (Side.MINE, Side.THEIRS))
            result = theirs if sides[one.key] is Side.THEIRS else mine
            who = "votre collègue" if one.theirs.by in ("", ANONYMOUS) else one.theirs.by
            mark = _MARKS[one.kind]
            if one.kind is Kind.CONFLICT:
                mark += f", la plus récente chez {who if one.later is Side.THEIRS else 'vous'}"
            title = self._title(one.on, found)
            kept = THEIRS if sides[one.key] is Side.THEIRS else MINE
            rows.append(ThreeRow(one.key, f"{title} · {field_words(one.f)}", mine, theirs, result, mark, kept))
        self.table.show_rows(rows)
        conflicts = len([one for one in shown if one.kind is Kind.CONFLICT])
        total = len(rows)
        told = counted(total, "différence") if total else _no_difference(found)
        if conflicts:
            told += in_chosen_form(f", dont {conflicts} où chacun·e a répondu")
        if not found.same_dossier:
            told += fr(". Attention : ce dossier vient d’une autre collectivité, ou a été commencé à part")
        self._summary.setText(f"{told}.{_damage(found)}")
        self._told.setText(in_chosen_form(_TOLD[Mode(self.modes.key())]))
        self.table.setVisible(bool(total))
        self.modes.setVisible(bool(total))
        self.go.setEnabled(found.added > 0)

    def _title(self, on: str, found: Preview) -> str:
        own = next((str(one.theirs.x) for one in found.differences if one.on == on and one.f == "title"), "")
        return target_words(self.context.library, on, own or self.context.session.text(on, "title"))

    def _offer_copies(self) -> None:
        while (item := self._copies.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for path in sidecar.copies(self.context.session.path):
            button = QPushButton(pressed_text(fr("Réunir avec « {name} »", name=path.name)))
            button.clicked.connect(lambda _=False, one=path: self.compare(one))
            self._copies.addWidget(button)
        self._beside.setVisible(self._copies.count() > 0)

    def _show_step(self, step: str) -> None:
        self._choosing.setVisible(step != "compare")
        self._give_mine.setVisible(step == "choose")  # what is done offers the same in its own words
        self._comparing.setVisible(step == "compare")
        self._done.setVisible(step == "done")

    def _build(self) -> None:
        t = self.context.theme
        inner = QWidget()
        column = page_column(inner, t)
        column.addWidget(Heading(in_chosen_form("Réunir avec un·e collègue"), 1))
        self._choosing = self._build_choosing()
        self._comparing = self._build_comparing()
        self._done = self._build_done()
        self.wait = WaitBar(t)
        self.status = StatusLine()
        self.status.announced.connect(self.announced)
        for part in (self._choosing, self.wait, self.status, self._done):
            part.setMaximumWidth(t.measure)
            column.addWidget(part)
        column.addWidget(self._comparing, 8)
        column.addStretch(1)
        self._area = scrolling(self, inner)

    def _build_choosing(self) -> QWidget:
        part, column = self._part()
        column.addWidget(Label(_LEAD))
        self.choose = QPushButton("Choisir son dossier…")
        self.choose.setProperty("look", "primary")
        self.choose.clicked.connect(self._on_choose)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        column.addLayout(row)
        self._beside = QWidget()
        self._copies = QVBoxLayout()
        holder = QVBoxLayout(self._beside)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(Label(fr("Des copies de ce dossier ont été trouvées à côté de lui :"), "strong"))
        holder.addLayout(self._copies)
        column.addWidget(self._beside)
        self._give_mine = self._hand_on(fr("Et pour lui donner le vôtre, avec ses pièces :"))
        column.addWidget(self._give_mine)
        return part

    def _build_comparing(self) -> QWidget:
        part, column = self._part()
        self._summary = Label("", "strong")
        self.modes = Segments("Ce qui est pris", [(str(mode), words) for mode, words in _MODES])
        self.modes.chosen.connect(self._on_mode)
        self._told = Label("", "muted")
        self.table = ThreeColumns(self.context.theme, _HEADERS)
        self.table.toggled.connect(self._on_toggled)
        self.table.taken.connect(self._on_taken)
        for widget in (self._summary, self.modes, self._told):
            column.addWidget(widget)
        column.addWidget(self.table, 100)
        flow = FlowLayout(gap=self.context.theme.space_2)
        self.go = QPushButton("Réunir")
        self.go.setProperty("look", "primary")
        self.go.clicked.connect(self._on_reunite)
        self.other = QPushButton("Choisir un autre dossier…")
        self.other.clicked.connect(self._on_choose)
        flow.addWidget(self.go)
        flow.addWidget(self.other)
        column.addLayout(flow)
        column.addStretch(1)  # without a table, the words stay together
        return part

    def _build_done(self) -> QWidget:
        part, column = self._part()
        self.report = Label("", "muted")
        column.addWidget(self.report)
        flow = FlowLayout(gap=self.context.theme.space_2)
        self.undo = QPushButton("Défaire la réunion")
        self.undo.clicked.connect(self._on_undo)
        flow.addWidget(self.undo)
        self.plan = QPushButton("Voir mon plan d’action")
        self.plan.clicked.connect(lambda: self.route_requested.emit(Route(PageId.PLAN)))
        flow.addWidget(self.plan)
        column.addLayout(flow)
        column.addWidget(self._hand_on(fr("Pour que votre collègue ait la même chose que vous :")))
        return part

    def _hand_on(self, words: str) -> HandOn:
        found = HandOn(self.context.theme, words)
        found.route_requested.connect(self.route_requested)
        return found

    def _part(self) -> tuple[QWidget, QVBoxLayout]:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.context.theme.space_3)
        return part, column


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _no_difference(found: Preview) -> str:
    if not found.kept:
        return "Les deux dossiers disent la même chose"
    told = "une réponse y est autre" if found.kept == 1 else f"{found.kept} réponses y sont autres"
    return fr(
        "Votre dossier a déjà tout reçu de celui-ci ; {told}, parce que vous avez changé la vôtre depuis, ou "
        "défait la réunion (Ctrl+Y la refait)",
        told=told,
    )


def _lacking(missing: Sequence[Evidence]) -> str:
    """Say which pieces the colleague's dossier names and that were not beside it, or were no longer what they were."""
    if not missing:
        return ""
    names = ", ".join(fr("« {shown_name} »", shown_name=shown_name(one)) for one in missing[:4])
    if len(missing) == 1:
        return fr(" Une pièce jointe n’a pas pu venir : {names}. Demandez-la à votre collègue.", names=names)
    rest = f" et {len(missing) - 4} de plus" if len(missing) > 4 else ""
    return fr(
        " {count} pièces jointes n’ont pas pu venir : {names}{rest}. Demandez-les à votre collègue.",
        count=len(missing),
        names=names,
        rest=rest,
    )


def _damage(found: Preview) -> str:
    """Say that a part of the colleague's dossier cannot be read."""
    if not found.unreadable:
        return ""
    lines = "Une ligne" if found.unreadable == 1 else f"{found.unreadable} lignes"
    are = "est illisible" if found.unreadable == 1 else "sont illisibles"
    return fr(
        " Attention : son fichier est abîmé ou coupé. {lines} {are}, et ce qui y était noté ne vient pas : "
        "demandez-lui une autre copie.",
        lines=lines,
        are=are,
    )
