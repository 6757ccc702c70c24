"""The left of an act: its fields in groups and what goes with them, which scroll, and the way to the next blank."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.features.acts.groups import ActFields
from ui.features.acts.notes import ActNotes
from ui.services import people
from ui.services.context import AppContext
from ui.theme import icons
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Label, rule

NEXT_KEY = "F8"
_WIDE = 342
_LEAST = 140  # what the fields keep before the page scrolls as a whole
_ANY = 16_777_215  # Qt’s own maximum


class ActSide(QWidget):
    """``fields`` tells what is typed and where one is; below them stand the notes, and what became of the act."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = self._theme = context.theme
        self.fields = ActFields(t, partial(people.structures, context.session))
        self.notes = ActNotes(t)
        self.state = Label("", "muted")
        self.remove = QPushButton("Retirer de mes actes")
        self.remove.setProperty("look", "link-flush")
        self.area = SnugArea(self._build_inner(), least=_LEAST)
        self.next = QPushButton("Blanc suivant")
        self.next.setProperty("look", "link")
        self.next.setAccessibleDescription(f"Touche {NEXT_KEY}")
        icons.dress(self.next, t, "replier", t.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.space_1)
        column.addWidget(self.area)
        column.addStretch(1)
        self._rule = rule()
        column.addWidget(self._rule)
        foot = QHBoxLayout()
        foot.addWidget(self.next)
        foot.addStretch(1)
        foot.addWidget(Label(NEXT_KEY, "small", wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(foot)

    def stand(self, *, beside: bool) -> None:
        """Stand beside the preview or above it."""
        wide = round(_WIDE * self._theme.scale)
        self.area.set_whole(not beside)
        self.setMinimumWidth(wide if beside else 0)
        self.setMaximumWidth(round(1.3 * wide) if beside else _ANY)

    def _build_inner(self) -> QWidget:
        t = self._theme
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, t.space_2, t.space_1)
        column.setSpacing(t.space_3)
        for part in (self.fields, self.notes, self.state, self.remove):
            column.addWidget(part)
        return inner

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the fields also from over the button below them, where the page itself has no more to scroll."""
        QApplication.sendEvent(self.area.verticalScrollBar(), event)
