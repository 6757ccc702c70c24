"""A sitting of « Par où commencer » under way: its day, what is answered so far, and one press that keeps all of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kit.content.diagnostic import Answer
from kit.days import day_in_words, read_day
from kit.dossier.diagnostic import Sitting
from kit.tokens import Tokens
from kit.typography import fr
from ui.widgets.days import DAY_LIMIT, doubt, shown_day
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import Labelled
from ui.widgets.text import Heading, Label

_HINT = fr("Toutes ces réponses sont enregistrées ensemble ; un seul Ctrl+Z les annule toutes.")
_UNREAD = fr("Donnez le jour : 15/03/2027 par exemple.")
_AHEAD = fr("Ce jour n’est pas encore venu.")


class SittingCard(QFrame):
    """``kept`` asks to keep the sitting, ``given_up`` to forget it. Hidden while none is under way."""

    kept = Signal()
    given_up = Signal()

    def __init__(self, theme: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers: dict[str, Answer] = {}
        self._is_typed = False
        self._last: datetime.date | None = None
        self.setProperty("look", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(theme.space_2)
        self._title = Heading("", 2, "h3")
        box.addWidget(self._title)
        box.addWidget(Label(_HINT, "muted"))
        self.day = QLineEdit()
        self.day.setMaxLength(DAY_LIMIT)
        self.day.setMaximumWidth(round(180 * theme.scale))
        self.field = Labelled(theme, "Réponses données le", self.day)
        box.addWidget(self.field)
        self.left = Label("", "small")
        box.addWidget(self.left)
        self.keep = QPushButton("Enregistrer ces réponses")
        self.keep.setProperty("look", "primary")
        self.give_up = QPushButton("Abandonner")
        flow = FlowLayout(gap=theme.space_2, middle=True)
        for button in (self.keep, self.give_up):
            flow.addWidget(button)
        box.addLayout(flow)
        self.keep.clicked.connect(self.kept)
        self.day.returnPressed.connect(self.keep.click)
        self.give_up.clicked.connect(self.given_up)
        self.hide()

    @property
    def is_under_way(self) -> bool:
        """Whether a sitting was begun."""
        return not self.isHidden()

    @property
    def is_typed(self) -> bool:
        """Whether the answers come from a sheet of paper."""
        return self._is_typed

    def begin(self, title: str, last: datetime.date | None, *, is_typed: bool) -> None:
        """Begin a sitting; ``last`` is the day of the one before."""
        self.answers.clear()
        self._is_typed, self._last = is_typed, last
        self._title.setText(title)
        self.day.setText(shown_day(datetime.date.today().isoformat()))
        self.field.show_error("")
        self.show()

    def end(self) -> None:
        """Forget what was answered."""
        self.answers.clear()
        self.hide()

    def show_left(self, total: int) -> None:
        """Say how many questions are still without an answer."""
        left = total - len(self.answers)
        self.keep.setEnabled(bool(self.answers))
        one = fr("Une question reste sans réponse.")
        many = fr("{left} questions restent sans réponse.", left=left)
        self.left.setText("" if not left else one if left == 1 else many)
        self.left.setVisible(bool(left))

    def sitting(self) -> Sitting | None:
        """Return the sitting as it was given; None, and what is wrong beside the day, where its day is none."""
        words, today = self.day.text(), datetime.date.today()
        day = read_day(words)
        wrong = doubt(words) or (_UNREAD if day is None else _AHEAD if day > today else "")
        if day and self._last and day < self._last and not wrong:
            wrong = fr(
                "Vos dernières réponses sont du {day} : donnez un jour plus récent.", day=day_in_words(self._last)
            )
        self.field.show_error(wrong)
        if wrong or day is None:
            return None
        return Sitting(day, dict(self.answers))


def told_again(question_id: str, first: Sitting | None, answers: Mapping[str, Answer]) -> str:
    """Return what was answered the first time and what is answered now, empty where it was asked once."""
    if first is None:
        return ""
    return fr(
        "La première fois, le {day} : {before}. Aujourd’hui : {now}.",
        day=day_in_words(first.day),
        before=_WORDS[first.answers.get(question_id)],
        now=_WORDS[answers.get(question_id)],
    )


_WORDS = {Answer.YES: "oui", Answer.NO: "non", Answer.UNKNOWN: "je ne sais pas", None: "sans réponse"}
