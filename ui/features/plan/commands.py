"""What hands do on the page of the plan: each gesture goes to the plan's work, then the page shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kit.dossier.model import Status
from kit.dossier.plan import PlanItem
from kit.errors import KitError, NothingToUndo
from ui.plan.controller import PlanWork, file_to_attach
from ui.plan.gestures import FileWanted, Gesture
from ui.services.context import AppContext
from ui.services.errors import sentence
from ui.widgets.days import kept_day


class PlanHands(QObject):
    """``done`` comes after each gesture; ``kept_out`` (target, field, sentence) for a text that was not taken."""

    done = Signal()
    kept_out = Signal(str, str, str)
    announced = Signal(str)

    def __init__(self, context: AppContext, work: PlanWork, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._work, self._page = context, work, page

    def give_status(self, targets: Sequence[str], status: Status) -> None:
        """Give actions a status, as one gesture."""
        self._work.give_status(self._found(targets), status, aloud=True)
        self.done.emit()

    def give_one_status(self, target: str, status: Status) -> None:
        """Give one action a status."""
        self.give_status([target], status)

    def give_text(self, target: str, field: str, text: str) -> None:
        """Keep what was typed in the sheet or in a cell; a day is kept as the dossier keeps days."""
        self.give_texts([target], field, text)

    def give_texts(self, targets: Sequence[str], field: str, text: str) -> None:
        """Give several actions one text, as one gesture."""
        value = kept_day(text) if field in ("due", "start") else text
        problem = self._work.give_text(self._found(targets), field, value)
        if problem:
            self.kept_out.emit(targets[0], field, problem)
        self.done.emit()

    def ask(self, target: str, gesture: Gesture) -> None:
        """Do what was asked in the sheet."""
        for item in self._found([target]):
            if not isinstance(gesture, FileWanted):
                self._do(item, gesture)
            elif source := file_to_attach(self._page):
                self._work.attach(item, source)
        self.done.emit()

    def shift(self, target: str, by: int, among: Sequence[PlanItem]) -> None:
        """Move an action one place among those in sight."""
        for item in self._found([target]):
            self._work.move(item, by, among)
        self.done.emit()

    def undo(self) -> None:
        """Take the last gesture back."""
        self._step(self._context.session.undo)

    def _do(self, item: PlanItem, gesture: Gesture) -> None:
        try:
            self._work.do(item, gesture)
        except KitError as error:
            self._work.told.emit(sentence(error))

    def _step(self, step: Callable[[], object]) -> None:
        try:
            step()
            self.announced.emit("Annulé.")
        except NothingToUndo as error:
            self.announced.emit(sentence(error))
        except KitError as error:
            self._work.told.emit(sentence(error))
        self.done.emit()

    def _found(self, targets: Sequence[str]) -> list[PlanItem]:
        wanted = set(targets)
        return [item for item in self._work.plan.items if item.on in wanted]
