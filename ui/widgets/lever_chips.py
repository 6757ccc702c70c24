"""Chips to name levers: each can be ticked, and says how far the commune is with it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label, as_text, pressed_text


class LeverChip(Struct, frozen=True):
    """A lever as a chip shows it: ``state`` is « 1/2 », ``spoken`` its words."""

    id: str
    label: str
    title: str
    state: str = ""
    spoken: str = ""


class LeverChips(QGroupBox):
    """The levers of the kit, none ticked at first; ``changed`` is sent at each tick."""

    changed = Signal()

    def __init__(
        self, theme: Tokens, title: str, levers: list[LeverChip], parent: QWidget | None = None, *, aside: str = ""
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "plain")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space_1)
        head = QHBoxLayout()
        head.addWidget(Label(title, "label"), 1)
        if aside:
            head.addWidget(Label(aside, "small", wrap=False))
        column.addLayout(head)
        flow = FlowLayout(gap=theme.space_2)
        self._levers: dict[str, LeverChip] = {}
        self._buttons: dict[str, QPushButton] = {}
        for lever in levers:
            button = QPushButton()
            button.setProperty("look", "lever-chip")
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.toggled.connect(self._on_toggled)
            flow.addWidget(button)
            self._buttons[lever.id] = button
        column.addLayout(flow)
        self.show_levers(levers)

    def show_levers(self, levers: list[LeverChip]) -> None:
        """Show how far each lever is."""
        for lever in levers:
            self._levers[lever.id] = lever
            self._write(lever.id)

    def ticked(self) -> list[str]:
        """Return the ids of the ticked levers, in order."""
        return [key for key, button in self._buttons.items() if button.isChecked()]

    def tick(self, lever_id: str) -> None:
        """Tick a lever."""
        if lever_id in self._buttons:
            self._buttons[lever_id].setChecked(True)

    def tick_only(self, lever_ids: list[str]) -> None:
        """Tick these levers and no other."""
        for key, button in self._buttons.items():
            button.setChecked(key in lever_ids)

    def chip(self, lever_id: str) -> QPushButton:
        """Return a lever's chip."""
        return self._buttons[lever_id]

    def _on_toggled(self, _on: bool) -> None:
        for key in self._buttons:
            self._write(key)
        self.changed.emit()

    def _write(self, key: str) -> None:
        lever, button = self._levers[key], self._buttons[key]
        sign = "✓" if button.isChecked() else "+"
        button.setText(pressed_text(f"{sign} {lever.label}" + (f" · {lever.state}" if lever.state else "")))
        button.setAccessibleName(f"{lever.label}, {lever.spoken}" if lever.spoken else lever.label)
        button.setAccessibleDescription(lever.title)
        button.setToolTip(as_text(f"{lever.title}\n{lever.spoken}" if lever.spoken else lever.title))
