"""The next council: its day, how long until then, when its summons is to be sent; a field where no day is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.days import MONTHS, SHORT_MONTHS, day_in_words, read_day
from kit.tokens import Tokens
from kit.typography import fr
from ui.features.home.council_line import CouncilLine
from ui.widgets.days import DAY_LIMIT, doubt, kept_day, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.showing import show_when
from ui.widgets.text import Heading, Label, as_text

if TYPE_CHECKING:
    from kit.mandate.agenda import CouncilDay

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ASKED = "Donnez la date du prochain conseil"
_WRONG = "Écrivez une date comme 15/03/2027."
_PAST = fr("Ce jour est passé : donnez celui du prochain conseil.")
_BLOCK = (62, 58)  # pixels


def countdown(day: date, today: date) -> str:
    """Return « Conseil dans 15 jours », « Conseil demain », « Conseil aujourd’hui »; of a past day, that it is past."""
    days = (day - today).days
    if days < 0:
        return "Le dernier conseil est passé"
    return {0: "Conseil aujourd’hui", 1: "Conseil demain"}.get(days, f"Conseil dans {days} jours")


def summons_words(summons: Sequence[CouncilDay]) -> str:
    """Return when the summons is to be sent, and by which rule."""
    return " ".join(
        fr(
            "{title} : {day}. {text}",
            title=one.title,
            day=f"{_weekday(one.day)} {day_in_words(one.day)}",
            text=one.text,
        )
        for one in summons
    )


def _weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


class CouncilCard(QFrame):
    """``date_given`` carries the day of the next council (ISO), ``agenda_requested`` asks for what leads to it."""

    date_given = Signal(str)
    agenda_requested = Signal()

    def __init__(self, theme: Tokens, *, writable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._is_asking = False
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(theme.space_2)
        column.addLayout(self._build_day(theme))
        self.line = CouncilLine(theme)
        column.addWidget(self.line)
        self.field = QLineEdit()
        self.field.setPlaceholderText("15/03/2027")
        self.field.setMaxLength(DAY_LIMIT)
        self.asked = Labelled(theme, "Jour de la séance", self.field)
        self.asked.setEnabled(writable)
        self.keep = QPushButton("Enregistrer")
        self.keep.setEnabled(writable)
        self.asking = QWidget()
        row = QHBoxLayout(self.asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space_2)
        row.addWidget(self.asked, 1)
        row.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self.asking)
        buttons = FlowLayout(gap=theme.space_4)
        self.agenda, self.change = QPushButton("Rétro-planning"), QPushButton("Changer la date")
        for button in (self.agenda, self.change):
            button.setProperty("look", "link-flush")
            buttons.addWidget(button)
        column.addLayout(buttons)
        self.agenda.clicked.connect(self.agenda_requested)
        self.change.clicked.connect(self._on_change)
        self.keep.clicked.connect(self._on_kept)
        self.field.returnPressed.connect(self._on_kept)

    def show_council(self, told: str, today: date) -> None:
        """Show the day as it was given, an ISO date or words, as of a day."""
        if told != self._told:
            self._is_asking = False
            self.field.clear()
            self.asked.show_error("")
        self._told = told
        day = read_day(told)
        ahead = day is not None and day >= today
        asks = self._is_asking or not (ahead or (told and day is None))
        for part, shown in ((self.block, ahead), (self.line, ahead and day != today), (self.asking, asks)):
            show_when(part, shown)
        show_when(self.agenda, ahead)
        show_when(self.change, not asks)
        if day is None or not ahead:
            self.title.setText("Prochain conseil" if told and day is None else _ASKED)
            self.told.setText(told if day is None else fr("Le dernier connu : {day}.", day=day_in_words(day)))
            show_when(self.told, bool(told))
            return
        self.title.setText(countdown(day, today))
        self.told.setText(f"{WEEKDAYS[day.weekday()].capitalize()} {day_in_words(day)}")
        show_when(self.told, True)
        self._month.setText(SHORT_MONTHS[day.month - 1])
        self._month.setAccessibleName(MONTHS[day.month - 1])
        self._day.setText(str(day.day))
        self.line.show_days(today, day, ())

    def show_summons(self, summons: Sequence[CouncilDay], today: date) -> None:
        """Show when the summons is to be sent, where a day is known."""
        day = read_day(self._told)
        if day is not None:
            self.line.show_days(today, day, tuple(one.day for one in summons))
        words = summons_words(summons)
        self.line.setAccessibleName(words)
        self.line.setToolTip(as_text(words))

    def show_error(self, words: str) -> None:
        """Say why the day could not be kept."""
        self.asked.show_error(words)

    def _on_change(self) -> None:
        self._is_asking = True
        self.field.setText(shown_day(self._told))
        self.asking.show()
        self.change.hide()
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        self.field.selectAll()

    def _on_kept(self) -> None:
        words, day = self.field.text().strip(), read_day(self.field.text())
        wrong = doubt(words) or ("" if day else _WRONG)
        if day and not wrong and day < date.today():
            wrong = _PAST
        self.asked.show_error(wrong)
        if wrong:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._is_asking = False
        self.date_given.emit(kept_day(words))

    def _build_day(self, theme: Tokens) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space_3)
        self.block = QFrame()
        self.block.setProperty("look", "date-block")
        scale = min(theme.scale, 1.5)
        self.block.setMinimumSize(round(_BLOCK[0] * scale), round(_BLOCK[1] * scale))
        square = QVBoxLayout(self.block)
        square.setContentsMargins(2, 2, 2, 2)
        square.setSpacing(0)
        self._month = Label("", "date-month", wrap=False)
        self._day = Label("", "date-day", wrap=False)
        square.addWidget(self._month)
        square.addWidget(self._day, 1)
        row.addWidget(self.block)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = Heading("", 2, "h3")
        self.told = Label("", "muted")
        words.addWidget(self.title)
        words.addWidget(self.told)
        row.addLayout(words, 1)
        return row
