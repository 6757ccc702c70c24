"""The left of an act: its fields and what goes with them, which scroll, and the ways out, which stay in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from kit.acts.model import Field
from ui.access.tab_order import follow_layout
from ui.features.acts.form import ActForm
from ui.features.acts.notes import ActNotes
from ui.features.acts.output import ActOutput
from ui.services.context import AppContext
from ui.widgets.fold_panel import FoldPanel
from ui.widgets.snug_area import SnugArea
from ui.widgets.text import Label, rule

_WIDE = 342
_LEAST = 140  # what the fields keep before the page scrolls as a whole
_ANY = 16_777_215  # Qt’s own maximum


class ActSide(QWidget):
    """``typed`` (name, value) at each key, ``field_left`` when a field is left."""

    typed = Signal(str, str)
    field_left = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self.forms: dict[str, ActForm] = {}
        self._is_low = False
        self.notes = ActNotes(context.theme)
        self.state = Label("", "muted")
        self.remove = QPushButton("Retirer de mes actes")
        self.remove.setProperty("look", "link-flush")
        self.left = Label("", "strong")
        self.output = ActOutput(context)
        self.area = SnugArea(self._build_inner(), least=_LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.theme.space_2)
        column.addWidget(self.area)
        column.addStretch(1)  # the foot stays at the foot: what is said above the buttons moves none of them
        column.addWidget(rule())
        column.addWidget(self.left)
        column.addWidget(self.output)

    def clear(self) -> None:
        """Take the fields away: what would be typed there belongs to no act any more."""
        for form in self.forms.values():
            form.blockSignals(True)  # a field that loses the focus here was left, and saved, before
            form.hide()
            form.deleteLater()
        self.forms = {}

    def show_fields(self, fields: Sequence[Field], values: Mapping[str, str]) -> None:
        """Show what a model asks for, in place of what stood there."""
        self.clear()
        common = [field for field in fields if field.common]
        own = [field for field in fields if not field.common]
        self.forms = {"own": ActForm(self._theme, own, values), "common": ActForm(self._theme, common, values)}
        for key, column in (("own", self._own), ("common", self._common)):
            self.forms[key].changed.connect(self.typed)
            self.forms[key].left.connect(self.field_left)
            column.addWidget(self.forms[key])
        empty = sum(not values.get(field.name) for field in common)
        self._shared.set_title(f"Ma collectivité ({empty} à compléter)" if empty else "Ma collectivité")
        self._shared.setVisible(bool(common))
        self._shared.button.setChecked(not own)

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show what the fields hold now, what is being typed among it."""
        for form in self.forms.values():
            for name in form.boxes:
                form.show_value(name, values.get(name, ""))

    def show_only(self, names: frozenset[str]) -> None:
        """Show the fields that matter now."""
        for form in self.forms.values():
            form.show_only(names)

    def stand(self, *, beside: bool, low: bool) -> None:
        """Stand beside the preview or above it; in a ``low`` window only the main ways out do not scroll."""
        wide = round(_WIDE * self._theme.scale)
        self.area.set_whole(not beside)
        self.setMinimumWidth(wide if beside else 0)
        self.setMaximumWidth(round(1.3 * wide) if beside else _ANY)
        self.output.say_first(beside)
        if low != self._is_low:
            self._is_low = low
            if low:
                self._column.insertWidget(self._column.indexOf(self.state), self.output.others)
            else:
                self.output.put_others_back()
            follow_layout(self)

    def take_head(self, head: QWidget) -> None:
        """Let a head scroll with the fields, above them."""
        self._column.insertWidget(0, head)

    def _build_inner(self) -> QWidget:
        t = self._theme
        inner = QWidget()
        self._column = column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, t.space_2, t.space_1)
        column.setSpacing(t.space_3)
        self._own, self._common = QVBoxLayout(), QVBoxLayout()
        column.addLayout(self._own)
        self._shared = FoldPanel(t, "Ma collectivité")
        self._shared.body.addLayout(self._common)
        for part in (self._shared, self.notes, self.state, self.remove):
            column.addWidget(part)
        return inner

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the fields also from over the buttons below them, where the page itself has no more to scroll."""
        QApplication.sendEvent(self.area.verticalScrollBar(), event)
