"""Mode réunion: full screen, one action at a time, large enough to be read from the back of the room."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kit.content.model import Outline
from kit.dossier.model import Change, Status
from kit.dossier.plan_fields import DONE_YEAR, DUE, STATUS, WHO
from kit.errors import KitError
from ui.context import AppContext
from ui.errors import sentence
from ui.widgets.days import kept_day, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.progress_bar import LeverProgress
from ui.widgets.text import Heading, Label

_CHOICES = (
    (Status.DONE, "✓ Fait"),
    (Status.DOING, "En cours"),
    (Status.TODO, "Pas encore"),
    (Status.NOT_CONCERNED, "Non concerné"),
)
_MEASURE = 1000
_END = "Toutes les actions ont été passées en revue."


@dataclass(frozen=True, slots=True)
class Item:
    """What is shown of one action or milestone."""

    on: str
    code: str
    title: str
    why: str
    where: str
    is_yearly: bool


class MeetingWindow(QWidget):
    """A window of its own; ``closed`` when it ends, ``decisions_requested`` when the relevé is asked for."""

    closed = Signal()
    decisions_requested = Signal()

    def __init__(self, context: AppContext, start: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context = context
        self._items = items_of(context.library.outline)
        self._place = next((i for i, item in enumerate(self._items) if item.on.partition(":")[2] == start), 0)
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        for keys, slot in (("Escape", self.close), ("F11", self.close), ("Ctrl+Z", self._on_undo)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        context.session.changed.connect(self._on_changed)
        context.session.refused.connect(self._on_refused)
        self._show()

    @property
    def item(self) -> Item | None:
        """The action in sight; None on the last screen."""
        return self._items[self._place] if self._place < len(self._items) else None

    def go(self, step: int) -> None:
        """Keep what was typed, then show the next action (1) or the one before (-1)."""
        self._keep_fields()
        self._place = max(0, min(len(self._items), self._place + step))
        self._show()
        self._say(f"{self.item.code} {self.item.title}" if self.item else _END)
        (self.buttons[Status.DONE] if self.item else self.decisions).setFocus()

    def _on_next(self) -> None:
        self.go(1)

    def _on_previous(self) -> None:
        self.go(-1)

    def _on_status(self) -> None:
        item = self.item
        button = self._group.checkedButton()
        if item is None or button is None:
            return
        status = next(one for one, candidate in self.buttons.items() if candidate is button)
        changes = [Change(item.on, STATUS, status.value)]
        if item.is_yearly and status == Status.DONE:
            changes.append(Change(item.on, DONE_YEAR, datetime.date.today().year))
        if self._context.session.status(item.on) != status:
            self._context.session.apply(changes)
            self._say(f"{item.code}\u00a0: {status.label}")

    def _on_left(self) -> None:
        self._keep_fields()

    def _on_undo(self) -> None:
        try:
            self._context.session.undo()
        except KitError as error:
            self._show_error(sentence(error))

    def _on_changed(self, _target: str) -> None:
        self._show_state()

    def _on_refused(self, error: KitError) -> None:
        self._show_error(sentence(error))

    def _on_decisions(self) -> None:
        self.decisions_requested.emit()
        self.close()

    def _keep_fields(self) -> None:
        item = self.item
        if item is None:
            return
        session = self._context.session
        typed = {WHO: self.who.text().strip(), DUE: kept_day(self.due.text())}
        changes = [Change(item.on, f, words or None) for f, words in typed.items() if session.text(item.on, f) != words]
        try:
            session.apply(changes)
        except KitError as error:
            self._show_error(sentence(error))

    def _show(self) -> None:
        item = self.item
        for widget in (self._question, self._fields):
            widget.setVisible(item is not None)
        self.decisions.setVisible(item is None)
        self._error.hide()
        self._where.setText(item.where if item else "Mode réunion")
        self._code.setText(item.code if item else "")
        self._title.setText(item.title if item else _END)
        self._why.setText(item.why if item else "Vous pouvez imprimer le relevé de décisions, ou revenir en arrière.")
        self._bar.setRange(0, len(self._items))
        self._bar.setValue(self._place)
        self.previous.setEnabled(self._place > 0)
        self.next.setVisible(item is not None)
        self.setWindowTitle(f"{item.title if item else 'Fin'} – Mode réunion – Kit ESS")
        self._show_state()

    def _show_state(self) -> None:
        item = self.item
        if item is None:
            return
        status = self._context.session.status(item.on)
        self._group.setExclusive(False)
        for one, button in self.buttons.items():
            button.setChecked(one == status)
        self._group.setExclusive(True)
        for line, words in (
            (self.who, self._context.session.text(item.on, WHO)),
            (self.due, shown_day(self._context.session.text(item.on, DUE))),
        ):
            if not line.hasFocus():
                line.setText(words)

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
        outer.setContentsMargins(t.space_6, t.space_5, t.space_6, t.space_5)
        outer.setSpacing(t.space_4)
        head = QHBoxLayout()
        self._where = Label("", "stage-where")
        head.addWidget(self._where, 1)
        head.addWidget(Label("Échap pour quitter", "stage-where", wrap=False))
        outer.addLayout(head)
        self._bar = LeverProgress(t, "Avancement de la réunion")
        outer.addWidget(self._bar)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("stage")
        inner.setMaximumWidth(round(_MEASURE * t.scale))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_4)
        column.addStretch(1)
        self._code, self._title, self._why = (
            Label("", "stage-code"),
            Heading("", 1, "stage-title"),
            Label("", "stage-text"),
        )
        for label in (self._code, self._title, self._why):
            column.addWidget(label)
        self._build_question(column)
        self._build_fields(column)
        self.decisions = QPushButton("Imprimer le relevé de décisions")
        self.decisions.clicked.connect(self._on_decisions)
        column.addWidget(self.decisions, 0, Qt.AlignmentFlag.AlignLeft)
        self._error = Label("", "stage-text")
        column.addWidget(self._error)
        column.addStretch(2)
        area.setWidget(inner)
        outer.addWidget(area, 1)
        foot = QHBoxLayout()
        self.previous = QPushButton("← Précédent")
        self.next = QPushButton("Suivant →")
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.next.setToolTip("Page suivante, ou Ctrl+Entrée")
        foot.addWidget(self.previous)
        foot.addStretch(1)
        foot.addWidget(self.next)
        outer.addLayout(foot)

    def _build_question(self, column: QVBoxLayout) -> None:
        self._question = QWidget()
        self._question.setAccessibleName("Où en est cette action\u00a0?")
        flow = FlowLayout(self._question, gap=self._context.theme.space_3)
        self._group = QButtonGroup(self)
        self.buttons: dict[Status, QPushButton] = {}
        for status, words in _CHOICES:
            button = QPushButton(words)
            button.setCheckable(True)
            button.clicked.connect(self._on_status)
            self._group.addButton(button)
            flow.addWidget(button)
            self.buttons[status] = button
        column.addWidget(self._question)

    def _build_fields(self, column: QVBoxLayout) -> None:
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.space_4)
        self.who, self.due = QLineEdit(), QLineEdit()
        for words, line in (("Qui\u00a0?", self.who), ("Pour quand\u00a0?", self.due)):
            line.setMaxLength(200)
            line.editingFinished.connect(self._on_left)
            box = QVBoxLayout()
            label = Label(words, "label", wrap=False)
            label.setBuddy(line)
            box.addWidget(label)
            box.addWidget(line)
            row.addLayout(box, 1)
        column.addWidget(self._fields)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            self.go(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self.go(1)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_fields()
        self.closed.emit()
        super().closeEvent(event)


def items_of(outline: Outline) -> list[Item]:
    """Return the milestones and actions in reading order."""
    found = []
    for number, lever in enumerate(outline.levers, 1):
        where = f"Mode réunion · Levier {number} sur {len(outline.levers)} · {lever.article.title}"
        for article in (*((lever.milestone,) if lever.milestone else ()), *lever.actions):
            on = f"{article.kind}:{article.id}"
            found.append(Item(on, article.code, article.title, article.summary, where, article.rhythm == "yearly"))
    return found
