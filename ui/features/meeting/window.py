"""Mode réunion: full screen, one action at a time, large enough to be read from the back of the room."""

from __future__ import annotations

import datetime

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kit.content.model import Outline
from kit.days import is_written_as_day
from kit.dossier.model import Status
from kit.dossier.plan import PlanItem
from kit.dossier.plan_fields import DUE, WHO
from kit.errors import KitError
from kit.naming import naming
from kit.typography import fr
from ui.features.meeting.bar import MeetingBar
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.widgets.days import doubt, kept_day, past, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.named_group import NamedGroup
from ui.widgets.result_line import ResultLine
from ui.widgets.states import ONE_STANDS
from ui.widgets.text import Heading, Label

_CHOICES = (
    (Status.DONE, "✓ Fait"),
    (Status.DOING, "En cours"),
    (Status.TODO, "À faire"),
    (Status.NOT_CONCERNED, "Non concerné"),
)
_ARROWS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_MEASURE = 1000
_END = "Toutes les actions ont été passées en revue."
_AFTER = "Le relevé de décisions reprend ce qui a changé depuis le début de cette réunion."
_READ_ONLY = fr("Lecture seule : ce dossier ne peut pas être modifié ici.")


class Stop(Struct, frozen=True):
    """An action or milestone that is passed in review, by its target: why it is there, and where one is then."""

    on: str
    why: str
    where: str


class Stage(QWidget):
    """What is shown: it holds the focus until one works on it, and then Space goes on to the next.

    ``passed`` for Space, Right and Down, ``returned`` for Left, Up and Backspace, while it has the focus itself."""

    passed = Signal()
    returned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_name(self, name: str, about: str) -> None:
        """Tell a screen reader what is on it."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hasFocus():  # a key that something on the stage did not take
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.passed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Backspace):
            self.returned.emit()
        else:
            super().keyPressEvent(event)


class Mark(QPushButton):
    """A state that an action may have: an arrow goes to the one beside it, and only a press marks."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        marks = self.group().buttons()
        marks[(marks.index(self) + step) % len(marks)].setFocus(Qt.FocusReason.TabFocusReason)


