"""The sub-steps of an action: a box and a line each, one line for the next, all in their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kit.dossier.plan_lists import SubStep
from kit.tokens import Tokens
from kit.typography import fr
from ui.services.plan.gestures import StepAdded, StepMoved, StepTicked, StepWorded
from ui.widgets.check_box import CheckBox
from ui.widgets.text import Label

LONGEST = 1000  # characters of a sub-step
HINT = "Entrée ajoute l’étape. Alt + ↑ ↓ la change de place. Vider sa ligne la retire."


class StepLine(QLineEdit):
    """The words of a sub-step; Alt with an arrow asks for another place."""

    moved = Signal(int)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if by := _step_of(event):
            self.moved.emit(by)
        else:
            super().keyPressEvent(event)


class StepRow(QWidget):
    """One sub-step; ``asked`` carries what is wanted of it."""

    asked = Signal(object)

    def __init__(self, theme: Tokens, step: SubStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self.box = CheckBox(theme)
        self.line = StepLine()
        self.line.setMaxLength(LONGEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space_1)
        row.addWidget(self.box)
        row.addWidget(self.line, 1)
        self.box.clicked.connect(self._on_ticked)
        self.line.editingFinished.connect(self._on_left)
        self.line.moved.connect(self._on_moved)
        self.line.setAccessibleDescription(HINT)
        self.line.setText(step.text)
        self.show_step(step)

    def show_step(self, step: SubStep) -> None:
        """Show a sub-step, unless other words are being typed."""
        untouched = self.line.text() == self._step.text
        self._step = step
        self.box.setChecked(step.is_done)
        self.box.setAccessibleName(fr("Étape : {text}", text=step.text))
        self.line.setAccessibleName(
            fr("{step} : {text}", step="Étape faite" if step.is_done else "Étape à faire", text=step.text)
        )
        if untouched:
            self.line.setText(step.text)

    def keep(self) -> None:
        """Send what was typed and not kept yet."""
        self._on_left()

    def _on_ticked(self, is_done: bool) -> None:
        self.asked.emit(StepTicked(self._step.id, is_done))

    def _on_left(self) -> None:
        text = self.line.text().strip()
        if text != self._step.text:
            self.asked.emit(StepWorded(self._step.id, text))

    def _on_moved(self, by: int) -> None:
        self.keep()
        self.asked.emit(StepMoved(self._step.id, by))


class PlanSteps(QWidget):
    """Shows sub-steps and passes on what is asked; the row that has the focus keeps it when the order changes."""

    asked = Signal(object)

    def __init__(self, theme: Tokens, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: dict[str, StepRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        self._told = Label("Étapes", "label")
        column.addWidget(self._told)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space_1)
        column.addLayout(self._column)
        self.new = QLineEdit()
        self.new.setMaxLength(LONGEST)
        self.new.setPlaceholderText("Ajouter une étape…")
        self.new.setAccessibleName(f"Ajouter une étape, action {subject}")
        self.new.setAccessibleDescription(HINT)
        self.new.setToolTip(HINT)
        self.new.returnPressed.connect(self._on_added)
        self._told.setBuddy(self.new)
        column.addWidget(self.new)

    def show_steps(self, steps: Sequence[SubStep]) -> None:
        """Show these sub-steps in this order."""
        for step_id in [known for known in self.rows if known not in {step.id for step in steps}]:
            self._drop(self.rows.pop(step_id))
        for place, step in enumerate(steps):
            row = self.rows.get(step.id) or self._build_row(step)
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            row.show_step(step)
        done = sum(step.is_done for step in steps)
        self._told.setText(fr("Étapes : {done} sur {count}", done=done, count=len(steps)) if steps else "Étapes")

    def keep(self) -> None:
        """Send what was typed and not kept yet, a new line included."""
        for row in [*self.rows.values()]:
            row.keep()
        self._on_added()

    def _on_added(self) -> None:
        text = self.new.text().strip()
        if text:
            self.new.setText("")  # with what Ctrl+Z would bring back
            self.asked.emit(StepAdded(text))

    def _build_row(self, step: SubStep) -> StepRow:
        row = StepRow(self._theme, step)
        row.asked.connect(self.asked)
        self.rows[step.id] = row
        return row

    def _drop(self, row: StepRow) -> None:
        if row.line.hasFocus():
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()


def _step_of(event: QKeyEvent) -> int:
    """Return -1 or 1 for Alt with an arrow up or down, 0 for all else."""
    if event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
