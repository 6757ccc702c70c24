"""What is done to several actions at once: a state, a person, a date, in one gesture that one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from kit.tokens import Tokens
from ui.plan.action_fields import LINE_LIMIT
from ui.plan.status_menu import StatusMenu
from ui.theme import icons
from ui.widgets.days import kept_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text import Label


class PlanBar(QFrame):
    """``status_chosen`` carries a Status, ``text_given`` a field and its text, ``released`` chooses one action only."""

    status_chosen = Signal(object)
    text_given = Signal(str, str)
    released = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card-teal")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space_3, theme.space_1, theme.space_3, theme.space_1)
        flow = FlowLayout(gap=theme.space_2, middle=True)
        row.addLayout(flow)
        self.count = Label("", "strong", wrap=False)
        flow.addWidget(self.count)
        self.status = QPushButton("État…")
        self.status.setProperty("look", "menu")
        self.status.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        size = round(theme.icon * 0.7)
        self.status.setIcon(icons.chevron(theme.primary, size, down=True))
        self.status.setIconSize(QSize(size, size))
        self.menu = StatusMenu(self)
        self.menu.chosen.connect(self.status_chosen)
        self.status.setMenu(self.menu)
        flow.addWidget(self.status)
        self.who = self._build_line("Personne…", "who")
        self.due = self._build_line("Échéance…", "due")
        wide = round(122 * min(theme.scale, 1.5))
        for line in (self.who, self.due):
            line.setFixedWidth(wide)
            flow.addWidget(line)
        self.one = QPushButton("Ne plus choisir")
        self.one.setProperty("look", "link")
        self.one.clicked.connect(self.released)
        flow.addWidget(self.one)

    def show_count(self, count: int) -> None:
        """Say how many actions are chosen."""
        told = f"{count} actions choisies"
        self.count.setText(told)
        self.menu.show_status(None)
        for part, words in ((self.status, "État"), (self.who, "Personne"), (self.due, "Échéance")):
            part.setAccessibleName(f"{words} des {told}")

    def set_people(self, people: Sequence[str]) -> None:
        """Offer these names while one types."""
        completer = QCompleter([*people], self.who)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.who.setCompleter(completer)
        if (popup := completer.popup()) is not None:
            popup.setParent(self.who, popup.windowFlags())  # for the looks of the window

    def _on_who(self) -> None:
        self._send("who", self.who, self.who.text().strip())

    def _on_due(self) -> None:
        self._send("due", self.due, kept_day(self.due.text()))

    def _send(self, field: str, line: QLineEdit, text: str) -> None:
        if text:
            line.setText("")  # with what Ctrl+Z would bring back
            self.text_given.emit(field, text)

    def _build_line(self, words: str, field: str) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(LINE_LIMIT)
        line.setPlaceholderText(words)
        line.setAccessibleDescription("Entrée la donne à toutes les actions choisies")
        line.setToolTip("Entrée la donne à toutes les actions choisies")
        line.returnPressed.connect(self._on_who if field == "who" else self._on_due)
        return line
