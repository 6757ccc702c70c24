"""Beside the month: the day that is open, what is late, what comes after the month, what has no day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kit.mandate.agenda import Agenda, Moment
from kit.tokens import Tokens
from kit.typography import fr, french
from ui.features.agenda.agenda_cards import TAGS, ahead_words, target_of, title_of
from ui.features.agenda.looks import look_of
from ui.features.agenda.month_words import after, day_words, month_words, side_words, without_day
from ui.widgets.close_button import CloseButton
from ui.widgets.focus import holds_focus
from ui.widgets.named_group import NamedGroup
from ui.widgets.pictogram import Pictogram
from ui.widgets.text import Heading, Label
from ui.widgets.wrap_link import INDENT, WrapLink

WIDTH = 268
"""Pixels of a card at a text scale of 1."""
_MOST = 4
_SIGN = 28
_RING = 5  # of the focus around a link


class MonthSide(QWidget):
    """``followed`` carries the target of a link; ``list_requested`` asks for all, ``closed`` ends the open day."""

    followed = Signal(str)
    list_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.day: date | None = None
        self.cards: dict[str, QFrame] = {}
        self._shown: dict[str, object] = {}  # what each card shows: one that shows the same stays
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space_3)
        self._tail = QWidget()
        self._column.addWidget(self._tail, 1)

    def show_agenda(self, agenda: Agenda, month: tuple[int, int], today: date, ask: Sequence[tuple[str, str]]) -> None:
        """Show what stands beside a month; ``ask`` are words and targets of what is to be given first."""
        held = holds_focus(self)
        wanted: dict[str, tuple[object, Callable[[], QFrame]]] = {}
        if self.day is not None:
            day, found = self.day, agenda.by_day().get(self.day, ())
            wanted["day"] = (day, found), lambda: self._build_day(day, found)
        name = month_words(month).partition(" ")[0].lower()
        lists = (
            ("late", "En retard", agenda.late),
            ("after", f"Après {name}", after(agenda, month)),
            ("undated", "Sans jour fixé", without_day(agenda, month)),
        )
        for key, title, moments in lists:
            if key == "after" and ask:
                wanted["ask"] = tuple(ask), lambda: self._build_ask(*ask[0])
            if moments:
                wanted[key] = (title, moments, today), partial(self._build_list, title, moments, today)
        for key in [key for key, card in self.cards.items() if key not in wanted or self._shown[key] != wanted[key][0]]:
            card = self.cards.pop(key)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (key, (shown, build)) in enumerate(wanted.items()):
            if key not in self.cards:
                self._shown[key], self.cards[key] = shown, build()
                self._column.insertWidget(place, self.cards[key], 0, Qt.AlignmentFlag.AlignTop)
                self.cards[key].show()  # at once, for the focus
        self.cards = {key: self.cards[key] for key in wanted}
        if held and not holds_focus(self):
            self.take_focus()

    def open_day(self, day: date | None) -> None:
        """Have a day open, or none, from the next ``show_agenda`` on."""
        self.day = day

    def take_focus(self) -> None:
        """Put the focus on the first thing of the open day, else on the first link."""
        for card in self.cards.values():
            for link in card.findChildren(QPushButton):
                link.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            for button in card.findChildren(QToolButton):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def set_across(self, *, across: bool) -> None:
        """Stand below the month, the cards side by side, or beside it in one column."""
        way = QBoxLayout.Direction
        self._column.setDirection(way.LeftToRight if across and self._theme.scale < 1.3 else way.TopToBottom)
        width = round(WIDTH * min(self._theme.scale, 1.5))
        self.setMinimumWidth(0 if across else width)
        self.setMaximumWidth(16_777_215 if across else width)
        self._tail.setVisible(not across)

    def _build_list(self, title: str, moments: Sequence[Moment], today: date) -> QFrame:
        frame, column = self._build_card(title)
        shown = moments if len(moments) <= _MOST + 1 else moments[:_MOST]
        for moment in shown:
            column.addWidget(self._build_line(moment, *side_words(moment, today)))
        if rest := len(moments) - len(shown):
            more = QPushButton(fr("Voir les {rest} autres dans la liste", rest=rest))
            more.setProperty("look", "link-small")
            more.setAccessibleName(fr("{title} : voir les {rest} autres dans la liste", title=title, rest=rest))
            more.clicked.connect(self.list_requested)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _build_card(self, title: str, *, level: int = 2) -> tuple[QFrame, QVBoxLayout]:
        frame = QFrame()
        frame.setProperty("look", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(self._theme.space_2)
        if title:
            column.addWidget(Heading(title, level, "h3"))
        return frame, column

    def _build_day(self, day: date, moments: Sequence[Moment]) -> QFrame:
        t = self._theme
        frame, column = self._build_card("")
        words = day_words(day)
        head = QHBoxLayout()
        head.addWidget(Heading(words[:1].upper() + words[1:], 2, "h3"), 1)
        close = CloseButton(t, "Fermer le jour", "Fermer le jour (Échap)")
        close.clicked.connect(self.closed)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        for moment in moments:
            told = "en retard" if moment.is_late else TAGS[moment.kind].lower()
            when = ", ".join(filter(None, (told, moment.who)))
            column.addWidget(self._build_line(moment, when, title_of(moment), whole=True))
        if not moments:
            column.addWidget(Label("Rien n’est noté pour ce jour.", "muted"))
        return frame

    def _build_ask(self, words: str, target: str) -> QFrame:
        frame, column = self._build_card("")
        column.setContentsMargins(16 - INDENT, 12, 16, 10)  # the words of the link begin below the title
        title = Heading("Conseil", 2, "h3")
        title.setContentsMargins(INDENT, 0, 0, 0)
        column.addWidget(title)
        link = WrapLink(self._theme, words)
        link.clicked.connect(lambda: self.followed.emit(target))
        column.addWidget(link)
        return frame

    def _build_line(self, moment: Moment, when: str, title: str, *, whole: bool = False) -> QWidget:
        t, look, target = self._theme, look_of(moment, self._theme), target_of(moment)
        row = NamedGroup(when)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(t.space_2)
        size = round(_SIGN * min(t.scale, 1.5))
        across.addWidget(Pictogram(look.sign, look.ink, size, ground=look.ground), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        told = [Label(when, "small-warn" if moment.is_late else "small")]
        words.addWidget(told[0])
        if target:
            link = WrapLink(t, title)
            link.setAccessibleName(fr("{title}, {when}", title=title, when=when))
            link.clicked.connect(lambda: self.followed.emit(target))
            words.addWidget(link)
        else:
            told.append(Label(title, "entry"))
        if whole and moment.text and (not target or moment.before):
            told += [Label(french(line), "small") for line in (moment.text, *ahead_words(moment))]
            words.addSpacing(_RING if target else 0)
        for label in told[1:]:
            words.addWidget(label)
        for label in told:
            label.setContentsMargins(INDENT, 0, 0, 0)
        across.addLayout(words, 1)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.day is not None:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
