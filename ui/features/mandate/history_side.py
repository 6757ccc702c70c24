"""Beside the history: where all stands since the mandate began, the relevé for the next council, what is handed on."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kit.days import day_in_words, read_day
from kit.tokens import Tokens
from kit.typography import fr
from ui.theme import icons
from ui.widgets.named_group import NamedGroup
from ui.widgets.text import Heading, Label, rule

WIDTH = 300
"""Pixels at a text scale of 1."""
_DECISIONS = "Ce qui a changé depuis un jour choisi, sur une page à signer."
_HANDOVER = "Tout le carnet dans un dossier à remettre à l’équipe suivante."


class Standing(Struct, frozen=True):
    """How many actions, acts and messages stand where."""

    done: int = 0
    doing: int = 0
    not_concerned: int = 0
    acts: int = 0
    messages: int = 0

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """What is counted, each with its words; what is none is left out, but what is done."""
        told = (
            (self.done, _many(self.done, "action faite", "actions faites")),
            (self.doing, "en cours"),
            (self.not_concerned, _many(self.not_concerned, "non concernée", "non concernées")),
            (self.acts, _many(self.acts, "acte en préparation", "actes en préparation")),
            (self.messages, _many(self.messages, "message à envoyer", "messages à envoyer")),
        )
        return tuple(line for number, line in enumerate(told) if line[0] or not number)


class HistorySide(QWidget):
    """Cards one below the other, as many as there is height for; what the lower ones offer is elsewhere too."""

    decisions_requested = Signal()
    handover_requested = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedWidth(round(WIDTH * min(theme.scale, 1.5)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space_3)
        column.setSpacing(theme.space_3)
        self.counts = _Card(theme, "Depuis le début du mandat")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space_1)
        self.counts.column.addLayout(self._lines)
        self.council = _Card(theme, "")
        self.council.column.addWidget(Label(_DECISIONS, "small"))
        self.decisions = QPushButton("Relevé de décisions")
        self.decisions.setProperty("look", "primary")
        icons.dress(self.decisions, theme, "imprimer", theme.primary_ink)
        self.decisions.clicked.connect(self.decisions_requested)
        self.council.column.addWidget(self.decisions)
        self.handing = _Card(theme, "Passer le relais")
        self.handing.column.addWidget(Label(_HANDOVER, "small"))
        self.handover = QPushButton("Transmettre")
        self.handover.setAccessibleName("Transmettre le carnet")
        self.handover.clicked.connect(self.handover_requested)
        self.handing.column.addWidget(self.handover)
        for card in (self.counts, self.council, self.handing):
            column.addWidget(card)
        column.addStretch(1)
        self._told: Standing | None = None

    def show_standing(self, told: Standing, council: str, today: date) -> None:
        """Show how much stands where, and for which council the relevé would be."""
        day = read_day(council)
        ahead = day is not None and day >= today
        words = day_in_words(day).removesuffix(f" {today.year}") if day else ""
        self.council.title.setText(
            fr("Pour le conseil du {words}", words=words) if ahead else "Pour le prochain conseil"
        )
        if told == self._told:
            return
        self._told = told
        while (item := self._lines.takeAt(0)) is not None:
            if part := item.widget():
                part.hide()
                part.deleteLater()
        for number, (count, line) in enumerate(told.lines):
            for part in (*((rule(),) if number else ()), self._build_line(count, line)):
                self._lines.addWidget(part)
                part.show()  # at once: what is hidden counts for nothing in the height
        self._fit()

    def _build_line(self, count: int, words: str) -> QWidget:
        row = NamedGroup(f"{count} {words}")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self._theme.space_3)
        figure = Label(str(count), "h2", wrap=False)
        figure.setMinimumWidth(round(34 * self._theme.scale))
        across.addWidget(figure)
        across.addWidget(Label(words), 1)
        return row

    def _fit(self) -> None:
        """Leave out the lowest cards where there is no height: a side column has no scroll bar of its own."""
        room, gap = self.height() - self._theme.space_3, self._theme.space_3
        for card in (self.counts, self.council, self.handing):
            needed = card.layout_height(self.width())
            fits = room >= needed
            if card.isHidden() == fits:
                card.setVisible(fits)
            room = room - needed - gap if fits else 0  # none stands below one that is left out

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a card became higher or lower
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Card(QFrame):
    def __init__(self, theme: Tokens, title: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 14, 18, 14)
        self.column.setSpacing(theme.space_2)
        self.title = Heading(title, 2, "h3")
        self.column.addWidget(self.title)

    def layout_height(self, width: int) -> int:
        """Return how high the card is on ``width`` pixels."""
        self.ensurePolished()
        return max(self.column.totalHeightForWidth(width), self.column.totalMinimumSize().height())


def _many(count: int, one: str, many: str) -> str:
    return many if count > 1 else one
