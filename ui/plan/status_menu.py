"""The status of an action as a button with its menu: four words in sight, three more under « Autre… »."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kit.dossier.model import Status
from kit.tokens import Tokens
from ui.services.plan.words import status_words
from ui.theme import icons

IN_SIGHT = (Status.TODO, Status.DOING, Status.DONE, Status.NOT_CONCERNED)
OTHERS = (Status.DISCUSS, Status.PAUSED, Status.DROPPED)


class StatusMenu(QMenu):
    """Seven statuses, the present one marked; ``chosen`` carries the one that the user takes."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("État")
        self._choices: dict[Status, QAction] = {}
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for status in IN_SIGHT:
            self.addAction(self._build_choice(status, group))
        self.addSeparator()
        others = self.addMenu("Autre…")
        for status in OTHERS:
            others.addAction(self._build_choice(status, group))
        group.triggered.connect(self._on_triggered)

    def show_status(self, status: Status | None) -> None:
        """Mark where the action stands; None for several actions that stand apart."""
        for one, choice in self._choices.items():
            choice.setChecked(one == status)

    def _on_triggered(self, choice: QAction) -> None:
        choice.setChecked(True)  # taking the present one again must not unmark it
        self.chosen.emit(Status(choice.data()))

    def _build_choice(self, status: Status, group: QActionGroup) -> QAction:
        choice = QAction(status_words(status), group)
        choice.setCheckable(True)
        choice.setData(status.value)
        self._choices[status] = choice
        return choice


class StatusButton(QPushButton):
    """Shows a status and lets another be chosen; ``status_chosen`` is sent for the user's choices only."""

    status_chosen = Signal(object)

    def __init__(self, theme: Tokens, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self.setProperty("look", "status")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        size = round(theme.icon * 0.7)
        self.setIcon(icons.chevron(theme.ink_soft, size, down=True))
        self.setIconSize(QSize(size, size))
        self._menu = StatusMenu(self)
        self._menu.chosen.connect(self.status_chosen)
        self.setMenu(self._menu)
        self.show_status(Status.TODO)

    def show_status(self, status: Status, told: str = "") -> None:
        """Show where the action stands, in words of its own where ``told`` gives some."""
        self.setText(told or status_words(status))
        self.setAccessibleName(f"{told or status_words(status)}, état de l’action {self._subject}")
        self._menu.show_status(status)
        if self.property("status") != status.value:
            self.setProperty("status", status.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Return room for the longest usual word: another status must not move the words beside the button."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        widest = max(metrics.horizontalAdvance(status_words(status)) for status in IN_SIGHT)
        return QSize(hint.width() + max(widest - metrics.horizontalAdvance(self.text()), 0), hint.height())
