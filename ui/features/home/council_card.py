"""The next council: its day, and how long until then."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.days import MONTHS, day_in_words, read_day
from kit.typography import fr
from ui.theme.tokens import Tokens
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SHORT = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_NONE = fr("Donnez sa date : le kit compte les jours et propose ce qui mène à la séance.")


def countdown(day: date, today: date) -> str:
    """Return « Conseil dans 15 jours », « Conseil demain », « Conseil aujourd’hui »; of a past day, that it is past."""
    days = (day - today).days
    if days < 0:
        return "Le dernier conseil est passé"
    return {0: "Conseil aujourd’hui", 1: "Conseil demain"}.get(days, f"Conseil dans {days} jours")


class CouncilCard(QFrame):
    """``date_requested`` asks where the date is given, ``agenda_requested`` for what leads to it."""

    date_requested = Signal()
    agenda_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_2)
        row = QHBoxLayout()
        row.setSpacing(theme.space_3)
        self.block = QFrame()
        self.block.setProperty("look", "date-block")
        square = QVBoxLayout(self.block)
        square.setContentsMargins(10, 2, 10, 2)
        square.setSpacing(0)
        self._month = Label("", "date-month", wrap=False)
        self._day = Label("", "date-day", wrap=False)
        square.addWidget(self._month)
        square.addWidget(self._day)
        row.addWidget(self.block)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Heading("", 2, "h3")
        self.told = Label("", "muted")
        words.addWidget(self.title)
        words.addWidget(self.told)
        row.addLayout(words, 1)
        column.addLayout(row)
        buttons = FlowLayout(gap=theme.space_4)
        self.give, self.agenda = QPushButton(), QPushButton("Rétro-planning")
        for button, signal in ((self.agenda, self.agenda_requested), (self.give, self.date_requested)):
            button.setProperty("look", "link-flush")
            button.clicked.connect(signal)
            buttons.addWidget(button)
        column.addLayout(buttons)

    def show_council(self, told: str, today: date) -> None:
        """Show the day as it was given, an ISO date or words, as of a day."""
        day = read_day(told)
        ahead = day is not None and day >= today
        show_when(self.block, ahead)
        show_when(self.agenda, ahead)
        self.give.setText("Changer la date" if ahead or (told and not day) else "Donner la date du prochain conseil")
        if day is None:
            self.title.setText("Prochain conseil")
            self.told.setText(told or _NONE)
            return
        self.title.setText(countdown(day, today))
        self.told.setText(f"{WEEKDAYS[day.weekday()].capitalize()} {day_in_words(day)}")
        self._month.setText(_SHORT[day.month - 1])
        self._month.setAccessibleName(MONTHS[day.month - 1])
        self._day.setText(str(day.day))