class MeetingWindow(QWidget):
    """A window of its own; ``closed`` when it ends, ``print_requested`` and ``save_requested`` for the relevé."""

    closed = Signal()
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, context: AppContext, start: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._plan = context, context.plan
        self._stops = stops_of(context.library.outline)
        self._place = self._place_of(start)
        self.may_lose = False
        """Whether it closes although what was typed is refused."""
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        for keys, slot in (
            ("Escape", self.close),
            ("F11", self.close),
            ("Ctrl+Z", self._on_undo),
            ("PgDown", self._on_next),
            ("PgUp", self._on_previous),
            ("Return", self._on_return),
            ("Enter", self._on_return),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        context.session.changed.connect(self._on_changed)
        context.session.refused.connect(self._on_refused)
        self._show()

    @property
    def item(self) -> PlanItem | None:
        """The action in sight; None on the last screen."""
        return self._plan.item(self._stops[self._place].on) if self._place < len(self._stops) else None

    @property
    def title(self) -> str:
        """What stands in large letters."""
        return self._title.text()

    def go(self, step: int) -> None:
        """Keep what was typed, then show the next action (1) or the one before (-1)."""
        if not self._keep_fields():
            return
        self._place = max(0, min(len(self._stops), self._place + step))
        self._show()
        self.stage.setFocus()
        self._say(f"{self.item.code} {self.item.title}" if self.item else _END)

    def finish(self) -> None:
        """Go to the last screen, where the relevé is."""
        self.go(len(self._stops))

    def _place_of(self, start: str) -> int:
        """Return the place of a target, of an action's id or of a lever's first action; the first if there is none."""
        for place, stop in enumerate(self._stops):
            item = self._plan.item(stop.on)
            if start and item is not None and start in (item.on, item.id, item.lever_id):
                return place
        return 0

    def _on_next(self) -> None:
        self.go(1)

    def _on_previous(self) -> None:
        self.go(-1)

    def _on_return(self) -> None:
        """Enter presses the button in focus, as in the window; in a field it keeps what was typed; else it goes on."""
        here = QApplication.focusWidget()
        if isinstance(here, QPushButton):
            here.click()
        elif isinstance(here, QLineEdit):
            if self._keep_fields():
                self.stage.setFocus()
        else:
            self.go(1)

    def _on_status(self, status: Status) -> None:
        item = self.item
        if item is None:
            return
        if self._plan.set_status([item], status):
            self._say(fr("{code} : {label}", code=item.code, label=status.label))
        self._show_state()
        self.stage.setFocus()

    def _on_undo(self) -> None:
        try:
            self._context.session.undo()
            self._say("Annulé.")
        except KitError as error:
            self._show_error(sentence(error))

    def _on_due_typed(self, words: str) -> None:
        """Say at once that a day is none; what is not yet typed to its end is told when one leaves the field."""
        whole = is_written_as_day(words) and not words.rstrip()[-2:].endswith(("/", ".", "-"))
        self._doubt(words if whole else "")

    def _on_due_left(self) -> None:
        self._doubt(self.due.text())

    def _doubt(self, words: str) -> None:
        told = doubt(words) or past(words, datetime.date.today())
        if told != self._boxes[self.due].error:
            self._boxes[self.due].show_error(told)
            if told:
                self._say(told)

    def _on_changed(self, _target: str) -> None:
        self._show_state()

    def _on_refused(self, error: KitError) -> None:
        self._show_error(sentence(error))

    def _keep_fields(self) -> bool:
        """Keep what was typed; False when it was refused: it stays in its field."""
        item = self.item
        if item is None or not self._plan.is_writable:
            return True
        typed = {WHO: self.who.text().strip(), DUE: kept_day(self.due.text())}
        problem = self._plan.set_texts([item], typed, aloud=False)
        if problem:
            self._show_error(problem)
        return not problem

    def _show(self) -> None:
        item = self.item
        stop = self._stops[self._place] if item else None
        for widget in (self._question, self._fields, self.end):
            widget.setVisible(item is not None)
        self._last.setVisible(item is None)
        self._error.hide()
        self._where.setText(stop.where if stop else "Mode réunion")
        self._code.setText(item.code if item else "")
        self._code.setVisible(item is not None)
        self._title.setText(item.title if item else _END)
        self._why.setText(stop.why if stop else _AFTER)
        self._bar.setRange(0, len(self._stops))
        self._bar.setValue(self._place)
        self.previous.setEnabled(self._place > 0)
        self.next.setVisible(item is not None)
        self.stage.show_name(f"{item.code} {item.title}" if item else _END, self._why.text())
        self.setWindowTitle(f"{item.title if item else 'Fin'} – Mode réunion – {naming().name}")
        for line in (self.who, self.due):
            line.setText("")  # with what Ctrl+Z would bring back
        self._show_state()

    def _show_state(self) -> None:
        item = self.item
        if item is None:
            return
        for one, button in self.buttons.items():
            button.setChecked(one == item.status)
        for line, words in ((self.who, item.who), (self.due, shown_day(item.due))):
            if not line.hasFocus():
                line.setText(words)
        if not self.due.hasFocus():
            self._doubt(self.due.text() if item.remains else "")

    def _show_error(self, words: str) -> None:
        self._error.setText(words)
        self._error.show()
        self._say(words)

    def _say(self, words: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _build(self) -> None:
        t = self._context.theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(t.space_6, t.space_4, t.space_6, t.space_4)
        outer.setSpacing(t.space_3)
        head = QHBoxLayout()
        self._where = Label("", "stage-where")
        head.addWidget(self._where, 1)
        head.addWidget(Label("Échap pour quitter", "stage-where", wrap=False))
        outer.addLayout(head)
        self._bar = MeetingBar(t, "Avancement de la réunion")
        outer.addWidget(self._bar)
        self.stage = Stage()
        self.stage.passed.connect(self._on_next)
        self.stage.returned.connect(self._on_previous)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stage.setMaximumWidth(round(_MEASURE * t.scale))
        self._build_stage()
        area.setWidget(self.stage)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(area, 1)
        outer.addLayout(self._build_foot())

    def _build_stage(self) -> None:
        t = self._context.theme
        column = QVBoxLayout(self.stage)
        column.setContentsMargins(t.space_3, t.space_1, t.space_3, t.space_1)
        column.setSpacing(t.space_4)
        column.addStretch(1)
        self._code, self._title = Label("", "stage-code"), Heading("", 1, "stage-title")
        self._why = Label("", "stage-text")
        for label in (self._code, self._title, self._why):
            column.addWidget(label)
        self._build_question(column)
        self._build_fields(column)
        self._build_last(column)
        self._error = Label("", "stage-text")
        column.addWidget(self._error)
        column.addStretch(2)

    def _build_foot(self) -> FlowLayout:
        flow = FlowLayout(gap=self._context.theme.space_3)
        self.previous = self._button("← Précédent")
        self.next = self._button(fr("Espace : suivant →"))
        self.next.setAccessibleName("Suivant")
        self.next.setAccessibleDescription("Espace, ou Page suivante")
        self.end = self._button("Terminer")
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.end.clicked.connect(self.finish)
        for button in (self.previous, self.next, self.end):
            button.setProperty("look", "stage-foot")
            flow.addWidget(button)
        return flow

    def _build_question(self, column: QVBoxLayout) -> None:
        self._question = NamedGroup(fr("Où en est cette action ?"))
        group = QButtonGroup(self)
        group.setExclusive(False)  # none may stand
        group.setProperty(ONE_STANDS, True)
        flow = FlowLayout(self._question, gap=self._context.theme.space_3)
        self.buttons: dict[Status, Mark] = {}
        for status, words in _CHOICES:
            button = Mark(words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCheckable(True)
            button.setEnabled(self._plan.is_writable)
            button.clicked.connect(lambda _=False, one=status: self._on_status(one))
            group.addButton(button)
            flow.addWidget(button)
            self.buttons[status] = button
        column.addWidget(self._question)
        if not self._plan.is_writable:
            column.addWidget(Label(_READ_ONLY, "stage-text"))

    def _build_fields(self, column: QVBoxLayout) -> None:
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.space_4)
        self.who, self.due = QLineEdit(), QLineEdit()
        self._boxes: dict[QLineEdit, Labelled] = {}
        for words, line in ((fr("Qui ?"), self.who), (fr("Pour quand ?"), self.due)):
            line.setMaxLength(200)
            line.setReadOnly(not self._plan.is_writable)
            line.editingFinished.connect(self._keep_fields)
            box = self._boxes[line] = Labelled(self._context.theme, words, line)
            row.addWidget(box, 1)
        self.due.textEdited.connect(self._on_due_typed)
        self.due.editingFinished.connect(self._on_due_left)
        column.addWidget(self._fields)

    def _build_last(self, column: QVBoxLayout) -> None:
        t = self._context.theme
        self._last = QWidget()
        box = QVBoxLayout(self._last)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(t.space_3)
        flow = FlowLayout(gap=t.space_3)
        self.print = self._button("Imprimer le relevé")
        self.save = self._button("L’enregistrer…")
        self.leave = self._button("Quitter le mode réunion")
        self.print.clicked.connect(self.print_requested)
        self.save.clicked.connect(self.save_requested)
        self.leave.clicked.connect(self.close)
        for button in (self.print, self.save, self.leave):
            flow.addWidget(button)
        self.line = ResultLine(t)
        box.addLayout(flow)
        box.addWidget(self.line)
        column.addWidget(self._last)

    def _button(self, words: str) -> QPushButton:
        """Return a button that the mouse presses without taking the focus: Space then still goes on."""
        button = QPushButton(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._keep_fields() and not self.may_lose:
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


def stops_of(outline: Outline) -> list[Stop]:
    """Return the milestones and actions in reading order."""
    found = []
    for number, lever in enumerate(outline.levers, 1):
        where = f"Mode réunion · Levier {number} sur {len(outline.levers)} · {lever.article.title}"
        for article in (*((lever.milestone,) if lever.milestone else ()), *lever.actions):
            found.append(Stop(f"{article.kind}:{article.id}", article.summary, where))
    return found
