"""The status of an action as a button with its menu: four words in sight, three more under « Autre… »."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QTransform
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kit.dossier.model import Status
from ui.theme import icons
from ui.theme.tokens import Tokens

_IN_SIGHT = (Status.TODO, Status.DOING, Status.DONE, Status.NOT_CONCERNED)
_OTHERS = (Status.DISCUSS, Status.PAUSED, Status.DROPPED)


class StatusButton(QPushButton):
    """Shows a status and lets another be chosen; ``status_chosen`` is sent for the user's choices only."""

    status_chosen = Signal(object)

    def __init__(self, theme: Tokens, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = subject
        self._actions: dict[Status, QAction] = {}
        self.setProperty("look", "status")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        size = round(theme.icon * 0.7)
        self.setIcon(chevron(theme.ink_soft, size, down=True))
        self.setIconSize(QSize(size, size))
        self.setMenu(self._build_menu())
        self.show_status(Status.TODO)

    def show_status(self, status: Status) -> None:
        """Show where the action stands."""
        self.setText(words(status))
        self.setAccessibleName(f"{words(status)}, état de l’action {self._subject}")
        self._actions[status].setChecked(True)
        if self.property("status") != status.value:
            self.setProperty("status", status.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        """Return room for the longest usual word: another status must not move the words beside the button."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        widest = max(metrics.horizontalAdvance(words(status)) for status in _IN_SIGHT)
        return QSize(hint.width() + max(widest - metrics.horizontalAdvance(self.text()), 0), hint.height())

    def _on_triggered(self, action: QAction) -> None:
        self.status_chosen.emit(Status(action.data()))

    def _build_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        group = QActionGroup(self)
        for status in _IN_SIGHT:
            menu.addAction(self._build_action(status, group))
        menu.addSeparator()
        others = menu.addMenu("Autre…")
        for status in _OTHERS:
            others.addAction(self._build_action(status, group))
        group.triggered.connect(self._on_triggered)
        return menu

    def _build_action(self, status: Status, group: QActionGroup) -> QAction:
        action = QAction(words(status), group)
        action.setCheckable(True)
        action.setData(status.value)
        self._actions[status] = action
        return action


def words(status: Status) -> str:
    """Return the status as a label begins: « À faire », « Non concerné »."""
    return status.label[:1].upper() + status.label[1:]


def chevron(colour: str, size: int, *, down: bool = False) -> QIcon:
    """Return the mark of something that opens: to the right, or down when it is open or opens below."""
    drawing = icons.pixmap("chevron", colour, size, 3)
    return QIcon(drawing.transformed(QTransform().rotate(90))) if down else QIcon(drawing)
